package dev.berth.profiler.cli.option;

import dev.berth.profiler.device.Devices;
import dev.berth.profiler.engine.recipe.Recipes;
import dev.berth.profiler.export.DatasetTables;
import dev.berth.profiler.synthesize.catalogue.Catalogue;
import dev.berth.table.Table;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;

/** Names that options and parameters take, for shells that complete them. */
public final class KnownNames {
    private KnownNames() {}

    /** Tables for export, and all of them. */
    public static final class OfTable implements Iterable<String> {
        /** Writes each table. */
        public static final String ALL = "all";

        @Override
        public Iterator<String> iterator() {
            return Stream.concat(
                            Stream.of(ALL), DatasetTables.of(List.of()).stream().map(Table::name))
                    .iterator();
        }
    }

    /** Recipes that ship. */
    public static final class OfRecipe implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Recipes.SHIPPED.iterator();
        }
    }

    /** Models of the catalogue. */
    public static final class OfModel implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Catalogue.names().iterator();
        }
    }

    /** Devices, of several of a kind the first. */
    public static final class OfDevice implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Arrays.stream(Devices.IDS.split("[|]"))
                    .map(id -> id.replace(":N", ":0"))
                    .iterator();
        }
    }
}

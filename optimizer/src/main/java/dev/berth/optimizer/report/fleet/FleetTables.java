package dev.berth.optimizer.report.fleet;

import dev.berth.optimizer.document.FleetFolder.Server;
import dev.berth.optimizer.document.LinkSlot;
import dev.berth.optimizer.report.page.Cell;
import dev.berth.optimizer.report.page.Table;
import dev.berth.optimizer.report.page.Table.Column;
import dev.berth.text.VisibleText;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Function;

/** The numbers of a fleet. */
final class FleetTables {
    /** Servers at either end that are told by name. */
    private static final int ENDS = 10;

    private final String suffix;
    private final FleetSummary fleet;
    private final String made;

    /** @param suffix of ids on the page; empty for the first */
    FleetTables(String suffix, FleetSummary fleet, String made) {
        this.suffix = suffix;
        this.fleet = fleet;
        this.made = made;
    }

    private Table table(String what, String caption, String about, List<Column> columns) {
        return new Table("fleet" + suffix + "-" + what + "-table", caption, about, made, columns);
    }

    Table link() {
        Table table = table(
                "link",
                "The shared backhaul, slot by slot",
                "Price of a gigabyte in the unit of the scenario's prices; downloads of all servers together.",
                List.of(
                        Column.figure("slot", "slot"),
                        Column.figure("price", "price_nano_cost_per_gigabyte"),
                        Column.figure("downloaded", "downloaded_bytes"),
                        Column.figure("of what it carries", "used_share")));
        List<LinkSlot> slots = fleet.file().sharedBackhaul();
        double carried =
                (double) fleet.file().sharedBackhaulBytesPerSlot().optional().orElse(0L);
        for (int slot = 0; slot < slots.size(); slot++) {
            LinkSlot each = slots.get(slot);
            table.add(
                    "",
                    "",
                    List.of(
                            Cell.count(slot),
                            Cell.cost(each.priceNanoCostPerGigabyte()),
                            Cell.bytes(each.downloadedBytes()),
                            carried == 0
                                    ? Cell.none("it carries nothing")
                                    : Cell.share((double) each.downloadedBytes() / carried)));
        }
        return table;
    }

    Table shares() {
        Table table = distribution(
                "share",
                "Servers by what they save and how full they get",
                "Least share that so many of n servers do not pass; storage and memory in the slot that takes most.",
                "_share");
        add(table, "saved against all-cloud", FleetSummary::saved, Cell::share);
        add(table, "storage used", FleetSummary::storage, Cell::share);
        add(table, "device memory used", FleetSummary::memory, Cell::share);
        return table;
    }

    Table costs() {
        Table table = distribution(
                "cost",
                "Servers by what they cost",
                "Least cost that so many of n servers do not pass, in the unit of the scenario's prices.",
                "_nano_cost");
        add(table, "planned", server -> Distribution.some(server.cost().totalNanoCost()), Cell::cost);
        add(table, "resources", server -> Distribution.some(server.cost().resourcesNanoCost()), Cell::cost);
        add(table, "waiting requests", server -> Distribution.some(server.cost().delayNanoCost()), Cell::cost);
        add(table, "switching", server -> Distribution.some(server.cost().switchingNanoCost()), Cell::cost);
        add(table, "all-cloud", server -> Distribution.some(server.allCloudNanoCost()), Cell::cost);
        return table;
    }

    /** @param unit end of the columns' names in files */
    private Table distribution(String what, String caption, String about, String unit) {
        return table(
                what,
                caption,
                about,
                List.of(
                        Column.text("of a server", "figure"),
                        Column.figure("n", "servers"),
                        Column.figure("least", "least" + unit),
                        Column.figure("5 %", "twentieth" + unit),
                        Column.figure("25 %", "quarter" + unit),
                        Column.figure("50 %", "half" + unit),
                        Column.figure("75 %", "three_quarters" + unit),
                        Column.figure("95 %", "nineteen_twentieths" + unit),
                        Column.figure("most", "most" + unit)));
    }

    private void add(Table table, String what, Function<Server, OptionalDouble> figure, Function<Double, Cell> shown) {
        Distribution values = Distribution.of(fleet.servers(), figure);
        if (values.n() == 0) {
            return;
        }
        List<Cell> cells = new ArrayList<>(List.of(Cell.text(what), Cell.count(values.n())));
        for (double share : new double[] {0, 0.05, 0.25, 0.5, 0.75, 0.95, 1}) {
            cells.add(shown.apply(values.at(share)));
        }
        table.add("", "", cells);
    }

    Table most() {
        return ends("most", "Servers that save most", order().reversed());
    }

    Table least() {
        return ends("least", "Servers that save least", order());
    }

    /** By share saved; where it is the same by name. */
    private static Comparator<Server> order() {
        return Comparator.<Server>comparingDouble(
                        server -> FleetSummary.saved(server).orElse(0))
                .thenComparing(Server::name);
    }

    private Table ends(String what, String caption, Comparator<Server> order) {
        int shown = Math.min(ENDS, fleet.servers().size());
        Table table = table(
                what,
                caption,
                shown + " of " + fleet.servers().size()
                        + " servers. Most used: in the slot that takes most. Costs in the unit of the scenario's prices.",
                List.of(
                        Column.text("server", "server"),
                        Column.figure("saved", "saved_share"),
                        Column.figure("all-cloud", "all_cloud_nano_cost"),
                        Column.figure("planned", "total_nano_cost"),
                        Column.figure("resources", "resources_nano_cost"),
                        Column.figure("waiting", "delay_nano_cost"),
                        Column.figure("switching", "switching_nano_cost"),
                        Column.figure("storage", "storage_capacity_bytes"),
                        Column.figure("most used", "most_storage_bytes"),
                        Column.figure("memory", "memory_capacity_bytes"),
                        Column.figure("most used", "most_memory_bytes")));
        fleet.servers().stream().sorted(order).limit(shown).forEach(server -> {
            OptionalDouble saved = FleetSummary.saved(server);
            table.add(
                    "",
                    "",
                    List.of(
                            Cell.text(VisibleText.of(server.name())),
                            saved.isPresent() ? Cell.share(saved.getAsDouble()) : Cell.none("all-cloud costs nothing"),
                            Cell.cost(server.allCloudNanoCost()),
                            Cell.cost(server.cost().totalNanoCost()),
                            Cell.cost(server.cost().resourcesNanoCost()),
                            Cell.cost(server.cost().delayNanoCost()),
                            Cell.cost(server.cost().switchingNanoCost()),
                            Cell.bytes(server.storageCapacityBytes()),
                            Cell.bytes(server.mostStorageBytes()),
                            Cell.bytes(server.memoryCapacityBytes()),
                            Cell.bytes(server.mostMemoryBytes())));
        });
        return table;
    }

    Table models() {
        Table table = table(
                "model",
                "What share of the servers keeps each model",
                "Servers: that keep it at some time, and that have it in device memory at some time. Time: share of all"
                        + " servers' slots.",
                List.of(
                        Column.text("model", "model"),
                        Column.figure("servers", "servers"),
                        Column.figure("keep it", "kept_servers"),
                        Column.figure("share", "kept_share"),
                        Column.figure("of the time", "kept_time_share"),
                        Column.figure("in memory", "loaded_servers"),
                        Column.figure("share", "loaded_share"),
                        Column.figure("of the time", "loaded_time_share")));
        for (FleetSummary.Keeping model : fleet.models()) {
            table.add(
                    VisibleText.of(model.name()),
                    "",
                    List.of(
                            Cell.text(VisibleText.of(model.name())),
                            Cell.count(model.servers()),
                            Cell.count(model.kept()),
                            Cell.share(model.keptShare()),
                            Cell.share(model.keptTime()),
                            Cell.count(model.loaded()),
                            Cell.share(model.loadedShare()),
                            Cell.share(model.loadedTime())));
        }
        return table;
    }
}

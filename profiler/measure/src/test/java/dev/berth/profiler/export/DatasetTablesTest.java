package dev.berth.profiler.export;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.dataset.Datasets;
import dev.berth.table.Table;
import dev.berth.table.TableColumn;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class DatasetTablesTest {
    private static final TableSource SAMPLE =
            new TableSource("sample", Optional.of(Datasets.dataset()), Optional.empty());
    private static final TableSource PUBLISHED =
            TableSource.of("published", Path.of("../../results/profiles/2026-11-24-epyc-2-cores-virtio/profiles.json"));

    private static List<List<Object>> rows(String table, TableSource source) {
        List<List<Object>> rows = new ArrayList<>();
        table(table, source).rows().forEach(rows::add);
        return rows;
    }

    private static Table table(String name, TableSource source) {
        return DatasetTables.of(List.of(source)).stream()
                .filter(table -> table.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void everyCellIsOfItsColumnsType() {
        for (Table table : DatasetTables.of(List.of(SAMPLE, PUBLISHED))) {
            table.rows().forEach(row -> {
                assertEquals(table.columns().size(), row.size());
                for (int i = 0; i < row.size(); i++) {
                    requireType(table, table.columns().get(i), row.get(i));
                }
            });
        }
    }

    private static void requireType(Table table, TableColumn column, Object value) {
        boolean right = value == null
                ? column.optional()
                : switch (column.type()) {
                    case TEXT -> value instanceof String;
                    case TRUTH -> value instanceof Boolean;
                    case WHOLE -> value instanceof Long || value instanceof Integer;
                    case REAL -> value instanceof Double;
                };
        assertTrue(right, () -> table.name() + "." + column + ": " + value);
    }

    @Test
    void everyColumnSaysWhatItHolds() {
        String silent = DatasetTables.of(List.of()).stream()
                .flatMap(table -> table.columns().stream()
                        .filter(column -> column.description().isEmpty())
                        .map(column -> table.name() + "." + column.name()))
                .collect(Collectors.joining("\n"));
        assertEquals("", silent);
    }

    /** A key that is called nanos or bytes has its unit at the end of the column's name. */
    @Test
    void unitsStandInNames() {
        for (Table table : DatasetTables.of(List.of())) {
            for (TableColumn column : table.columns()) {
                boolean names = column.name().matches(".*(nanos|_ns_|bytes_).*")
                        && column.type() != TableColumn.Type.TEXT
                        && column.unit().isEmpty();
                assertFalse(names, () -> table.name() + "." + column.name());
            }
        }
        assertEquals(
                Optional.of("nanoseconds"),
                table("profiles", SAMPLE).columns().stream()
                        .filter(column -> column.name().equals("storage_read_p50_ns"))
                        .findFirst()
                        .flatMap(TableColumn::unit));
    }

    @Test
    void thereIsARowForEachThing() {
        assertEquals(56, rows("profiles", PUBLISHED).size());
        assertEquals(14, rows("models", PUBLISHED).size());
        assertEquals(1, rows("machines", PUBLISHED).size());
        assertEquals(
                Datasets.dataset().delayLines().size(), rows("lines", SAMPLE).size());
        assertEquals(
                Datasets.dataset().ceilings().size(), rows("ceilings", SAMPLE).size());
        assertEquals(
                Datasets.dataset().models().stream()
                        .mapToInt(profile -> profile.engines().size())
                        .sum(),
                rows("engines", SAMPLE).size());
        AtomicInteger counted = new AtomicInteger();
        AtomicInteger rows = new AtomicInteger();
        Table runs = table("runs", PUBLISHED);
        int column = runs.columns().stream().map(TableColumn::name).toList().indexOf("counted");
        runs.rows().forEach(row -> {
            rows.incrementAndGet();
            counted.addAndGet((Boolean) row.get(column) ? 1 : 0);
        });
        assertEquals(3864, rows.get());
        // 56 preloads of 64 runs each.
        assertEquals(3584, counted.get());
        assertEquals(List.of(), rows("runs", SAMPLE));
    }
}

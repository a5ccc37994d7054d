package dev.berth.profiler.export;

import static dev.berth.table.Cell.all;
import static dev.berth.table.Cell.only;
import static dev.berth.table.Cell.renamed;
import static dev.berth.table.Cell.through;

import dev.berth.dataset.raw.ConcurrentRow;
import dev.berth.dataset.raw.EngineRow;
import dev.berth.dataset.raw.EngineRow.RequestTime;
import dev.berth.dataset.raw.MeasuredRow;
import dev.berth.dataset.raw.RawFolder;
import dev.berth.dataset.raw.RunRow;
import dev.berth.dataset.raw.SessionRecord;
import dev.berth.profiler.export.TableSource.Of;
import dev.berth.table.Cell;
import dev.berth.table.RecordColumns;
import dev.berth.table.Table;
import dev.berth.table.TableColumn;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** The tables of raw runs, one row a run; they are empty where the runs are not there. */
public final class RawTables {
    /** Their names: reading their rows takes longer than that of all others. */
    public static final Set<String> NAMES = Set.of("runs", "load_runs", "engine_runs", "engine_requests");

    /** Keys of rows whose units are in their descriptions alone. */
    private static final Map<String, String> NAMES_WITH_UNITS = Map.ofEntries(
            Map.entry("memory_free_before", "memory_free_before_bytes"),
            Map.entry("memory_free_after", "memory_free_after_bytes"),
            Map.entry("memory_own_before", "memory_own_before_bytes"),
            Map.entry("memory_own_after", "memory_own_after_bytes"),
            Map.entry("unload_free_after", "unload_free_after_bytes"),
            Map.entry("unload_own_after", "unload_own_after_bytes"),
            Map.entry("cache_resident_bytes_before", "cache_resident_before_bytes"),
            Map.entry("environment_load1", "environment_load_average"),
            Map.entry("provenance", "weight_provenance"));

    /** As many as there may be in a row; they have a table or columns of their own. */
    private static final Set<String> OF_LOADS = Set.of("delay_ns");

    private RawTables() {}

    static List<Table> of(List<TableSource> sources) {
        return List.of(
                table(
                        sources,
                        "runs",
                        "One row a run of a single load, in executed order, warm-up runs and those that failed or proved"
                                + " nothing included.",
                        RunRow.class,
                        List.of(counted()),
                        RawFolder::rows),
                table(
                        sources,
                        "load_runs",
                        "One row a run of re-loads, of several loads at once or of one on a busy device.",
                        ConcurrentRow.class,
                        List.of(
                                new Cell<>(
                                        TableColumn.real("delay_mean_ns")
                                                .orEmpty()
                                                .described("mean delay of the run's loads, each from its begin to its"
                                                        + " last byte on the device"),
                                        row -> row.delayNanos().isEmpty()
                                                ? null
                                                : statistics(row).getAverage()),
                                new Cell<>(
                                        TableColumn.whole("delay_max_ns")
                                                .orEmpty()
                                                .described("longest of the same"),
                                        row -> row.delayNanos().isEmpty()
                                                ? null
                                                : statistics(row).getMax()),
                                counted()),
                        RawFolder::loads),
                table(
                        sources,
                        "engine_runs",
                        "One row a run of an engine, from its start to its last answer.",
                        EngineRow.class,
                        List.of(counted()),
                        RawFolder::engines),
                DatasetTables.table(
                        sources,
                        "engine_requests",
                        "One row a request to an engine.",
                        RequestRow.CELLS,
                        (source, row) -> source.ofRaw(RawFolder::engines, of -> {
                            List<RequestTime> requests = of.part().requests();
                            for (int i = 0; i < requests.size(); i++) {
                                row.accept(new RequestRow(source, of.part(), i, requests.get(i)));
                            }
                        })));
    }

    private static LongSummaryStatistics statistics(ConcurrentRow row) {
        return row.delayNanos().stream().mapToLong(Long::longValue).summaryStatistics();
    }

    private static <R extends MeasuredRow> Cell<R> counted() {
        return new Cell<>(
                TableColumn.truth("counted")
                        .described("whether profiles count it: no warm-up run, it ended well, it proved the tier that"
                                + " was asked for, and bytes that were read back were right"),
                row -> !row.key().warmUp()
                        && row.failure() == null
                        && row.tier() == row.key().requestedTier()
                        && !isWrong(row));
    }

    private static boolean isWrong(MeasuredRow row) {
        return row instanceof RunRow run
                && run.verified().optional().filter(equal -> !equal).isPresent();
    }

    private static <R extends Record & MeasuredRow> Table table(
            List<TableSource> sources,
            String name,
            String description,
            Class<R> type,
            List<Cell<R>> more,
            Function<RawFolder, RawFolder.Rows<R>> rows) {
        return DatasetTables.table(
                sources,
                name,
                description,
                all(
                        List.of(DatasetTables.datasetName(Of<R>::source)),
                        through(row -> row.source().raw().orElseThrow().session(), SESSION),
                        through(Of<R>::part, all(cells(type), more))),
                (source, row) -> source.ofRaw(rows, row));
    }

    private static final List<Cell<SessionRecord>> SESSION = renamed(
            Map.of("started_utc", "session_started_utc"),
            only(
                    Set.of("tool", "started_utc", "machine_fingerprint")::contains,
                    RecordColumns.of(SessionRecord.class)));

    private static <R extends Record> List<Cell<R>> cells(Class<R> type) {
        List<Cell<R>> cells = only(name -> !OF_LOADS.contains(name), RecordColumns.of(type));
        return renamed(NAMES_WITH_UNITS, cells);
    }

    /**
     * One request in a run of an engine.
     *
     * @param index from 0
     */
    private record RequestRow(TableSource source, EngineRow run, int index, RequestTime request) {
        static final List<Cell<RequestRow>> CELLS = all(
                List.of(
                        DatasetTables.datasetName(RequestRow::source),
                        new Cell<>(
                                TableColumn.whole("sequence").described("the run's position among engine_runs"),
                                row -> row.run().sequence())),
                through(
                        row -> row.run().key(),
                        only(name -> !name.equals("digest"), RecordColumns.of(EngineRow.EngineKey.class))),
                List.of(new Cell<>(
                        TableColumn.whole("request")
                                .described("position in the run, from 0, the first after the start"),
                        RequestRow::index)),
                Cell.prefixed("request_", through(RequestRow::request, RecordColumns.of(RequestTime.class))));
    }
}

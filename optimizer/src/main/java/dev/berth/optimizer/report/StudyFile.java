package dev.berth.optimizer.report;

import dev.berth.optimizer.report.chart.Chart;
import dev.berth.optimizer.report.page.Table;
import dev.berth.optimizer.workload.CsvLines;
import dev.berth.record.BadInputException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What a file of {@code berth paper} holds other than methods by cost: a chart and a table of it. */
public sealed interface StudyFile permits ServiceDelays, ProviderRewards {
    /** Longest line of such a file. */
    int MAX_LINE_BYTES = 1 << 16;

    /** What its chart is called, and the beginning of ids. */
    String id();

    /** What it says in a sentence; empty where only its table does. */
    default Optional<String> answer() {
        return Optional.empty();
    }

    /** How much it is: {@code 4 services}. */
    String holds();

    /**
     * All of it as bars.
     *
     * @param id unique on its page
     * @param made the command whose results it shows
     */
    Chart chart(String id, String made);

    /**
     * All of it as a table.
     *
     * @param id unique on its page
     * @param made the command whose results it shows
     */
    Table table(String id, String made);

    /**
     * Reads one of either kind.
     *
     * @return empty where it has the columns of none
     * @throws BadInputException naming the line and cell of the first fault
     */
    static Optional<StudyFile> read(Path file) {
        return ServiceDelays.read(file)
                .<StudyFile>map(Function.identity())
                .or(() -> ProviderRewards.read(file).map(Function.identity()));
    }

    /** Whether the line that was read holds these columns, in this order. */
    static boolean has(CsvLines csv, String columns) {
        return IntStream.range(0, csv.cells())
                .mapToObj(csv::text)
                .collect(Collectors.joining(","))
                .equals(columns);
    }
}

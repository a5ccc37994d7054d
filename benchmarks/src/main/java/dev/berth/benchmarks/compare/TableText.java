package dev.berth.benchmarks.compare;

import dev.berth.text.Figures;
import dev.berth.text.Page;
import dev.berth.text.TextTable;
import dev.berth.text.TextTable.Column;
import java.util.ArrayList;
import java.util.List;

/** What solvers made of an instance, for people. */
final class TableText {
    private static final String NONE = "–";
    private static final double NANOS_PER_SECOND = 1e9;

    private TableText() {}

    /**
     * The instance, a row a solver, and what solvers say where there is room for it or it is asked for.
     *
     * @param rows of one instance
     */
    static List<String> lines(Task task, List<Row> rows, Page page) {
        TextTable table = new TextTable(List.of(
                Column.text("solver"),
                Column.figure("n"),
                Column.figure("median"),
                Column.figure("cost gap"),
                Column.figure("own gap").asDetail(2),
                Column.figure("savings gap"),
                Column.figure("own savings gap").asDetail(3),
                Column.text("note").asDetail(1)));
        for (Row row : rows) {
            table.add(List.of(
                    row.solver(),
                    String.valueOf(row.outcome().seconds().size()),
                    row.outcome().solved()
                            ? Figures.duration(NANOS_PER_SECOND * row.outcome().medianSeconds())
                            : NONE,
                    percent(row.costGap()),
                    percent(row.ownCostGap()),
                    percent(row.savingsGap()),
                    percent(row.ownSavingsGap()),
                    row.outcome().note()));
        }
        List<String> lines = new ArrayList<>(List.of(task.name()));
        lines.addAll(table.lines(page));
        rows.stream()
                .filter(row -> !row.outcome().solved())
                .forEach(row -> lines.addAll(
                        TextTable.wrapped(row.solver() + ": " + row.outcome().note(), page.width())));
        lines.add("");
        return lines;
    }

    private static String percent(String share) {
        return share.isEmpty() ? NONE : Figures.percent(Double.parseDouble(share), 4);
    }
}

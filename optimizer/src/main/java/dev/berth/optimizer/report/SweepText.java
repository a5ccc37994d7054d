package dev.berth.optimizer.report;

import dev.berth.optimizer.document.ComparisonFile;
import dev.berth.optimizer.report.chart.Curves.Point;
import dev.berth.text.Figures;
import dev.berth.text.Page;
import dev.berth.text.TextTable;
import dev.berth.text.TextTable.Column;
import dev.berth.text.VisibleText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A sweep as people read it: methods down, values across, and what each costs beside all-cloud. */
final class SweepText {
    private static final int GAP = 2;

    private SweepText() {}

    /**
     * The table, cut into several where there are more values than room.
     *
     * @param file two cases or more
     * @param page columns that there are
     */
    static List<String> lines(ComparisonFile file, Page page) {
        Pivot pivot = Pivot.of(file.cases(), Measure.COST);
        int beside = widest(pivot.rows().stream().map(Pivot.Line::method));
        for (int i = 0; i < pivot.down().size(); i++) {
            int place = i;
            beside += GAP
                    + widest(Stream.concat(
                            Stream.of(pivot.down().get(i)),
                            pivot.rows().stream()
                                    .map(row -> Figures.plain(row.at().get(place)))));
        }
        int value = widest(Stream.concat(
                pivot.values().stream().map(Figures::plain),
                pivot.rows().stream().flatMap(row -> row.points().stream()).map(SweepText::share)));
        int across = Math.max(1, (page.width() - beside) / (value + GAP));
        List<String> lines = new ArrayList<>(TextTable.wrapped(
                "cost in simulation as a share of all-cloud's, by "
                        + (pivot.down().isEmpty()
                                ? pivot.across()
                                : String.join(", ", pivot.down()) + " (down) and " + pivot.across() + " (across)")
                        + "; " + SimulationText.seeds(file.seeds()) + "; ~ online policy",
                page.width()));
        for (int from = 0; from < pivot.values().size(); from += across) {
            int to = Math.min(pivot.values().size(), from + across);
            lines.addAll(part(pivot, from, to).lines(page.further()));
            lines.add("");
        }
        // What is to be minded of a case is of its delays, which are not here.
        return lines;
    }

    private static TextTable part(Pivot pivot, int from, int to) {
        List<Column> columns = new ArrayList<>();
        pivot.down().forEach(parameter -> columns.add(Column.figure(parameter)));
        columns.add(Column.name("method"));
        pivot.values().subList(from, to).forEach(value -> columns.add(Column.figure(Figures.plain(value))));
        TextTable table = new TextTable(columns);
        for (Pivot.Line row : pivot.rows()) {
            List<String> cells = new ArrayList<>();
            row.at().forEach(value -> cells.add(Figures.plain(value)));
            cells.add(row.method());
            row.points().subList(from, to).forEach(point -> cells.add(share(point)));
            table.add(cells);
        }
        return table;
    }

    private static String share(Optional<Point> point) {
        return point.map(share -> Figures.percent(share.y(), 1)).orElse(PlanText.NONE);
    }

    private static int widest(Stream<String> texts) {
        return texts.mapToInt(VisibleText::width).max().orElse(0);
    }
}

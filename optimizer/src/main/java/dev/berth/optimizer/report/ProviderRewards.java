package dev.berth.optimizer.report;

import dev.berth.optimizer.provider.ProviderStudy;
import dev.berth.optimizer.report.chart.Bars;
import dev.berth.optimizer.report.chart.Chart;
import dev.berth.optimizer.report.chart.Colour;
import dev.berth.optimizer.report.chart.Unit;
import dev.berth.optimizer.report.page.Cell;
import dev.berth.optimizer.report.page.Table;
import dev.berth.optimizer.report.page.Table.Column;
import dev.berth.optimizer.workload.CsvLines;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Rewards of routers that choose providers.
 *
 * @param lines one a router
 */
public record ProviderRewards(List<Line> lines) implements StudyFile {
    private static final String BOUND = "the bound is no run";

    /**
     * A router.
     *
     * @param seeds number of runs
     * @param tasks mean number of them a run
     * @param reward quality of finished tasks less penalties, a run
     * @param rewardLow lower end of its 95 % interval; null where there is none
     * @param rewardHigh upper end of it
     * @param ofBound reward over the bound of the same run
     * @param finishedShare of the tasks; null for the bound
     * @param crashes a run; null where it has none
     * @param meanQuality of finished tasks; null where none is finished
     */
    public record Line(
            String router,
            int seeds,
            double tasks,
            double reward,
            Double rewardLow,
            Double rewardHigh,
            double ofBound,
            Double finishedShare,
            Double crashes,
            Double meanQuality) {}

    public ProviderRewards {
        lines = List.copyOf(lines);
    }

    /** Of a study. */
    public static ProviderRewards of(ProviderStudy study) {
        return new ProviderRewards(study.rows().stream()
                .map(row -> new Line(
                        row.name(),
                        row.seeds(),
                        row.tasks(),
                        row.reward().mean(),
                        row.reward().low().optional().orElse(null),
                        row.reward().high().optional().orElse(null),
                        row.ofBound().mean(),
                        Double.isNaN(row.finishedShare()) ? null : row.finishedShare(),
                        Double.isNaN(row.crashes()) ? null : row.crashes(),
                        Double.isNaN(row.meanQuality()) ? null : row.meanQuality()))
                .toList());
    }

    /**
     * Reads what {@link ProviderStudy#csv} writes.
     *
     * @return empty where a file has other columns
     * @throws dev.berth.record.BadInputException naming the line and cell of the first fault
     */
    public static Optional<ProviderRewards> read(Path file) {
        try (CsvLines csv = new CsvLines(file, MAX_LINE_BYTES)) {
            if (!csv.next() || !StudyFile.has(csv, ProviderStudy.COLUMNS)) {
                return Optional.empty();
            }
            int cells = csv.cells();
            List<Line> lines = new ArrayList<>();
            while (csv.next()) {
                if (csv.cells() != cells) {
                    throw csv.fault(0, cells + " cells");
                }
                lines.add(new Line(
                        csv.text(0),
                        (int) csv.number(1),
                        csv.number(2),
                        csv.finite(3),
                        finite(csv, 4),
                        finite(csv, 5),
                        csv.finite(7),
                        finite(csv, 10),
                        finite(csv, 12),
                        finite(csv, 13)));
            }
            return lines.isEmpty() ? Optional.empty() : Optional.of(new ProviderRewards(lines));
        }
    }

    private static Double finite(CsvLines csv, int cell) {
        return csv.text(cell).isEmpty() ? null : Double.valueOf(csv.finite(cell));
    }

    @Override
    public String id() {
        return "rewards";
    }

    @Override
    public Optional<String> answer() {
        double bound = lines.stream().mapToDouble(Line::reward).max().orElse(0);
        return lines.stream()
                .filter(line -> line.crashes() != null && !line.router().equals(ProviderStudy.PROPHET))
                .max(Comparator.comparingDouble(Line::reward))
                .map(best -> "Of the routers that know nothing beforehand, " + best.router() + " earns most in a run: "
                        + Cell.number(best.reward()).shown() + " of the "
                        + Cell.number(bound).shown() + " that none can exceed (mean of n = " + best.seeds()
                        + " seeds).");
    }

    @Override
    public String holds() {
        return lines.size() + " routers";
    }

    @Override
    public Chart chart(String id, String made) {
        return new Bars(
                id,
                "Reward of a run",
                "Quality of finished tasks less penalties of crashes, with its 95 % interval; clairvoyant is what none can"
                        + " exceed. n = " + lines.get(0).seeds() + " seeds of "
                        + Math.round(lines.get(0).tasks()) + " tasks.",
                made,
                Unit.NUMBER,
                false,
                lines.stream()
                        .map(line -> new Bars.Item(line.router(), "", "", false))
                        .toList(),
                List.of(new Bars.Part(
                        "reward",
                        Colour.QUALITY,
                        lines.stream().map(Line::reward).toList())),
                lines.stream()
                        .map(line -> new Bars.Whole(line.reward(), line.rewardLow(), line.rewardHigh(), line.seeds()))
                        .toList(),
                null,
                List.of());
    }

    @Override
    public Table table(String id, String made) {
        Table table = new Table(
                id,
                "What routers come to",
                "A run: quality of finished tasks less penalties of crashes, with its 95 % interval; of bound: over what no"
                        + " router can exceed. n = " + lines.get(0).seeds() + " seeds.",
                made,
                List.of(
                        Column.text("router", "router"),
                        Column.figure("n", "seeds"),
                        Column.figure("tasks", "tasks"),
                        Column.figure("reward", "reward"),
                        Column.figure("from", "reward_low"),
                        Column.figure("to", "reward_high"),
                        Column.figure("of bound", "of_bound"),
                        Column.figure("finished", "finished_share"),
                        Column.figure("crashes", "crashes"),
                        Column.figure("mean quality", "mean_quality")));
        for (Line line : lines) {
            table.add(
                    "",
                    "",
                    List.of(
                            Cell.text(line.router()),
                            Cell.count(line.seeds()),
                            Cell.number(line.tasks()),
                            Cell.number(line.reward()),
                            optional(line.rewardLow(), "of one run there is no interval"),
                            optional(line.rewardHigh(), "of one run there is no interval"),
                            Cell.share(line.ofBound()),
                            line.finishedShare() == null ? Cell.none(BOUND) : Cell.share(line.finishedShare()),
                            optional(line.crashes(), BOUND),
                            optional(line.meanQuality(), "no task is finished")));
        }
        return table;
    }

    private static Cell optional(Double number, String why) {
        return number == null ? Cell.none(why) : Cell.number(number);
    }
}

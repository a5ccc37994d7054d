package dev.berth.optimizer.report;

import dev.berth.optimizer.provider.ProviderStudy;
import dev.berth.optimizer.report.chart.Bars;
import dev.berth.optimizer.report.chart.Chart;
import dev.berth.optimizer.report.chart.Colour;
import dev.berth.optimizer.report.chart.Unit;
import dev.berth.optimizer.report.page.Cell;
import dev.berth.optimizer.report.page.Table;
import dev.berth.optimizer.report.page.Table.Column;
import java.util.List;
import java.util.function.DoubleFunction;

/** What routers that choose providers earn. */
public final class ProviderRewards {
    private ProviderRewards() {}

    /**
     * All of it as bars.
     *
     * @param id unique on its page
     * @param made the command whose results it shows
     */
    public static Chart chart(String id, ProviderStudy study, String made) {
        List<ProviderStudy.Row> rows = study.rows();
        return new Bars(
                id,
                "Reward of a run",
                "Quality of finished tasks less penalties of crashes, with its 95 % interval; clairvoyant is what none can"
                        + " exceed. n = " + rows.get(0).seeds() + " seeds of "
                        + Math.round(rows.get(0).tasks()) + " tasks.",
                made,
                Unit.NUMBER,
                false,
                rows.stream()
                        .map(row -> new Bars.Item(row.name(), "", "", false))
                        .toList(),
                List.of(new Bars.Part(
                        "reward",
                        Colour.QUALITY,
                        rows.stream().map(row -> row.reward().mean()).toList())),
                rows.stream()
                        .map(row -> new Bars.Whole(
                                row.reward().mean(),
                                row.reward().low().optional().orElse(null),
                                row.reward().high().optional().orElse(null),
                                row.seeds()))
                        .toList(),
                null,
                List.of());
    }

    /**
     * All of it as a table.
     *
     * @param id unique on its page
     * @param made the command whose results it shows
     */
    public static Table table(String id, ProviderStudy study, String made) {
        Table table = new Table(
                id,
                "What routers that choose providers come to",
                "Means of " + study.rows().get(0).seeds()
                        + " seeds, a run; low and high: 95 % interval. Of the bound: of what the clairvoyant one has.",
                made,
                List.of(
                        Column.text("router", "router"),
                        Column.figure("tasks", "tasks"),
                        Column.figure("reward", "reward"),
                        Column.figure("low", "reward_low"),
                        Column.figure("high", "reward_high"),
                        Column.figure("of the bound", "of_bound"),
                        Column.figure("finished", "finished_share"),
                        Column.figure("crashes", "crashes"),
                        Column.figure("mean quality", "mean_quality"),
                        Column.figure("quality", "quality"),
                        Column.figure("penalty", "penalty")));
        for (ProviderStudy.Row row : study.rows()) {
            table.add(
                    "",
                    "",
                    List.of(
                            Cell.text(row.name()),
                            Cell.number(row.tasks()),
                            Cell.number(row.reward().mean()),
                            Cell.of(row.reward().low(), Cell::number),
                            Cell.of(row.reward().high(), Cell::number),
                            Cell.share(row.ofBound().mean()),
                            figure(row.finishedShare(), Cell::share),
                            figure(row.crashes(), Cell::number),
                            figure(row.meanQuality(), Cell::number),
                            figure(row.quality(), Cell::number),
                            figure(row.penalty(), Cell::number)));
        }
        return table;
    }

    private static Cell figure(double value, DoubleFunction<Cell> shown) {
        return Double.isNaN(value) ? Cell.none("not of a bound") : shown.apply(value);
    }
}

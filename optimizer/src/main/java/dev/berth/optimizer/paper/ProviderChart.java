package dev.berth.optimizer.paper;

import dev.berth.optimizer.provider.ProviderStudy;
import dev.berth.optimizer.report.chart.Bars;
import dev.berth.optimizer.report.chart.Chart;
import dev.berth.optimizer.report.chart.Colour;
import dev.berth.optimizer.report.chart.Unit;
import java.util.List;

/** Rewards of routers that choose providers. */
final class ProviderChart {
    private ProviderChart() {}

    static Chart of(String id, ProviderStudy study, String made) {
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
}

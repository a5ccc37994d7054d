package dev.berth.optimizer.report;

import dev.berth.optimizer.document.SimulationFile;
import dev.berth.optimizer.simulate.Interval;
import dev.berth.optimizer.simulate.SimulationResult;
import dev.berth.record.Reading;
import dev.berth.text.Figures;
import dev.berth.text.TextTable;
import dev.berth.text.TextTable.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Simulations as people read them. */
public final class SimulationText {
    private SimulationText() {}

    /**
     * Tables of all servers together and of each, and what their columns are.
     *
     * @param width columns that there are
     */
    public static List<String> lines(SimulationFile file, int width) {
        List<String> lines = new ArrayList<>();
        boolean several = !file.serverResults().isEmpty();
        lines.addAll(table(several ? "all servers" : "name", file.seeds(), file.results())
                .lines(width));
        for (SimulationFile.ServerResults server : file.serverResults()) {
            lines.add("");
            lines.addAll(table("server " + server.name(), file.seeds(), server.results())
                    .lines(width));
        }
        if (several) {
            lines.add("");
        }
        legend(file).forEach(line -> lines.addAll(TextTable.wrapped(line, width)));
        return lines;
    }

    /** What the columns are, and what to mind. */
    private static List<String> legend(SimulationFile file) {
        List<String> lines = new ArrayList<>(file.notes());
        lines.add(
                seeds(file.seeds()) + "; requests, percentiles and max: of all together; all others: mean of a run of "
                        + file.slots() + " slots of " + file.slotSeconds() + " s");
        lines.add("loaded, stored: requests that found their model so; fetched: that found it absent and waited for a"
                + " download and a load; cloud: served there");
        lines.add("cost: in the unit of the scenario's prices; saved: against all-cloud, where the cloud serves every"
                + " request and nothing is kept");
        file.assumptions().forEach(assumption -> lines.add("assumed: " + assumption));
        return lines;
    }

    /** How many runs, and what they do not tell. */
    static String seeds(int seeds) {
        return seeds == 1 ? "1 seed (of one run there is no interval)" : seeds + " seeds";
    }

    /** Of a column of {@link #cost}. */
    static String costHeading(int seeds) {
        return seeds == 1 ? "cost" : "cost ± 95 %";
    }

    /**
     * Every method, a row each.
     *
     * @param seeds runs of each, >= 1
     * @param results what all are held against first
     */
    private static TextTable table(String head, int seeds, List<SimulationResult> results) {
        TextTable table = new TextTable(List.of(
                Column.name(head),
                Column.figure(costHeading(seeds)),
                Column.figure("saved"),
                Column.figure("requests").asDetail(6),
                Column.figure("loaded").asDetail(3),
                Column.figure("stored").asDetail(7),
                Column.figure("fetched"),
                Column.figure("cloud").asDetail(2),
                Column.figure("mean ms").asDetail(1),
                Column.figure("p50 ms").asDetail(10),
                Column.figure("p95 ms").asDetail(4),
                Column.figure("p99 ms").asDetail(5),
                Column.figure("max ms").asDetail(11),
                Column.figure("switching").asDetail(9),
                Column.figure("backhaul").asDetail(8)));
        for (SimulationResult result : results) {
            table.add(row(result, results.get(0)));
        }
        return table;
    }

    private static List<String> row(SimulationResult result, SimulationResult allCloud) {
        boolean asked = result.delay().n() > 0;
        return List.of(
                result.name(),
                cost(result.totalNanoCost()),
                saved(result.totalNanoCost().mean(), allCloud.totalNanoCost().mean()),
                String.valueOf(result.delay().n()),
                percent(asked, result.loadedShare()),
                percent(asked, result.storedShare()),
                percent(asked, result.fetchedShare()),
                percent(asked, result.cloudShare()),
                mean(asked, result.meanDelayNanos().mean()),
                milliseconds(result.delay().p50Nanos()),
                milliseconds(result.delay().p95Nanos()),
                milliseconds(result.delay().p99Nanos()),
                milliseconds(result.delay().maxNanos()),
                String.format(Locale.ROOT, "%.1f s", result.switchingNanos().mean() / 1e9),
                String.format(Locale.ROOT, "%.1f MB", result.backhaulBytes().mean() / 1e6));
    }

    private static String saved(double cost, double allCloud) {
        return allCloud == 0 ? "–" : String.format(Locale.ROOT, "%.2f %%", 100 * (allCloud - cost) / allCloud);
    }

    /** A share of requests, where there are any. */
    static String percent(boolean asked, Interval share) {
        return asked ? String.format(Locale.ROOT, "%.1f %%", 100 * share.mean()) : "–";
    }

    static String milliseconds(Reading<Long> nanos) {
        return nanos.optional().map(Figures::milliseconds).orElse("–");
    }

    /** A mean delay, where there are requests. */
    static String mean(boolean asked, double nanos) {
        return asked ? Figures.milliseconds(nanos) : "–";
    }

    static String cost(Interval nanoCost) {
        String mean = String.format(Locale.ROOT, "%.6f", nanoCost.mean() / 1e9);
        return nanoCost.high()
                .optional()
                .map(high -> mean + String.format(Locale.ROOT, " ± %.6f", (high - nanoCost.mean()) / 1e9))
                .orElse(mean);
    }
}

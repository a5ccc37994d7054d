package dev.berth.optimizer.cli;

import dev.berth.optimizer.simulate.Interval;
import dev.berth.optimizer.simulate.SimulationResult;
import dev.berth.profile.Reading;
import dev.berth.profile.cli.TextTable;
import dev.berth.profile.cli.TextTable.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Simulations as people read them. */
final class SimulationText {
    private static final double NANOS_PER_MILLISECOND = 1e6;

    private SimulationText() {}

    static List<String> lines(SimulationFile file) {
        List<String> lines = new ArrayList<>();
        boolean several = !file.serverResults().isEmpty();
        lines.addAll(table(several ? "all servers" : "name", file.results()).lines(Integer.MAX_VALUE));
        for (SimulationFile.ServerResults server : file.serverResults()) {
            lines.add("");
            lines.addAll(table("server " + server.name(), server.results()).lines(Integer.MAX_VALUE));
        }
        if (several) {
            lines.add("");
        }
        lines.addAll(legend(file));
        return lines;
    }

    /** What the columns are, and what to mind. */
    static List<String> legend(SimulationFile file) {
        List<String> lines = new ArrayList<>(file.notes());
        lines.add("requests, shares and delays: all " + file.seeds()
                + " seeds together; switching, backhaul and cost: mean of a"
                + " run of " + file.slots() + " slots of " + file.slotSeconds() + " s");
        lines.add("loaded, stored: requests that found their model so; fetched: that found it absent and waited for a"
                + " download and a load; cloud: served there");
        lines.add("cost: in the unit of the scenario's prices; saved: against all-cloud, where the cloud serves every"
                + " request and nothing is kept");
        file.assumptions().forEach(assumption -> lines.add("assumed: " + assumption));
        return lines;
    }

    /** @param results what all are held against first */
    static TextTable table(String head, List<SimulationResult> results) {
        TextTable table = new TextTable(List.of(
                Column.text(head),
                Column.figure("requests"),
                Column.figure("loaded"),
                Column.figure("stored"),
                Column.figure("fetched"),
                Column.figure("cloud"),
                Column.figure("mean ms"),
                Column.figure("p50 ms"),
                Column.figure("p95 ms"),
                Column.figure("p99 ms"),
                Column.figure("max ms"),
                Column.figure("switching"),
                Column.figure("backhaul"),
                Column.figure("cost ± 95 %"),
                Column.figure("saved")));
        for (SimulationResult result : results) {
            table.add(row(result, results.get(0)));
        }
        return table;
    }

    private static List<String> row(SimulationResult result, SimulationResult allCloud) {
        boolean asked = result.delay().n() > 0;
        return List.of(
                result.name(),
                String.valueOf(result.delay().n()),
                percent(asked, result.loadedShare()),
                percent(asked, result.storedShare()),
                percent(asked, result.fetchedShare()),
                percent(asked, result.cloudShare()),
                result.delay()
                        .meanNanos()
                        .optional()
                        .map(nanos -> mean(asked, nanos))
                        .orElse("–"),
                milliseconds(result.delay().p50Nanos()),
                milliseconds(result.delay().p95Nanos()),
                milliseconds(result.delay().p99Nanos()),
                milliseconds(result.delay().maxNanos()),
                String.format(Locale.ROOT, "%.1f s", result.switchingNanos().mean() / 1e9),
                String.format(Locale.ROOT, "%.1f MB", result.backhaulBytes().mean() / 1e6),
                cost(result.totalNanoCost()),
                saved(result.totalNanoCost().mean(), allCloud.totalNanoCost().mean()));
    }

    private static String saved(double cost, double allCloud) {
        return allCloud == 0 ? "–" : String.format(Locale.ROOT, "%.2f %%", 100 * (allCloud - cost) / allCloud);
    }

    /** A share of requests, where there are any. */
    static String percent(boolean asked, Interval share) {
        return asked ? String.format(Locale.ROOT, "%.1f %%", 100 * share.mean()) : "–";
    }

    static String milliseconds(Reading<Long> nanos) {
        return nanos.optional()
                .map(value -> fourDigits(value / NANOS_PER_MILLISECOND))
                .orElse("–");
    }

    /** A mean delay, where there are requests. */
    static String mean(boolean asked, double nanos) {
        return asked ? fourDigits(nanos / NANOS_PER_MILLISECOND) : "–";
    }

    /** No more than a histogram tells apart. */
    private static String fourDigits(double milliseconds) {
        int decimals = milliseconds >= 1000 ? 0 : milliseconds >= 100 ? 1 : 2;
        return String.format(Locale.ROOT, "%." + decimals + "f", milliseconds);
    }

    static String cost(Interval nanoCost) {
        String mean = String.format(Locale.ROOT, "%.6f", nanoCost.mean() / 1e9);
        return nanoCost.high()
                .optional()
                .map(high -> mean + String.format(Locale.ROOT, " ± %.6f", (high - nanoCost.mean()) / 1e9))
                .orElse(mean);
    }
}

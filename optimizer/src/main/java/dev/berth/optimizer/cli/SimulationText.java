package dev.berth.optimizer.cli;

import dev.berth.optimizer.simulate.Interval;
import dev.berth.optimizer.simulate.SimulationResult;
import dev.berth.profile.Reading;
import dev.berth.profile.VisibleText;
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
        table(lines, several ? "all servers" : "name", file.results());
        for (SimulationFile.ServerResults server : file.serverResults()) {
            lines.add("");
            table(lines, "server " + server.name(), server.results());
        }
        if (several) {
            lines.add("");
        }
        lines.add(
                "requests and delays: all " + file.seeds() + " seeds together; switching, backhaul and cost: mean of a"
                        + " run of " + file.slots() + " slots of " + file.slotSeconds() + " s");
        lines.add("loaded, stored: requests that found their model so; cloud: served there; cost: in the unit of the"
                + " scenario's prices");
        file.assumptions().forEach(assumption -> lines.add("assumed: " + assumption));
        return lines;
    }

    private static void table(List<String> lines, String head, List<SimulationResult> results) {
        int width = results.stream()
                .mapToInt(result -> VisibleText.width(result.name()))
                .max()
                .orElse(0);
        width = Math.max(width, VisibleText.width(head));
        lines.add(String.format(
                Locale.ROOT,
                "%s  %9s  %7s  %7s  %7s  %9s  %9s  %9s  %9s  %9s  %9s  %22s",
                VisibleText.padded(head, width),
                "requests",
                "loaded",
                "stored",
                "cloud",
                "p50 ms",
                "p95 ms",
                "p99 ms",
                "max ms",
                "switching",
                "backhaul",
                "cost ± 95 %"));
        for (SimulationResult result : results) {
            lines.add(VisibleText.padded(result.name(), width) + "  " + row(result));
        }
    }

    private static String row(SimulationResult result) {
        return String.format(
                Locale.ROOT,
                "%9d  %7s  %7s  %7s  %9s  %9s  %9s  %9s  %9s  %9s  %22s",
                result.delay().n(),
                percent(result, result.loadedShare()),
                percent(result, result.storedShare()),
                percent(result, result.cloudShare()),
                milliseconds(result.delay().p50Nanos()),
                milliseconds(result.delay().p95Nanos()),
                milliseconds(result.delay().p99Nanos()),
                milliseconds(result.delay().maxNanos()),
                String.format(Locale.ROOT, "%.1f s", result.switchingNanos().mean() / 1e9),
                String.format(Locale.ROOT, "%.1f MB", result.backhaulBytes().mean() / 1e6),
                cost(result.totalNanoCost()));
    }

    private static String percent(SimulationResult result, Interval share) {
        return result.delay().n() == 0 ? "–" : String.format(Locale.ROOT, "%.1f %%", 100 * share.mean());
    }

    static String milliseconds(Reading<Long> nanos) {
        return nanos.optional()
                .map(value -> fourDigits(value / NANOS_PER_MILLISECOND))
                .orElse("–");
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

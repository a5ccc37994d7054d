package dev.berth.optimizer.cli;

import dev.berth.optimizer.cost.PlanCost;
import dev.berth.optimizer.solve.FleetSolution;
import dev.berth.profile.VisibleText;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A plan as people read it. */
final class PlanText {
    private final Planning planning;

    PlanText(Planning planning) {
        this.planning = planning;
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.addAll(
                new TimeLine(planning.services(), planning.problem(), planning.plan(), planning.slotSeconds()).lines());
        lines.add("");
        costs(lines);
        lines.add("");
        lines.addAll(solvers(planning.results()));
        for (String assumption : planning.assumptions()) {
            lines.add("assumed: " + assumption);
        }
        return lines;
    }

    private void costs(List<String> lines) {
        lines.add(costHead());
        lines.add(costLine(
                planning.best().solver().name(),
                planning.best().solution().costs().get(0)));
        PlanCost cloudOnly = planning.cloudOnly();
        lines.add(costLine("cloud-only", cloudOnly));
        lines.add("saved against cloud-only: "
                + percent(cloudOnly.total() - planning.best().solution().total(), cloudOnly.total()));
    }

    static String costHead() {
        return String.format(
                Locale.ROOT, "%-14s  %12s  %12s  %12s  %12s", "cost", "resources", "delay", "switching", "total");
    }

    static String costLine(String name, PlanCost cost) {
        return String.format(
                Locale.ROOT,
                "%s  %12.6f  %12.6f  %12.6f  %12.6f",
                VisibleText.padded(name, 14),
                cost.resources() / 1e9,
                cost.delay() / 1e9,
                cost.switching() / 1e9,
                cost.total() / 1e9);
    }

    /**
     * One line a solver: cost, how far it is above the cheapest plan here, above what is proven as a share of the cost,
     * time.
     */
    static List<String> solvers(List<Servers.Result> results) {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT,
                "%-14s  %12s  %10s  %10s  %10s  %s",
                "solver",
                "total",
                "over best",
                "proven gap",
                "time",
                "note"));
        long best = results.stream()
                .mapToLong(result -> result.solution().total())
                .min()
                .orElseThrow();
        for (Servers.Result result : results) {
            FleetSolution solution = result.solution();
            long total = solution.total();
            lines.add(String.format(
                    Locale.ROOT,
                    "%-14s  %12.6f  %10s  %10s  %10s  %s",
                    result.solver().name(),
                    total / 1e9,
                    gap(total - best, best),
                    solution.bound().isPresent() ? gap(total - solution.bound().getAsLong(), total) : "–",
                    milliseconds(result.elapsedNanos()),
                    (solution.proven() ? "optimal; " : "") + solution.note()));
        }
        return lines;
    }

    private static String gap(long part, long whole) {
        if (part == 0) {
            return "0.000 %";
        }
        return whole == 0 ? "–" : String.format(Locale.ROOT, "%.3f %%", 100.0 * part / whole);
    }

    static String percent(long part, long whole) {
        return whole == 0 ? "–" : String.format(Locale.ROOT, "%.2f %%", 100.0 * part / whole);
    }

    static String milliseconds(long nanos) {
        return String.format(Locale.ROOT, "%.1f ms", nanos / 1e6);
    }

    static String megabytes(long bytes) {
        return String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
    }
}

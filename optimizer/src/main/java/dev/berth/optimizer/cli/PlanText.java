package dev.berth.optimizer.cli;

import dev.berth.optimizer.cost.PlanCost;
import dev.berth.optimizer.problem.Plan;
import dev.berth.optimizer.problem.Residency;
import dev.berth.optimizer.problem.Service;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A plan as people read it. */
final class PlanText {
    /** Columns of the time line; a day of quarter hours takes two slots a column. */
    static final int MAX_COLUMNS = 48;

    private final Planning planning;
    private final Plan plan;

    PlanText(Planning planning) {
        this.planning = planning;
        this.plan = planning.best().solution().plan();
    }

    String text() {
        List<String> lines = new ArrayList<>();
        timeLine(lines);
        lines.add("");
        costs(lines);
        lines.add("");
        solvers(lines);
        for (String assumption : planning.assumptions()) {
            lines.add("assumed: " + assumption);
        }
        return String.join(System.lineSeparator(), lines);
    }

    private int slotsPerColumn() {
        return (plan.slots() + MAX_COLUMNS - 1) / MAX_COLUMNS;
    }

    private void timeLine(List<String> lines) {
        List<Service> services = planning.services();
        int width =
                services.stream().mapToInt(model -> model.name().length()).max().orElse(0);
        width = Math.max(width, "model".length());
        lines.add(String.format(
                Locale.ROOT, "%-" + width + "s  %9s  %9s  %s", "model", "storage", "memory", "from slot 0 on"));
        for (int model = 0; model < services.size(); model++) {
            Service service = services.get(model);
            lines.add(String.format(
                    Locale.ROOT,
                    "%-" + width + "s  %9s  %9s  %s  %s",
                    service.name(),
                    megabytes(service.storageBytes()),
                    megabytes(service.memoryBytes()),
                    row(model),
                    changes(model)));
        }
        String columns = slotsPerColumn() == 1 ? "one slot" : slotsPerColumn() + " slots";
        lines.add("# loaded, + stored, . absent; a column is " + columns + " of "
                + planning.scenario().slotSeconds() + " s, the residency is that of its first slot");
        lines.add("capacity: storage " + megabytes(planning.problem().capacity().storageBytes()) + " of "
                + megabytes(services.stream().mapToLong(Service::storageBytes).sum()) + ", memory "
                + megabytes(planning.problem().capacity().memoryBytes()) + " of "
                + megabytes(services.stream().mapToLong(Service::memoryBytes).sum()) + " that all models take");
    }

    private String row(int model) {
        StringBuilder row = new StringBuilder();
        for (int slot = 0; slot < plan.slots(); slot += slotsPerColumn()) {
            row.append(sign(plan.at(slot, model)));
        }
        return row.toString();
    }

    private static char sign(Residency residency) {
        return switch (residency) {
            case ABSENT -> '.';
            case STORED -> '+';
            case LOADED -> '#';
        };
    }

    private String changes(int model) {
        int changes = Planning.stretches(plan, model).size() - 1;
        return changes == 0 ? "" : changes == 1 ? "1 change" : changes + " changes";
    }

    private void costs(List<String> lines) {
        lines.add(String.format(
                Locale.ROOT, "%-14s  %12s  %12s  %12s  %12s", "cost", "resources", "delay", "switching", "total"));
        lines.add(costLine(
                planning.best().solver().name(), planning.best().solution().cost()));
        PlanCost cloudOnly = planning.cloudOnly().cost();
        lines.add(costLine("cloud-only", cloudOnly));
        lines.add("saved against cloud-only: "
                + percent(cloudOnly.total() - planning.best().solution().cost().total(), cloudOnly.total()));
    }

    private static String costLine(String name, PlanCost cost) {
        return String.format(
                Locale.ROOT,
                "%-14s  %12.6f  %12.6f  %12.6f  %12.6f",
                name,
                cost.resources() / 1e9,
                cost.delay() / 1e9,
                cost.switching() / 1e9,
                cost.total() / 1e9);
    }

    /** One line a solver: cost, distance from the proven optimum where there is one, time. */
    void solvers(List<String> lines) {
        lines.add(String.format(
                Locale.ROOT, "%-14s  %12s  %10s  %10s  %s", "solver", "total", "over best", "time", "note"));
        long best = planning.best().solution().cost().total();
        for (Planning.Result result : planning.results()) {
            long total = result.solution().cost().total();
            lines.add(String.format(
                    Locale.ROOT,
                    "%-14s  %12.6f  %10s  %10s  %s",
                    result.solver().name(),
                    total / 1e9,
                    percent(total - best, best),
                    milliseconds(result.elapsedNanos()),
                    (result.solution().proven() ? "optimal; " : "")
                            + result.solution().note()));
        }
    }

    static String percent(long part, long whole) {
        return whole == 0 ? "–" : String.format(Locale.ROOT, "%.2f %%", 100.0 * part / whole);
    }

    private static String milliseconds(long nanos) {
        return String.format(Locale.ROOT, "%.1f ms", nanos / 1e6);
    }

    private static String megabytes(long bytes) {
        return String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
    }
}

package dev.berth.optimizer.cli;

import dev.berth.optimizer.problem.Plan;
import dev.berth.optimizer.problem.Problem;
import dev.berth.optimizer.problem.Residency;
import dev.berth.optimizer.problem.Service;
import dev.berth.profile.VisibleText;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The plan of one server as people read it: a line a model, and what the server has. */
final class TimeLine {
    /** A day of quarter hours takes two slots a column. */
    private static final int MAX_COLUMNS = 48;

    private final List<Service> services;
    private final Problem problem;
    private final Plan plan;
    private final double slotSeconds;

    TimeLine(List<Service> services, Problem problem, Plan plan, double slotSeconds) {
        this.services = services;
        this.problem = problem;
        this.plan = plan;
        this.slotSeconds = slotSeconds;
    }

    private int slotsPerColumn() {
        return (plan.slots() + MAX_COLUMNS - 1) / MAX_COLUMNS;
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        int width = services.stream()
                .mapToInt(model -> VisibleText.width(model.name()))
                .max()
                .orElse(0);
        width = Math.max(width, "model".length());
        lines.add(String.format(
                Locale.ROOT,
                "%s  %9s  %9s  %s",
                VisibleText.padded("model", width),
                "storage",
                "memory",
                "from slot 0 on"));
        for (int model = 0; model < services.size(); model++) {
            Service service = services.get(model);
            lines.add(String.format(
                            Locale.ROOT,
                            "%s  %9s  %9s  %s  %s",
                            VisibleText.padded(service.name(), width),
                            PlanText.megabytes(service.storageBytes()),
                            PlanText.megabytes(service.memoryBytes()),
                            row(model),
                            changes(model))
                    .stripTrailing());
        }
        String columns = slotsPerColumn() == 1 ? "one slot" : slotsPerColumn() + " slots";
        lines.add("# loaded, + stored, . absent; a column is " + columns + " of " + slotSeconds
                + " s, the residency is that of its first slot");
        lines.add("capacity: storage " + PlanText.megabytes(problem.capacity().storageBytes()) + " of "
                + PlanText.megabytes(
                        services.stream().mapToLong(Service::storageBytes).sum()) + ", memory "
                + PlanText.megabytes(problem.capacity().memoryBytes()) + " of "
                + PlanText.megabytes(
                        services.stream().mapToLong(Service::memoryBytes).sum()) + " that all models take");
        return lines;
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
}

package dev.berth.optimizer.report;

import dev.berth.optimizer.problem.Plan;
import dev.berth.optimizer.problem.Problem;
import dev.berth.optimizer.problem.Residency;
import dev.berth.optimizer.problem.Service;
import dev.berth.text.TextTable;
import dev.berth.text.TextTable.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/** The plan of one server as people read it: a line a model, and what the server has. */
final class TimeLine {
    /** A day of quarter hours takes two slots a column. */
    private static final int MAX_COLUMNS = 48;

    private static final int LEAST_COLUMNS = 12;

    /** Name, sizes and changes of a model, with the gaps between them. */
    private static final int BESIDE = 20 + 10 + 10 + 7 + 4 * 2;

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

    /**
     * A row a model, and what the server has.
     *
     * @param width columns that there are; a column of the time line stands for more slots where they are few
     */
    List<String> lines(int width) {
        int slotsPerColumn = slotsPerColumn(width);
        TextTable table = new TextTable(List.of(
                Column.name("model"),
                Column.figure("storage"),
                Column.figure("memory"),
                Column.figure("changes"),
                Column.text("from slot 0 on")));
        for (int model = 0; model < services.size(); model++) {
            Service service = services.get(model);
            table.add(List.of(
                    service.name(),
                    PlanText.megabytes(service.storageBytes()),
                    PlanText.megabytes(service.memoryBytes()),
                    String.valueOf(Planning.stretches(plan, model).size() - 1),
                    row(model, slotsPerColumn)));
        }
        List<String> lines = new ArrayList<>(table.lines(width));
        String columns = slotsPerColumn == 1 ? "one slot" : slotsPerColumn + " slots";
        lines.addAll(TextTable.wrapped(
                "# loaded, + stored, . absent; a column is " + columns + " of " + slotSeconds
                        + " s, the residency is that of its first slot",
                width));
        lines.addAll(TextTable.wrapped(
                "capacity: storage " + PlanText.megabytes(problem.capacity().storageBytes()) + ", memory "
                        + PlanText.megabytes(problem.capacity().memoryBytes()) + "; all models together take "
                        + total(Service::storageBytes) + " and " + total(Service::memoryBytes),
                width));
        return lines;
    }

    private int slotsPerColumn(int width) {
        int columns = Math.max(LEAST_COLUMNS, Math.min(MAX_COLUMNS, width - BESIDE));
        return (plan.slots() + columns - 1) / columns;
    }

    private String total(ToLongFunction<Service> bytes) {
        return PlanText.megabytes(services.stream().mapToLong(bytes).sum());
    }

    private String row(int model, int slotsPerColumn) {
        StringBuilder row = new StringBuilder();
        for (int slot = 0; slot < plan.slots(); slot += slotsPerColumn) {
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
}

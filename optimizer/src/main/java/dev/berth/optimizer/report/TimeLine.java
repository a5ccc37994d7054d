package dev.berth.optimizer.report;

import dev.berth.dataset.WeightProvenance;
import dev.berth.optimizer.document.ModelPlan;
import dev.berth.optimizer.document.ServerPlan;
import dev.berth.optimizer.problem.Residency;
import dev.berth.text.Figures;
import dev.berth.text.Page;
import dev.berth.text.TextTable;
import dev.berth.text.TextTable.Column;
import dev.berth.text.VisibleText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/** The plan of one server as people read it: a line a model, and what the server has. */
final class TimeLine {
    /** A day of quarter hours takes two slots a column. */
    private static final int MAX_COLUMNS = 48;

    private static final int LEAST_COLUMNS = 12;

    /** Name, sizes and changes of a model, with the gaps between them. */
    private static final int BESIDE = 20 + 10 + 10 + 7 + 4 * 2;

    private final ServerPlan server;
    private final int slots;
    private final double slotSeconds;

    TimeLine(ServerPlan server, int slots, double slotSeconds) {
        this.server = server;
        this.slots = slots;
        this.slotSeconds = slotSeconds;
    }

    /**
     * A row a model, and what the server has.
     *
     * @param page where it has few columns, one of the time line stands for more slots
     */
    List<String> lines(Page page) {
        int width = page.width();
        int slotsPerColumn = slotsPerColumn(width);
        TextTable table = new TextTable(List.of(
                Column.name("model"),
                Column.figure("storage"),
                Column.figure("memory"),
                Column.figure("changes"),
                Column.text("from slot 0 on")));
        for (ModelPlan model : server.models()) {
            table.add(List.of(
                    model.shownName(),
                    Figures.bytes(model.storageBytes()),
                    Figures.bytes(model.memoryBytes()),
                    String.valueOf(model.stretches().size() - 1),
                    row(model, slotsPerColumn)));
        }
        List<String> lines = new ArrayList<>(table.lines(page));
        String columns = slotsPerColumn == 1 ? "one slot" : slotsPerColumn + " slots";
        lines.addAll(TextTable.wrapped(
                "# loaded, " + (isHosted() ? "o hosted (in host memory), " : "") + "+ stored, . absent; a column is "
                        + columns + " of " + Figures.plain(slotSeconds) + " s, the residency is that of its first slot",
                width));
        if (server.models().stream().anyMatch(model -> model.provenance() == WeightProvenance.SYNTHETIC)) {
            lines.addAll(TextTable.wrapped(WeightProvenance.LEGEND, width));
        }
        if (server.models().stream().anyMatch(model -> !model.modes().isEmpty())) {
            lines.addAll(TextTable.wrapped(
                    "storage and memory of what may be kept in several ways: the most that it may take", width));
        }
        server.models().stream()
                .filter(model -> !model.modes().isEmpty())
                .forEach(model -> lines.addAll(TextTable.wrapped(modes(model), width)));
        lines.addAll(TextTable.wrapped(
                "capacity: storage " + Figures.bytes(server.storageCapacityBytes()) + ", memory "
                        + Figures.bytes(server.memoryCapacityBytes())
                        + (server.hostMemoryCapacityBytes() == null
                                ? ""
                                : ", host memory " + Figures.bytes(server.hostMemoryCapacityBytes()))
                        + "; all models together take "
                        + total(ModelPlan::storageBytes) + " and " + total(ModelPlan::memoryBytes),
                width));
        return lines;
    }

    /** In which modes a service is how long, the longest first. */
    private String modes(ModelPlan model) {
        Map<String, Integer> slotsOf = new LinkedHashMap<>();
        model.stretches().forEach(stretch -> slotsOf.merge(stretch.mode(), stretch.slots(), Integer::sum));
        return slotsOf.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
                .map(entry -> entry.getKey() + " " + Figures.percent(entry.getValue() / (double) slots, 1))
                .collect(Collectors.joining("; ", VisibleText.of(model.name()) + ": ", " of the time"));
    }

    private boolean isHosted() {
        return server.models().stream()
                .flatMap(model -> model.stretches().stream())
                .anyMatch(stretch -> stretch.residency() == Residency.HOSTED);
    }

    private int slotsPerColumn(int width) {
        int columns = Math.max(LEAST_COLUMNS, Math.min(MAX_COLUMNS, width - BESIDE));
        return (slots + columns - 1) / columns;
    }

    private String total(ToLongFunction<ModelPlan> bytes) {
        return Figures.bytes(server.models().stream().mapToLong(bytes).sum());
    }

    private static String row(ModelPlan model, int slotsPerColumn) {
        StringBuilder row = new StringBuilder();
        for (ModelPlan.Stretch stretch : model.stretches()) {
            int end = stretch.fromSlot() + stretch.slots();
            while (row.length() * slotsPerColumn < end) {
                row.append(sign(stretch.residency()));
            }
        }
        return row.toString();
    }

    private static char sign(Residency residency) {
        return switch (residency) {
            case ABSENT -> '.';
            case STORED -> '+';
            case HOSTED -> 'o';
            case LOADED -> '#';
        };
    }
}

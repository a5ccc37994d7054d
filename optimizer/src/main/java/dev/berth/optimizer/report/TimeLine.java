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
import java.util.stream.Stream;

/** Plans as people read them: of each server a line a model, and what it has. */
final class TimeLine {
    /** A day of quarter hours takes two slots a column. */
    private static final int MAX_COLUMNS = 48;

    private static final int LEAST_COLUMNS = 12;

    /** Name, sizes and changes of a model, with the gaps between them. */
    private static final int BESIDE = 20 + 10 + 10 + 7 + 4 * 2;

    private final List<ServerPlan> servers;
    private final boolean named;
    private final int slots;
    private final double slotSeconds;

    /**
     * @param servers whose plans they are, >= 1
     * @param named whether to tell which is whose
     */
    TimeLine(List<ServerPlan> servers, boolean named, int slots, double slotSeconds) {
        this.servers = List.copyOf(servers);
        this.named = named;
        this.slots = slots;
        this.slotSeconds = slotSeconds;
    }

    /**
     * Of each server a row a model, and what the server has; what signs mean once.
     *
     * @param page where it has few columns, one of the time line stands for more slots
     */
    List<String> lines(Page page) {
        List<String> lines = new ArrayList<>();
        for (int server = 0; server < servers.size(); server++) {
            if (named) {
                lines.add("server " + servers.get(server).name());
            }
            lines.addAll(table(servers.get(server), page));
            if (server == 0) {
                legend(slotsPerColumn(page.width()))
                        .forEach(line -> lines.addAll(TextTable.wrapped(line, page.width())));
            }
            facts(servers.get(server)).forEach(line -> lines.addAll(TextTable.wrapped(line, page.width())));
            lines.add("");
        }
        return lines;
    }

    private List<String> table(ServerPlan server, Page page) {
        int slotsPerColumn = slotsPerColumn(page.width());
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
        return table.lines(page);
    }

    /** What signs and marks mean, at whichever server they stand. */
    private List<String> legend(int slotsPerColumn) {
        List<String> lines = new ArrayList<>();
        lines.add("# loaded, " + (isHosted() ? "o hosted (in host memory), " : "") + "+ stored, . absent; a column is "
                + (slotsPerColumn == 1 ? "one slot" : slotsPerColumn + " slots") + " of " + Figures.plain(slotSeconds)
                + " s, the residency is that of its first slot");
        if (models().anyMatch(model -> model.provenance() == WeightProvenance.SYNTHETIC)) {
            lines.add(WeightProvenance.LEGEND);
        }
        if (models().anyMatch(model -> !model.modes().isEmpty())) {
            lines.add("storage and memory of what may be kept in several ways: the most that it may take");
        }
        return lines;
    }

    private List<String> facts(ServerPlan server) {
        List<String> lines = new ArrayList<>();
        server.models().stream().filter(model -> !model.modes().isEmpty()).forEach(model -> lines.add(modes(model)));
        lines.add("capacity: storage " + Figures.bytes(server.storageCapacityBytes()) + ", memory "
                + Figures.bytes(server.memoryCapacityBytes())
                + (server.hostMemoryCapacityBytes() == null
                        ? ""
                        : ", host memory " + Figures.bytes(server.hostMemoryCapacityBytes()))
                + "; all models together take "
                + total(server, ModelPlan::storageBytes) + " and " + total(server, ModelPlan::memoryBytes));
        return lines;
    }

    private Stream<ModelPlan> models() {
        return servers.stream().flatMap(server -> server.models().stream());
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
        return models().flatMap(model -> model.stretches().stream())
                .anyMatch(stretch -> stretch.residency() == Residency.HOSTED);
    }

    private int slotsPerColumn(int width) {
        int columns = Math.max(LEAST_COLUMNS, Math.min(MAX_COLUMNS, width - BESIDE));
        return (slots + columns - 1) / columns;
    }

    private static String total(ServerPlan server, ToLongFunction<ModelPlan> bytes) {
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

package dev.berth.optimizer.workload;

import dev.berth.record.BadInputException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Rows {@code timestamp,model[,work]}. */
final class NamedRows implements TraceRows {
    private static final String COLUMNS = "timestamp,model[,work]";

    private final int timestampColumn;
    private final int modelColumn;
    private final int workColumn;
    private static final int MOST_NAMED = 8;

    private final int models;
    private final boolean anyName;

    /** Open addressing by the bytes of a name; index of the name in {@link #names}, or negative. */
    private final int[] table;

    /** UTF-8, models first, then those that are known and not wanted. */
    private final byte[][] names;

    private int model;
    private double work;

    NamedRows(CsvLines header, List<String> models, Set<String> leftOut, boolean anyName) {
        this.anyName = anyName;
        timestampColumn = TraceRows.require(header, "timestamp", COLUMNS);
        modelColumn = TraceRows.require(header, "model", COLUMNS);
        workColumn = TraceRows.column(header, "work");
        this.models = models.size();
        names = new byte[models.size() + leftOut.size()][];
        int count = 0;
        for (String name : models) {
            names[count++] = name.getBytes(StandardCharsets.UTF_8);
        }
        for (String name : leftOut) {
            names[count++] = name.getBytes(StandardCharsets.UTF_8);
        }
        table = new int[Integer.highestOneBit(Math.max(1, count)) * 4];
        Arrays.fill(table, -1);
        for (int name = 0; name < count; name++) {
            table[place(names[name], 0, names[name].length)] = name;
        }
    }

    /** Where a name stands in the table, or would. */
    private int place(byte[] bytes, int from, int to) {
        int hash = 1;
        for (int at = from; at < to; at++) {
            hash = 31 * hash + bytes[at];
        }
        int place = (hash ^ (hash >>> 15)) & (table.length - 1);
        while (table[place] >= 0
                && !Arrays.equals(names[table[place]], 0, names[table[place]].length, bytes, from, to)) {
            place = (place + 1) & (table.length - 1);
        }
        return place;
    }

    /** Names that there are, the first of them where there are many. */
    private String known() {
        String first = Arrays.stream(names)
                .limit(Math.min(models, MOST_NAMED))
                .map(name -> new String(name, StandardCharsets.UTF_8))
                .collect(Collectors.joining(", "));
        return first + (models > MOST_NAMED ? " and " + (models - MOST_NAMED) + " more" : "");
    }

    @Override
    public int timestampColumn() {
        return timestampColumn;
    }

    @Override
    public boolean take(CsvLines line) {
        if (modelColumn >= line.cells() || workColumn >= line.cells()) {
            throw new BadInputException(
                    line.place() + ": " + line.cells() + " values, expected " + COLUMNS + " as in the header");
        }
        model = table[place(line.bytes(), line.start(modelColumn), line.end(modelColumn))];
        if (model < 0 && anyName) {
            model = 0;
        }
        if (model < 0) {
            throw line.fault(modelColumn, "one of " + known());
        }
        work = workColumn < 0 ? 1 : line.number(workColumn);
        if (work == 0) {
            throw line.fault(workColumn, "a number > 0, a multiple of the model's mean request");
        }
        return model < models;
    }

    @Override
    public int model() {
        return model;
    }

    @Override
    public double work() {
        return work;
    }
}

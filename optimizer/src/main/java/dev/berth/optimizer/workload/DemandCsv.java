package dev.berth.optimizer.workload;

import dev.berth.record.BadInputException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** Reads expected requests from CSV: a header with the models' names in any order, one row a slot. */
public final class DemandCsv {
    /** Room for 100 000 models of long names. */
    private static final int MAX_LINE_BYTES = 16 << 20;

    private DemandCsv() {}

    /**
     * One row a slot, one value a model in the order of {@code names}.
     *
     * @param names models whose columns are wanted, all of them
     * @param known models whose columns may be there too and are left out
     * @throws BadInputException naming file and line of the first fault
     */
    public static double[][] read(Path file, List<String> names, List<String> known, int slots) {
        return read(file, slots, header -> columns(file, header, names, known));
    }

    /**
     * Reads it to its end, whatever models it names.
     *
     * @throws BadInputException naming file and line of the first fault
     */
    public static void check(Path file, int slots) {
        read(file, slots, header -> columns(file, header, header, header));
    }

    private static double[][] read(Path file, int slots, Function<List<String>, int[]> columnsOf) {
        try (CsvLines lines = new CsvLines(file, MAX_LINE_BYTES)) {
            List<String> header = new ArrayList<>();
            if (lines.next()) {
                for (int cell = 0; cell < lines.cells(); cell++) {
                    header.add(lines.text(cell));
                }
            }
            int[] columns = columnsOf.apply(header);
            double[][] requests = new double[slots][];
            for (int slot = 0; slot < slots; slot++) {
                if (!lines.next()) {
                    throw new BadInputException(
                            lines.place() + ": the last of " + slot + " rows, expected " + slots + ", one a slot");
                }
                requests[slot] = row(lines, columns, header.size());
            }
            if (lines.next()) {
                throw new BadInputException(lines.place() + ": more rows than the " + slots + " slots");
            }
            return requests;
        }
    }

    private static int[] columns(Path file, List<String> header, List<String> names, List<String> known) {
        Map<String, Integer> columns = new HashMap<>();
        for (int column = 0; column < header.size(); column++) {
            columns.put(header.get(column), column);
        }
        Set<String> allowed = new HashSet<>(known);
        if (columns.size() < header.size() || !columns.keySet().containsAll(names) || !allowed.containsAll(header)) {
            List<String> expected = names.stream().distinct().toList();
            throw new BadInputException(file + ":1: " + wrong(header, expected, allowed)
                    + "; expected a header with the names " + String.join(",", expected) + ", each once");
        }
        return names.stream().mapToInt(columns::get).toArray();
    }

    /** What of a header is not as it must be, the first of it. */
    private static String wrong(List<String> header, List<String> expected, Set<String> allowed) {
        for (String name : header) {
            if (Collections.frequency(header, name) > 1) {
                return "column '" + name + "' is there more than once";
            }
            if (!allowed.contains(name)) {
                return "column '" + name + "' is of no model or service";
            }
        }
        return expected.stream()
                .filter(name -> !header.contains(name))
                .map(name -> "no column '" + name + "'")
                .findFirst()
                .orElseThrow();
    }

    private static double[] row(CsvLines lines, int[] columns, int width) {
        if (lines.cells() != width) {
            throw new BadInputException(lines.place() + ": " + lines.cells() + " values, expected " + width
                    + ", one a column of the header");
        }
        double[] row = new double[columns.length];
        for (int model = 0; model < row.length; model++) {
            row[model] = lines.number(columns[model]);
        }
        return row;
    }
}

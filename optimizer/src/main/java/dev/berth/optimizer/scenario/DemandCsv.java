package dev.berth.optimizer.scenario;

import dev.berth.profile.BadInputException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;

/** Reads expected requests from CSV: a header with the models' names in any order, one row a slot. */
final class DemandCsv {
    private DemandCsv() {}

    /**
     * One row a slot, one value a model in the order of {@code names}.
     *
     * @param names models whose columns are wanted, all of them
     * @param known models whose columns may be there too and are left out
     * @throws BadInputException naming file and line of the first fault
     */
    static double[][] read(Path file, List<String> names, List<String> known, int slots) {
        try (BufferedReader reader = Files.newBufferedReader(file)) {
            int[] columns = columns(file, reader.readLine(), names, known);
            double[][] requests = new double[slots][];
            for (int slot = 0; slot < slots; slot++) {
                String line = reader.readLine();
                if (line == null) {
                    throw new BadInputException(file + ": " + slot + " rows, expected " + slots + ", one a slot");
                }
                requests[slot] = row(file + ":" + (slot + 2), line, columns);
            }
            if (reader.readLine() != null) {
                throw new BadInputException(file + ":" + (slots + 2) + ": more rows than the " + slots + " slots");
            }
            return requests;
        } catch (NoSuchFileException e) {
            throw new BadInputException(file + ": no such file", e);
        } catch (IOException e) {
            throw new BadInputException(file + ": cannot be read: " + e.getMessage(), e);
        }
    }

    /** Column of each name, and as the last the number of columns. */
    private static int[] columns(Path file, String header, List<String> names, List<String> known) {
        List<String> found = header == null ? List.of() : List.of(header.strip().split("\\s*,\\s*", -1));
        boolean unique = new HashSet<>(found).size() == found.size();
        if (!unique || !found.containsAll(names) || !known.containsAll(found)) {
            throw new BadInputException(
                    file + ":1: expected a header with the names " + String.join(",", names) + ", each once");
        }
        int[] columns = Arrays.copyOf(names.stream().mapToInt(found::indexOf).toArray(), names.size() + 1);
        columns[names.size()] = found.size();
        return columns;
    }

    private static double[] row(String place, String line, int[] columns) {
        String[] cells = line.split(",", -1);
        int wanted = columns[columns.length - 1];
        if (cells.length != wanted) {
            throw new BadInputException(
                    place + ": " + cells.length + " values, expected " + wanted + ", one a column of the header");
        }
        double[] row = new double[columns.length - 1];
        for (int model = 0; model < row.length; model++) {
            row[model] = value(place, cells[columns[model]].strip());
        }
        return row;
    }

    private static double value(String place, String cell) {
        try {
            double value = Double.parseDouble(cell);
            if (value >= 0 && Double.isFinite(value)) {
                return value;
            }
        } catch (NumberFormatException e) {
            throw new BadInputException(place + ": '" + cell + "', expected a finite number >= 0", e);
        }
        throw new BadInputException(place + ": '" + cell + "', expected a finite number >= 0");
    }
}

package dev.berth.optimizer.scenario;

import dev.berth.profile.BadInputException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/** Reads expected requests from CSV: a header with the models' names in any order, one row a slot. */
final class DemandCsv {
    private DemandCsv() {}

    /**
     * One row a slot, one value a model in the order of {@code names}.
     *
     * @throws BadInputException naming file and line of the first fault
     */
    static double[][] read(Path file, List<String> names, int slots) {
        try (BufferedReader reader = Files.newBufferedReader(file)) {
            int[] columns = columns(file, reader.readLine(), names);
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

    private static int[] columns(Path file, String header, List<String> names) {
        List<String> found = header == null ? List.of() : List.of(header.strip().split("\\s*,\\s*", -1));
        if (found.size() != names.size() || !found.containsAll(names)) {
            throw new BadInputException(
                    file + ":1: expected a header with the names " + String.join(",", names) + ", each once");
        }
        return names.stream().mapToInt(found::indexOf).toArray();
    }

    private static double[] row(String place, String line, int[] columns) {
        String[] cells = line.split(",", -1);
        if (cells.length != columns.length) {
            throw new BadInputException(
                    place + ": " + cells.length + " values, expected " + columns.length + ", one a model");
        }
        double[] row = new double[columns.length];
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

package dev.berth.benchmarks.foresight;

import dev.berth.record.BadInputException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * {@code costs.csv}: cases are appended one by one, each in one write that ends with an empty line, so that a run that
 * was stopped goes on where it was.
 */
final class CostFile {
    static final String NAME = "costs.csv";

    private final Path file;
    private final List<CostRow> rows = new ArrayList<>();
    private final Set<CostRow.Key> done = new HashSet<>();

    /**
     * Opens the file of a folder, or begins it; a case that was cut off is dropped.
     *
     * @throws BadInputException where the file is another one
     */
    CostFile(Path folder) throws IOException {
        file = folder.resolve(NAME);
        if (Files.exists(file)) {
            read();
        } else {
            Files.createDirectories(folder);
            Files.writeString(file, CostRow.HEADER + "\n\n", StandardOpenOption.CREATE_NEW);
        }
    }

    private void read() throws IOException {
        String text = Files.readString(file);
        int whole = text.lastIndexOf("\n\n") + 2;
        String[] lines = text.substring(0, whole).split("\n", -1);
        if (!lines[0].equals(CostRow.HEADER)) {
            throw new BadInputException(file + ": not begun by this command, expected " + CostRow.HEADER);
        }
        for (int line = 1; line < lines.length; line++) {
            if (!lines[line].isEmpty()) {
                rows.add(CostRow.parse(file + ":" + (line + 1), lines[line]));
            }
        }
        rows.forEach(row -> {
            // What is held against all others is the first row of its case.
            if (done.add(row.key()) && row.kind() != CostRow.Kind.BASELINE) {
                throw new BadInputException(file + ": " + row.key().describe() + " begins with " + row.method()
                        + ", expected all-cloud; written by an earlier version, begin a new folder");
            }
        });
        if (whole < text.length()) {
            try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
                open.setLength(text.substring(0, whole).getBytes(StandardCharsets.UTF_8).length);
            }
        }
    }

    /** Where it is. */
    Path place() {
        return file;
    }

    boolean has(CostRow.Key key) {
        return done.contains(key);
    }

    /** Writes the rows of one case. */
    void append(List<CostRow> ofCase) throws IOException {
        StringBuilder text = new StringBuilder();
        ofCase.forEach(row -> text.append(row.toCsv()).append('\n'));
        Files.writeString(file, text.append('\n'), StandardOpenOption.APPEND, StandardOpenOption.DSYNC);
        rows.addAll(ofCase);
        done.add(ofCase.get(0).key());
    }

    /** All rows, those of earlier runs included. */
    List<CostRow> rows() {
        return List.copyOf(rows);
    }
}

package dev.berth.profile;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The rows of a file of one record of JSON a line, appended and synced one by one: {@code runs.jsonl} of
 * {@link RunRow}s, {@code loads.jsonl} of {@link LoadsRow}s.
 *
 * @param rows complete rows in file order, which is the executed order
 * @param wholeBytes length of the complete lines, >= 0: what a writer that goes on must cut the file to
 * @param torn present where the file ends in a line without its newline, left by a writer that was stopped: one line
 *     for people; that row is not in {@code rows}
 */
public record RowLog<T extends Record>(List<T> rows, long wholeBytes, Optional<String> torn) {
    private static final int MAX_LINE_BYTES = 1 << 20;
    private static final int MAX_ROWS = 100_000;

    public RowLog {
        rows = Require.list("rows", rows);
        Require.atLeast("wholeBytes", wholeBytes, 0);
        Require.present("torn", torn);
    }

    /** The log of a file that was not begun. */
    public static <T extends Record> RowLog<T> empty() {
        return new RowLog<>(List.of(), 0, Optional.empty());
    }

    /**
     * Reads a log.
     *
     * @throws BadInputException naming file, line and key of the first fault in a complete line
     */
    public static <T extends Record> RowLog<T> read(Path file, Class<T> type) {
        List<String> faults = new ArrayList<>();
        RowLog<T> log = read(file, type, faults);
        if (!faults.isEmpty()) {
            throw new BadInputException(Json.summary(faults));
        }
        return log;
    }

    /** Reads a log; faulty lines are left out of the rows and add one line each to {@code faults}. */
    static <T extends Record> RowLog<T> read(Path file, Class<T> type, List<String> faults) {
        if (!Files.isRegularFile(file)) {
            throw new BadInputException(file + ": no such file, expected one row of JSON a line");
        }
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
            return read(file, in, type, faults);
        } catch (IOException e) {
            throw new BadInputException(file + ": cannot be read: " + e.getMessage(), e);
        }
    }

    private static <T extends Record> RowLog<T> read(Path file, InputStream in, Class<T> type, List<String> faults)
            throws IOException {
        List<T> rows = new ArrayList<>();
        ByteArrayOutputStream line = new ByteArrayOutputStream(4096);
        long wholeBytes = 0;
        int number = 1;
        for (int octet = in.read(); octet >= 0; octet = in.read()) {
            if (octet != '\n') {
                if (line.size() == MAX_LINE_BYTES) {
                    throw new BadInputException(
                            file + ":" + number + ": line longer than " + MAX_LINE_BYTES + " bytes, expected one row");
                }
                line.write(octet);
                continue;
            }
            if (rows.size() == MAX_ROWS) {
                throw new BadInputException(file + ":" + number + ": more than " + MAX_ROWS
                        + " rows, the most that are read at once; split the file");
            }
            T row = new RecordReader(file.toString(), number, faults).read(line.toByteArray(), type);
            if (row != null) {
                rows.add(row);
            }
            wholeBytes += line.size() + 1;
            line.reset();
            number++;
        }
        return new RowLog<>(rows, wholeBytes, torn(file, number, line.size()));
    }

    private static Optional<String> torn(Path file, int number, int bytes) {
        return bytes == 0
                ? Optional.empty()
                : Optional.of(file + ":" + number + ": last line is cut off after " + bytes
                        + " bytes, left out: the run was stopped while it was written");
    }
}

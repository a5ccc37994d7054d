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
import java.util.function.ObjLongConsumer;

/**
 * What a file of one record of JSON a line holds, appended and synced one by one: {@code runs.jsonl} of
 * {@link RunRow}s, {@code loads.jsonl} of {@link LoadsRow}s. Rows are handed on as they are read and not kept: a log
 * may be longer than memory.
 *
 * @param rows complete rows, >= 0
 * @param wholeBytes length of the complete lines, >= 0: what a writer that goes on must cut the file to
 * @param torn present where the file ends in a line without its newline, left by a writer that was stopped: one line
 *     for people; that row is not counted
 */
public record RowLog(long rows, long wholeBytes, Optional<String> torn) {
    /** The log of a file that was not begun. */
    public static final RowLog EMPTY = new RowLog(0, 0, Optional.empty());

    private static final int MAX_LINE_BYTES = 1 << 20;

    public RowLog {
        Require.atLeast("rows", rows, 0);
        Require.atLeast("wholeBytes", wholeBytes, 0);
        Require.present("torn", torn);
    }

    /**
     * Reads a log.
     *
     * @param row takes each complete row, in file order, which is the executed order, with the number of its line, from
     *     1
     * @throws BadInputException naming file, line and key of the first fault in a complete line, at the file's end
     */
    public static <T extends Record> RowLog read(Path file, Class<T> type, ObjLongConsumer<? super T> row) {
        List<String> faults = new ArrayList<>();
        RowLog log = read(file, type, row, faults);
        if (!faults.isEmpty()) {
            throw new BadInputException(Json.summary(faults));
        }
        return log;
    }

    /** Reads a log; faulty lines are not handed on and add one line each to {@code faults}. */
    static <T extends Record> RowLog read(
            Path file, Class<T> type, ObjLongConsumer<? super T> row, List<String> faults) {
        if (!Files.isRegularFile(file)) {
            throw new BadInputException(file + ": no such file, expected one row of JSON a line");
        }
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
            return read(file, in, type, row, faults);
        } catch (IOException e) {
            throw new BadInputException(file + ": cannot be read: " + e.getMessage(), e);
        }
    }

    private static <T extends Record> RowLog read(
            Path file, InputStream in, Class<T> type, ObjLongConsumer<? super T> consumer, List<String> faults)
            throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream(4096);
        long wholeBytes = 0;
        long number = 1;
        for (int octet = in.read(); octet >= 0; octet = in.read()) {
            if (octet != '\n') {
                if (line.size() == MAX_LINE_BYTES) {
                    throw new BadInputException(
                            file + ":" + number + ": line longer than " + MAX_LINE_BYTES + " bytes, expected one row");
                }
                line.write(octet);
                continue;
            }
            T row = new RecordReader(file.toString(), Math.toIntExact(number), faults).read(line.toByteArray(), type);
            if (row != null) {
                consumer.accept(row, number);
            }
            wholeBytes += line.size() + 1;
            line.reset();
            number++;
        }
        return new RowLog(number - 1, wholeBytes, torn(file, number, line.size()));
    }

    private static Optional<String> torn(Path file, long number, int bytes) {
        return bytes == 0
                ? Optional.empty()
                : Optional.of(file + ":" + number + ": last line is cut off after " + bytes
                        + " bytes, left out: the run was stopped while it was written");
    }
}

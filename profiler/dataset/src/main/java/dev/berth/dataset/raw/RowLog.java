package dev.berth.dataset.raw;

import dev.berth.record.BadInputException;
import dev.berth.record.Json;
import dev.berth.record.RecordReader;
import dev.berth.record.Require;
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
 * {@link RunRow}s, {@code loads.jsonl} of {@link ConcurrentRow}s. Rows are handed on as they are read and not kept: a
 * log may be longer than memory. Each line carries a seal, which is held against the line before and against the
 * {@code session.json} beside the file.
 *
 * @param rows complete rows, >= 0
 * @param wholeBytes length of the complete lines, >= 0: what a writer that goes on must cut the file to
 * @param torn present where the file ends in a line without its newline, left by a writer that was stopped: one line
 *     for people; that row is not counted
 * @param seal of the last complete line, see {@link RowSeal}; empty where rows carry none, as older versions wrote them
 */
public record RowLog(long rows, long wholeBytes, Optional<String> torn, Optional<String> seal) {
    /** The log of a file that was not begun. */
    public static final RowLog EMPTY = new RowLog(0, 0, Optional.empty(), Optional.empty());

    private static final int MAX_LINE_BYTES = 1 << 20;

    public RowLog {
        Require.atLeast("rows", rows, 0);
        Require.atLeast("wholeBytes", wholeBytes, 0);
        Require.present("torn", torn);
        Require.present("seal", seal);
    }

    /** Whether there are rows of which nobody can tell whether they were edited. */
    public boolean unsealed() {
        return rows > 0 && seal.isEmpty();
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
        Seals seals = new Seals(file, faults);
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
            byte[] own = seals.open(line.toByteArray(), number);
            T row = new RecordReader(file.toString(), Math.toIntExact(number), faults).read(own, type);
            if (row != null) {
                consumer.accept(row, number);
            }
            wholeBytes += line.size() + 1;
            line.reset();
            number++;
        }
        return new RowLog(number - 1, wholeBytes, torn(file, number, line.size()), seals.last());
    }

    /** Holds the seal of each line against the line and the seal before it. */
    private static final class Seals {
        private final Path file;
        private final List<String> faults;
        private Optional<String> before;
        private boolean sealed;

        Seals(Path file, List<String> faults) {
            this.file = file;
            this.faults = faults;
            this.before = RowSeal.beside(file);
        }

        /** The row's own bytes. */
        byte[] open(byte[] line, long number) {
            Optional<String> seal = RowSeal.in(line);
            if (number == 1) {
                sealed = seal.isPresent();
            }
            if (seal.isPresent() != sealed) {
                add(number, sealed ? "is missing" : "is there, though the rows before it have none");
            }
            if (seal.isEmpty()) {
                return line;
            }
            byte[] own = RowSeal.opened(line);
            if (before.filter(last -> !RowSeal.of(last, own).equals(seal.get())).isPresent()) {
                add(
                        number,
                        "does not follow from the row and "
                                + (number == 1 ? RawFolder.SESSION_FILE : "the seal before it")
                                + ": one was edited, or rows are missing or there twice");
            }
            before = seal;
            return own;
        }

        private void add(long number, String fault) {
            RecordReader.add(
                    faults,
                    file.toString(),
                    file + ":" + number + ": $.seal: " + fault + "; take the file back from where it was measured");
        }

        /** Of the last line. */
        Optional<String> last() {
            return sealed ? before : Optional.empty();
        }
    }

    private static Optional<String> torn(Path file, long number, int bytes) {
        return bytes == 0
                ? Optional.empty()
                : Optional.of(file + ":" + number + ": last line is cut off after " + bytes
                        + " bytes, left out: the run was stopped while it was written");
    }
}

package dev.berth.optimizer.workload;

import dev.berth.record.BadInputException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * A CSV file line by line, of any length, in memory of one line. Cells are parted by commas, may stand in double quotes
 * (a doubled quote inside stands for itself when read as text) and are stripped of spaces; a quoted cell ends on its
 * line. Lines end with a line feed, a carriage return or both. Blank lines are skipped. After warm-up nothing is
 * allocated per line unless a cell is read as text. For one thread.
 */
public final class CsvLines implements AutoCloseable {
    private static final int BUFFER_BYTES = 1 << 16;
    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    private final Path file;
    private final InputStream in;
    private final int maxLineBytes;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int position;
    private int filled;
    private boolean afterReturn;
    private byte[] line = new byte[256];
    private int length;
    private long number;
    private int[] bounds = new int[16];
    private int cells;

    /**
     * Opens a file.
     *
     * @param maxLineBytes longest line that is read, >= 1
     * @throws BadInputException where it cannot be opened
     */
    public CsvLines(Path file, int maxLineBytes) {
        this(file, open(file), maxLineBytes);
    }

    /**
     * Lines that stand elsewhere.
     *
     * @param file what messages name
     * @param in closed in the end
     * @param maxLineBytes longest line that is read, >= 1
     */
    public CsvLines(Path file, InputStream in, int maxLineBytes) {
        this.file = file;
        this.in = in;
        this.maxLineBytes = maxLineBytes;
    }

    private static InputStream open(Path file) {
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            throw new BadInputException(file + ": no regular file, expected one: it is read more than once");
        }
        try {
            return Files.newInputStream(file);
        } catch (NoSuchFileException e) {
            throw new BadInputException(file + ": no such file", e);
        } catch (IOException e) {
            throw new BadInputException(file + ": cannot be read: " + e.getMessage(), e);
        }
    }

    /**
     * Moves to the next line that is not blank.
     *
     * @return false at the end
     * @throws BadInputException where the line is too long, has a quote that is not closed, or cannot be read
     */
    public boolean next() {
        while (readLine()) {
            number++;
            if (number == 1 && Arrays.equals(line, 0, Math.min(3, length), BYTE_ORDER_MARK, 0, 3)) {
                length -= 3;
                System.arraycopy(line, 3, line, 0, length);
            }
            split();
            if (cells > 1 || end(0) > start(0)) {
                return true;
            }
        }
        return false;
    }

    private boolean readLine() {
        length = 0;
        boolean any = false;
        while (position < filled || fill()) {
            if (afterReturn && buffer[position] == '\n') {
                // The second half of the end of the line before.
                afterReturn = false;
                position++;
                continue;
            }
            afterReturn = false;
            any = true;
            int from = position;
            while (position < filled && buffer[position] != '\n' && buffer[position] != '\r') {
                position++;
            }
            append(from, position);
            if (position < filled) {
                afterReturn = buffer[position] == '\r';
                position++;
                return true;
            }
        }
        return any;
    }

    private boolean fill() {
        try {
            filled = in.read(buffer);
        } catch (IOException e) {
            throw new BadInputException(file + ": cannot be read: " + e.getMessage(), e);
        }
        position = 0;
        return filled > 0;
    }

    private void append(int from, int to) {
        int more = to - from;
        if (length + more > maxLineBytes) {
            throw new BadInputException(file + ":" + (number + 1) + ": longer than the " + maxLineBytes
                    + " bytes of a line that are read, expected shorter lines; is it a CSV file?");
        }
        if (length + more > line.length) {
            line = Arrays.copyOf(line, Math.min(maxLineBytes, Math.max(length + more, 2 * line.length)));
        }
        System.arraycopy(buffer, from, line, length, more);
        length += more;
    }

    private void split() {
        cells = 0;
        int at = 0;
        do {
            at = cell(at) + 1;
        } while (at <= length);
    }

    /** Adds the cell that begins at a byte; returns the place of the comma or the end of the line behind it. */
    private int cell(int begin) {
        int from = skipSpaces(begin);
        boolean quoted = from < length && line[from] == '"';
        int comma = quoted ? afterQuote(from + 1) : from;
        while (comma < length && line[comma] != ',') {
            comma++;
        }
        int to = comma;
        while (to > from && isSpace(line[to - 1])) {
            to--;
        }
        boolean whole = quoted && to - 1 > from && line[to - 1] == '"';
        if (2 * cells + 2 > bounds.length) {
            bounds = Arrays.copyOf(bounds, 2 * bounds.length);
        }
        bounds[2 * cells] = whole ? from + 1 : from;
        bounds[2 * cells + 1] = whole ? to - 1 : to;
        cells++;
        return comma;
    }

    private int skipSpaces(int from) {
        int at = from;
        while (at < length && isSpace(line[at])) {
            at++;
        }
        return at;
    }

    private static boolean isSpace(byte character) {
        return character == ' ' || character == '\t';
    }

    /** Place behind the closing quote. */
    private int afterQuote(int from) {
        for (int at = from; at < length; at++) {
            if (line[at] == '"') {
                if (at + 1 < length && line[at + 1] == '"') {
                    at++;
                } else {
                    return at + 1;
                }
            }
        }
        throw new BadInputException(place() + ": a quote that is not closed on its line, expected \"");
    }

    /** File and number of the line it stands at, for messages. */
    public String place() {
        return file + ":" + number;
    }

    /** Number of cells of the line, >= 1. */
    public int cells() {
        return cells;
    }

    /** The bytes of the line; valid until the next call of {@link #next}. */
    byte[] bytes() {
        return line;
    }

    /** First byte of a cell within {@link #bytes}. */
    int start(int cell) {
        return bounds[2 * cell];
    }

    /** Byte behind the last of a cell. */
    int end(int cell) {
        return bounds[2 * cell + 1];
    }

    /** A cell as text. */
    public String text(int cell) {
        String text = new String(line, start(cell), end(cell) - start(cell), StandardCharsets.UTF_8);
        boolean quoted = start(cell) > 0 && line[start(cell) - 1] == '"';
        return quoted ? text.replace("\"\"", "\"") : text;
    }

    /**
     * A cell as a number.
     *
     * @throws BadInputException where it is no finite number >= 0
     */
    public double number(int cell) {
        double value = Decimals.parse(line, start(cell), end(cell));
        if (!(value >= 0) || Double.isInfinite(value)) {
            throw fault(cell, "a finite number >= 0");
        }
        return value;
    }

    /**
     * A cell as a number that may be below 0.
     *
     * @throws BadInputException where it is no finite number
     */
    public double signed(int cell) {
        try {
            double value = Double.parseDouble(text(cell));
            if (Double.isFinite(value)) {
                return value;
            }
        } catch (NumberFormatException none) {
            // Told below.
        }
        throw fault(cell, "a finite number");
    }

    /** What to throw for a cell of this line. */
    public BadInputException fault(int cell, String expected) {
        String found = text(cell);
        String shown = found.length() > 60 ? found.substring(0, 60) + "…" : found;
        return new BadInputException(place() + ": '" + shown + "', expected " + expected);
    }

    @Override
    public void close() {
        try {
            in.close();
        } catch (IOException e) {
            throw new BadInputException(file + ": cannot be closed: " + e.getMessage(), e);
        }
    }
}

package dev.berth.table;

import dev.berth.text.VisibleText;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A table as CSV (RFC 4180, header line, CRLF); a cell without value is empty, hidden characters are escaped, and a
 * text that a spreadsheet would run as a formula has an apostrophe before it.
 */
public final class TableCsv {
    /** A spreadsheet takes what begins with one of these, or with its full-width form, for a formula. */
    private static final String FORMULA_BEGINS = "=+-@\uff1d\uff0b\uff0d\uff20";

    private TableCsv() {}

    /**
     * Writes the whole table.
     *
     * @param file is not closed
     */
    public static void write(Table table, OutputStream file) throws IOException {
        try {
            append(file, table.columns().stream().map(TableColumn::name).toList());
            table.rows().forEach(row -> append(file, row));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static void append(OutputStream file, List<?> cells) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < cells.size(); i++) {
            Object cell = cells.get(i);
            line.append(i == 0 ? "" : ",").append(cell == null ? "" : quoted(text(cell)));
        }
        try {
            file.write(line.append("\r\n").toString().getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(Object cell) {
        String shown = VisibleText.of(String.valueOf(cell));
        boolean formula = !(cell instanceof Number) && !shown.isEmpty() && FORMULA_BEGINS.indexOf(shown.charAt(0)) >= 0;
        return formula ? "'" + shown : shown;
    }

    private static String quoted(String cell) {
        boolean needed = cell.chars().anyMatch(character -> ",\"".indexOf(character) >= 0);
        return needed ? "\"" + cell.replace("\"", "\"\"") + "\"" : cell;
    }
}

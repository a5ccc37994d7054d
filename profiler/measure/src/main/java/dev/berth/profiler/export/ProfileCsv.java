package dev.berth.profiler.export;

import dev.berth.dataset.ProfileDataset;
import dev.berth.text.VisibleText;
import java.util.List;

/**
 * A dataset's rows as CSV (RFC 4180, header line, CRLF); a cell without value is empty, hidden characters are escaped,
 * and a text that a spreadsheet would run as a formula has an apostrophe before it.
 */
public final class ProfileCsv {
    /** A spreadsheet takes what begins with one of these, or with its full-width form, for a formula. */
    private static final String FORMULA_BEGINS = "=+-@\uff1d\uff0b\uff0d\uff20";

    private ProfileCsv() {}

    /** The whole table. */
    public static String of(ProfileDataset dataset) {
        StringBuilder csv = new StringBuilder();
        append(csv, ProfileRows.COLUMNS.stream().map(TableColumn::name).toList());
        ProfileRows.of(dataset).forEach(row -> append(csv, row));
        return csv.toString();
    }

    private static void append(StringBuilder csv, List<?> cells) {
        for (int i = 0; i < cells.size(); i++) {
            Object cell = cells.get(i);
            csv.append(i == 0 ? "" : ",").append(cell == null ? "" : quoted(text(cell)));
        }
        csv.append("\r\n");
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

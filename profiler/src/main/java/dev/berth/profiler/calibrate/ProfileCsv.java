package dev.berth.profiler.calibrate;

import dev.berth.profile.ProfileDataset;
import dev.berth.profile.VisibleText;
import java.util.List;

/**
 * A dataset's rows as CSV (RFC 4180, header line, CRLF); a cell without value is empty, hidden characters are escaped.
 */
public final class ProfileCsv {
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
            csv.append(i == 0 ? "" : ",").append(cell == null ? "" : quoted(VisibleText.of(String.valueOf(cell))));
        }
        csv.append("\r\n");
    }

    private static String quoted(String cell) {
        boolean needed = cell.chars().anyMatch(character -> ",\"".indexOf(character) >= 0);
        return needed ? "\"" + cell.replace("\"", "\"\"") + "\"" : cell;
    }
}

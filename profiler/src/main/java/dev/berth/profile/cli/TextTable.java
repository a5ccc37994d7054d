package dev.berth.profile.cli;

import dev.berth.profile.VisibleText;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** Rows and columns for a terminal or as Markdown; cells are plain text, escaped where they are shown. */
public final class TextTable {
    /** What Markdown, with GitHub's tables, links, formulas and mentions, could take for more than text. */
    private static final Pattern MARKUP =
            Pattern.compile("[\\\\`*\\[\\]<>&|~$@!#]|:(?=//)|(?<=www)\\.|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])");

    private static final String GAP = "  ";

    private final List<Column> columns;
    private final List<List<String>> rows = new ArrayList<>();

    /**
     * A column.
     *
     * @param heading words of its heading; set one below the other in text where that is narrower
     * @param right whether cells end at the right edge, as figures do
     * @param shrinks whether its cells may be cut where the table is too wide
     */
    public record Column(String heading, boolean right, boolean shrinks) {
        /** Text that is never cut. */
        public static Column text(String heading) {
            return new Column(heading, false, false);
        }

        /** Text that is cut where the table is too wide. */
        public static Column name(String heading) {
            return new Column(heading, false, true);
        }

        /** A figure. */
        public static Column figure(String heading) {
            return new Column(heading, true, false);
        }
    }

    /** A table without rows. */
    public TextTable(List<Column> columns) {
        this.columns = List.copyOf(columns);
    }

    /**
     * Adds a row.
     *
     * @param cells one a column
     */
    public void add(List<String> cells) {
        if (cells.size() != columns.size()) {
            throw new IllegalArgumentException(cells.size() + " cells for " + columns.size() + " columns");
        }
        rows.add(List.copyOf(cells));
    }

    /**
     * For a terminal, a line each, as wide as they are once escaped.
     *
     * @param maxWidth columns of the terminal; names are cut in their middle to fit, as far as they can be
     */
    public List<String> lines(int maxWidth) {
        int[] widths = widths(maxWidth);
        List<String> lines = new ArrayList<>();
        int headingLines = IntStream.range(0, columns.size())
                .map(i -> headingWords(i).size())
                .max()
                .orElse(0);
        for (int line = 0; line < headingLines; line++) {
            List<String> cells = new ArrayList<>();
            for (int i = 0; i < columns.size(); i++) {
                List<String> words = headingWords(i);
                int missing = headingLines - words.size();
                cells.add(line < missing ? "" : words.get(line - missing));
            }
            lines.add(line(cells, widths));
        }
        for (List<String> row : rows) {
            lines.add(line(row, widths));
        }
        return lines;
    }

    /** Its columns, for those who lay it out in another way. */
    public List<Column> columns() {
        return columns;
    }

    /** Its rows, one cell a column. */
    public List<List<String>> rows() {
        return List.copyOf(rows);
    }

    /** As a table of Markdown, escaped already: it goes into files and not through a console. */
    public String markdown() {
        List<String> lines = new ArrayList<>();
        lines.add(markdownRow(columns.stream().map(Column::heading).toList()));
        lines.add(markdownRow(
                columns.stream().map(column -> column.right() ? "---:" : "---").toList()));
        for (List<String> row : rows) {
            lines.add(markdownRow(row.stream().map(TextTable::escaped).toList()));
        }
        return String.join("\n", lines);
    }

    private static String markdownRow(List<String> cells) {
        return "| " + String.join(" | ", cells) + " |";
    }

    /** An underscore inside a word is a letter to Markdown, and most names have one. */
    private static String escaped(String cell) {
        return MARKUP.matcher(VisibleText.of(cell)).replaceAll("\\\\$0");
    }

    /** The heading in one piece where the cells are as wide, else a word a line. */
    private List<String> headingWords(int column) {
        String heading = columns.get(column).heading();
        return VisibleText.width(heading) <= widestCell(column) ? List.of(heading) : List.of(heading.split(" "));
    }

    private int widestCell(int column) {
        return rows.stream()
                .mapToInt(row -> VisibleText.width(row.get(column)))
                .max()
                .orElse(0);
    }

    private int[] widths(int maxWidth) {
        int[] widths = new int[columns.size()];
        for (int i = 0; i < widths.length; i++) {
            widths[i] = widestCell(i);
            for (String word : headingWords(i)) {
                widths[i] = Math.max(widths[i], VisibleText.width(word));
            }
        }
        shrink(widths, maxWidth);
        return widths;
    }

    /** Takes from the widest column that may shrink, one by one, down to eight. */
    private void shrink(int[] widths, int maxWidth) {
        int total = (widths.length - 1) * GAP.length();
        for (int width : widths) {
            total += width;
        }
        while (total > maxWidth) {
            int widest = -1;
            for (int i = 0; i < widths.length; i++) {
                if (columns.get(i).shrinks() && widths[i] > 8 && (widest < 0 || widths[i] > widths[widest])) {
                    widest = i;
                }
            }
            if (widest < 0) {
                return;
            }
            widths[widest]--;
            total--;
        }
    }

    private String line(List<String> cells, int[] widths) {
        List<String> padded = new ArrayList<>();
        for (int i = 0; i < widths.length; i++) {
            String cell = cut(cells.get(i), widths[i]);
            String space = " ".repeat(widths[i] - VisibleText.width(cell));
            padded.add(columns.get(i).right() ? space + cell : cell + space);
        }
        return String.join(GAP, padded).replaceFirst(" +\\z", "");
    }

    private static String cut(String cell, int width) {
        if (VisibleText.width(cell) <= width) {
            return cell;
        }
        int tailWidth = (width - 1) / 2;
        int head = 0;
        while (VisibleText.width(cell.substring(0, head + 1)) <= width - 1 - tailWidth) {
            head++;
        }
        int tail = cell.length();
        while (VisibleText.width(cell.substring(tail - 1)) <= tailWidth) {
            tail--;
        }
        return cell.substring(0, head) + "…" + cell.substring(tail);
    }
}

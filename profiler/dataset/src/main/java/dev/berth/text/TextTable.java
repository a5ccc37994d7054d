package dev.berth.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Rows and columns for a terminal or as Markdown; cells are plain text, escaped where they are shown. */
public final class TextTable {
    /** What Markdown, with GitHub's tables, links, formulas and mentions, could take for more than text. */
    private static final Pattern MARKUP =
            Pattern.compile("[\\\\`*\\[\\]<>&|~$@!#]|:(?=//)|(?<=www)\\.|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])");

    private static final String GAP = "  ";

    /** Details are left out before names are cut to less than this. */
    private static final int NAME_WIDTH = 20;

    private static final int LEAST_NAME_WIDTH = 8;

    /** More columns than these are not named one by one where they are left out. */
    private static final int MOST_NAMES = 16;

    private final List<Column> columns;
    private final List<List<String>> rows = new ArrayList<>();

    /**
     * A column.
     *
     * @param heading words of its heading; set one below the other in text where that is narrower
     * @param right whether cells end at the right edge, as figures do
     * @param shrinks whether its cells may be cut where the table is too wide
     * @param detail 0 for what is always shown; where the table is too wide, the column with the highest is left out
     *     first
     */
    public record Column(String heading, boolean right, boolean shrinks, int detail) {
        /** Text that is never cut. */
        public static Column text(String heading) {
            return new Column(heading, false, false, 0);
        }

        /** Text that is cut where the table is too wide. */
        public static Column name(String heading) {
            return new Column(heading, false, true, 0);
        }

        /** A figure. */
        public static Column figure(String heading) {
            return new Column(heading, true, false, 0);
        }

        /** The same, left out where the table is too wide: the higher the earlier, >= 1. */
        public Column asDetail(int rank) {
            return new Column(heading, right, shrinks, rank);
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
     * @param maxWidth columns of the terminal; details are left out to fit, which the last line then says, and names
     *     are cut in their middle, as far as they can be
     */
    public List<String> lines(int maxWidth) {
        return lines(Page.of(maxWidth));
    }

    /**
     * The same with what was asked for.
     *
     * @throws UnknownColumnException where it has no such column
     */
    public List<String> lines(Page page) {
        List<Integer> shown = shown(page);
        boolean whole = page.wide() || !page.columns().isEmpty();
        int[] widths = widths(shown, whole ? Integer.MAX_VALUE : page.width());
        List<String> lines = new ArrayList<>();
        int headingLines =
                shown.stream().mapToInt(i -> headingWords(i).size()).max().orElse(0);
        for (int line = 0; line < headingLines; line++) {
            List<String> cells = new ArrayList<>();
            for (int i = 0; i < columns.size(); i++) {
                List<String> words = headingWords(i);
                int missing = headingLines - words.size();
                cells.add(line < missing ? "" : words.get(line - missing));
            }
            String heading = line(shown, cells, widths);
            lines.add(page.onConsole() ? Ink.bold(heading) : heading);
        }
        for (List<String> row : rows) {
            lines.add(line(shown, row, widths));
        }
        if (shown.size() < columns.size() && page.columns().isEmpty()) {
            lines.addAll(wrapped(
                    (page.onConsole()
                                    ? "(--wide shows more: "
                                    : "(more in a wider terminal, with COLUMNS=200 or in the JSON: ")
                            + leftOut(shown) + ")",
                    page.width()));
        }
        return lines;
    }

    /** Names of the columns that are not shown; of a great many the first. */
    private String leftOut(List<Integer> shown) {
        List<String> names = IntStream.range(0, columns.size())
                .filter(i -> !shown.contains(i))
                .mapToObj(i -> columns.get(i).heading())
                .toList();
        int further = names.size() - MOST_NAMES;
        return String.join(", ", names.subList(0, Math.min(MOST_NAMES, names.size())))
                + (further > 0 ? " and " + further + " further columns" : "");
    }

    /**
     * The columns that names stand for, by number; a name is a heading, or the first words of one.
     *
     * @throws UnknownColumnException where there is no such column
     */
    private static List<Integer> named(List<Column> columns, List<String> names) {
        TreeSet<Integer> named = new TreeSet<>();
        for (String name : names) {
            String wanted = name.strip().toLowerCase(Locale.ROOT);
            List<Integer> found = matching(columns, wanted::equals);
            found = found.isEmpty() ? matching(columns, heading -> heading.startsWith(wanted + " ")) : found;
            if (found.isEmpty()) {
                throw new UnknownColumnException("--columns '" + name + "': no such column, expected some of "
                        + columns.stream().map(Column::heading).collect(Collectors.joining(", ")));
            }
            named.addAll(found);
        }
        return List.copyOf(named);
    }

    /** Before the work that a table tells of: whether it has the columns that were asked for. */
    public static void require(List<Column> columns, Page page) {
        named(columns, page.columns());
    }

    private static List<Integer> matching(List<Column> columns, Predicate<String> heading) {
        return IntStream.range(0, columns.size())
                .filter(i -> heading.test(columns.get(i).heading().toLowerCase(Locale.ROOT)))
                .boxed()
                .toList();
    }

    /** Broken between words where it is wider than the terminal; what follows is indented. */
    public static List<String> wrapped(String line, int maxWidth) {
        List<String> lines = new ArrayList<>();
        StringBuilder row = new StringBuilder();
        for (String word : line.split(" ")) {
            if (row.length() > 0 && VisibleText.width(row + " " + word) > maxWidth) {
                lines.add(row.toString());
                row = new StringBuilder("   ");
            }
            row.append(row.length() == 0 ? "" : " ").append(word);
        }
        lines.add(row.toString());
        return lines;
    }

    /** Indices of the columns that there is room for. */
    private List<Integer> shown(Page page) {
        if (!page.columns().isEmpty()) {
            return named(columns, page.columns());
        }
        List<Integer> shown =
                new ArrayList<>(IntStream.range(0, columns.size()).boxed().toList());
        while (!page.wide() && leastWidth(shown) > page.width()) {
            int most = -1;
            for (int i : shown) {
                int detail = columns.get(i).detail();
                most = detail > 0 && (most < 0 || detail >= columns.get(most).detail()) ? i : most;
            }
            if (most < 0) {
                return shown;
            }
            shown.remove(Integer.valueOf(most));
        }
        return shown;
    }

    private int leastWidth(List<Integer> shown) {
        int total = (shown.size() - 1) * GAP.length();
        for (int i : shown) {
            total += columns.get(i).shrinks() ? Math.min(NAME_WIDTH, width(i)) : width(i);
        }
        return total;
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

    private int width(int column) {
        int width = widestCell(column);
        for (String word : headingWords(column)) {
            width = Math.max(width, VisibleText.width(word));
        }
        return width;
    }

    /** Takes from the widest column that may shrink, one by one. */
    private int[] widths(List<Integer> shown, int maxWidth) {
        int[] widths = IntStream.range(0, columns.size()).map(this::width).toArray();
        int total = (shown.size() - 1) * GAP.length();
        for (int i : shown) {
            total += widths[i];
        }
        while (total > maxWidth) {
            int widest = -1;
            for (int i : shown) {
                boolean shrinks = columns.get(i).shrinks() && widths[i] > LEAST_NAME_WIDTH;
                widest = shrinks && (widest < 0 || widths[i] > widths[widest]) ? i : widest;
            }
            if (widest < 0) {
                return widths;
            }
            widths[widest]--;
            total--;
        }
        return widths;
    }

    private String line(List<Integer> shown, List<String> cells, int[] widths) {
        List<String> padded = new ArrayList<>();
        for (int i : shown) {
            String cell = VisibleText.cut(cells.get(i), widths[i]);
            String space = " ".repeat(widths[i] - VisibleText.width(cell));
            padded.add(columns.get(i).right() ? space + cell : cell + space);
        }
        return String.join(GAP, padded).replaceFirst(" +\\z", "");
    }
}

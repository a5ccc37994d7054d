package dev.berth.optimizer.report.page;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** A table of a page, all of whose columns are there whatever the width. */
public final class Table implements Part {
    /** Longer ones scroll by themselves on a screen, under their headings. */
    private static final int MOST_ROWS = 24;

    /** A page stays one that can be sent. */
    private static final int MOST_WRITTEN = 400;

    /** Shorter text fits its column. */
    private static final int MOST_LETTERS = 24;

    private final String id;
    private final String caption;
    private final String about;
    private final String made;
    private final List<Column> columns;
    private final List<Row> rows = new ArrayList<>();

    /**
     * A column.
     *
     * @param heading for people
     * @param key of the downloaded file, with its unit
     * @param figure whether cells are figures
     */
    public record Column(String heading, String key, boolean figure) {
        /** Of text. */
        public static Column text(String heading, String key) {
            return new Column(heading, key, false);
        }

        /** Of figures. */
        public static Column figure(String heading, String key) {
            return new Column(heading, key, true);
        }
    }

    /**
     * A row.
     *
     * @param model that it is of, for the page's filter; empty where it is of none
     * @param tier that it is of, for the page's filter; empty where it is of none
     * @param cells one a column
     */
    record Row(String model, String tier, List<Cell> cells) {}

    /**
     * A table without rows.
     *
     * @param id unique on its page; also the name of its file
     * @param about how many runs, which unit, what columns are
     * @param made the command whose results it holds
     */
    public Table(String id, String caption, String about, String made, List<Column> columns) {
        this.id = id;
        this.caption = caption;
        this.about = about;
        this.made = made;
        this.columns = List.copyOf(columns);
    }

    /**
     * Adds a row.
     *
     * @param model that it is of; empty where it is of none
     * @param tier that it is of; empty where it is of none
     * @param cells one a column
     */
    public void add(String model, String tier, List<Cell> cells) {
        if (cells.size() != columns.size()) {
            throw new IllegalArgumentException(cells.size() + " cells for " + columns.size() + " columns of " + id);
        }
        rows.add(new Row(model, tier, List.copyOf(cells)));
    }

    public boolean isEmpty() {
        return rows.isEmpty();
    }

    String id() {
        return id;
    }

    String caption() {
        return caption;
    }

    private List<Row> written() {
        return rows.subList(0, Math.min(MOST_WRITTEN, rows.size()));
    }

    /** What cells stand for, column by column; null where that is what they show, or nothing. */
    List<List<String>> values() {
        return IntStream.range(0, columns.size())
                .mapToObj(column -> written().stream()
                        .map(row -> row.cells().get(column))
                        .map(cell -> cell.value().isEmpty() || cell.value().equals(cell.shown()) ? null : cell.value())
                        .toList())
                .toList();
    }

    /**
     * Writes it.
     *
     * @param number of the page's tables with this caption, from 1: regions have names of their own
     */
    void write(Html html, int number) {
        html.open("div", "class", "table", "id", id);
        String scroll = rows.size() > MOST_ROWS ? "scroll long" : "scroll";
        String name = "Table: " + caption + (number == 1 ? "" : ", " + number);
        html.open("div", "class", scroll, "tabindex", "0", "role", "region", "aria-label", name);
        html.open("table", "data-file", id);
        html.around("caption", words -> words.element("span", caption));
        html.open("thead").open("tr");
        columns.forEach(column -> html.element(
                "th",
                column.heading(),
                "scope",
                "col",
                "data-key",
                column.key(),
                "class",
                column.figure() ? "" : "text"));
        html.close("tr").close("thead").line().open("tbody").line();
        for (Row row : written()) {
            html.open("tr", "data-model", row.model(), "data-tier", row.tier());
            for (int i = 0; i < columns.size(); i++) {
                cell(html, columns.get(i), row.cells().get(i), i == 0);
            }
            html.close("tr").line();
        }
        html.close("tbody").close("table").close("div");
        String left = rows.size() > MOST_WRITTEN
                ? " The first " + MOST_WRITTEN + " of " + rows.size() + " rows; the file that this is from has all."
                : "";
        html.element("p", about + left, "class", "about");
        made(html, made);
        html.close("div").line();
    }

    /** Where what is shown is from; the page's script puts its buttons beside it. */
    static void made(Html html, String command) {
        html.around("p", made -> made.element("code", command), "class", "made");
        html.line();
    }

    private static void cell(Html html, Column column, Cell cell, boolean first) {
        if (first) {
            String whole = whole(cell.shown());
            html.open("th", "scope", "row", "title", whole);
            // Where it may take several lines, it has a place of its own that can be cut after a few.
            if (whole.isEmpty()) {
                html.text(cell.shown());
            } else {
                html.element("span", whole, "class", "name");
            }
            html.close("th");
        } else {
            html.open(
                    "td",
                    "class",
                    column.figure() ? "" : "text",
                    "title",
                    cell.why().isEmpty() ? whole(cell.shown()) : cell.why());
            if (cell.strip().isEmpty()) {
                html.text(cell.shown());
            } else if (column.figure()) {
                html.text(cell.shown());
                strip(html, cell.strip());
            } else {
                strip(html, cell.strip());
                html.text(cell.shown());
            }
            html.close("td");
        }
    }

    private static void strip(Html html, List<Cell.Piece> pieces) {
        html.open("span", "class", "strip", "aria-hidden", "true");
        for (Cell.Piece piece : pieces) {
            html.element(
                    "span",
                    "",
                    "class",
                    piece.colour().name().toLowerCase(Locale.ROOT),
                    "style",
                    String.format(Locale.ROOT, "width:%.2f%%", 100 * piece.share()));
        }
        html.close("span");
    }

    /** What may be cut on a screen; empty where it never is. */
    private static String whole(String text) {
        return text.length() > MOST_LETTERS ? text : "";
    }
}

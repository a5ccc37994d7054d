package dev.berth.optimizer.report.page;

import java.util.ArrayList;
import java.util.List;

/** A table of a page, all of whose columns are there whatever the width. */
public final class Table implements Part {
    private final String id;
    private final String caption;
    private final String about;
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
     * @param about how many runs, which unit, made by which command
     */
    public Table(String id, String caption, String about, List<Column> columns) {
        this.id = id;
        this.caption = caption;
        this.about = about;
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

    void write(Html html) {
        html.open("div", "class", "table", "id", id);
        html.open("div", "class", "scroll", "tabindex", "0", "role", "region", "aria-label", "Table: " + caption);
        html.open("table", "data-file", id);
        html.element("caption", caption);
        html.open("thead").open("tr");
        columns.forEach(column -> html.element(
                "th", column.heading(), "scope", "col", "data-key", column.key(), "class", column.figure() ? "n" : ""));
        html.close("tr").close("thead").line().open("tbody").line();
        for (Row row : rows) {
            html.open("tr", "data-model", row.model(), "data-tier", row.tier());
            for (int i = 0; i < columns.size(); i++) {
                cell(html, columns.get(i), row.cells().get(i), i == 0);
            }
            html.close("tr").line();
        }
        html.close("tbody").close("table").close("div");
        html.element("p", about, "class", "about");
        html.close("div").line();
    }

    private static void cell(Html html, Column column, Cell cell, boolean first) {
        String value = cell.value().equals(cell.shown()) ? "" : cell.value();
        if (first) {
            html.element("th", cell.shown(), "scope", "row", "data-value", value, "title", cell.shown());
        } else {
            html.element(
                    "td", cell.shown(), "class", column.figure() ? "n" : "", "data-value", value, "title", cell.why());
        }
    }
}

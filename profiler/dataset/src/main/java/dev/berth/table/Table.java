package dev.berth.table;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A flat table.
 *
 * @param name one word, lower case
 * @param description what a row is, in one or two sentences
 * @param columns with different names
 * @param rows each time all of them
 */
public record Table(String name, String description, List<TableColumn> columns, Rows rows) {
    /** Rows that are made one by one: there may be more than memory holds. */
    @FunctionalInterface
    public interface Rows {
        /** Hands every row on: cells in the order of the columns, null where an optional column has no value. */
        void forEach(Consumer<? super List<Object>> row);
    }

    public Table {
        columns = List.copyOf(columns);
        Set<String> names = new HashSet<>();
        for (TableColumn column : columns) {
            if (!names.add(column.name())) {
                throw new IllegalArgumentException("table " + name + " has two columns " + column.name());
            }
        }
    }

    /** A table whose rows are parts of something larger. */
    public static <T> Table of(String name, String description, List<Cell<T>> cells, Consumer<Consumer<T>> parts) {
        return new Table(
                name,
                description,
                cells.stream().map(Cell::column).toList(),
                rows -> parts.accept(part -> rows.accept(Cell.row(cells, part))));
    }
}

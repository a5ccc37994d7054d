package dev.berth.table;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * A column and where its cells come from.
 *
 * @param column what is shown
 * @param value of a row; null where an optional column has none
 */
public record Cell<T>(TableColumn column, Function<? super T, ?> value) {
    /** The same column of rows that hold such a part. */
    private <R> Cell<R> of(Function<? super R, ? extends T> part) {
        return new Cell<>(column, row -> {
            T of = part.apply(row);
            return of == null ? null : value.apply(of);
        });
    }

    private Cell<T> with(UnaryOperator<TableColumn> change) {
        return new Cell<>(change.apply(column), value);
    }

    /** Columns of rows that hold such a part. */
    public static <R, P> List<Cell<R>> through(Function<? super R, ? extends P> part, List<Cell<P>> cells) {
        return cells.stream().<Cell<R>>map(cell -> cell.of(part)).toList();
    }

    /** The same where some rows have no such part: {@code part} then gives null. */
    public static <R, P> List<Cell<R>> throughAny(Function<? super R, ? extends P> part, List<Cell<P>> cells) {
        return cells.stream()
                .<Cell<R>>map(cell -> cell.<R>of(part).with(TableColumn::orEmpty))
                .toList();
    }

    /** The same columns, each name with words before it. */
    public static <T> List<Cell<T>> prefixed(String prefix, List<Cell<T>> cells) {
        return cells.stream()
                .map(cell -> cell.with(column -> column.named(prefix + column.name())))
                .toList();
    }

    /** The same columns, some under other names. */
    public static <T> List<Cell<T>> renamed(Map<String, String> names, List<Cell<T>> cells) {
        return cells.stream()
                .map(cell -> cell.with(column -> column.named(names.getOrDefault(column.name(), column.name()))))
                .toList();
    }

    /** Those of the columns whose names are chosen. */
    public static <T> List<Cell<T>> only(Predicate<String> chosen, List<Cell<T>> cells) {
        return cells.stream().filter(cell -> chosen.test(cell.column().name())).toList();
    }

    /** All columns, one list after the other. */
    @SafeVarargs
    public static <T> List<Cell<T>> all(List<Cell<T>>... parts) {
        List<Cell<T>> all = new ArrayList<>();
        for (List<Cell<T>> part : parts) {
            all.addAll(part);
        }
        return List.copyOf(all);
    }

    /** The cells of a row, in the order of the columns. */
    static <T> List<Object> row(List<Cell<T>> cells, T row) {
        List<Object> values = new ArrayList<>(cells.size());
        for (Cell<T> cell : cells) {
            values.add(cell.value().apply(row));
        }
        return values;
    }
}

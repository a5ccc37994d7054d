package dev.berth.profiler.query;

import dev.berth.table.Table;
import dev.berth.table.TableColumn;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What a question was answered with, as a table. */
final class Answer {
    private static final int LONG_BITS = 63;

    private Answer() {}

    static Table of(ResultSet answer) throws SQLException {
        ResultSetMetaData metadata = answer.getMetaData();
        int width = metadata.getColumnCount();
        List<List<Object>> rows = new ArrayList<>();
        while (answer.next()) {
            List<Object> row = new ArrayList<>(width);
            for (int i = 1; i <= width; i++) {
                row.add(plain(answer.getObject(i)));
            }
            rows.add(row);
        }
        List<TableColumn> columns = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (int i = 0; i < width; i++) {
            String name = metadata.getColumnLabel(i + 1);
            String unique = name;
            for (int other = 2; !names.add(unique); other++) {
                unique = name + "_" + other;
            }
            columns.add(column(unique, rows, i));
        }
        return new Table("answer", "", columns, rows::forEach);
    }

    /** A value as tables hold it: a long, a double, a boolean or a text. */
    private static Object plain(Object value) {
        if (value == null
                || value instanceof Long
                || value instanceof Double
                || value instanceof Boolean
                || value instanceof String) {
            return value;
        }
        if (value instanceof Integer || value instanceof Short || value instanceof Byte) {
            return ((Number) value).longValue();
        }
        if (value instanceof BigInteger whole && whole.bitLength() <= LONG_BITS) {
            return whole.longValueExact();
        }
        return value instanceof Float || value instanceof BigDecimal
                ? (Object) ((Number) value).doubleValue()
                : value.toString();
    }

    /** Of the type that all its values have; where they differ, as whole numbers beyond 64 bits do, they are texts. */
    private static TableColumn column(String name, List<List<Object>> rows, int index) {
        Set<TableColumn.Type> types = new HashSet<>();
        for (List<Object> row : rows) {
            Object value = row.get(index);
            if (value != null) {
                types.add(type(value));
            }
        }
        TableColumn.Type type = types.size() == 1 ? types.iterator().next() : TableColumn.Type.TEXT;
        if (types.size() > 1) {
            rows.forEach(row -> row.set(index, row.get(index) == null ? null : String.valueOf(row.get(index))));
        }
        return new TableColumn(name, type, true, "");
    }

    private static TableColumn.Type type(Object value) {
        if (value instanceof Long) {
            return TableColumn.Type.WHOLE;
        }
        if (value instanceof Double) {
            return TableColumn.Type.REAL;
        }
        return value instanceof Boolean ? TableColumn.Type.TRUTH : TableColumn.Type.TEXT;
    }
}

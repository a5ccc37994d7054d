package dev.berth.table;

import dev.berth.text.TextTable;
import dev.berth.text.TextTable.Column;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;

/** A table as people read it; a cell without value is a dash. */
public final class TableText {
    private static final String NONE = "–";

    /** Of a number that is not whole; files have all of them. */
    private static final MathContext SIGNIFICANT_DIGITS = new MathContext(6);

    private TableText() {}

    /** The whole table; where there is too little room the last columns are left out first. */
    public static TextTable of(Table table) {
        List<Column> columns = new ArrayList<>();
        for (TableColumn column : table.columns()) {
            columns.add(column(column, columns.size()));
        }
        TextTable text = new TextTable(columns);
        table.rows().forEach(row -> text.add(row.stream().map(TableText::cell).toList()));
        return text;
    }

    private static Column column(TableColumn column, int index) {
        boolean figure = column.type() == TableColumn.Type.WHOLE || column.type() == TableColumn.Type.REAL;
        return new Column(column.name(), figure, !figure, index);
    }

    private static String cell(Object value) {
        if (value == null) {
            return NONE;
        }
        return value instanceof Double number && Double.isFinite(number) ? digits(number) : String.valueOf(value);
    }

    private static String digits(double number) {
        boolean whole = number == Math.rint(number);
        return (whole
                        ? new BigDecimal(number)
                        : new BigDecimal(number).round(SIGNIFICANT_DIGITS).stripTrailingZeros())
                .toPlainString();
    }
}

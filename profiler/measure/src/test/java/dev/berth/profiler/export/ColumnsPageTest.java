package dev.berth.profiler.export;

import dev.berth.record.GoldenFile;
import dev.berth.table.Table;
import dev.berth.table.TableColumn;
import dev.berth.text.TextTable;
import dev.berth.text.TextTable.Column;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The page's tables follow the code. They are written anew by {@code mvn -pl profiler/measure -am test
 * -Dtest=ColumnsPageTest -Dsurefire.failIfNoSpecifiedTests=false -Dberth.golden=write}.
 */
class ColumnsPageTest {
    private static final Path PAGE = Path.of("../COLUMNS.md");

    @Test
    void tablesAndColumnsAreThoseOfTheCode() throws IOException {
        StringBuilder text = new StringBuilder("\n");
        for (Table table : DatasetTables.of(List.of())) {
            text.append("- [" + table.name() + "](#" + table.name() + "): " + table.description() + "\n");
        }
        for (Table table : DatasetTables.of(List.of())) {
            TextTable columns =
                    new TextTable(List.of(Column.text("column"), Column.text("type"), Column.text("holds")));
            for (TableColumn column : table.columns()) {
                columns.add(List.of(column.name(), type(column), column.description()));
            }
            text.append("\n### ")
                    .append(table.name())
                    .append("\n\n")
                    .append(table.description())
                    .append("\n\n")
                    .append(columns.markdown())
                    .append("\n");
        }
        new GoldenFile(PAGE).requireBlock("tables", text.append("\n").toString());
    }

    private static String type(TableColumn column) {
        return column.unit().orElse(column.type().label()) + (column.optional() ? ", or empty" : "");
    }
}

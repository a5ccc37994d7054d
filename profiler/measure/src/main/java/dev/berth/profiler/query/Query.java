package dev.berth.profiler.query;

import dev.berth.profiler.export.DatasetTables;
import dev.berth.profiler.export.RawTables;
import dev.berth.profiler.export.TableSource;
import dev.berth.record.BadInputException;
import dev.berth.record.WorkFolder;
import dev.berth.table.Table;
import dev.berth.table.TableParquet;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Questions in SQL over the datasets of a folder. */
public final class Query {
    /** What may lead to a table without its name. */
    private static final Pattern ASKS_FOR_TABLES =
            Pattern.compile("\\b(show|pragma|information_schema|query_table|query|duckdb_\\w+|pg_\\w+|sqlite_\\w+)\\b");

    private final List<TableSource> sources;
    private final List<Table> tables;

    private Query(List<TableSource> sources) {
        this.sources = sources;
        this.tables = DatasetTables.of(sources);
    }

    /**
     * Over the datasets of a folder.
     *
     * @throws BadInputException where it has none, or one of them cannot be read
     */
    public static Query over(Path folder) {
        return new Query(DatasetFolder.sources(folder));
    }

    /** Names of the datasets. */
    public List<String> datasets() {
        return sources.stream().map(TableSource::name).toList();
    }

    /** The tables that SQL can name. */
    public List<Table> tables() {
        return tables;
    }

    /**
     * Asks. Rows are held in memory; nothing that SQL can say changes the datasets or opens another file.
     *
     * @param sql one statement, or several, of which the last one answers
     * @return empty where the last statement answers nothing
     * @throws BadInputException with DuckDB's own words where it refuses the SQL
     */
    public Optional<Table> ask(String sql, DuckDb library) {
        try (WorkFolder work = WorkFolder.in(Path.of(System.getProperty("java.io.tmpdir")), "berth-query-");
                Connection database = library.open(work.path())) {
            for (Table table : tables) {
                if (isNeeded(table, sql)) {
                    view(database, table, work.path());
                }
            }
            DuckDb.confine(database, work.path());
            return answer(database, sql);
        } catch (SQLException refused) {
            throw new BadInputException(oneLine(refused.getMessage()), refused);
        } catch (IOException fault) {
            throw new BadInputException(
                    "tables for the query cannot be written to " + System.getProperty("java.io.tmpdir") + ": "
                            + fault.getMessage() + "; make room there",
                    fault);
        }
    }

    /** Reading every run takes long: it is done where they can be asked for. */
    private static boolean isNeeded(Table table, String sql) {
        String lower = sql.toLowerCase(java.util.Locale.ROOT);
        return !RawTables.NAMES.contains(table.name())
                || Pattern.compile("\\b" + table.name() + "\\b").matcher(lower).find()
                || ASKS_FOR_TABLES.matcher(lower).find();
    }

    private static void view(Connection database, Table table, Path folder) throws IOException, SQLException {
        Path file = folder.resolve(table.name() + ".parquet");
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
            TableParquet.write(table, "berth", Map.of(), out);
        }
        try (Statement statement = database.createStatement()) {
            statement.execute("CREATE VIEW " + table.name() + " AS SELECT * FROM read_parquet("
                    + DuckDb.quoted(file.toString()) + ")");
        }
    }

    private static Optional<Table> answer(Connection database, String sql) throws SQLException {
        try (Statement statement = database.createStatement()) {
            if (!statement.execute(sql)) {
                return Optional.empty();
            }
            try (ResultSet rows = statement.getResultSet()) {
                return Optional.of(Answer.of(rows));
            }
        }
    }

    /** What the driver says before the database's own words. */
    private static final Pattern OF_DRIVER = Pattern.compile(
            "^Invalid Input Error: Attempting to execute an unsuccessful or closed pending query result");

    /** DuckDB tells the fault, what might be meant, and below that where in the SQL it is. */
    private static String oneLine(String message) {
        return "SQL: "
                + OF_DRIVER
                        .matcher(message)
                        .replaceFirst("")
                        .lines()
                        .map(String::strip)
                        .takeWhile(line -> !line.startsWith("LINE "))
                        .map(line -> line.replaceFirst("^Error: ", ""))
                        .filter(line -> !line.isEmpty())
                        .collect(Collectors.joining(" "));
    }
}

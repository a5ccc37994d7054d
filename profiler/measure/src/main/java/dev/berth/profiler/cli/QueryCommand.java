package dev.berth.profiler.cli;

import dev.berth.command.Commands;
import dev.berth.command.Console;
import dev.berth.command.Examples;
import dev.berth.command.ExitCode;
import dev.berth.command.WideOption;
import dev.berth.profiler.fetch.PackageCache;
import dev.berth.profiler.fetch.PackageClients;
import dev.berth.profiler.query.DuckDb;
import dev.berth.profiler.query.Query;
import dev.berth.record.AtomicFile;
import dev.berth.record.Json;
import dev.berth.schema.Answers;
import dev.berth.table.Table;
import dev.berth.table.TableColumn;
import dev.berth.table.TableFormat;
import dev.berth.table.TableText;
import dev.berth.text.TextTable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Questions in SQL over a folder of datasets. */
@Examples({
    "berth query results # the tables there are",
    "berth query results --describe profiles # what their columns hold",
    "berth query results \"SELECT model, tier, total_p50_ns FROM profiles\" # SQL over all of them"
})
@Answers(QueryCommand.Rows.class)
@Command(
        name = "query",
        header = "SQL over a folder of datasets",
        description = "Answers SQL over all datasets in a folder and below it, and over their raw runs. Without SQL it"
                + " lists the tables, with --columns a table's columns. DuckDB answers; it is fetched when first"
                + " needed (85 MB, through Maven). The datasets are not changed.",
        mixinStandardHelpOptions = true)
final class QueryCommand implements Callable<Integer> {
    @Mixin
    private ProfilerConsole console;

    @Mixin
    private WideOption tables;

    @Spec
    private picocli.CommandLine.Model.CommandSpec command;

    @Parameters(
            index = "0",
            paramLabel = "DIR",
            description = "A folder with profiles.json, or raw, in it or below it.")
    private Path folder;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "SQL",
            description = "For example: SELECT model, tier, total_p50_ns FROM profiles ORDER BY 3")
    private String sql;

    @Option(names = "--describe", paramLabel = "TABLE", description = "What the columns of a table hold.")
    private String described;

    @Option(names = "--format", paramLabel = "FORMAT", description = "csv, md or parquet; parquet needs --out.")
    private TableFormat format;

    @Option(names = "--out", paramLabel = "FILE", description = "File to write, for --format; else stdout.")
    private Path out;

    /**
     * The machine's result.
     *
     * @param columns names of the columns, in order
     * @param rows one object a row, with a key a column
     */
    record Rows(List<String> columns, List<Map<String, Object>> rows) {}

    @Override
    public Integer call() {
        requireSense();
        Query query = Query.over(folder);
        Table answer;
        if (described != null) {
            answer = columns(query.tables());
        } else if (sql == null) {
            answer = overview(query.tables());
        } else {
            DuckDb library =
                    DuckDb.in(new PackageCache(PackageCache.defaultFolder(), new PackageClients()), console::remark);
            Optional<Table> answered = ask(query, library);
            if (answered.isEmpty()) {
                console.remark("the SQL answers nothing");
                return ExitCode.OK.status();
            }
            answer = answered.get();
        }
        show(answer);
        return ExitCode.OK.status();
    }

    @SuppressWarnings("try") // The watch is there to be closed.
    private Optional<Table> ask(Query query, DuckDb library) {
        try (Console.Watch watch = console.whenInterrupted(() ->
                "nothing was answered" + (out == null ? "" : " or written") + "; LIMIT or a WHERE makes it shorter")) {
            return query.ask(sql, library);
        }
    }

    private void requireSense() {
        if (sql != null && described != null) {
            throw new ParameterException(command.commandLine(), "--describe and SQL: expected one of them");
        }
        if (out != null && format == null) {
            throw new ParameterException(command.commandLine(), "--out needs --format csv, md or parquet");
        }
        if (format == TableFormat.PARQUET && out == null) {
            throw new ParameterException(
                    command.commandLine(), "parquet is binary and not printed; name a file with --out");
        }
        if (format != null && console.json()) {
            throw new ParameterException(command.commandLine(), "--json and --format: expected one of them");
        }
    }

    private void show(Table answer) {
        if (console.json()) {
            console.document(Json.pretty(rows(answer)).stripTrailing());
        } else if (format == null) {
            console.result(sql == null ? prose(answer) : TableText.of(answer).lines(tables.page(console)));
        } else {
            AtomicFile.Content content = file -> format.write(answer, Commands.TOOL, Map.of(), file);
            if (out == null) {
                ResultFile.write(Path.of("stdout"), () -> content.writeTo(console.stdout()));
            } else {
                ResultFile.write(out, () -> AtomicFile.write(out, content));
                console.remark("wrote " + out);
            }
        }
    }

    /** Sentences need more room than a column has: a paragraph a row. */
    private List<String> prose(Table answer) {
        List<String> lines = new ArrayList<>();
        answer.rows().forEach(row -> {
            String remark = row.size() == 3 ? "" : row.get(2) == null ? "" : " (" + row.get(2) + ")";
            lines.addAll(TextTable.wrapped(row.get(0) + remark + ": " + row.get(row.size() - 1), console.width()));
        });
        return lines;
    }

    private static Rows rows(Table answer) {
        List<String> columns = answer.columns().stream().map(TableColumn::name).toList();
        List<Map<String, Object>> rows = new ArrayList<>();
        answer.rows().forEach(row -> {
            Map<String, Object> cells = new LinkedHashMap<>();
            for (int i = 0; i < columns.size(); i++) {
                cells.put(columns.get(i), row.get(i));
            }
            rows.add(cells);
        });
        return new Rows(columns, rows);
    }

    private static Table overview(List<Table> tables) {
        return new Table(
                "tables",
                "",
                List.of(TableColumn.text("table"), TableColumn.whole("columns"), TableColumn.text("holds")),
                row -> tables.forEach(table ->
                        row.accept(List.of(table.name(), (long) table.columns().size(), table.description()))));
    }

    private Table columns(List<Table> tables) {
        Table table = tables.stream()
                .filter(one -> one.name().equals(described))
                .findFirst()
                .orElseThrow(() -> new ParameterException(
                        command.commandLine(),
                        "--describe " + described + ": no such table, expected one of "
                                + tables.stream().map(Table::name).collect(Collectors.joining(", "))));
        return new Table(
                described,
                "",
                List.of(
                        TableColumn.text("column"),
                        TableColumn.text("type"),
                        TableColumn.text("unit").orEmpty(),
                        TableColumn.text("holds")),
                row -> table.columns().forEach(column -> {
                    List<Object> cells = new ArrayList<>();
                    cells.add(column.name());
                    cells.add(column.type().label());
                    cells.add(column.unit().orElse(null));
                    cells.add(column.description());
                    row.accept(cells);
                }));
    }
}

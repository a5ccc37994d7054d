package dev.berth.profiler.cli;

import dev.berth.command.Commands;
import dev.berth.command.Examples;
import dev.berth.command.ExitCode;
import dev.berth.dataset.ProfileDataset;
import dev.berth.dataset.ProfileDatasets;
import dev.berth.profiler.cli.option.KnownNames;
import dev.berth.profiler.export.DatasetTables;
import dev.berth.profiler.export.ProfileRows;
import dev.berth.profiler.export.ProfileTable;
import dev.berth.profiler.export.RawTables;
import dev.berth.profiler.export.TableSource;
import dev.berth.record.AtomicFile;
import dev.berth.record.BadInputException;
import dev.berth.record.Json;
import dev.berth.schema.Answers;
import dev.berth.table.Table;
import dev.berth.table.TableFormat;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A dataset as tables for other tools. */
@Examples({
    "berth export --profiles profiles.json --format csv --out preloads.csv # a row a preload",
    "berth export --profiles profiles.json --format parquet --table runs --out r.parquet # a row a run"
})
@Answers(
        value = {ExportCommand.Written.class, ExportCommand.AllWritten.class},
        when = {"", "with `--table all`"})
@Command(
        name = "export",
        header = "a dataset as CSV, Markdown or Parquet",
        description = "Writes a dataset as a table: one row a model, device, tier, reader setting and phase; or another"
                + " of its tables with --table. What their columns hold: profiler/DATA.md.",
        mixinStandardHelpOptions = true)
final class ExportCommand implements Callable<Integer> {
    @Mixin
    private ProfilerConsole console;

    @Spec
    private picocli.CommandLine.Model.CommandSpec command;

    @Option(names = "--profiles", required = true, paramLabel = "FILE", description = "The dataset.")
    private Path profiles;

    @Option(
            names = "--table",
            paramLabel = "NAME",
            completionCandidates = KnownNames.OfTable.class,
            description = "profiles (one row a preload, with all that belongs to it), runs (one row a run; from the"
                    + " folder raw beside the dataset), models, lines, ceilings, loads, reloads, engines, machines and"
                    + " the others that 'berth query' knows; all writes each into a file of its own, --out then names"
                    + " the folder.")
    private String tableName;

    /**
     * The machine's result.
     *
     * @param file the table that was written
     * @param format csv, md or parquet
     */
    record Written(String file, String format) {}

    /**
     * The machine's result of several tables.
     *
     * @param tables one a file
     */
    record AllWritten(List<Written> tables) {}

    @Option(
            names = "--format",
            required = true,
            paramLabel = "FORMAT",
            description = "csv, md or parquet; parquet needs --out. In csv a text that a spreadsheet would run as a"
                    + " formula has an apostrophe before it.")
    private TableFormat format;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "File to write, of all tables the folder; stdout where not given.")
    private Path out;

    @Override
    public Integer call() {
        requirePlace();
        if (tableName == null) {
            ProfileDataset dataset = ProfileDatasets.read(profiles);
            ProfileDatasets.requireReal(dataset, profiles.toString());
            if (format == TableFormat.MD) {
                byte[] text = (new ProfileTable(dataset).markdown() + "\n").getBytes(StandardCharsets.UTF_8);
                write(file -> file.write(text));
            } else {
                write(content(ProfileRows.table(dataset)));
            }
            return ExitCode.OK.status();
        }
        TableSource source = TableSource.of(
                profiles.toAbsolutePath().getParent().getFileName().toString(), profiles);
        List<Table> tables = DatasetTables.of(List.of(source));
        if (tableName.equals(KnownNames.OfTable.ALL)) {
            writeAll(tables);
        } else {
            write(content(chosen(tables, source)));
        }
        return ExitCode.OK.status();
    }

    private void requirePlace() {
        if (out != null) {
            return;
        }
        if (!format.isText()) {
            throw new ParameterException(
                    command.commandLine(), "parquet is binary and not printed; name a file with --out");
        }
        if (KnownNames.OfTable.ALL.equals(tableName)) {
            throw new ParameterException(
                    command.commandLine(), "--table all: each table takes a file; name a folder for them with --out");
        }
        if (console.json()) {
            throw new ParameterException(
                    command.commandLine(), "--json: the table takes stdout; name a file for it with --out");
        }
    }

    private Table chosen(List<Table> tables, TableSource source) {
        Table chosen = tables.stream()
                .filter(table -> table.name().equals(tableName))
                .findFirst()
                .orElseThrow(() -> new ParameterException(
                        command.commandLine(),
                        "--table " + tableName + ": no such table, expected all or one of "
                                + tables.stream().map(Table::name).collect(Collectors.joining(", "))));
        if (RawTables.NAMES.contains(tableName) && source.raw().isEmpty()) {
            throw new BadInputException(profiles + ": no folder raw beside it, whose runs --table " + tableName
                    + " would hold; name the dataset in the folder that 'berth run' or 'berth profile' wrote");
        }
        return chosen;
    }

    private AtomicFile.Content content(Table table) {
        Map<String, String> metadata =
                Map.of("berth.datasetSchemaVersion", String.valueOf(ProfileDataset.SCHEMA_VERSION));
        return file -> format.write(table, Commands.TOOL, metadata, file);
    }

    private void write(AtomicFile.Content content) {
        if (out == null) {
            ResultFile.write(Path.of("stdout"), () -> content.writeTo(console.stdout()));
            return;
        }
        writeFile(out, content);
        if (console.json()) {
            console.document(
                    Json.pretty(new Written(out.toString(), format.ending())).stripTrailing());
        }
    }

    private void writeAll(List<Table> tables) {
        List<Written> written = new ArrayList<>();
        for (Table table : tables) {
            Path file = out.resolve(table.name() + "." + format.ending());
            writeFile(file, content(table));
            written.add(new Written(file.toString(), format.ending()));
        }
        if (console.json()) {
            console.document(Json.pretty(new AllWritten(written)).stripTrailing());
        }
    }

    private void writeFile(Path file, AtomicFile.Content content) {
        ResultFile.write(file, () -> AtomicFile.write(file, content));
        console.remark("wrote " + file);
    }
}

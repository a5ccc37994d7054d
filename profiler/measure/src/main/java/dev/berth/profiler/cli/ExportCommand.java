package dev.berth.profiler.cli;

import dev.berth.command.Commands;
import dev.berth.command.ExitCode;
import dev.berth.dataset.ProfileDataset;
import dev.berth.dataset.ProfileDatasets;
import dev.berth.profiler.export.ProfileCsv;
import dev.berth.profiler.export.ProfileParquet;
import dev.berth.profiler.export.ProfileTable;
import dev.berth.record.AtomicFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A dataset as a table for other tools. */
@Command(
        name = "export",
        header = "a dataset as CSV, Markdown or Parquet",
        description = "Writes a dataset as a table: one row a model, device, tier, reader setting and phase.",
        mixinStandardHelpOptions = true)
final class ExportCommand implements Callable<Integer> {
    @Mixin
    private ProfilerConsole console;

    @Spec
    private picocli.CommandLine.Model.CommandSpec command;

    @Option(names = "--profiles", required = true, paramLabel = "FILE", description = "The dataset.")
    private Path profiles;

    @Option(
            names = "--format",
            required = true,
            paramLabel = "FORMAT",
            description = "csv, md or parquet; parquet needs --out. In csv a text that a spreadsheet would run as a"
                    + " formula has an apostrophe before it.")
    private String format;

    @Option(names = "--out", paramLabel = "FILE", description = "File to write; stdout where not given.")
    private Path out;

    @Override
    public Integer call() {
        ProfileDataset dataset = ProfileDatasets.read(profiles);
        ProfileDatasets.requireReal(dataset, profiles.toString());
        byte[] table = render(dataset);
        if (out == null) {
            command.commandLine().getOut().print(new String(table, StandardCharsets.UTF_8));
            command.commandLine().getOut().flush();
        } else {
            ResultFile.write(out, () -> AtomicFile.write(out, table));
            console.remark("wrote " + out);
        }
        return ExitCode.OK.status();
    }

    private byte[] render(ProfileDataset dataset) {
        return switch (format) {
            case "csv" -> ProfileCsv.of(dataset).getBytes(StandardCharsets.UTF_8);
            case "md" -> (new ProfileTable(dataset).markdown() + "\n").getBytes(StandardCharsets.UTF_8);
            case "parquet" -> parquet(dataset);
            default ->
                throw new ParameterException(
                        command.commandLine(), "unknown --format '" + format + "', expected csv, md or parquet");
        };
    }

    private byte[] parquet(ProfileDataset dataset) {
        if (out == null) {
            throw new ParameterException(
                    command.commandLine(), "parquet is binary and not printed; name a file with --out");
        }
        return ProfileParquet.of(dataset, Commands.TOOL);
    }
}

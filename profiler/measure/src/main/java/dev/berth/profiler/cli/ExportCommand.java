package dev.berth.profiler.cli;

import dev.berth.command.Commands;
import dev.berth.command.ExitCode;
import dev.berth.dataset.ProfileDataset;
import dev.berth.dataset.ProfileDatasets;
import dev.berth.profiler.export.ProfileCsv;
import dev.berth.profiler.export.ProfileParquet;
import dev.berth.profiler.export.ProfileTable;
import dev.berth.record.AtomicFile;
import dev.berth.record.Json;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
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

    /** What the table is written as. */
    enum Format {
        CSV,
        MD,
        PARQUET
    }

    /**
     * The machine's result.
     *
     * @param file the table that was written
     * @param format csv, md or parquet
     */
    record Written(String file, String format) {}

    @Option(
            names = "--format",
            required = true,
            paramLabel = "FORMAT",
            description = "csv, md or parquet; parquet needs --out. In csv a text that a spreadsheet would run as a"
                    + " formula has an apostrophe before it.")
    private Format format;

    @Option(names = "--out", paramLabel = "FILE", description = "File to write; stdout where not given.")
    private Path out;

    @Override
    public Integer call() {
        if (out == null && console.json()) {
            throw new ParameterException(
                    command.commandLine(), "--json: the table takes stdout; name a file for it with --out");
        }
        ProfileDataset dataset = ProfileDatasets.read(profiles);
        ProfileDatasets.requireReal(dataset, profiles.toString());
        byte[] table = render(dataset);
        if (out == null) {
            command.commandLine().getOut().print(new String(table, StandardCharsets.UTF_8));
            command.commandLine().getOut().flush();
        } else {
            ResultFile.write(out, () -> AtomicFile.write(out, table));
            console.remark("wrote " + out);
            if (console.json()) {
                console.document(
                        Json.pretty(new Written(out.toString(), format.name().toLowerCase(Locale.ROOT)))
                                .stripTrailing());
            }
        }
        return ExitCode.OK.status();
    }

    private byte[] render(ProfileDataset dataset) {
        return switch (format) {
            case CSV -> ProfileCsv.of(dataset).getBytes(StandardCharsets.UTF_8);
            case MD -> (new ProfileTable(dataset).markdown() + "\n").getBytes(StandardCharsets.UTF_8);
            case PARQUET -> parquet(dataset);
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

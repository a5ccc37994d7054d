package dev.berth.profiler.cli;

import dev.berth.profile.AtomicFile;
import dev.berth.profile.ExitCode;
import dev.berth.profile.ProfileDataset;
import dev.berth.profile.ProfileDatasets;
import dev.berth.profiler.calibrate.ProfileCsv;
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
        description = "Writes a dataset as a table: one row a model, device, tier, reader setting and phase.",
        mixinStandardHelpOptions = true)
final class ExportCommand implements Callable<Integer> {
    @Mixin
    private Console console;

    @Spec
    private picocli.CommandLine.Model.CommandSpec command;

    @Option(names = "--profiles", required = true, paramLabel = "FILE", description = "The dataset.")
    private Path profiles;

    @Option(names = "--format", required = true, paramLabel = "FORMAT", description = "csv or md.")
    private String format;

    @Option(names = "--out", paramLabel = "FILE", description = "File to write; stdout where not given.")
    private Path out;

    @Override
    public Integer call() {
        ProfileDataset dataset = ProfileDatasets.read(profiles);
        ProfileDatasets.requireReal(dataset, profiles.toString());
        String text = render(dataset);
        if (out == null) {
            command.commandLine().getOut().print(text);
            command.commandLine().getOut().flush();
        } else {
            ResultFile.write(out, () -> AtomicFile.write(out, text.getBytes(StandardCharsets.UTF_8)));
            console.remark("wrote " + out);
        }
        return ExitCode.OK.status();
    }

    private String render(ProfileDataset dataset) {
        return switch (format) {
            case "csv" -> ProfileCsv.of(dataset);
            case "md" -> new ProfileTable(dataset).markdown() + "\n";
            case "parquet" ->
                throw new ParameterException(
                        command.commandLine(),
                        "parquet is not written by this version; use csv, which Parquet tools import");
            default ->
                throw new ParameterException(
                        command.commandLine(), "unknown --format '" + format + "', expected csv or md");
        };
    }
}

package dev.berth.profiler.cli;

import dev.berth.command.ExitCode;
import dev.berth.profiler.cli.option.ChoiceOptions;
import dev.berth.profiler.cli.option.MeasurementOptions;
import dev.berth.profiler.model.folder.ModelCatalog;
import dev.berth.record.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Measures models. */
@Command(
        name = "profile",
        header = "measure storage, device memory and preload delay of models",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Measures storage, device memory and preload delay of models, run by run, and calibrates a dataset.")
final class ProfileCommand implements Callable<Integer> {
    @Mixin
    private ProfilerConsole console;

    @Mixin
    private MeasurementOptions options;

    @Mixin
    private ChoiceOptions choice;

    @Parameters(arity = "1..*", paramLabel = "MODEL", description = "Model files, or folders that hold models.")
    private List<Path> paths;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Where raw/ and profiles.json go. Default: a new folder below berth-out.")
    private Path out;

    @Override
    public Integer call() throws IOException {
        ModelCatalog.Scan scan = console.scan(paths, choice.choice());
        Profiling.Result result = new Profiling(console, options, Optional.ofNullable(out), Optional.empty())
                .run(
                        scan.models(),
                        scan.faults().stream().map(fault -> fault.message()).toList());
        if (console.json() && result.dataset().isPresent()) {
            console.document(Json.pretty(result.dataset().get()).stripTrailing());
        }
        boolean allRead = scan.faults().isEmpty();
        return result.status() == ExitCode.OK.status() && !allRead ? ExitCode.BAD_INPUT.status() : result.status();
    }
}

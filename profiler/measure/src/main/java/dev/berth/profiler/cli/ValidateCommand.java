package dev.berth.profiler.cli;

import dev.berth.command.Validation;
import dev.berth.dataset.ProfileDataset;
import dev.berth.dataset.ProfileDatasets;
import dev.berth.dataset.raw.DataFile;
import dev.berth.profiler.calibrate.DatasetAudit;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Checks data files; every fault of every file is reported. */
@Command(
        name = "validate",
        header = "check datasets, scenarios, plans, simulations, comparisons",
        description = "Checks datasets (profiles.json), session.json and runs.jsonl, or the folders that hold them;"
                + " './berth validate' also takes scenarios (.yaml, .yml), plans, simulations and comparisons (.json), and"
                + " with --profiles FILE the dataset that they are for.",
        mixinStandardHelpOptions = true)
final class ValidateCommand implements Callable<Integer> {
    @Mixin
    private ProfilerConsole console;

    @Option(names = "--earlier", hidden = true, description = "What the launcher had the optimizer check before.")
    private Path earlier;

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "Files, or folders left by 'berth run'.")
    private List<Path> files;

    @Override
    public Integer call() {
        Validation validation = new Validation(console);
        if (earlier != null) {
            validation.takeUp(earlier);
        }
        for (Path named : files) {
            DataFile.in(named).forEach(file -> validation.add(file, faults(file)));
        }
        return validation.end().status();
    }

    private static List<String> faults(Path file) {
        List<String> faults = DataFile.faults(file);
        boolean readable = faults.isEmpty() && DataFile.kind(file) == ProfileDataset.class;
        return readable ? DatasetAudit.faults(file.toString(), ProfileDatasets.read(file)) : faults;
    }
}

package dev.berth.profiler.cli;

import dev.berth.profile.DataFile;
import dev.berth.profile.ExitCode;
import dev.berth.profile.Json;
import dev.berth.profile.ProfileDataset;
import dev.berth.profile.ProfileDatasets;
import dev.berth.profiler.calibrate.DatasetAudit;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Checks data files; every fault of every file is reported. */
@Command(
        name = "validate",
        description = "Checks datasets (profiles.json), session.json and runs.jsonl, or the folders that hold them;"
                + " './berth validate' also takes scenarios (.yaml, .yml), plans, simulations and comparisons (.json), and"
                + " with --profiles FILE the dataset that they are for.",
        mixinStandardHelpOptions = true)
final class ValidateCommand implements Callable<Integer> {
    @Mixin
    private ProfilerConsole console;

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "Files, or folders left by 'berth run'.")
    private List<Path> files;

    /**
     * The machine's result.
     *
     * @param faultless whether no file has a fault
     * @param files one entry a file
     */
    record Report(boolean faultless, List<Checked> files) {}

    /**
     * One file.
     *
     * @param file as it was named
     * @param faults one line each
     */
    record Checked(String file, List<String> faults) {}

    @Override
    public Integer call() {
        List<Checked> checked = new ArrayList<>();
        for (Path named : files) {
            for (Path file : DataFile.in(named)) {
                List<String> faults = faults(file);
                faults.forEach(console::fault);
                if (faults.isEmpty()) {
                    console.remark(file + ": ok");
                }
                checked.add(new Checked(file.toString(), faults));
            }
        }
        boolean faultless = checked.stream().allMatch(file -> file.faults().isEmpty());
        if (console.json()) {
            console.document(Json.pretty(new Report(faultless, checked)).stripTrailing());
        }
        return (faultless ? ExitCode.OK : ExitCode.BAD_INPUT).status();
    }

    private static List<String> faults(Path file) {
        List<String> faults = DataFile.faults(file);
        boolean readable = faults.isEmpty() && DataFile.kind(file) == ProfileDataset.class;
        return readable ? DatasetAudit.faults(file.toString(), ProfileDatasets.read(file)) : faults;
    }
}

package dev.berth.optimizer.cli;

import dev.berth.command.Console;
import dev.berth.command.Validation;
import dev.berth.optimizer.decide.Simulating;
import dev.berth.optimizer.document.Documents;
import dev.berth.optimizer.problem.InfeasibleException;
import dev.berth.optimizer.scenario.ScenarioFile;
import dev.berth.record.BadInputException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code validate}: lists every fault of the optimizer's files. */
@Command(
        name = "validate",
        description =
                "Checks plans, simulations and comparisons (.json) and scenario files (.yaml, .yml), with the files that"
                        + " scenarios take demand from.",
        mixinStandardHelpOptions = true)
final class ValidateCommand implements Callable<Integer> {
    @Mixin
    private Console console;

    @Option(
            names = "--profiles",
            paramLabel = "FILE",
            description =
                    "Dataset the files are for: checks also that scenarios can be planned with it, and that all else"
                            + " was made from it.")
    private Path profiles;

    @Option(names = "--handover", hidden = true, description = "File the launcher has the profiler go on with.")
    private Path handover;

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "Files to check.")
    private List<Path> files;

    @Override
    public Integer call() throws IOException {
        Validation validation = new Validation(console);
        for (Path file : files) {
            try {
                validation.add(file, faults(file));
            } catch (InfeasibleException e) {
                validation.addInfeasible(file, e.getMessage());
            }
        }
        return (handover == null ? validation.end() : validation.handOver(handover)).status();
    }

    private List<String> faults(Path file) {
        boolean isScenario = !file.toString().toLowerCase(Locale.ROOT).endsWith(".json");
        List<String> faults = isScenario ? ScenarioFile.faults(file) : Documents.faults(file);
        return faults.isEmpty() && profiles != null ? faultsWithDataset(file, isScenario) : faults;
    }

    /**
     * All that planning or simulating with the dataset would refuse.
     *
     * @throws InfeasibleException where no plan exists
     */
    private List<String> faultsWithDataset(Path file, boolean isScenario) {
        try {
            if (isScenario) {
                Simulating.require(profiles, file);
            } else {
                Documents.requireMadeFrom(file, profiles);
            }
            return List.of();
        } catch (BadInputException e) {
            return e.faults();
        }
    }
}

package dev.berth.optimizer.cli;

import dev.berth.optimizer.scenario.ScenarioFile;
import dev.berth.profile.ExitCode;
import dev.berth.profile.Json;
import dev.berth.profile.cli.Console;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code validate}: lists every fault of the optimizer's files. */
@Command(
        name = "validate",
        description = "Checks plans, simulations and comparisons (.json) and scenario files (.yaml, .yml).",
        mixinStandardHelpOptions = true)
final class ValidateCommand implements Callable<Integer> {
    @Mixin
    private Console console;

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "Files to check.")
    private List<Path> files;

    @Override
    public Integer call() {
        ExitCode code = ExitCode.OK;
        for (Path file : files) {
            List<String> faults = faults(file);
            faults.forEach(console::fault);
            if (faults.isEmpty()) {
                console.remark(file + ": ok");
            } else {
                code = ExitCode.BAD_INPUT;
            }
        }
        return code.status();
    }

    private static List<String> faults(Path file) {
        if (!file.toString().toLowerCase(Locale.ROOT).endsWith(".json")) {
            return ScenarioFile.faults(file);
        }
        return Json.faults(file, PlanDocument.kind(file));
    }
}

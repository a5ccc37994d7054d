package dev.berth.optimizer.cli;

import dev.berth.optimizer.scenario.ScenarioFile;
import dev.berth.profile.BadInputException;
import dev.berth.profile.ExitCode;
import dev.berth.profile.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
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
    private static final int HEAD_BYTES = 1 << 16;

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
        return file.toString().toLowerCase(Locale.ROOT).endsWith(".json")
                ? Json.faults(file, kind(file))
                : ScenarioFile.faults(file);
    }

    /** By a key that only this kind of file has near its beginning; a plan where it cannot be told. */
    private static Class<? extends Record> kind(Path file) {
        String head = "";
        if (Files.isRegularFile(file)) {
            try (InputStream in = Files.newInputStream(file)) {
                head = new String(in.readNBytes(HEAD_BYTES), StandardCharsets.UTF_8);
            } catch (IOException e) {
                throw new BadInputException(file + ": cannot be read: " + e.getMessage(), e);
            }
        }
        if (head.contains("\"cases\"")) {
            return ComparisonFile.class;
        }
        return head.contains("\"firstSeed\"") ? SimulationFile.class : PlanFile.class;
    }
}

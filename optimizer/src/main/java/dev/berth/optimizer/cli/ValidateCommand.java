package dev.berth.optimizer.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.berth.optimizer.scenario.ScenarioFile;
import dev.berth.profile.ExitCode;
import dev.berth.profile.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code validate}: lists every fault of plan and scenario files. */
@Command(
        name = "validate",
        description = "Checks plan files (.json) and scenario files (.yaml, .yml).",
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
        return Json.faults(file, hasServers(file) ? FleetFile.class : PlanFile.class);
    }

    /** Whether a file is a mapping with a key {@code servers}, as plans of several servers are. */
    private static boolean hasServers(Path file) {
        try (JsonParser parser = new JsonFactory().createParser(file.toFile())) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                if (parser.currentName().equals("servers")) {
                    return true;
                }
                parser.nextToken();
                parser.skipChildren();
            }
        } catch (IOException e) {
            // Not JSON, or not there: the reader of plans says so with line and column.
            return false;
        }
        return false;
    }
}

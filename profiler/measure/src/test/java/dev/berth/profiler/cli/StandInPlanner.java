package dev.berth.profiler.cli;

import dev.berth.command.CommandModule;
import dev.berth.command.Console;
import dev.berth.command.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A {@code plan} for the tests of this module, which the optimizer's jar is no part of. */
public final class StandInPlanner implements CommandModule {
    /** The exit status that it ends with. */
    static volatile ExitCode outcome = ExitCode.OK;

    @Override
    public int position() {
        return 2;
    }

    @Override
    public String heading() {
        return "Decide";
    }

    @Override
    public List<Class<? extends Callable<Integer>>> commands() {
        return List.of(Plan.class);
    }

    @Command(name = "plan", header = "no plan at all", mixinStandardHelpOptions = true)
    static final class Plan implements Callable<Integer> {
        @Mixin
        private Console console;

        @Option(names = "--profiles", required = true)
        private Path profiles;

        @Option(names = "--derive-scenario", required = true)
        private Path scenario;

        @Option(names = "--out", required = true)
        private Path out;

        @Override
        public Integer call() throws IOException {
            if (outcome == ExitCode.OK) {
                console.remark("planned on " + profiles + " by " + scenario);
                Files.writeString(out, "{}");
            } else {
                console.fault("no plan");
            }
            return outcome.status();
        }
    }
}

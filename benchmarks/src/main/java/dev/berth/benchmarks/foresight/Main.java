package dev.berth.benchmarks.foresight;

import dev.berth.profile.AtomicFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Command line of the experiment. */
@Command(
        name = "foresight",
        description =
                "Costs of lookahead against paper-ga and slot-exact, by demand and weight of switching; prints CSV.",
        mixinStandardHelpOptions = true)
public final class Main implements Callable<Integer> {
    @Spec
    private CommandSpec command;

    @Option(
            names = "--models",
            split = ",",
            paramLabel = "N",
            description = "Numbers of models (default: ${DEFAULT-VALUE}).")
    private int[] models = {10, 50, 1000};

    @Option(names = "--slots", description = "Slots of a quarter of an hour (default: ${DEFAULT-VALUE}).")
    private int slots = 288;

    @Option(names = "--seeds", description = "Problems a regime, 2 to 31 (default: ${DEFAULT-VALUE}).")
    private int seeds = 10;

    @Option(
            names = "--demand",
            split = ",",
            description = "Of ${COMPLETION-CANDIDATES} (default: all).",
            paramLabel = "NAME")
    private DemandRegime[] demands = DemandRegime.values();

    @Option(
            names = "--switching",
            split = ",",
            description = "Of ${COMPLETION-CANDIDATES} (default: all).",
            paramLabel = "NAME")
    private SwitchingWeight[] weights = SwitchingWeight.values();

    @Option(names = "--out", paramLabel = "FILE", description = "Where the CSV is written as well.")
    private Path out;

    /** Runs the experiment and ends the process with its exit status. */
    public static void main(String[] words) {
        System.exit(new CommandLine(new Main())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .execute(words));
    }

    @Override
    public Integer call() throws IOException {
        requireRanges();
        List<String> lines = new ArrayList<>(List.of(Experiment.HEADER));
        PrintWriter output = command.commandLine().getOut();
        output.println(Experiment.HEADER);
        for (int count : models) {
            for (DemandRegime demand : demands) {
                for (SwitchingWeight weight : weights) {
                    List<String> regime = new Experiment(count, slots, seeds).run(demand, weight);
                    lines.addAll(regime);
                    regime.forEach(output::println);
                    output.flush();
                }
            }
        }
        if (out != null) {
            AtomicFile.write(out, (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
        }
        return CommandLine.ExitCode.OK;
    }

    private void requireRanges() {
        if (seeds < 2 || seeds > RatioSummary.MOST_SEEDS) {
            throw new ParameterException(
                    command.commandLine(), "--seeds: " + seeds + ", expected 2 to " + RatioSummary.MOST_SEEDS);
        }
        if (slots < 1) {
            throw new ParameterException(command.commandLine(), "--slots: " + slots + ", expected at least 1");
        }
        for (int count : models) {
            if (count < 1) {
                throw new ParameterException(command.commandLine(), "--models: " + count + ", expected at least 1");
            }
        }
    }
}

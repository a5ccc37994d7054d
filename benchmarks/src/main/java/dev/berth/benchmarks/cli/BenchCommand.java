package dev.berth.benchmarks.cli;

import dev.berth.benchmarks.compare.Contestants;
import dev.berth.command.Console;
import dev.berth.command.Examples;
import dev.berth.command.ExitCode;
import dev.berth.record.Json;
import dev.berth.schema.Answers;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.NoBenchmarksException;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

/** JMH with its own options, unchanged. */
@Examples({
    "berth bench -l # the benchmarks there are",
    "berth bench SweepBenchmark -f 1 -wi 2 -i 3 # one of them, quickly"
})
@Answers(
        value = BenchCommand.Told.class,
        when = "with `-l`, `-lp`, `-lprof`, `-lrf` or `-h`; else an array, JMH's results")
@Command(
        name = "bench",
        header = "JMH benchmarks, with the options of JMH",
        customSynopsis = "berth bench [--json] [--quiet] [--verbose] [OPTIONS OF JMH]",
        description =
                "Runs JMH benchmarks. All options but these are JMH's own: 'berth bench -h' tells them, -l lists the"
                        + " benchmarks, -rf json -rff FILE writes what 'berth bench-table' reads.")
final class BenchCommand implements Callable<Integer> {
    /** Of the launcher, made for commands that measure memory: benchmarks have the Java machine's own. */
    private static final Set<String> NOT_FOR_BENCHMARKS =
            Set.of("-XX:+UseSerialGC", "-Xms24m", "-XX:-ShrinkHeapInSteps", "-XX:-UsePerfData");

    private static final String SOLVER = "solver";

    /** What JMH's list begins with. */
    private static final String BENCHMARKS = "Benchmarks:";

    @Spec
    private CommandSpec command;

    @Mixin
    private Console console;

    @Unmatched
    private List<String> words = new ArrayList<>();

    /**
     * What JMH tells where it runs nothing, for machines.
     *
     * @param lines of its help, benchmarks, profilers or formats; those of benchmarks are their names
     */
    record Told(List<String> lines) {}

    /** What tells and runs nothing. */
    private interface Teller {
        void tell() throws IOException, RunnerException, CommandLineOptionException;
    }

    @Override
    public Integer call() throws IOException, RunnerException {
        CommandLineOptions asked = parse();
        Optional<Teller> teller = teller(asked);
        if (teller.isPresent() && console.json()) {
            console.document(Json.pretty(told(teller.get())).stripTrailing());
        } else if (teller.isPresent()) {
            telling(teller.get());
        } else {
            runWatched(asked);
        }
        return ExitCode.OK.status();
    }

    private static Optional<Teller> teller(CommandLineOptions asked) {
        if (asked.shouldHelp()) {
            return Optional.of(asked::showHelp);
        }
        if (asked.shouldListProfilers()) {
            return Optional.of(asked::listProfilers);
        }
        if (asked.shouldListResultFormats()) {
            return Optional.of(asked::listResultFormats);
        }
        if (asked.shouldList()) {
            return Optional.of(() -> new Runner(asked).list());
        }
        return asked.shouldListWithParams()
                ? Optional.of(() -> new Runner(asked).listWithParams(asked))
                : Optional.empty();
    }

    private void telling(Teller teller) throws IOException, RunnerException {
        try {
            teller.tell();
        } catch (CommandLineOptionException wrong) {
            throw new ParameterException(command.commandLine(), "JMH: " + wrong.getMessage(), wrong);
        }
    }

    /** JMH knows no other place to tell than stdout. */
    private Told told(Teller teller) throws IOException, RunnerException {
        ByteArrayOutputStream heard = new ByteArrayOutputStream();
        PrintStream stdout = System.out;
        try (PrintStream ear = new PrintStream(heard, true, StandardCharsets.UTF_8)) {
            System.setOut(ear);
            telling(teller);
        } finally {
            System.setOut(stdout);
        }
        return new Told(heard.toString(StandardCharsets.UTF_8)
                .lines()
                .map(String::stripTrailing)
                .filter(line -> !line.isBlank() && !line.equals(BENCHMARKS))
                .toList());
    }

    @SuppressWarnings("try") // The watch is there to be closed.
    private void runWatched(CommandLineOptions asked) throws IOException, RunnerException {
        try (Console.Watch watch = console.whenInterrupted(
                () -> "JMH writes results when all benchmarks are through, so none are kept; the"
                        + " same command begins anew, and fewer benchmarks, -f, -wi or -i take less time")) {
            if (console.json()) {
                runForMachines(asked);
            } else {
                run(withContestants(asked), asked);
            }
        }
    }

    private CommandLineOptions parse() {
        try {
            return new CommandLineOptions(words.toArray(String[]::new));
        } catch (CommandLineOptionException wrong) {
            throw new ParameterException(command.commandLine(), "JMH: " + wrong.getMessage(), wrong);
        }
    }

    /** Where no solver is named all contestants take part. */
    static ChainedOptionsBuilder withContestants(CommandLineOptions asked) {
        ChainedOptionsBuilder options = new OptionsBuilder().parent(asked);
        return asked.getParameter(SOLVER).hasValue()
                ? options
                : options.param(SOLVER, Contestants.names().toArray(String[]::new));
    }

    private void run(ChainedOptionsBuilder options, CommandLineOptions asked) throws RunnerException {
        if (!asked.getJvmArgs().hasValue()) {
            options.jvmArgs(ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                    .filter(argument -> !NOT_FOR_BENCHMARKS.contains(argument))
                    .toArray(String[]::new));
        }
        if (console.quiet()) {
            options.verbosity(VerboseMode.SILENT);
        }
        try {
            new Runner(options.build()).run();
        } catch (NoBenchmarksException none) {
            throw new ParameterException(
                    command.commandLine(), "no benchmark matches " + asked.getIncludes() + "; -l lists them", none);
        }
    }

    /** JMH tells its progress on stdout, which carries its results as JSON here. */
    private void runForMachines(CommandLineOptions asked) throws IOException, RunnerException {
        Path results = Files.createTempFile("berth-bench-", ".json");
        PrintStream stdout = System.out;
        System.setOut(System.err);
        try {
            run(
                    new OptionsBuilder()
                            .parent(asked)
                            .resultFormat(ResultFormatType.JSON)
                            .result(results.toString()),
                    asked);
            console.document(Files.readString(results, StandardCharsets.UTF_8).stripTrailing());
        } finally {
            System.setOut(stdout);
            Files.deleteIfExists(results);
        }
    }
}

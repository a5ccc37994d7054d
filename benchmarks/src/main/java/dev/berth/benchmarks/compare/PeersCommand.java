package dev.berth.benchmarks.compare;

import dev.berth.benchmarks.instance.InstanceNames;
import dev.berth.benchmarks.peer.PeerLimits;
import dev.berth.benchmarks.published.Publication;
import dev.berth.command.Amount;
import dev.berth.command.Console;
import dev.berth.command.Examples;
import dev.berth.command.ExitCode;
import dev.berth.command.WideOption;
import dev.berth.optimizer.baseline.Baseline;
import dev.berth.record.BadInputException;
import dev.berth.record.Json;
import dev.berth.schema.Answers;
import dev.berth.text.ShellWords;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command that runs a {@link Comparison}. */
@Examples({
    "berth peers --sizes 10x288 --time-limit 60s --out peers # every solver beside OR-Tools",
    "berth peers --instances results/instances/huge-models-daily-both-12x48-1.json --solvers lagrangian --out again"
            + " # a published instance"
})
@Answers(PeersCommand.Report.class)
@Command(
        name = "peers",
        header = "whole solves of every solver, and of OR-Tools and Jenetics",
        mixinStandardHelpOptions = true,
        description = "Whole solves of every solver and of its peers on the same instances in the same run:"
                + " time, cost, bound, gap of the cost and of the savings against all-cloud.")
public final class PeersCommand implements Callable<Integer> {
    private static final long BYTES_PER_MEBIBYTE = 1L << 20;
    private static final double NANOS_PER_SECOND = 1e9;

    @Spec
    private CommandSpec command;

    @Mixin
    private Console console;

    @Mixin
    private WideOption tables;

    @Option(
            names = "--sizes",
            split = ",",
            paramLabel = "SIZE",
            description = "MODELSxSLOTS, or MODELSxSLOTSxMODES (default: ${DEFAULT-VALUE}).",
            defaultValue = "10x288,50x50,200x50,1000x100")
    private List<String> sizes = List.of();

    @Option(
            names = "--regimes",
            split = ",",
            paramLabel = "NAME",
            completionCandidates = InstanceNames.OfRegime.class,
            description = "How limits stand to what is asked for, of ${COMPLETION-CANDIDATES} (default:"
                    + " ${DEFAULT-VALUE}).",
            defaultValue = "tight")
    private List<String> regimes = List.of();

    @Option(
            names = "--shapes",
            split = ",",
            paramLabel = "NAME",
            completionCandidates = InstanceNames.OfShape.class,
            description = "How demand moves, of ${COMPLETION-CANDIDATES} (default: all).",
            defaultValue = "drift,daily,bursts")
    private List<String> shapes = List.of();

    @Option(
            names = "--charging",
            split = ",",
            paramLabel = "NAME",
            completionCandidates = InstanceNames.OfCharging.class,
            description = "Who waits for a load, of ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).",
            defaultValue = "both")
    private List<String> charging = List.of();

    @Option(
            names = "--seeds",
            split = ",",
            paramLabel = "NUMBER",
            description = "Seeds of sizes and demand (default: ${DEFAULT-VALUE}).",
            defaultValue = "1,2,3")
    private List<Long> seeds = List.of();

    @Option(
            names = "--instances",
            split = ",",
            paramLabel = "NAME|FILE",
            description = "Instances by name, REGIME/SHAPE/CHARGING/MODELSxSLOTS/SEED, or published ones by file,"
                    + " instead of all the above.")
    private List<String> instances = List.of();

    @Option(
            names = "--solvers",
            split = ",",
            paramLabel = "NAME",
            completionCandidates = Contestants.Names.class,
            description = "Solvers of ours, and the peers jenetics, cp-sat, scip (default: all). NAME@SECONDS: one of"
                    + " ours that may do the work of about so many seconds, as neighbourhood@1 (without: 10).")
    private List<String> solvers = List.of();

    @Option(
            names = "--time-limit",
            paramLabel = "TIME",
            converter = Amount.OfTime.class,
            description = "Time a peer has for a solve (default: ${DEFAULT-VALUE}).",
            defaultValue = "60s")
    private Duration timeLimit;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "Threads a peer has (default: ${DEFAULT-VALUE}).",
            defaultValue = "1")
    private int threads;

    @Option(
            names = "--runs",
            paramLabel = "N",
            description = "Most timed solves; the median is told (default: ${DEFAULT-VALUE}).",
            defaultValue = "5")
    private int runs;

    @Option(
            names = "--warm-up",
            paramLabel = "TIME",
            converter = Amount.OfTime.class,
            description = "Solves that take less are repeated that long before they are timed (default:"
                    + " ${DEFAULT-VALUE}).",
            defaultValue = "2s")
    private Duration warmUp;

    @Option(
            names = "--stop-after",
            paramLabel = "TIME",
            converter = Amount.OfTime.class,
            description = "A solver is stopped after that long on an instance, warm-up included (default:"
                    + " ${DEFAULT-VALUE}).",
            defaultValue = "5m")
    private Duration stopAfter;

    @Option(
            names = "--peer-cells",
            paramLabel = "N",
            description = "Most models × slots given to peers, whose models take memory outside the heap (default:"
                    + " ${DEFAULT-VALUE}).",
            defaultValue = "100000")
    private long peerCells;

    @Option(
            names = "--heap",
            paramLabel = "SIZE",
            converter = Amount.OfMemory.class,
            description = "Heap of each solving process, 64m or more (default: ${DEFAULT-VALUE}).",
            defaultValue = "4g")
    private long heapBytes;

    @Option(
            names = "--publish",
            paramLabel = "DIR",
            description = "Folder of instances, a file each, where the best plan and bound of each stay"
                    + " (results/instances).")
    private Path publish;

    @Option(
            names = "--out",
            required = true,
            paramLabel = "DIR",
            description = "Folder for solves.csv and machine.txt; must be new.")
    private Path out;

    /**
     * The machine's result.
     *
     * @param contradictions what solvers say that cannot all be true, one line each
     */
    record Report(List<Solve> solves, List<String> contradictions) {}

    /**
     * A {@link Row} as JSON has it.
     *
     * @param instance name
     * @param seconds of each timed solve; empty where not solved
     * @param boundNanoUnits what the solver has proven; null where nothing
     * @param bestBoundNanoUnits what any solver of the run has; null where none
     */
    record Solve(
            String instance,
            String solver,
            boolean solved,
            List<Double> seconds,
            long costNanoUnits,
            Long boundNanoUnits,
            Long bestBoundNanoUnits,
            long allCloudNanoUnits,
            boolean proven,
            String note) {
        static Solve of(Row row) {
            return new Solve(
                    row.task().name(),
                    row.solver(),
                    row.outcome().solved(),
                    row.outcome().seconds(),
                    row.outcome().costNanoUnits(),
                    orNull(row.outcome().boundNanoUnits()),
                    orNull(row.bestBoundNanoUnits()),
                    row.allCloudNanoUnits(),
                    row.outcome().proven(),
                    row.outcome().note());
        }

        private static Long orNull(OptionalLong value) {
            return value.isPresent() ? value.getAsLong() : null;
        }
    }

    @Override
    public Integer call() throws IOException {
        List<String> named = solvers.isEmpty() ? Contestants.names() : solvers;
        List<Task> chosen = asked(() -> {
            named.forEach(Contestants::require);
            return instances.isEmpty()
                    ? product()
                    : instances.stream().map(Task::of).toList();
        });
        Rules rules = asked(() -> new Rules(
                new PeerLimits(seconds(timeLimit), threads),
                new Timing(seconds(warmUp), runs),
                seconds(stopAfter),
                publish != null,
                (int) Math.min(Integer.MAX_VALUE, heapBytes / BYTES_PER_MEBIBYTE)));
        if (Files.exists(out)) {
            throw new BadInputException("--out " + out + ": exists, expected a new folder; a rerun is a new folder");
        }
        chosen.forEach(Comparison::require);
        Files.createDirectories(out);
        Files.writeString(out.resolve("machine.txt"), Surroundings.describe(rules));
        // What savings are against comes first, asked for or not.
        return run(
                rules,
                chosen,
                Stream.concat(Stream.of(Baseline.ALL_CLOUD), named.stream())
                        .distinct()
                        .toList());
    }

    private static double seconds(Duration time) {
        return time.toNanos() / NANOS_PER_SECOND;
    }

    /** What the options say; a value that is none of theirs is the command line's fault. */
    private <T> T asked(Supplier<T> options) {
        try {
            return options.get();
        } catch (BadInputException | IllegalArgumentException wrong) {
            throw new ParameterException(command.commandLine(), wrong.getMessage(), wrong);
        }
    }

    @SuppressWarnings("try") // The watch is there to be closed.
    private int run(Rules rules, List<Task> chosen, List<String> names) throws IOException {
        List<Row> solves = new ArrayList<>();
        List<String> contradictions = new ArrayList<>();
        AtomicInteger through = new AtomicInteger();
        try (Console.Watch watch = console.whenInterrupted(() -> through.get() + " of " + chosen.size()
                        + " instances are in " + out.resolve("solves.csv")
                        + others(chosen.subList(through.get(), chosen.size())));
                BufferedWriter csv = Files.newBufferedWriter(out.resolve("solves.csv"), StandardCharsets.UTF_8);
                Comparison comparison = new Comparison(rules, peerCells)) {
            csv.write(Row.HEADER + "\n");
            for (Task task : chosen) {
                List<Row> rows = comparison.run(task, names);
                for (Row row : rows) {
                    csv.write(row.toCsv() + "\n");
                }
                csv.flush();
                if (publish != null) {
                    Path file = new Publication(publish)
                            .add(
                                    task.published().get(),
                                    rows.stream()
                                            .filter(row -> !row.solver().equals(Baseline.ALL_CLOUD))
                                            .map(Row::solved)
                                            .toList());
                    console.remark("published in " + file);
                }
                through.incrementAndGet();
                console.result(TableText.lines(task, rows, tables.page(console)));
                solves.addAll(rows);
                List<String> faults = Comparison.contradictions(rows);
                faults.forEach(console::fault);
                contradictions.addAll(faults);
            }
        }
        if (console.json()) {
            console.document(
                    Json.pretty(new Report(solves.stream().map(Solve::of).toList(), contradictions))
                            .stripTrailing());
        }
        return (contradictions.isEmpty() ? ExitCode.OK : ExitCode.INTERNAL).status();
    }

    /** How to go on with the instances that are missing; a great many stand in a file that the command reads. */
    private String others(List<Task> missing) {
        List<Object> words =
                console.words("--threads", "--sizes", "--regimes", "--shapes", "--charging", "--seeds", "--instances");
        words.remove(0);
        words.addAll(
                List.of("--instances", missing.stream().map(Task::reference).collect(Collectors.joining(","))));
        Path file = out.resolve("missing.txt");
        try {
            Files.writeString(file, ShellWords.of(words.toArray()) + "\n");
        } catch (IOException unwritten) {
            return "; the others by --instances and another --out";
        }
        return "; the others: " + ShellWords.berth("peers") + " @" + ShellWords.of(file) + " --out "
                + ShellWords.of(Path.of(out + "-2"));
    }

    private List<Task> product() {
        List<Task> all = new ArrayList<>();
        for (String size : sizes) {
            for (String regime : regimes) {
                for (String shape : shapes) {
                    for (String mode : charging) {
                        seeds.forEach(
                                seed -> all.add(Task.of(String.join("/", regime, shape, mode, size, seed.toString()))));
                    }
                }
            }
        }
        return all;
    }
}

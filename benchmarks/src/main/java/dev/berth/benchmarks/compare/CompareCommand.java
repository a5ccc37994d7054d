package dev.berth.benchmarks.compare;

import dev.berth.benchmarks.instance.Instance;
import dev.berth.benchmarks.peer.PeerLimits;
import dev.berth.optimizer.problem.Baseline;
import dev.berth.record.BadInputException;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command that runs a {@link Comparison}. */
@Command(
        name = "peers",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        showDefaultValues = true,
        description = "Whole solves of every solver and of its peers on the same instances in the same run:"
                + " time, cost, bound, gap of the cost and of the savings against all-cloud.")
public final class CompareCommand implements Callable<Integer> {
    private static final int INTERNAL = 1;
    private static final int BAD_INPUT = 3;

    @Option(
            names = "--sizes",
            split = ",",
            description = "MODELSxSLOTS.",
            defaultValue = "10x288,50x50,200x50,1000x100")
    private List<String> sizes = List.of();

    @Option(
            names = "--regimes",
            split = ",",
            description = "tight, loose, nothing-fits, huge-models, zero-demand, equal-models, energy.",
            defaultValue = "tight")
    private List<String> regimes = List.of();

    @Option(names = "--shapes", split = ",", description = "Demand.", defaultValue = "drift,daily,bursts")
    private List<String> shapes = List.of();

    @Option(names = "--charging", split = ",", description = "per-request, per-switch, both.", defaultValue = "both")
    private List<String> charging = List.of();

    @Option(names = "--seeds", split = ",", description = "Seeds of sizes and demand.", defaultValue = "1,2,3")
    private List<Long> seeds = List.of();

    @Option(
            names = "--instances",
            split = ",",
            description = "Instances by name, REGIME/SHAPE/CHARGING/MODELSxSLOTS/SEED, instead of all the above.",
            showDefaultValue = CommandLine.Help.Visibility.NEVER)
    private List<String> instances = List.of();

    @Option(
            names = "--solvers",
            split = ",",
            description =
                    "Names; all of ours and the peers jenetics, cp-sat, scip where not given. NAME@SECONDS: one of"
                            + " ours that may do the work of about so many seconds (default: 10).",
            showDefaultValue = CommandLine.Help.Visibility.NEVER)
    private List<String> solvers = List.of();

    @Option(names = "--seconds", description = "Time a peer has for a solve.", defaultValue = "60")
    private double seconds;

    @Option(names = "--threads", description = "Threads a peer has.", defaultValue = "1")
    private int threads;

    @Option(names = "--runs", description = "Most timed solves; the median is told.", defaultValue = "5")
    private int runs;

    @Option(
            names = "--warm-up-seconds",
            description = "Solves that take less are repeated that long before they are timed.",
            defaultValue = "2")
    private double warmUpSeconds;

    @Option(
            names = "--stop-seconds",
            description = "A solver is stopped after that long on an instance, warm-up included.",
            defaultValue = "300")
    private double stopSeconds;

    @Option(
            names = "--peer-cells",
            description = "Most models × slots given to peers, whose models take memory outside the heap.",
            defaultValue = "100000")
    private long peerCells;

    @Option(names = "--heap-mib", description = "Heap of each solving process.", defaultValue = "4096")
    private int heapMebibytes;

    @Option(names = "--out", required = true, description = "Folder for solves.csv and machine.txt; must be new.")
    private Path out = Path.of("");

    /** Runs the command and exits: 0 ok, 1 solvers contradict each other, 2 usage, 3 bad input. */
    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        return new CommandLine(new CompareCommand()).setExecutionExceptionHandler((failure, command, parsed) -> {
            if (failure instanceof BadInputException || failure instanceof IllegalArgumentException) {
                command.getErr().println("peers: " + failure.getMessage());
                return BAD_INPUT;
            }
            throw failure;
        });
    }

    @Override
    public Integer call() throws IOException {
        List<String> named = solvers.isEmpty() ? Contestants.names() : solvers;
        named.forEach(Contestants::require);
        // What savings are against comes first, asked for or not.
        List<String> names = Stream.concat(Stream.of(Baseline.ALL_CLOUD), named.stream())
                .distinct()
                .toList();
        List<Instance> chosen = instances.isEmpty()
                ? product()
                : instances.stream().map(Instance::named).toList();
        Rules rules = new Rules(
                new PeerLimits(seconds, threads), new Timing(warmUpSeconds, runs), stopSeconds, heapMebibytes);
        if (Files.exists(out)) {
            throw new BadInputException(out + " exists, expected a new folder; a rerun is a new folder");
        }
        chosen.forEach(Comparison::require);
        Files.createDirectories(out);
        Files.writeString(out.resolve("machine.txt"), Surroundings.describe(rules));
        return run(rules, chosen, names);
    }

    private int run(Rules rules, List<Instance> chosen, List<String> names) throws IOException {
        int faults = 0;
        System.out.println(TableText.HEADER);
        try (BufferedWriter csv = Files.newBufferedWriter(out.resolve("solves.csv"), StandardCharsets.UTF_8);
                Comparison comparison = new Comparison(rules, peerCells)) {
            csv.write(Row.HEADER + "\n");
            for (Instance instance : chosen) {
                List<Row> rows = comparison.run(instance, names);
                for (Row row : rows) {
                    csv.write(row.toCsv() + "\n");
                    System.out.println(TableText.line(row));
                }
                csv.flush();
                for (String fault : Comparison.contradictions(rows)) {
                    System.err.println("peers: " + fault);
                    faults++;
                }
            }
        }
        return faults == 0 ? 0 : INTERNAL;
    }

    private List<Instance> product() {
        List<Instance> all = new ArrayList<>();
        for (String size : sizes) {
            for (String regime : regimes) {
                for (String shape : shapes) {
                    for (String mode : charging) {
                        seeds.forEach(seed ->
                                all.add(Instance.named(String.join("/", regime, shape, mode, size, seed.toString()))));
                    }
                }
            }
        }
        return all;
    }
}

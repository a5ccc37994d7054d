package dev.berth.optimizer.cli;

import dev.berth.command.Commands;
import dev.berth.command.Console;
import dev.berth.command.ExitCode;
import dev.berth.dataset.ProfileDatasets;
import dev.berth.optimizer.policy.Policies;
import dev.berth.optimizer.policy.Policy;
import dev.berth.optimizer.scenario.ScenarioFile;
import dev.berth.optimizer.solve.SolveLimits;
import dev.berth.optimizer.solve.Solver;
import dev.berth.optimizer.solve.choice.Solvers;
import dev.berth.record.AtomicFile;
import dev.berth.record.BadInputException;
import dev.berth.record.Json;
import dev.berth.text.VisibleText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code compare}: every solver and policy on one scenario, or on many. */
@Command(
        name = "compare",
        description =
                "Runs every solver and policy on the same requests of one scenario: what each costs in simulation, with"
                        + " 95 %% intervals over seeds, what it saves against all-cloud, delays; of plans the gap to the"
                        + " proven bound and time.",
        mixinStandardHelpOptions = true)
final class CompareCommand implements Callable<Integer> {
    /** Scenarios of all sweeps together. */
    private static final long MAX_CASES = 10_000;

    /** What stdout or a file holds. */
    enum Format {
        TABLE,
        CSV,
        JSON
    }

    @Mixin
    private Console console;

    @Mixin
    private SimulationOptions simulated;

    @Mixin
    private LookAheadOption lookAhead;

    @Mixin
    private SolveOptions solveOptions;

    @Option(names = "--profiles", required = true, paramLabel = "FILE", description = "Dataset to plan with.")
    private Path profiles;

    @Option(names = "--scenario", required = true, paramLabel = "FILE", description = "Scenario to plan for.")
    private Path scenario;

    @Option(
            names = "--solver",
            paramLabel = "NAME",
            converter = MethodNames.OfSolver.class,
            completionCandidates = MethodNames.OfSolver.class,
            description =
                    "Only this solver, may be given again: ${COMPLETION-CANDIDATES}; all-cloud is always the first"
                            + " row.")
    private List<Solver> solvers = List.of();

    @Option(
            names = "--policy",
            paramLabel = "NAME",
            converter = MethodNames.OfPolicy.class,
            completionCandidates = MethodNames.OfPolicy.class,
            description = "Only this policy, may be given again: ${COMPLETION-CANDIDATES}.")
    private List<Policy> policies = List.of();

    @Option(
            names = "--sweep",
            paramLabel = "PARAMETER=VALUES",
            description = "Vary one figure, may be given again for every combination: storage, memory (shares of what"
                    + " all models take), shared-backhaul, rate, price-storage, price-memory, price-energy, price-delay,"
                    + " price-switching (factors), models (how many). VALUES: 1,2,4 or FIRST:LAST:STEP.")
    private List<String> sweeps = List.of();

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = "table, csv or json (default: table, and csv where --out ends so, else json).")
    private Format format;

    @Option(names = "--out", paramLabel = "FILE", description = "Where the result is written.")
    private Path out;

    @Option(names = "--figure", paramLabel = "FILE", description = "Where the costs over one --sweep are drawn, SVG.")
    private Path figure;

    @Override
    public Integer call() throws IOException {
        simulated.check();
        SolveLimits limits = solveOptions.limits(simulated.firstSeed());
        boolean everything = solvers.isEmpty() && policies.isEmpty();
        List<Solver> chosenSolvers = lookAhead.applyTo(everything ? Solvers.all() : solvers);
        List<Policy> chosenPolicies = everything ? Policies.all() : policies;
        List<List<ComparisonFile.Setting>> cases =
                combinations(sweeps.stream().map(Sweep::parse).toList());
        if (figure != null && (sweeps.size() != 1 || cases.size() < 2)) {
            throw new BadInputException("--figure " + figure + ": " + sweeps.size() + " sweeps, " + cases.size()
                    + " cases, expected one --sweep of two values or more");
        }
        Variant whole = new Variant(ScenarioFile.readFleet(scenario), ProfileDatasets.read(profiles));
        List<String> assumptions = whole.servers(profiles.toString()).assumptions();
        // All of them before the first is solved: nothing is lost to a fault of the last.
        for (List<ComparisonFile.Setting> settings : cases) {
            whole.with(settings).servers(profiles.toString()).requireSimulable();
        }
        List<ComparisonFile.Case> compared = new ArrayList<>();
        SolveWatch watch = SolveWatch.on(console.statusLine());
        for (List<ComparisonFile.Setting> settings : cases) {
            if (!settings.isEmpty()) {
                console.remark("comparing " + (compared.size() + 1) + " of " + cases.size());
            }
            String here = settings.stream()
                    .map(setting -> setting.parameter() + " " + ComparisonText.plain(setting.value()) + ": ")
                    .collect(Collectors.joining());
            Servers servers = whole.with(settings).servers(profiles.toString());
            servers.tooSmall().forEach(line -> console.warning(here + line));
            compared.add(new Comparison(
                            servers, simulated, limits, line -> console.warning(here + line), console::remark, watch)
                    .run(settings, chosenSolvers, chosenPolicies));
        }
        write(new ComparisonFile(
                ComparisonFile.SCHEMA_VERSION,
                Commands.TOOL,
                profiles.toString(),
                Fingerprint.of(profiles),
                scenario.toString(),
                Fingerprint.of(scenario),
                assumptions,
                simulated.seeds(),
                simulated.firstSeed(),
                compared));
        return ExitCode.OK.status();
    }

    /** The last sweep varies fastest. */
    private static List<List<ComparisonFile.Setting>> combinations(List<Sweep> sweeps) {
        List<List<ComparisonFile.Setting>> combinations = List.of(List.of());
        Set<SweepParameter> seen = new HashSet<>();
        for (Sweep sweep : sweeps) {
            if (!seen.add(sweep.parameter())) {
                throw new BadInputException(
                        "--sweep " + sweep.parameter().label() + " is given twice, expected one list of its values");
            }
            if ((long) combinations.size() * sweep.values().size() > MAX_CASES) {
                throw new BadInputException("--sweep: more than " + MAX_CASES + " combinations; sweep fewer values");
            }
            List<List<ComparisonFile.Setting>> longer = new ArrayList<>();
            for (List<ComparisonFile.Setting> before : combinations) {
                for (double value : sweep.values()) {
                    List<ComparisonFile.Setting> settings = new ArrayList<>(before);
                    settings.add(new ComparisonFile.Setting(sweep.parameter().label(), value));
                    longer.add(settings);
                }
            }
            combinations = longer;
        }
        return combinations;
    }

    private void write(ComparisonFile file) throws IOException {
        if (console.json() || (format == Format.JSON && out == null)) {
            console.document(Json.pretty(file).stripTrailing());
        }
        if (format == Format.CSV && out == null && !console.json()) {
            console.document(ComparisonText.csv(file).stripTrailing());
        } else if (format != Format.JSON || out != null) {
            console.result(ComparisonText.lines(file, console.width()));
        }
        if (out != null) {
            writeFile(file);
        }
        if (figure != null) {
            text(figure, ComparisonFigure.svg(file, console::warning));
            console.remark("figure written to " + figure);
        }
    }

    private void writeFile(ComparisonFile file) throws IOException {
        boolean asCsv =
                format == Format.CSV || (format == null && out.toString().endsWith(".csv"));
        if (asCsv) {
            text(out, ComparisonText.csv(file));
        } else if (format == Format.TABLE) {
            String table = ComparisonText.lines(file, Console.WIDTH).stream()
                    .map(line -> VisibleText.of(line) + "\n")
                    .collect(Collectors.joining());
            text(out, table);
        } else {
            Json.write(out, file);
            SchemaFile.COMPARISON.writeBeside(out);
        }
        console.remark("comparison written to " + out);
    }

    private static void text(Path file, String text) throws IOException {
        AtomicFile.write(file, text.getBytes(StandardCharsets.UTF_8));
    }
}

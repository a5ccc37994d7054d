package dev.berth.optimizer.cli;

import dev.berth.command.Console;
import dev.berth.command.Examples;
import dev.berth.command.ExitCode;
import dev.berth.command.TableOptions;
import dev.berth.optimizer.decide.Comparing;
import dev.berth.optimizer.decide.SeededRuns;
import dev.berth.optimizer.decide.Sweep;
import dev.berth.optimizer.document.ComparisonFile;
import dev.berth.optimizer.policy.Policies;
import dev.berth.optimizer.policy.Policy;
import dev.berth.optimizer.report.ComparisonCsv;
import dev.berth.optimizer.report.ComparisonFigure;
import dev.berth.optimizer.report.ComparisonText;
import dev.berth.optimizer.route.Router;
import dev.berth.optimizer.solve.SolveLimits;
import dev.berth.optimizer.solve.Solver;
import dev.berth.optimizer.solve.choice.Solvers;
import dev.berth.record.AtomicFile;
import dev.berth.record.BadOptionException;
import dev.berth.record.Json;
import dev.berth.schema.Answers;
import dev.berth.text.Figures;
import dev.berth.text.Page;
import dev.berth.text.ShellWords;
import dev.berth.text.VisibleText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code compare}: every solver and policy on one scenario, or on many. */
@Examples({
    "berth compare --profiles p.json --scenario s.yaml # every solver and policy",
    "berth compare --profiles p.json --scenario s.yaml --sweep storage=0.2:1:0.2 # over a sweep"
})
@Answers(ComparisonFile.class)
@Command(
        name = "compare",
        header = "every solver and policy on one scenario, or over a sweep",
        description =
                "Runs every solver and policy on the same requests of one scenario: what each costs in simulation, with"
                        + " 95 %% intervals over seeds, what it saves against all-cloud, delays; of plans the gap to the"
                        + " proven bound and time.",
        mixinStandardHelpOptions = true)
final class CompareCommand implements Callable<Integer> {
    /** What stdout or a file holds. */
    enum Format {
        TABLE,
        CSV,
        JSON
    }

    @Mixin
    private Console console;

    @Mixin
    private TableOptions tables;

    @Mixin
    private SimulationOptions simulated;

    @Mixin
    private MethodOptions methodOptions;

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
            names = "--route",
            paramLabel = "NAME",
            split = ",",
            converter = MethodNames.OfRoute.class,
            completionCandidates = MethodNames.OfRoute.class,
            description = "Where requests go, as for 'simulate': ${COMPLETION-CANDIDATES}.")
    private List<Router> routers = List.of();

    @Option(
            names = "--sweep",
            paramLabel = "PARAMETER=VALUES",
            description =
                    "Vary one figure, may be given again for every combination: storage, memory, host-memory (shares"
                            + " of what all models take), shared-backhaul, link-rate, rate, price-storage, price-memory,"
                            + " price-host-memory, price-energy, price-delay, price-switching, price-quality (factors), models, links, surface-elements (how many). VALUES: 1,2,4 or FIRST:LAST:STEP.")
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
    @SuppressWarnings("try") // The watch is there to be closed.
    public Integer call() throws IOException {
        if (console.json() && out == null && format != null && format != Format.JSON) {
            throw new BadOptionException("--format " + format.name().toLowerCase(Locale.ROOT)
                    + ": --json takes stdout; name a file for the other with --out");
        }
        SeededRuns runs = simulated.runs();
        SolveLimits limits = solveOptions.limits(runs.firstSeed());
        boolean everything = solvers.isEmpty() && policies.isEmpty();
        List<List<ComparisonFile.Setting>> cases =
                Comparing.combinations(sweeps.stream().map(Sweep::parse).toList());
        if (figure != null && (sweeps.size() != 1 || cases.size() < 2)) {
            throw new BadOptionException("--figure " + figure + ": " + sweeps.size() + " sweeps, " + cases.size()
                    + " cases, expected one --sweep of two values or more");
        }
        ConsoleProgress progress = new ConsoleProgress(console);
        Comparing comparing = new Comparing(profiles, scenario, runs, limits, progress);
        comparing.route(routers);
        ComparisonFile file;
        try (Console.Watch watch = console.whenInterrupted(() -> keep(comparing, cases))) {
            file = comparing.compare(
                    cases,
                    methodOptions.applyTo(everything ? Solvers.all() : solvers),
                    everything ? Policies.all() : policies);
        }
        progress.finish();
        write(file);
        return ExitCode.OK.status();
    }

    /** What was compared until a signal came; says how to go on. */
    private String keep(Comparing comparing, List<List<ComparisonFile.Setting>> cases) {
        Optional<ComparisonFile> file = comparing.soFar();
        if (file.isEmpty()) {
            return "no method was through; fewer --seeds, or a --time-limit for solvers, take less time";
        }
        try {
            write(file.get());
        } catch (IOException unwritten) {
            return out + ": " + unwritten.getMessage();
        }
        int begun = file.get().cases().size();
        String where = out == null ? "above" : "in " + out;
        List<String> lacking = comparing.missing();
        String methods = lacking.isEmpty()
                ? ""
                : "; missing" + (cases.size() == 1 ? "" : " in the last") + ": " + String.join(", ", lacking)
                        + ", by --solver and --policy";
        List<List<ComparisonFile.Setting>> missing = cases.subList(begun, cases.size());
        if (missing.isEmpty()) {
            return "what was compared is " + where + methods;
        }
        return begun + " of " + cases.size() + " cases are " + where + methods + "; the others: "
                + (sweeps.size() == 1
                        ? "--sweep " + missing.get(0).get(0).parameter() + "="
                                + missing.stream()
                                        .map(settings ->
                                                Figures.plain(settings.get(0).value()))
                                        .collect(Collectors.joining(","))
                        : missing.size() + " combinations of --sweep, from the " + (cases.size() - missing.size() + 1)
                                + "th on");
    }

    private void write(ComparisonFile unsigned) throws IOException {
        ComparisonFile file = unsigned.madeBy(
                "berth " + ShellWords.of(console.words("--threads").toArray()));
        if (console.json() || (format == Format.JSON && out == null)) {
            console.document(Json.pretty(file).stripTrailing());
        }
        if (format == Format.CSV && out == null && !console.json()) {
            console.document(ComparisonCsv.of(file).stripTrailing());
        } else if (format != Format.JSON || out != null) {
            console.result(ComparisonText.lines(file, tables.page(console)));
        }
        if (out != null) {
            writeFile(file);
        }
        if (figure != null) {
            text(figure, ComparisonFigure.of(file, console::warning).document());
            console.remark("figure written to " + figure);
        }
    }

    private void writeFile(ComparisonFile file) throws IOException {
        boolean asCsv =
                format == Format.CSV || (format == null && out.toString().endsWith(".csv"));
        if (asCsv) {
            text(out, ComparisonCsv.of(file));
        } else if (format == Format.TABLE) {
            String table = ComparisonText.lines(file, Page.of(Console.WIDTH)).stream()
                    .map(line -> VisibleText.of(line) + "\n")
                    .collect(Collectors.joining());
            text(out, table);
        } else {
            file.write(out);
        }
        console.remark("comparison written to " + out);
    }

    private static void text(Path file, String text) throws IOException {
        AtomicFile.write(file, text.getBytes(StandardCharsets.UTF_8));
    }
}

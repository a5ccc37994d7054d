package dev.berth.optimizer.cli;

import dev.berth.command.Console;
import dev.berth.command.Examples;
import dev.berth.command.ExitCode;
import dev.berth.command.TableOptions;
import dev.berth.optimizer.decide.SeededRuns;
import dev.berth.optimizer.decide.Simulating;
import dev.berth.optimizer.document.SimulationFile;
import dev.berth.optimizer.policy.Policies;
import dev.berth.optimizer.policy.Policy;
import dev.berth.optimizer.report.SimulationText;
import dev.berth.optimizer.route.Router;
import dev.berth.optimizer.solve.Solver;
import dev.berth.optimizer.solve.choice.Solvers;
import dev.berth.record.Json;
import dev.berth.schema.Answers;
import dev.berth.text.ShellWords;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code simulate}: requests one by one against plans and policies. */
@Examples({
    "berth simulate --profiles p.json --scenario s.yaml # a plan against every policy",
    "berth simulate --profiles p.json --scenario s.yaml --plan plan.json # a plan made before",
    "berth simulate --profiles p.json --scenario fleet.yaml --solver auto --route home,shortest-delay # routed"
})
@Answers(SimulationFile.class)
@Command(
        name = "simulate",
        header = "requests one by one against plans and online policies",
        description =
                "Replays requests one by one, 100 million a run at most, against plans and online policies, with the"
                        + " measured delays.",
        mixinStandardHelpOptions = true)
final class SimulateCommand implements Callable<Integer> {
    @Mixin
    private Console console;

    @Mixin
    private TableOptions tables;

    @Mixin
    private SimulationOptions simulated;

    @Mixin
    private SolveOptions solveOptions;

    @Mixin
    private MethodOptions methodOptions;

    @Option(names = "--profiles", required = true, paramLabel = "FILE", description = "Dataset to draw delays from.")
    private Path profiles;

    @Option(names = "--scenario", required = true, paramLabel = "FILE", description = "Scenario to simulate.")
    private Path scenario;

    @Option(
            names = "--plan",
            paramLabel = "FILE",
            description =
                    "Plan to follow, as 'plan --out' writes it for the same servers; of 'plan --master' the folder.")
    private Path plan;

    @Option(
            names = "--solver",
            paramLabel = "NAME",
            converter = MethodNames.OfSolver.class,
            completionCandidates = MethodNames.OfSolver.class,
            description = "Solver whose plan is followed, may be given again: ${COMPLETION-CANDIDATES}.")
    private List<Solver> solvers = List.of();

    @Option(
            names = "--policy",
            paramLabel = "NAME",
            converter = MethodNames.OfPolicy.class,
            completionCandidates = MethodNames.OfPolicy.class,
            description = "Online policy, may be given again: ${COMPLETION-CANDIDATES} (default, where neither plan nor"
                    + " solver is given either: all of them and the solver auto). all-cloud, which all others are held"
                    + " against, always runs.")
    private List<Policy> policies = List.of();

    @Option(
            names = "--route",
            paramLabel = "NAME",
            split = ",",
            converter = MethodNames.OfRoute.class,
            completionCandidates = MethodNames.OfRoute.class,
            description = "Where requests go between the servers of a scenario with routes, may be given again or as a"
                    + " list: ${COMPLETION-CANDIDATES} (default: home). Each method is simulated with each; clairvoyant is"
                    + " what none can come below.")
    private List<Router> routers = List.of();

    @Option(names = "--out", paramLabel = "FILE", description = "Where the result is written as JSON.")
    private Path out;

    @Override
    @SuppressWarnings("try") // The watch is there to be closed.
    public Integer call() throws IOException {
        SeededRuns runs = simulated.runs();
        boolean nothingNamed = plan == null && solvers.isEmpty() && policies.isEmpty();
        List<Solver> chosen = methodOptions.applyTo(nothingNamed ? List.of(Solvers.named("auto")) : solvers);
        ConsoleProgress progress = new ConsoleProgress(console);
        Simulating simulating = new Simulating(profiles, scenario, runs, progress);
        SimulationFile file;
        try (Console.Watch watch = console.whenInterrupted(() -> keep(simulating))) {
            simulating.route(routers);
            if (plan != null) {
                simulating.follow(plan, solveOptions.limits(runs.firstSeed()));
            }
            simulating.solve(chosen, solveOptions.limits(runs.firstSeed()));
            simulating.decide(nothingNamed ? Policies.all() : policies);
            file = simulating.simulate();
        }
        progress.finish();
        write(file);
        return ExitCode.OK.status();
    }

    /** What was simulated until a signal came; says how to go on. */
    private String keep(Simulating simulating) {
        Optional<SimulationFile> file = simulating.soFar();
        if (file.isEmpty()) {
            return "nothing was simulated; fewer --seeds, or a --time-limit for solvers, take less time";
        }
        try {
            write(file.get());
        } catch (IOException unwritten) {
            return out + ": " + unwritten.getMessage();
        }
        List<String> missing = simulating.missing();
        return "what was simulated is " + (out == null ? "above" : "in " + out)
                + (missing.isEmpty()
                        ? ", nothing is missing"
                        : "; missing: " + String.join(", ", missing) + ", by --solver and --policy");
    }

    private void write(SimulationFile unsigned) throws IOException {
        SimulationFile file = unsigned.madeBy(
                "berth " + ShellWords.of(console.words("--threads").toArray()));
        console.result(SimulationText.lines(file, tables.page(console)));
        if (console.json()) {
            console.document(Json.pretty(file).stripTrailing());
        }
        if (out != null) {
            file.write(out);
            console.remark("simulation written to " + out);
        }
    }
}

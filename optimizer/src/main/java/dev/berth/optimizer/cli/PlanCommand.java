package dev.berth.optimizer.cli;

import dev.berth.command.Console;
import dev.berth.command.Examples;
import dev.berth.command.ExitCode;
import dev.berth.command.TableOptions;
import dev.berth.optimizer.decide.Planned;
import dev.berth.optimizer.decide.Planning;
import dev.berth.optimizer.document.FleetFile;
import dev.berth.optimizer.document.PlanFile;
import dev.berth.optimizer.report.PlanText;
import dev.berth.optimizer.solve.SolveLimits;
import dev.berth.optimizer.solve.Solver;
import dev.berth.optimizer.solve.choice.Solvers;
import dev.berth.record.BadOptionException;
import dev.berth.record.Json;
import dev.berth.schema.Answers;
import dev.berth.text.ShellWords;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code plan}: which models are stored and loaded, slot by slot. */
@Examples({
    "berth plan --profiles p.json --derive-scenario s.yaml # a scenario from what was measured",
    "berth plan --profiles p.json --scenario s.yaml --out plan.json # the cheapest plan for one",
    "berth plan --profiles p.json --scenario s.yaml --time-limit 30s --gap 1% # good enough",
    "berth plan --profiles p.json --scenario fleet.yaml --master spark://head:7077 --out fleet # on Apache Spark"
})
@Answers(
        value = {PlanFile.class, FleetFile.class},
        when = {"", "with `--master`"})
@Command(
        name = "plan",
        header = "which models an edge server stores and preloads, slot by slot",
        description = "Decides which models an edge server stores and preloads, slot by slot.",
        mixinStandardHelpOptions = true)
final class PlanCommand implements Callable<Integer> {
    private static final List<Solver> DEFAULT_SOLVERS = List.of(Solvers.named("auto"));

    @Mixin
    private Console console;

    @Mixin
    private TableOptions tables;

    @Mixin
    private MethodOptions methodOptions;

    @Mixin
    private SolveOptions solveOptions;

    @Option(
            names = "--seed",
            paramLabel = "NUMBER",
            description = "Seed of solvers that draw at random; the same seed gives the same plan (default: 1).")
    private long seed = SolveLimits.DEFAULT_SEED;

    @Option(names = "--profiles", required = true, paramLabel = "FILE", description = "Dataset to plan with.")
    private Path profiles;

    @ArgGroup(multiplicity = "1")
    private ScenarioOption scenario;

    @Option(
            names = "--solver",
            paramLabel = "NAME",
            converter = MethodNames.OfSolver.class,
            completionCandidates = MethodNames.OfSolver.class,
            description = "Solver to run, may be given again: ${COMPLETION-CANDIDATES}; the cheapest plan"
                    + " is kept (default: auto). all-cloud, which every plan is held against, always runs.")
    private List<Solver> solvers = DEFAULT_SOLVERS;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description =
                    "Where the plan is written as JSON; with --master the folder for fleet.json and Parquet files.")
    private Path out;

    @Mixin
    private MasterOption master;

    private static final class ScenarioOption {
        @Option(names = "--scenario", required = true, paramLabel = "FILE", description = "Scenario to plan for.")
        private Path given;

        @Option(
                names = "--derive-scenario",
                required = true,
                paramLabel = "FILE",
                description = "Write a scenario that suits the dataset, then plan for it.")
        private Path derived;
    }

    @Override
    public Integer call() throws IOException {
        List<Solver> chosen = methodOptions.applyTo(solvers);
        SolveLimits limits = solveOptions.limits(seed);
        if (master.isGiven()) {
            if (methodOptions.hasDenoiser()) {
                throw new BadOptionException(
                        "--denoiser: not with --master, which plans with the network that is shipped");
            }
            return new FleetRun(console, profiles, scenario.given, chosen, limits, out, tables.page(console))
                    .on(master);
        }
        if (scenario.derived == null) {
            plan(profiles, scenario.given, chosen, limits, Optional.ofNullable(out));
        } else {
            derive(profiles, scenario.derived);
            plan(profiles, scenario.derived, chosen, limits, Optional.ofNullable(out));
        }
        return ExitCode.OK.status();
    }

    private void derive(Path profiles, Path scenario) throws IOException {
        Planning.derive(profiles, scenario);
        console.remark("scenario written to " + scenario + "; its assumptions are in its comments");
    }

    @SuppressWarnings("try") // The watch is there to be closed.
    private void plan(Path profiles, Path scenario, List<Solver> solvers, SolveLimits limits, Optional<Path> out)
            throws IOException {
        String again = ShellWords.berth(words(scenario, "--time-limit"))
                + out.map(file -> " " + ShellWords.of("--out", file)).orElse("");
        LastPlan last = new LastPlan(out, again);
        try (Console.Watch watch = console.whenInterrupted(last::end)) {
            Planned planned = Planning.plan(
                            profiles, scenario, solvers, limits, new ConsoleProgress(console, last::isWanted))
                    .madeBy("berth " + ShellWords.of(words(scenario)));
            if (out.isPresent()) {
                planned.file().write(out.get());
            }
            tell(planned, profiles, scenario, out);
            last.made();
        }
    }

    private void tell(Planned planned, Path profiles, Path scenario, Optional<Path> out) {
        console.result(new PlanText(planned).lines(tables.page(console)));
        if (console.json()) {
            console.document(Json.pretty(planned.file()).stripTrailing());
        }
        if (out.isPresent()) {
            console.remark("plan written to " + out.get());
            if (planned.isSimulable()) {
                console.remark("next, with requests one by one: "
                        + ShellWords.berth(
                                "simulate", "--profiles", profiles, "--scenario", scenario, "--plan", out.get()));
            }
        }
    }

    /** Where a signal ends the command: solvers are asked for the best plan that they have, which is kept. */
    private static final class LastPlan {
        private static final long PATIENCE_SECONDS = 5;

        private final Optional<Path> out;
        private final String again;
        private final CountDownLatch made = new CountDownLatch(1);
        private volatile boolean wanted;

        LastPlan(Optional<Path> out, String again) {
            this.out = out;
            this.again = again;
        }

        boolean isWanted() {
            return wanted;
        }

        void made() {
            made.countDown();
        }

        String end() {
            wanted = true;
            try {
                if (out.isPresent() && made.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                    return "the best plan so far is in " + out.get() + "; the same command looks for a better one";
                }
            } catch (InterruptedException ended) {
                Thread.currentThread().interrupt();
            }
            return "no plan was written; the best one of half a minute: " + again + " --time-limit 30s";
        }
    }

    /** A scenario that was derived is there now. */
    private Object[] words(Path scenario, String... without) {
        List<String> left = new ArrayList<>(List.of(without));
        left.addAll(List.of("--scenario", "--derive-scenario"));
        List<Object> words = console.words(left.toArray(String[]::new));
        words.addAll(List.of("--scenario", scenario));
        return words.toArray();
    }
}

package dev.berth.optimizer.cli;

import dev.berth.command.Console;
import dev.berth.command.ExitCode;
import dev.berth.dataset.ProfileDatasets;
import dev.berth.optimizer.scenario.DerivedScenario;
import dev.berth.optimizer.scenario.FleetScenario;
import dev.berth.optimizer.scenario.ScenarioFile;
import dev.berth.optimizer.solve.SolveLimits;
import dev.berth.optimizer.solve.Solver;
import dev.berth.optimizer.solve.choice.Solvers;
import dev.berth.record.AtomicFile;
import dev.berth.record.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code plan}: which models are stored and loaded, slot by slot. */
@Command(
        name = "plan",
        description = "Decides which models an edge server stores and preloads, slot by slot.",
        mixinStandardHelpOptions = true)
final class PlanCommand implements Callable<Integer> {
    @Mixin
    private Console console;

    @Mixin
    private LookAheadOption lookAhead;

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
    private List<Solver> solvers = List.of(Solvers.named("auto"));

    @Option(names = "--out", paramLabel = "FILE", description = "Where the plan is written as JSON.")
    private Path out;

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
        List<Solver> chosen = lookAhead.applyTo(solvers);
        solveOptions.limits(seed);
        if (scenario.derived != null) {
            derive();
        }
        Path file = scenario.derived != null ? scenario.derived : scenario.given;
        FleetScenario servers = ScenarioFile.readFleet(file);
        return servers.isFleet() ? planFleet(file, servers, chosen) : planOne(file, servers, chosen);
    }

    private int planFleet(Path scenarioFile, FleetScenario servers, List<Solver> chosen) throws IOException {
        FleetPlanning planning = new FleetPlanning(profiles, scenarioFile, servers);
        planning.solve(chosen, solveOptions.limits(seed), console::warning, SolveWatch.on(console.statusLine()));
        return deliver(planning.lines(console.width()), planning.file(), SchemaFile.FLEET_PLAN);
    }

    private int planOne(Path scenarioFile, FleetScenario server, List<Solver> chosen) throws IOException {
        Planning planning = new Planning(profiles, scenarioFile, server);
        planning.solve(chosen, solveOptions.limits(seed), console::warning, SolveWatch.on(console.statusLine()));
        return deliver(new PlanText(planning).lines(console.width()), planning.file(), SchemaFile.PLAN);
    }

    private int deliver(List<String> lines, Record file, SchemaFile schema) throws IOException {
        console.result(lines);
        if (console.json()) {
            console.document(Json.pretty(file).stripTrailing());
        }
        if (out != null) {
            Json.write(out, file);
            schema.writeBeside(out);
            console.remark("plan written to " + out);
        }
        return ExitCode.OK.status();
    }

    private void derive() throws IOException {
        String yaml = DerivedScenario.yaml(ProfileDatasets.read(profiles), profiles.toString());
        AtomicFile.write(scenario.derived, yaml.getBytes(StandardCharsets.UTF_8));
        console.remark("scenario written to " + scenario.derived + "; its assumptions are in its comments");
    }
}

package dev.berth.optimizer.cli;

import dev.berth.optimizer.policy.Policies;
import dev.berth.optimizer.policy.Policy;
import dev.berth.optimizer.problem.Plan;
import dev.berth.optimizer.simulate.Simulation;
import dev.berth.optimizer.simulate.SimulationResult;
import dev.berth.optimizer.solve.Solver;
import dev.berth.optimizer.solve.Solvers;
import dev.berth.profile.ExitCode;
import dev.berth.profile.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code simulate}: requests one by one against plans and policies. */
@Command(
        name = "simulate",
        description = "Replays requests one by one against plans and online policies, with the measured delays.",
        mixinStandardHelpOptions = true)
final class SimulateCommand implements Callable<Integer> {
    @Mixin
    private Console console;

    @Mixin
    private SimulationOptions simulated;

    @Mixin
    private SolveOptions solveOptions;

    @Mixin
    private LookAheadOption lookAhead;

    @Option(names = "--profiles", required = true, paramLabel = "FILE", description = "Dataset to draw delays from.")
    private Path profiles;

    @Option(names = "--scenario", required = true, paramLabel = "FILE", description = "Scenario to simulate.")
    private Path scenario;

    @Option(names = "--plan", paramLabel = "FILE", description = "Plan to follow, as 'plan --out' writes it.")
    private Path plan;

    @Option(names = "--solver", paramLabel = "NAME", description = "Solver whose plan is followed, may be given again.")
    private List<String> solvers = List.of();

    @Option(
            names = "--policy",
            paramLabel = "NAME",
            description =
                    "Online policy, may be given again: cloud-only, static-top-k, random, lru, lfu, lfu-aging, gdsf,"
                            + " landlord, retrospective (default, where neither plan nor solver is given either: all of them"
                            + " and the solver auto).")
    private List<String> policies = List.of();

    @Option(names = "--out", paramLabel = "FILE", description = "Where the result is written as JSON.")
    private Path out;

    @Override
    public Integer call() throws IOException {
        simulated.check();
        boolean nothingNamed = plan == null && solvers.isEmpty() && policies.isEmpty();
        List<Solver> chosenSolvers = lookAhead.applyTo((nothingNamed ? List.of("auto") : solvers)
                .stream().map(Solvers::named).toList());
        List<Policy> chosenPolicies = (nothingNamed ? Policies.names() : policies)
                .stream().map(Policies::named).toList();
        Planning planning = new Planning(profiles, scenario);
        List<Policy> followed = new ArrayList<>();
        if (plan != null) {
            Plan read = Json.read(plan, PlanFile.class).plan(plan, planning.problem());
            followed.add(Policies.following(plan.toString(), read));
        }
        planning.solve(chosenSolvers, solveOptions.limits(simulated.firstSeed()), console::remark);
        planning.results()
                .forEach(result -> followed.add(Policies.following(
                        result.solver().name(), result.solution().plan())));
        followed.addAll(chosenPolicies);
        write(file(planning, followed));
        return ExitCode.OK.status();
    }

    private SimulationFile file(Planning planning, List<Policy> followed) {
        Simulation simulation = planning.simulation(simulated);
        List<SimulationResult> results = new ArrayList<>();
        for (Policy policy : followed) {
            console.remark("simulating " + policy.name());
            results.add(simulation.of(policy.name(), List.of(policy)).all());
        }
        return new SimulationFile(
                SimulationFile.SCHEMA_VERSION,
                Main.TOOL,
                profiles.toString(),
                Planning.fingerprint(profiles),
                scenario.toString(),
                Planning.fingerprint(scenario),
                planning.assumptions(),
                planning.scenario().charging(),
                planning.problem().slots(),
                planning.scenario().slotSeconds(),
                simulated.seeds(),
                simulated.firstSeed(),
                results);
    }

    private void write(SimulationFile file) throws IOException {
        console.result(SimulationText.text(file));
        if (console.json()) {
            console.document(Json.pretty(file).stripTrailing());
        }
        if (out != null) {
            Json.write(out, file);
            SchemaFile.SIMULATION.writeBeside(out);
            console.remark("simulation written to " + out);
        }
    }
}

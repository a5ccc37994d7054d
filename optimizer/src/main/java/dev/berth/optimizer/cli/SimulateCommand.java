package dev.berth.optimizer.cli;

import dev.berth.command.Commands;
import dev.berth.command.Console;
import dev.berth.command.ExitCode;
import dev.berth.dataset.ProfileDatasets;
import dev.berth.optimizer.policy.Policies;
import dev.berth.optimizer.policy.Policy;
import dev.berth.optimizer.problem.Baseline;
import dev.berth.optimizer.problem.Plan;
import dev.berth.optimizer.scenario.Scenario;
import dev.berth.optimizer.scenario.ScenarioFile;
import dev.berth.optimizer.simulate.FleetResult;
import dev.berth.optimizer.simulate.Simulation;
import dev.berth.optimizer.solve.Solver;
import dev.berth.optimizer.solve.choice.Solvers;
import dev.berth.record.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code simulate}: requests one by one against plans and policies. */
@Command(
        name = "simulate",
        description =
                "Replays requests one by one, 100 million a run at most, against plans and online policies, with the"
                        + " measured delays.",
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

    @Option(
            names = "--plan",
            paramLabel = "FILE",
            description = "Plan to follow, as 'plan --out' writes it for the same servers.")
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

    @Option(names = "--out", paramLabel = "FILE", description = "Where the result is written as JSON.")
    private Path out;

    @Override
    public Integer call() throws IOException {
        simulated.check();
        boolean nothingNamed = plan == null && solvers.isEmpty() && policies.isEmpty();
        List<Solver> chosenSolvers = lookAhead.applyTo(nothingNamed ? List.of(Solvers.named("auto")) : solvers);
        List<Policy> chosenPolicies = nothingNamed ? Policies.all() : policies;
        Servers servers =
                new Servers(ScenarioFile.readFleet(scenario), ProfileDatasets.read(profiles), profiles.toString());
        servers.requireSimulable();
        int count = servers.built().size();
        servers.tooSmall().forEach(console::warning);
        List<Method> methods = new ArrayList<>();
        methods.add(new Method(Baseline.ALL_CLOUD, Collections.nCopies(count, Policies.named(Baseline.ALL_CLOUD))));
        if (plan != null) {
            methods.add(Method.following(plan.toString(), PlanDocument.plans(plan, servers, profiles, scenario)));
        }
        servers.solved(
                        chosenSolvers.stream()
                                .filter(solver -> !solver.name().equals(Baseline.ALL_CLOUD))
                                .toList(),
                        solveOptions.limits(simulated.firstSeed()),
                        console::warning,
                        SolveWatch.on(console.statusLine()))
                .forEach(result -> methods.add(Method.following(
                        result.solver().name(), result.solution().plans())));
        chosenPolicies.stream()
                .filter(Policy::servesAtEdge)
                .forEach(policy -> methods.add(new Method(policy.name(), Collections.nCopies(count, policy))));
        write(file(servers, methods));
        return ExitCode.OK.status();
    }

    /** What decides: one policy a server. */
    private record Method(String name, List<Policy> policies) {
        static Method following(String name, List<Plan> plans) {
            return new Method(
                    name,
                    plans.stream().map(plan -> Policies.following(name, plan)).toList());
        }
    }

    private SimulationFile file(Servers servers, List<Method> methods) {
        Simulation simulation = simulated.simulation(servers);
        List<FleetResult> results = new ArrayList<>();
        for (Method method : methods) {
            console.remark("simulating " + method.name());
            results.add(simulation.of(method.name(), method.policies()));
        }
        Scenario first = servers.scenario().servers().get(0);
        return new SimulationFile(
                SimulationFile.SCHEMA_VERSION,
                Commands.TOOL,
                profiles.toString(),
                Fingerprint.of(profiles),
                scenario.toString(),
                Fingerprint.of(scenario),
                servers.assumptions(),
                first.charging(),
                servers.slots(),
                first.slotSeconds(),
                simulated.seeds(),
                simulated.firstSeed(),
                CloudEcho.notes(
                        servers,
                        results.stream()
                                .flatMap(result -> Stream.concat(Stream.of(result.all()), result.servers().stream()))
                                .toList()),
                results.stream().map(FleetResult::all).toList(),
                servers.fleet().isPresent() ? perServer(servers.scenario().names(), results) : List.of());
    }

    private static List<SimulationFile.ServerResults> perServer(List<String> names, List<FleetResult> results) {
        List<SimulationFile.ServerResults> servers = new ArrayList<>();
        for (int server = 0; server < names.size(); server++) {
            int each = server;
            servers.add(new SimulationFile.ServerResults(
                    names.get(server),
                    results.stream().map(result -> result.servers().get(each)).toList()));
        }
        return servers;
    }

    private void write(SimulationFile file) throws IOException {
        console.result(SimulationText.lines(file, console.width()));
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

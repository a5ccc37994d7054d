package dev.berth.optimizer.decide;

import dev.berth.command.Commands;
import dev.berth.optimizer.baseline.Baseline;
import dev.berth.optimizer.document.Origins;
import dev.berth.optimizer.document.PlanFile;
import dev.berth.optimizer.document.SimulationFile;
import dev.berth.optimizer.policy.Policies;
import dev.berth.optimizer.policy.Policy;
import dev.berth.optimizer.problem.Plan;
import dev.berth.optimizer.route.Router;
import dev.berth.optimizer.route.Routers;
import dev.berth.optimizer.scenario.Scenario;
import dev.berth.optimizer.simulate.FleetResult;
import dev.berth.optimizer.simulate.Simulation;
import dev.berth.optimizer.solve.SolveLimits;
import dev.berth.optimizer.solve.Solver;
import dev.berth.record.Json;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/** Plans and policies on the servers of a scenario, requests one by one. */
public final class Simulating {
    private final Path profiles;
    private final Path scenario;
    private final Servers servers;
    private final SeededRuns runs;
    private final Progress progress;
    private final List<Method> methods = new ArrayList<>();

    /** One a method that is through, read while others follow. */
    private final List<FleetResult> results = new CopyOnWriteArrayList<>();

    /** Where requests go; home alone where nothing else was asked for. */
    private List<Router> routers = List.of(Routers.named(Routers.HOME));

    /** What decides: one policy a server. */
    private record Method(String name, List<Policy> policies) {}

    /**
     * Nothing to simulate yet but all-cloud, which all else is held against.
     *
     * @param profiles the dataset's file
     * @param scenario the scenario's file
     * @throws dev.berth.record.BadInputException where they cannot be simulated
     */
    public Simulating(Path profiles, Path scenario, SeededRuns runs, Progress progress) {
        this.profiles = profiles;
        this.scenario = scenario;
        this.runs = runs;
        this.progress = progress;
        servers = Servers.read(profiles, scenario, progress);
        servers.requireFewRequests();
        servers.tooSmall().forEach(progress::warning);
        add(Policies.named(Baseline.ALL_CLOUD));
    }

    /**
     * Whether a dataset and a scenario can be planned together and simulated.
     *
     * @throws dev.berth.record.BadInputException with all that planning or simulating would refuse
     * @throws dev.berth.optimizer.problem.InfeasibleException where no plan exists
     */
    public static void require(Path profiles, Path scenario) {
        Servers.read(profiles, scenario).requireFewRequests();
    }

    /**
     * Whether plans are of a dataset and a scenario, keep every limit and cost what their file says.
     *
     * @param plan their file
     * @throws dev.berth.record.BadInputException naming the first fault
     */
    public static void requirePlans(Path profiles, Path scenario, Path plan) {
        Servers servers = Servers.read(profiles, scenario);
        servers.requireCosts(plan, Json.read(plan, PlanFile.class), servers.plans(plan, profiles, scenario));
    }

    private void add(Policy policy) {
        methods.add(
                new Method(policy.name(), Collections.nCopies(servers.built().size(), policy)));
    }

    /**
     * Follows the plans of a file.
     *
     * @param limits of new plans that take their place
     * @throws dev.berth.record.BadInputException where they are not plans of these servers
     */
    public void follow(Path plan, SolveLimits limits) {
        follow(plan.toString(), servers.plans(plan, profiles, scenario), limits);
    }

    private void follow(String name, List<Plan> plans, SolveLimits limits) {
        for (Replan replan : runs.replans()) {
            methods.add(new Method(name + replan.suffix(), servers.following(name, plans, replan, limits)));
        }
    }

    /**
     * Follows the plans of solvers.
     *
     * @param limits of each
     */
    public void solve(List<Solver> solvers, SolveLimits limits) {
        new Solving(servers, limits, progress)
                .run(Solved.withoutAllCloud(solvers))
                .forEach(solved ->
                        follow(solved.solver().name(), solved.solution().plans(), limits));
    }

    /** Lets online policies decide, on each server by itself. */
    public void decide(List<Policy> policies) {
        policies.stream().filter(Policy::servesAtEdge).forEach(this::add);
    }

    /**
     * Sends requests to other servers; each method is simulated with each router, but all-cloud with home alone.
     *
     * @param chosen none, where every request stays with the server of its user
     * @throws dev.berth.record.BadInputException where there is one server, or no routes
     */
    public void route(List<Router> chosen) {
        servers.requireRoutes(chosen);
        routers = chosen.isEmpty() ? routers : List.copyOf(chosen);
    }

    /** Replays the requests against all of them, in the order in which they were added. */
    public SimulationFile simulate() {
        Simulation simulation = servers.simulation(runs);
        List<Routed> all = routed();
        for (Routed each : all) {
            results.add(simulation.of(
                    each.method().name(),
                    each.method().policies(),
                    each.router(),
                    progress.simulating(each.label(), results.size(), all.size(), simulation)));
        }
        return file();
    }

    /** A method and where requests go. */
    private record Routed(Method method, Router router) {
        String label() {
            return router.name().equals(Routers.HOME) ? method.name() : method.name() + " via " + router.name();
        }
    }

    private List<Routed> routed() {
        List<Routed> all = new ArrayList<>();
        all.add(new Routed(methods.get(0), Routers.named(Routers.HOME)));
        for (Method method : methods.subList(1, methods.size())) {
            routers.forEach(router -> all.add(new Routed(method, router)));
        }
        return all;
    }

    /** What there is of it while it goes on, methods whole; empty before the first is through. */
    public Optional<SimulationFile> soFar() {
        return results.isEmpty() ? Optional.empty() : Optional.of(file());
    }

    /** Names of the methods that are not through. */
    public List<String> missing() {
        return routed().stream().skip(results.size()).map(Routed::label).toList();
    }

    private SimulationFile file() {
        Origins origins = Origins.of(profiles, scenario);
        Scenario first = servers.scenario().servers().get(0);
        return new SimulationFile(
                SimulationFile.SCHEMA_VERSION,
                Commands.TOOL,
                null,
                origins.dataset().source(),
                origins.dataset().fingerprint(),
                origins.scenario().source(),
                origins.scenario().fingerprint(),
                servers.assumptions(),
                first.charging(),
                servers.slots(),
                first.slotSeconds(),
                runs.seeds(),
                runs.firstSeed(),
                notes(),
                results.stream().map(FleetResult::all).toList(),
                servers.scenario().isFleet() ? perServer(results) : List.of());
    }

    private List<String> notes() {
        List<String> notes = new ArrayList<>(CloudEcho.notes(
                servers,
                results.stream()
                        .flatMap(result -> Stream.concat(Stream.of(result.all()), result.servers().stream()))
                        .toList()));
        notes.addAll(RouteNotes.of(results.stream().map(FleetResult::all).toList()));
        return notes;
    }

    private List<SimulationFile.ServerResults> perServer(List<FleetResult> results) {
        List<String> names = servers.scenario().names();
        List<SimulationFile.ServerResults> perServer = new ArrayList<>();
        for (int server = 0; server < names.size(); server++) {
            int each = server;
            perServer.add(new SimulationFile.ServerResults(
                    names.get(server),
                    results.stream().map(result -> result.servers().get(each)).toList()));
        }
        return perServer;
    }
}

package dev.berth.optimizer.decide;

import dev.berth.dataset.ProfileDataset;
import dev.berth.dataset.ProfileDatasets;
import dev.berth.optimizer.cost.ExpectedRequests;
import dev.berth.optimizer.cost.Neighbourhood;
import dev.berth.optimizer.cost.PlanCost;
import dev.berth.optimizer.document.FleetFile;
import dev.berth.optimizer.document.FleetFolder;
import dev.berth.optimizer.document.NanoCost;
import dev.berth.optimizer.document.PlanFile;
import dev.berth.optimizer.document.ServerPlan;
import dev.berth.optimizer.network.SharedLinks;
import dev.berth.optimizer.policy.Policies;
import dev.berth.optimizer.policy.Policy;
import dev.berth.optimizer.problem.Capacity;
import dev.berth.optimizer.problem.Fleet;
import dev.berth.optimizer.problem.Plan;
import dev.berth.optimizer.problem.Problem;
import dev.berth.optimizer.problem.Service;
import dev.berth.optimizer.route.Router;
import dev.berth.optimizer.scenario.FleetScenario;
import dev.berth.optimizer.scenario.Objective;
import dev.berth.optimizer.scenario.ScenarioFile;
import dev.berth.optimizer.scenario.ScenarioProblem;
import dev.berth.optimizer.simulate.EdgeServer;
import dev.berth.optimizer.simulate.SharedBackhaul;
import dev.berth.optimizer.simulate.Simulation;
import dev.berth.optimizer.simulate.Site;
import dev.berth.optimizer.solve.SolveLimits;
import dev.berth.optimizer.solve.choice.Solvers;
import dev.berth.record.BadInputException;
import dev.berth.record.BadOptionException;
import dev.berth.record.Json;
import dev.berth.text.Figures;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.IntConsumer;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;

/** The servers of a scenario joined with a dataset: one by itself, or several that may share a backhaul. */
final class Servers {
    /** Expected requests of a simulated run: a run of them takes minutes, and there are several of each method. */
    static final double MOST_SIMULATED_REQUESTS = 1e8;

    private static final String PLANS_ANEW = "auto";

    /** How often is told how many servers are read. */
    private static final int STEPS_TOLD = 20;

    private final FleetScenario scenario;
    private final List<ScenarioProblem> built;

    private final Fleet fleet;

    /** @param profiles name of the dataset's file, for messages */
    Servers(FleetScenario scenario, ProfileDataset dataset, String profiles) {
        this(scenario, dataset, profiles, done -> {});
    }

    /** @param joined told after each server how many are joined with the dataset */
    private Servers(FleetScenario scenario, ProfileDataset dataset, String profiles, IntConsumer joined) {
        this.scenario = scenario;
        List<ScenarioProblem> problems = new ArrayList<>();
        for (int server = 0; server < scenario.servers().size(); server++) {
            problems.add(ScenarioProblem.of(scenario.server(server), dataset, profiles));
            joined.accept(server + 1);
        }
        built = problems;
        fleet = scenario.fleet(built);
    }

    /** A dataset's file and a scenario's. */
    static Servers read(Path profiles, Path scenario) {
        return new Servers(ScenarioFile.readFleet(scenario), ProfileDatasets.read(profiles), profiles.toString());
    }

    /** The same, telling how far it is. */
    static Servers read(Path profiles, Path scenario, Progress progress) {
        progress.step("reading " + scenario, 0, 1);
        FleetScenario read = ScenarioFile.readFleet(scenario);
        ProfileDataset dataset = ProfileDatasets.read(profiles);
        int servers = read.servers().size();
        int apart = Math.max(1, servers / STEPS_TOLD);
        return new Servers(read, dataset, profiles.toString(), joined -> {
            if (servers >= STEPS_TOLD && joined % apart == 0) {
                progress.step("servers joined with " + profiles, joined, servers);
            }
        });
    }

    FleetScenario scenario() {
        return scenario;
    }

    /** One a server. */
    List<ScenarioProblem> built() {
        return built;
    }

    Fleet fleet() {
        return fleet;
    }

    Problem problem(int server) {
        return built.get(server).problem();
    }

    int slots() {
        return problem(0).slots();
    }

    /** What plans are made for; the same on all servers. */
    Objective objective() {
        return scenario.servers().get(0).objective();
    }

    /** File, line and key of what the first server's scenario says, for messages. */
    String place(String key) {
        return scenario.servers().get(0).place(key);
    }

    /**
     * The plans of a file, one a server.
     *
     * @param file plans, or a fleet's document or folder
     * @param profiles the dataset that the servers were joined with
     * @param scenarioFile the file of their scenario
     * @throws BadInputException where the file holds no plans, or not those of these servers, or they were made from
     *     another dataset or scenario, or break a limit
     */
    List<Plan> plans(Path file, Path profiles, Path scenarioFile) {
        Path document = Files.isDirectory(file) ? file.resolve(FleetFile.NAME) : file;
        if (FleetFolder.isFleet(document)) {
            FleetFile read = Json.read(document, FleetFile.class);
            read.origins().require(document, profiles, scenarioFile);
            return new FleetFolder(document, read).plans(fleet);
        }
        PlanFile read = Json.read(file, PlanFile.class);
        String source = scenario.servers().get(0).source();
        if (read.namesServers() && !scenario.isFleet()) {
            throw new BadInputException(
                    file + ": plans of several servers, expected that of the one server in " + source + PlanFile.USE);
        }
        if (scenario.isFleet() && !read.namesServers()) {
            throw new BadInputException(file + ": plan of a single server, expected those of the servers "
                    + String.join(", ", scenario.names()) + " in " + source + PlanFile.USE);
        }
        read.origins().require(file, profiles, scenarioFile);
        return read.plans(file, fleet);
    }

    /**
     * Whether the plans of a file cost what it says.
     *
     * @param plans those of the file
     * @throws BadInputException naming the first cost that is another
     */
    void requireCosts(Path file, PlanFile read, List<Plan> plans) {
        List<PlanCost> costs = new Neighbourhood(fleet).costs(plans);
        requireCost(file + ": cost", read.cost(), PlanCost.sum(costs));
        for (ServerPlan plan : read.perServer()) {
            requireCost(
                    file + (read.namesServers() ? ": server " + plan.name() : "") + ": cost",
                    plan.cost(),
                    costs.get(fleet.names().indexOf(plan.name())));
        }
    }

    private static void requireCost(String place, NanoCost said, PlanCost found) {
        NanoCost costs = NanoCost.of(found);
        requirePart(place, "totalNanoCost", said.totalNanoCost(), costs.totalNanoCost());
        requirePart(place, "resourcesNanoCost", said.resourcesNanoCost(), costs.resourcesNanoCost());
        requirePart(place, "delayNanoCost", said.delayNanoCost(), costs.delayNanoCost());
        requirePart(place, "switchingNanoCost", said.switchingNanoCost(), costs.switchingNanoCost());
        requirePart(place, "qualityNanoCost", said.lostNanoCost(), costs.lostNanoCost());
    }

    private static void requirePart(String place, String part, long said, long costs) {
        if (said != costs) {
            throw new BadInputException(place + ": " + part + "=" + said + ", expected " + costs
                    + ", which the plan costs; make it again with 'berth plan'");
        }
    }

    /** Cost of all servers where the cloud serves every request; empty where it is more than is counted. */
    Optional<PlanCost> allCloud() {
        try {
            return Optional.of(PlanCost.sum(fleet.servers().stream()
                    .map(server -> PlanCost.of(server, Plan.allCloud(server.slots(), server.models())))
                    .toList()));
        } catch (ArithmeticException e) {
            return Optional.empty();
        }
    }

    /**
     * Requires that the requests can be simulated one by one; plans do not mind how many there are.
     *
     * @throws BadInputException where there are more
     */
    void requireFewRequests() {
        double requests = 0;
        for (ScenarioProblem server : built) {
            requests += server.requests();
        }
        if (requests > MOST_SIMULATED_REQUESTS) {
            throw new BadInputException(String.format(
                    Locale.ROOT,
                    "%s: %.0f requests expected in a run, expected at most %.0f where they are simulated one by one;"
                            + " lower the demand, or simulate fewer slots ('berth plan' has no such limit)",
                    place("demand"),
                    requests,
                    MOST_SIMULATED_REQUESTS));
        }
    }

    /** Requests that are expected under plans, one entry a server. */
    List<ExpectedRequests> requests(List<Plan> plans) {
        Neighbourhood neighbourhood = new Neighbourhood(fleet);
        return IntStream.range(0, plans.size())
                .mapToObj(server -> neighbourhood.requests(plans, server))
                .toList();
    }

    /**
     * What follows plans, one a server, or new ones.
     *
     * @param name of the plans
     * @param limits of solvers that plan anew
     */
    List<Policy> following(String name, List<Plan> plans, Replan replan, SolveLimits limits) {
        List<Policy> policies = new ArrayList<>();
        for (int server = 0; server < plans.size(); server++) {
            Problem problem = problem(server);
            Plan plan = plans.get(server);
            policies.add(
                    replan == Replan.NEVER || plan.isAllCloud()
                            ? Policies.following(name, plan)
                            : Policies.replanning(
                                    name + replan.suffix(),
                                    plan,
                                    () -> new Replanning(problem, Solvers.named(PLANS_ANEW), limits, replan)));
        }
        return policies;
    }

    /** Servers and their requests, ready to be replayed. */
    Simulation simulation(SeededRuns runs) {
        List<Site> sites = new ArrayList<>();
        List<Double> rates = new ArrayList<>();
        for (int server = 0; server < built.size(); server++) {
            sites.add(new Site(
                    EdgeServer.of(scenario.server(server), built.get(server)),
                    built.get(server).workload()));
            rates.add(scenario.server(server).server().links().bytesPerSecond());
        }
        Optional<SharedBackhaul> shared =
                scenario.sharedBackhaulBytesPerSecond().isPresent()
                        ? Optional.of(new SharedBackhaul(
                                scenario.sharedBackhaulBytesPerSecond().getAsDouble(), rates))
                        : Optional.empty();
        Optional<SharedLinks> links = scenario.sharesLinks()
                ? Optional.of(new SharedLinks(
                        scenario.servers().stream()
                                .map(server -> server.server().links())
                                .toList(),
                        scenario.sharedLinks()))
                : Optional.empty();
        return new Simulation(
                sites,
                shared,
                links,
                scenario.routes(),
                scenario.neighbours(),
                runs.seeds(),
                runs.firstSeed(),
                runs.threads());
    }

    /**
     * Requires that requests can go where routers send them.
     *
     * @throws BadInputException where there is one server, or nothing is said of what lies between several
     */
    void requireRoutes(List<Router> routers) {
        if (routers.isEmpty() || scenario.routes().isPresent()) {
            return;
        }
        String option = "--route " + routers.get(0).name() + ": "
                + scenario.servers().get(0).source();
        if (scenario.neighbours().isPresent()) {
            throw new BadOptionException(option + " has neighbours, who serve each other's requests without routes,"
                    + " expected routes; put 'routes: {delayMillis: 5}' in their place");
        }
        throw new BadOptionException(
                scenario.isFleet()
                        ? option + " says nothing of what lies between its servers, expected routes; add for example"
                                + " 'routes: {delayMillis: 5}'"
                        : option + " has one server, expected several (servers, serverTable or serverGenerator) and"
                                + " routes between them");
    }

    /** Servers on which no model at all can be stored, or loaded, one line each. */
    List<String> tooSmall() {
        List<String> lines = new ArrayList<>();
        for (int server = 0; server < built.size(); server++) {
            String name = scenario.isFleet() ? "server " + scenario.names().get(server) + ": " : "";
            List<Service> services = built.get(server).services();
            Capacity capacity = problem(server).capacity();
            tooSmall("storage", capacity.storageBytes(), "kept", services, Service::storageBytes)
                    .ifPresent(line -> lines.add(name + line));
            tooSmall(
                            "memory",
                            capacity.memoryBytes(),
                            "kept loaded, and what a request fetches for itself alone takes no memory by assumption",
                            services,
                            Service::memoryBytes)
                    .ifPresent(line -> lines.add(name + line));
        }
        return lines;
    }

    private static Optional<String> tooSmall(
            String what, long capacity, String use, List<Service> services, ToLongFunction<Service> bytes) {
        Service smallest =
                services.stream().min(Comparator.comparingLong(bytes)).orElseThrow();
        return capacity >= bytes.applyAsLong(smallest)
                ? Optional.empty()
                : Optional.of(what + " of " + capacity + " bytes is less than the smallest model, " + smallest.name()
                        + ", takes (" + bytes.applyAsLong(smallest) + " bytes): no model can be " + use);
    }

    /** What is assumed and not measured, one line each; what holds for some servers only begins with their names. */
    List<String> assumptions() {
        List<String> lines = new ArrayList<>(ServerPlan.joined(
                scenario.names(),
                built.stream().map(ScenarioProblem::assumptions).toList()));
        scenario.sharedBackhaulBytesPerSecond()
                .ifPresent(rate -> lines.add("all servers together download at "
                        + Figures.decimal(rate, "B/s")
                        + " at most, who asks first comes first"));
        scenario.sharedLinks()
                .forEach((name, rate) -> lines.add("link " + name + " carries " + Figures.decimal(rate, "B/s")
                        + ", divided equally among the downloads that use it; plans keep within what it carries in a slot,"
                        + " each server's part of it as its services' downloads have it alone"));
        scenario.neighbours()
                .ifPresent(neighbours ->
                        lines.add("a request takes " + Figures.duration((double) neighbours.requestNanos())
                                + " to a neighbour and back, which serves it from what it keeps; a neighbour's device has no limit"
                                + " in a plan, and models are downloaded from the cloud alone"));
        return lines;
    }
}

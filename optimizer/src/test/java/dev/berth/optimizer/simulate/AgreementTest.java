package dev.berth.optimizer.simulate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.optimizer.cost.ExpectedRequests;
import dev.berth.optimizer.cost.Neighbourhood;
import dev.berth.optimizer.cost.PlanCost;
import dev.berth.optimizer.policy.Policies;
import dev.berth.optimizer.policy.RandomServers;
import dev.berth.optimizer.policy.ServerTerms;
import dev.berth.optimizer.problem.Charging;
import dev.berth.optimizer.problem.Fleet;
import dev.berth.optimizer.problem.InfeasibleException;
import dev.berth.optimizer.problem.Plan;
import dev.berth.optimizer.problem.Problem;
import dev.berth.optimizer.problem.RandomServices;
import dev.berth.optimizer.problem.Service;
import dev.berth.optimizer.solve.Effort;
import dev.berth.optimizer.solve.Solution;
import dev.berth.optimizer.solve.SolveLimits;
import dev.berth.optimizer.solve.Solver;
import dev.berth.optimizer.solve.TooLargeException;
import dev.berth.optimizer.solve.choice.Solvers;
import dev.berth.optimizer.solve.fleet.FleetSolver;
import dev.berth.optimizer.solve.shared.SharedSolver;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Where the simulator and the cost evaluator must agree: every delay is its mean, as many requests as are expected, all
 * of them after the slot's switches have ended and so far apart that nobody waits for another. They share no code and
 * may differ by the evaluator's rounding alone, half a nano-cost unit a term.
 */
class AgreementTest {
    private static final int SLOTS = 4;
    private static final int MODELS = 5;

    /** All switches of a slot one after another take less. */
    private static final long QUIET_NANOS = 1_000_000_000_000L;

    /** A download, a load and a request take less. */
    private static final long APART_NANOS = 70_000_000_000L;

    @ParameterizedTest
    @EnumSource(Charging.class)
    void costsAreEqualWhereNothingQueuesAndNothingIsRandom(Charging charging) {
        int moved = 0;
        int fetched = 0;
        int broughtToStay = 0;
        for (int seed = 0; seed < 30; seed++) {
            RandomServers.Built built = RandomServers.next(seed, SLOTS, MODELS, charging, seed % 3 == 0);
            for (String name :
                    List.of("all-cloud", "fetch-per-request", "static-greedy", "slot-exact", "horizon-exact")) {
                Solver solver = Solvers.named(name);
                Plan plan = solver.solve(built.problem(), SolveLimits.ofThisMachine())
                        .plan();
                PlanCost cost = PlanCost.of(built.problem(), plan);
                SimulationResult result = simulate(built, plan);
                String which = "seed " + seed + " " + name;
                double cells = 0.5 * SLOTS * MODELS + 1;
                assertEquals(
                        (double) cost.resources(), result.resourcesNanoCost().mean(), cells, which);
                assertEquals((double) cost.delay(), result.delayNanoCost().mean(), cells, which);
                assertEquals(
                        (double) cost.switching(), result.switchingNanoCost().mean(), 2 * cells, which);
                assertEquals((double) cost.total(), result.totalNanoCost().mean(), 4 * cells, which);
                assertEquals(
                        ExpectedRequests.of(built.problem(), plan).fetchedShare(),
                        result.fetchedShare().mean(),
                        1e-12,
                        which);
                fetched += result.fetchedShare().mean() > 0 ? 1 : 0;
                broughtToStay += mustBring(built.problem()) ? 1 : 0;
                moved += cost.switching() > 0 || !charging.chargesSwitching() ? 1 : 0;
            }
        }
        assertTrue(moved > 10, "plans that move models: " + moved);
        assertTrue(broughtToStay > 10, "plans of models that must stay and are not there: " + broughtToStay);
        assertEquals(charging.chargesRequests(), fetched > 10, "plans that leave models to be fetched: " + fetched);
    }

    private static boolean mustBring(Problem problem) {
        return IntStream.range(0, problem.models())
                .anyMatch(
                        model -> problem.lowest(model) > problem.initial(model).index());
    }

    /** As above for two servers on one link; it takes longer than a switch would, but nobody waits for it. */
    @ParameterizedTest
    @EnumSource(Charging.class)
    void costsOfTwoServersAreEqualWhereNothingQueuesAndNothingIsRandom(Charging charging) {
        for (int seed = 0; seed < 20; seed++) {
            List<RandomServers.Built> built = List.of(
                    RandomServers.next(seed, SLOTS, MODELS, charging, false),
                    RandomServers.next(100 + seed, SLOTS, MODELS, charging, true));
            List<Problem> problems =
                    built.stream().map(RandomServers.Built::problem).toList();
            long megabytes = new SplittableRandom(seed).nextLong(500, 2000);
            Fleet fleet = new Fleet(List.of("north", "south"), problems, megabytes * 1_000_000);
            Solution solution =
                    new FleetSolver(Solvers.named("horizon-exact")).solve(fleet, SolveLimits.ofThisMachine());
            // One download at a time on all servers: those of a slot still end before its first request.
            SharedBackhaul link = new SharedBackhaul(1e6, List.of(1e6, 0.9e6));
            List<SimulationResult> results =
                    simulate(built, solution.plans(), Optional.of(link)).servers();
            long total = 0;
            for (int server = 0; server < results.size(); server++) {
                PlanCost cost =
                        PlanCost.of(problems.get(server), solution.plans().get(server));
                assertEquals(
                        (double) cost.total(),
                        results.get(server).totalNanoCost().mean(),
                        2 * SLOTS * MODELS + 4,
                        "seed " + seed + ", server " + server);
                total += cost.total();
            }
            assertEquals(solution.cost().total(), total);
        }
    }

    /**
     * As above for variants, settings, host memory, versions, slow storage and parts that services share, where passing
     * on is not left to chance.
     */
    @Test
    void costsOfServicesWithAnyModesAreEqualWhereNothingQueuesAndNothingIsRandom() {
        int lost = 0;
        int hosted = 0;
        int shared = 0;
        for (int seed = 0; seed < 600; seed++) {
            boolean shares = seed % 2 == 1;
            RandomServices drawn = new RandomServices(seed, shares);
            Problem problem;
            try {
                problem = drawn.next(SLOTS, 3, RandomServers.SLOT_NANOS / 1e9, 1);
            } catch (InfeasibleException none) {
                continue;
            }
            shared += problem.sharedParts().isPresent() ? 1 : 0;
            ServerTerms terms = new ServerTerms(problem, drawn.services(), drawn.lastPrices());
            List<EdgeServer.ServiceDelays> delays =
                    drawn.services().stream().map(AgreementTest::constant).toList();
            Site site = new Site(new EdgeServer(terms, SLOTS, delays), run -> spaced(problem, 0, APART_NANOS));
            for (String name : List.of("static-greedy", "slot-exact", "lagrangian")) {
                Plan plan;
                try {
                    plan = new SharedSolver(Solvers.named(name))
                            .solve(problem, new Effort(SolveLimits.ofThisMachine()))
                            .plan();
                } catch (TooLargeException copies) {
                    continue;
                }
                PlanCost cost = PlanCost.of(problem, plan);
                SimulationResult result = new Simulation(List.of(site), Optional.empty(), 1, 1, 1)
                        .of("plan", List.of(Policies.following("plan", plan)))
                        .all();
                String which = "seed " + seed + " " + name;
                double cells = 2.5 * SLOTS * problem.models() + 1;
                assertEquals(
                        (double) cost.resources(), result.resourcesNanoCost().mean(), cells, which);
                assertEquals((double) cost.delay(), result.delayNanoCost().mean(), cells, which);
                assertEquals(
                        (double) cost.switching(), result.switchingNanoCost().mean(), cells, which);
                double loss = result.qualityNanoCost() == null
                        ? 0
                        : result.qualityNanoCost().mean();
                assertEquals((double) cost.quality(), loss, cells, which);
                lost += loss > 0 ? 1 : 0;
                hosted += result.hostedShare() == null ? 0 : 1;
            }
        }
        assertTrue(lost > 100, "plans whose answers lack quality: " + lost);
        assertTrue(shared > 150, "servers whose services share parts: " + shared);
        assertTrue(hosted > 20, "plans that keep models in host memory: " + hosted);
    }

    private static EdgeServer.ServiceDelays constant(Service service) {
        Map<String, EdgeServer.PartDelays> parts = new HashMap<>();
        List<List<Delays>> inference = new ArrayList<>();
        for (Service.Variant variant : service.variants()) {
            variant.parts()
                    .forEach(part -> parts.put(
                            part.name(),
                            new EdgeServer.PartDelays(
                                    Delays.constant(part.preloadNanos()),
                                    Delays.constant(part.hosting()
                                            .map(Service.Hosting::fillNanos)
                                            .orElse(0L)),
                                    Delays.constant(part.hosting()
                                            .map(Service.Hosting::wakeNanos)
                                            .orElse(0L)))));
            inference.add(variant.settings().stream()
                    .map(setting -> Delays.constant(setting.inferenceNanos()))
                    .toList());
        }
        return new EdgeServer.ServiceDelays(parts, inference);
    }

    /** As above for servers that serve each other's requests: a model has the same name on all of them. */
    @ParameterizedTest
    @EnumSource(Charging.class)
    void costsOfNeighboursAreEqualWhereNothingQueuesAndNothingIsRandom(Charging charging) {
        int shared = 0;
        for (int seed = 0; seed < 20; seed++) {
            List<RandomServers.Built> built = List.of(
                    RandomServers.next(seed, SLOTS, MODELS, charging, false),
                    RandomServers.next(100 + seed, SLOTS, MODELS, charging, true));
            List<Problem> problems =
                    built.stream().map(RandomServers.Built::problem).toList();
            Fleet.Neighbours neighbours = new Fleet.Neighbours(20_000_000, 2);
            Fleet fleet = new Fleet(List.of("north", "south"), problems, Long.MAX_VALUE, Optional.of(neighbours));
            Solution solution =
                    new FleetSolver(Solvers.named("horizon-exact")).solve(fleet, SolveLimits.ofThisMachine());
            List<Site> sites = IntStream.range(0, built.size())
                    .mapToObj(server -> site(built.get(server), server, built.size()))
                    .toList();
            SimulationResult result = new Simulation(
                            sites,
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty(),
                            Optional.of(neighbours),
                            1,
                            1,
                            1)
                    .of(
                            "plan",
                            solution.plans().stream()
                                    .map(plan -> Policies.following("plan", plan))
                                    .toList())
                    .all();

            PlanCost cost = solution.cost();
            double cells = 2 * SLOTS * MODELS + 4;
            String which = "seed " + seed;
            assertEquals((double) cost.resources(), result.resourcesNanoCost().mean(), cells, which);
            assertEquals((double) cost.delay(), result.delayNanoCost().mean(), cells, which);
            assertEquals((double) cost.switching(), result.switchingNanoCost().mean(), 2 * cells, which);
            Neighbourhood neighbourhood = new Neighbourhood(fleet);
            double share = neighbourhood
                    .requests(solution.plans(), 0)
                    .plus(neighbourhood.requests(solution.plans(), 1))
                    .neighbourShare();
            double simulated = result.neighbourShare() == null
                    ? 0
                    : result.neighbourShare().mean();
            assertEquals(share, simulated, 1e-12, which);
            shared += share > 0 ? 1 : 0;
        }
        assertTrue(shared > 10, "fleets that serve each other's requests: " + shared);
    }

    private static SimulationResult simulate(RandomServers.Built built, Plan plan) {
        return simulate(List.of(built), List.of(plan), Optional.empty()).all();
    }

    private static FleetResult simulate(
            List<RandomServers.Built> built, List<Plan> plans, Optional<SharedBackhaul> shared) {
        List<Site> sites = IntStream.range(0, built.size())
                .mapToObj(server -> site(built.get(server), server, built.size()))
                .toList();
        return new Simulation(sites, shared, 1, 1, 1)
                .of(
                        "plan",
                        plans.stream()
                                .map(plan -> Policies.following("plan", plan))
                                .toList());
    }

    private static Site site(RandomServers.Built built, int server, int servers) {
        List<Delays> preload = built.services().stream()
                .map(Service::preloadNanos)
                .map(Delays::constant)
                .toList();
        List<Delays> inference = built.services().stream()
                .map(Service::inferenceNanos)
                .map(Delays::constant)
                .toList();
        EdgeServer edge = EdgeServer.of(built.terms(), SLOTS, preload, inference);
        return new Site(edge, seed -> spaced(built.problem(), server * APART_NANOS, servers * APART_NANOS));
    }

    /** Servers take turns, so that a download for a request never meets one of another server. */
    private static FixedRequests spaced(Problem problem, long offsetNanos, long apartNanos) {
        List<Long> arrivals = new ArrayList<>();
        List<Integer> models = new ArrayList<>();
        for (int slot = 0; slot < SLOTS; slot++) {
            long at = slot * RandomServers.SLOT_NANOS + QUIET_NANOS + offsetNanos;
            for (int model = 0; model < problem.models(); model++) {
                for (int request = 0; request < problem.expectedRequests(slot, model); request++) {
                    arrivals.add(at);
                    models.add(model);
                    at += apartNanos;
                }
            }
            assertTrue(at < (slot + 1) * RandomServers.SLOT_NANOS);
        }
        return new FixedRequests(
                arrivals.stream().mapToLong(Long::longValue).toArray(),
                models.stream().mapToInt(Integer::intValue).toArray());
    }
}

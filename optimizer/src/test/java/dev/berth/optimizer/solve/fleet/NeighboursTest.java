package dev.berth.optimizer.solve.fleet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.optimizer.cost.Limits;
import dev.berth.optimizer.cost.Neighbourhood;
import dev.berth.optimizer.cost.PlanCost;
import dev.berth.optimizer.problem.Capacity;
import dev.berth.optimizer.problem.Charging;
import dev.berth.optimizer.problem.Fleet;
import dev.berth.optimizer.problem.InfeasibleException;
import dev.berth.optimizer.problem.Plan;
import dev.berth.optimizer.problem.Prices;
import dev.berth.optimizer.problem.Problem;
import dev.berth.optimizer.problem.ProblemBuilder;
import dev.berth.optimizer.problem.RandomProblems;
import dev.berth.optimizer.problem.Service;
import dev.berth.optimizer.solve.BruteForce;
import dev.berth.optimizer.solve.Solution;
import dev.berth.optimizer.solve.SolveLimits;
import dev.berth.optimizer.solve.Solver;
import dev.berth.optimizer.solve.choice.SolversTest;
import dev.berth.optimizer.solve.horizon.HorizonExact;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Servers that serve each other's requests. */
class NeighboursTest {
    private static final SolveLimits LIMITS = new SolveLimits(64L << 20, 100_000);
    private static final long FAR = 1_000_000_000_000_000L;

    /** Slots, then models of each server. */
    private static final int[][] SMALL = {
        {1, 2, 2}, {2, 1, 1}, {2, 2, 2}, {2, 2, 1}, {4, 1, 1}, {1, 1, 2, 2}, {2, 1, 1, 1}
    };

    private static final int[][] LARGE = {{3, 2, 2}, {4, 1, 1, 1}, {2, 2, 2, 1}, {2, 3, 2}};

    static Stream<Solver> solvers() {
        return SolversTest.planners();
    }

    /** Servers of a shape that know the same models by name; of every fourth the backhaul is shared and scarce. */
    private static Optional<Fleet> fleet(int seed, int[] shape, long requestNanos) {
        Charging charging = List.of(Charging.values()).get(seed % 3);
        List<String> names = new ArrayList<>();
        List<Problem> servers = new ArrayList<>();
        long bytes = 0;
        for (int server = 1; server < shape.length; server++) {
            names.add("s" + server);
            Problem problem = new RandomProblems(1000L * server + seed).next(shape[0], shape[server], charging);
            servers.add(problem);
            for (int model = 0; model < problem.models(); model++) {
                bytes += problem.storageBytes(model);
            }
        }
        SplittableRandom random = new SplittableRandom(seed);
        long backhaul = seed % 4 == 3 ? (long) (random.nextDouble() * 0.6 * (double) bytes) : Long.MAX_VALUE;
        try {
            return Optional.of(new Fleet(
                    names, servers, backhaul, Optional.of(new Fleet.Neighbours(requestNanos, servers.size()))));
        } catch (InfeasibleException e) {
            return Optional.empty();
        }
    }

    private static long requestNanos(int seed) {
        return new long[] {0, 1_000_000, 50_000_000, 400_000_000}[new SplittableRandom(~seed).nextInt(4)];
    }

    /** All plans of a server that keep its limits, what they cost without requests, and what they download. */
    private static List<Candidate> candidates(Problem problem) {
        List<Candidate> candidates = new ArrayList<>();
        byte[] modes = new byte[problem.slots() * problem.models()];
        do {
            Plan plan = new Plan(problem.models(), modes);
            if (Limits.broken(problem, plan).isEmpty()) {
                long cost = 0;
                long[] bytes = new long[problem.slots()];
                for (int cell = 0; cell < modes.length; cell++) {
                    int slot = cell / problem.models();
                    int model = cell % problem.models();
                    int before = slot == 0 ? problem.initialMode(model) : modes[cell - problem.models()];
                    cost += problem.resourceCost(model, modes[cell])
                            + problem.switchingCost(slot, model, before, modes[cell]);
                    bytes[slot] += problem.transferBytes(model, before, modes[cell]);
                }
                candidates.add(new Candidate(modes.clone(), cost, bytes));
            }
        } while (BruteForce.next(modes));
        return candidates;
    }

    private static final class Candidate {
        private final byte[] modes;
        private final long cost;
        private final long[] bytes;

        Candidate(byte[] modes, long cost, long[] bytes) {
            this.modes = modes;
            this.cost = cost;
            this.bytes = bytes;
        }
    }

    /** The cheapest of all plans: a request of a model is served where that costs least. */
    private static final class Exhaustive {
        private final Fleet fleet;
        private final List<List<Candidate>> candidates = new ArrayList<>();

        /** By home, cell, server and mode there. */
        private final long[][][][] costs;

        private final int[][][] models;
        private final Candidate[] chosen;
        private long best = Long.MAX_VALUE;

        Exhaustive(Fleet fleet) {
            this.fleet = fleet;
            int servers = fleet.servers().size();
            chosen = new Candidate[servers];
            costs = new long[servers][][][];
            models = new int[servers][][];
            double extra = (double) fleet.neighbours().orElseThrow().requestNanos() / 1e9;
            for (int home = 0; home < servers; home++) {
                Problem own = fleet.servers().get(home);
                candidates.add(candidates(own));
                costs[home] = new long[own.slots() * own.models()][servers][];
                models[home] = new int[own.models()][servers];
                for (int cell = 0; cell < costs[home].length; cell++) {
                    int slot = cell / own.models();
                    int model = cell % own.models();
                    for (int at = 0; at < servers; at++) {
                        Problem other = fleet.servers().get(at);
                        int there = other.names().indexOf(own.names().get(model));
                        models[home][model][at] = there;
                        costs[home][cell][at] = new long[3];
                        for (int mode = 0; mode < 3; mode++) {
                            costs[home][cell][at][mode] = at == home
                                    ? own.delayCost(slot, model, mode)
                                    : there < 0
                                            ? Problem.NEVER
                                            : own.delayElsewhere(slot, model, other, there, mode, extra);
                        }
                    }
                }
            }
        }

        long cheapest() {
            choose(0);
            return best;
        }

        private void choose(int server) {
            if (server == chosen.length) {
                best = Math.min(best, cost());
                return;
            }
            for (Candidate candidate : candidates.get(server)) {
                chosen[server] = candidate;
                choose(server + 1);
            }
        }

        private long cost() {
            long cost = 0;
            for (int slot = 0; slot < fleet.slots(); slot++) {
                long left = fleet.backhaulBytesPerSlot();
                for (Candidate candidate : chosen) {
                    left -= candidate.bytes[slot];
                }
                if (left < 0) {
                    return Long.MAX_VALUE;
                }
            }
            for (int home = 0; home < chosen.length; home++) {
                cost += chosen[home].cost;
                int count = models[home].length;
                for (int cell = 0; cell < costs[home].length; cell++) {
                    long least = Long.MAX_VALUE;
                    for (int at = 0; at < chosen.length; at++) {
                        int there = models[home][cell % count][at];
                        if (there >= 0) {
                            int width = models[at].length;
                            int mode = chosen[at].modes[(cell / count) * width + there];
                            least = Math.min(least, costs[home][cell][at][mode]);
                        }
                    }
                    cost += least;
                }
            }
            return cost;
        }
    }

    private record Outcome(int checked, int optimal, int proven, int gained) {
        Outcome plus(Outcome other) {
            return new Outcome(
                    checked + other.checked, optimal + other.optimal, proven + other.proven, gained + other.gained);
        }
    }

    private static Outcome checked(int seed, int[] shape) {
        Optional<Fleet> drawn = fleet(seed, shape, requestNanos(seed));
        if (drawn.isEmpty()) {
            return new Outcome(0, 0, 0, 0);
        }
        Fleet fleet = drawn.get();
        long optimum = new Exhaustive(fleet).cheapest();

        Solution solution = new FleetSolver(new HorizonExact()).solve(fleet, LIMITS);

        long cost = solution.cost().total();
        assertEquals(Optional.empty(), Limits.broken(fleet, solution.plans()), "seed " + seed);
        assertTrue(cost >= optimum, "seed " + seed);
        assertTrue(solution.bound().orElseThrow() <= optimum, "seed " + seed + ": " + solution.bound() + " " + optimum);
        assertTrue(!solution.proven() || cost == optimum, "seed " + seed);
        long alone = new FleetSolver(new HorizonExact())
                .solve(new Fleet(fleet.names(), fleet.servers(), fleet.backhaulBytesPerSlot()), LIMITS)
                .cost()
                .total();
        return new Outcome(1, cost == optimum ? 1 : 0, solution.proven() ? 1 : 0, cost < alone ? 1 : 0);
    }

    @Test
    void plansLieBetweenBoundAndOptimumOfAllPlansThereAre() {
        Outcome all = new Outcome(0, 0, 0, 0);
        for (int seed = 0; seed < 3000; seed++) {
            all = all.plus(checked(seed, SMALL[seed % SMALL.length]));
        }
        for (int seed = 0; seed < 120; seed++) {
            all = all.plus(checked(seed, LARGE[seed % LARGE.length]));
        }
        assertTrue(all.checked() > 2900 && all.gained() > 800, all.toString());
        assertTrue(all.optimal() > all.checked() * 0.99, all.toString());
        assertTrue(all.proven() > all.checked() * 0.95, all.toString());
    }

    @Test
    void servesNothingElsewhereWhereTheNetworkIsFar() {
        for (int seed = 0; seed < 100; seed++) {
            int[] shape = SMALL[seed % SMALL.length];
            Optional<Fleet> drawn = fleet(seed, shape, FAR);
            if (drawn.isEmpty()) {
                continue;
            }
            Fleet fleet = drawn.get();
            Fleet alone = new Fleet(fleet.names(), fleet.servers(), fleet.backhaulBytesPerSlot());

            Solution solution = new FleetSolver(new HorizonExact()).solve(fleet, LIMITS);
            Solution expected = new FleetSolver(new HorizonExact()).solve(alone, LIMITS);

            assertTrue(solution.bound().orElseThrow() <= expected.cost().total(), "seed " + seed);
            assertTrue(expected.bound().orElseThrow() <= solution.cost().total(), "seed " + seed);
            if (seed % 4 != 3) {
                assertEquals(expected.cost().total(), solution.cost().total(), "seed " + seed);
                assertEquals(expected.bound(), solution.bound(), "seed " + seed);
            }
            assertEquals(
                    solution.costs(),
                    Solution.of(alone, solution.plans(), OptionalLong.empty(), "")
                            .costs());
        }
    }

    /** One model of 1 GiB, loaded at 0.1 a slot, 1 s in the cloud and none here, 100 requests at each server. */
    private static Problem server(double requests, long memoryBytes) {
        return server(requests, memoryBytes, Service.Way.NONE);
    }

    private static Problem server(double requests, long memoryBytes, Service.Way way) {
        long gibibyte = 1L << 30;
        Service one = new Service("m", gibibyte, gibibyte, 0, 100_000_000_000L, 1_000_000_000, 0, 0);
        long cloudNanos = 1_000_000_000 + (way.isToCloud() ? way.nanos() : 0);
        return new ProblemBuilder(
                        new Capacity(gibibyte, memoryBytes, OptionalLong.empty()),
                        new Prices(0, 0.4, 0, 0.001, 0.01),
                        Charging.BOTH,
                        900)
                .add(new Service("m", way, cloudNanos, one.variants(), Optional.empty()))
                .demand(new double[][] {{requests}, {requests}})
                .build();
    }

    @Test
    void oneCopyServesBothOfTwoServers() {
        long gibibyte = 1L << 30;
        List<Problem> servers = List.of(server(800, 0), server(800, gibibyte));
        Fleet fleet = new Fleet(
                List.of("north", "south"), servers, Long.MAX_VALUE, Optional.of(new Fleet.Neighbours(50_000_000, 2)));

        Solution solution = new FleetSolver(new HorizonExact()).solve(fleet, LIMITS);

        // South loads once: 101 s at 0.01; memory 2 * 0.1; requests of the north 1600 * 0.05 s at 0.001.
        assertEquals(
                1_010_000_000L + 200_000_000L + 80_000_000L, solution.cost().total());
        assertEquals(new PlanCost(0, 80_000_000, 0), solution.costs().get(0));
        assertEquals(
                new PlanCost(200_000_000, 0, 1_010_000_000), solution.costs().get(1));
        assertTrue(solution.proven());
        Neighbourhood neighbourhood = new Neighbourhood(fleet);
        assertEquals(1, neighbourhood.requests(solution.plans(), 0).neighbourShare());
        assertEquals(0, neighbourhood.requests(solution.plans(), 1).neighbourShare());
    }

    /** What radio takes between users and their own server, whoever serves them; nothing of that of who serves them. */
    @Test
    void usersComeByTheirOwnServersWay() {
        long gibibyte = 1L << 30;
        for (boolean isToCloud : new boolean[] {false, true}) {
            List<Problem> servers = List.of(
                    server(800, 0, new Service.Way(400_000_000, isToCloud)),
                    server(800, gibibyte, new Service.Way(300_000_000, false)));
            Neighbourhood neighbourhood = new Neighbourhood(new Fleet(
                    List.of("north", "south"),
                    servers,
                    Long.MAX_VALUE,
                    Optional.of(new Fleet.Neighbours(50_000_000, 2))));
            assertEquals(isToCloud ? 1_120_000_000 : 800_000_000, neighbourhood.cost(0, 0, 0, 0, 0));
            // 800 requests, 0.05 s of network and 0.4 s of their own way each, at 0.001.
            assertEquals(360_000_000, neighbourhood.cost(0, 0, 0, 1, 2));
            assertEquals(240_000_000, neighbourhood.cost(1, 0, 0, 1, 2));
        }
    }

    @ParameterizedTest
    @MethodSource("solvers")
    void everySolverServesBeneath(Solver solver) {
        for (int seed = 0; seed < 12; seed++) {
            Optional<Fleet> drawn = fleet(seed, new int[] {6, 4, 3}, 1_000_000);
            if (drawn.isEmpty()) {
                continue;
            }
            Fleet fleet = drawn.get();
            Solution exact = new FleetSolver(new HorizonExact()).solve(fleet, LIMITS);

            Solution solution = new FleetSolver(solver).solve(fleet, LIMITS);

            assertEquals(Optional.empty(), Limits.broken(fleet, solution.plans()), "seed " + seed);
            assertTrue(solution.cost().total() >= exact.bound().orElseThrow(), "seed " + seed);
            assertTrue(solution.bound().orElse(0) <= exact.cost().total(), "seed " + seed);
            assertEquals(solution, new FleetSolver(solver).solve(fleet, LIMITS));
        }
    }

    @Test
    void groupsAreDecidedForByThemselves() {
        Fleet all = fleet(8, new int[] {3, 2, 2, 2, 2}, 1_000_000).orElseThrow();
        Fleet fleet =
                new Fleet(all.names(), all.servers(), Long.MAX_VALUE, Optional.of(new Fleet.Neighbours(1_000_000, 2)));
        FleetSolver solver = new FleetSolver(new HorizonExact());

        Solution solution = solver.solve(fleet, LIMITS);

        Solution first = solver.solve(fleet.part(0, 2), LIMITS);
        Solution second = solver.solve(fleet.part(2, 4), LIMITS);
        assertEquals(
                first.cost().total() + second.cost().total(), solution.cost().total());
        assertEquals(
                first.bound().orElseThrow() + second.bound().orElseThrow(),
                solution.bound().orElseThrow());
    }
}

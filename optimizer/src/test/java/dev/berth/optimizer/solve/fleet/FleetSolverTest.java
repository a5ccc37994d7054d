package dev.berth.optimizer.solve.fleet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.optimizer.cost.Limits;
import dev.berth.optimizer.cost.PlanCost;
import dev.berth.optimizer.problem.Charging;
import dev.berth.optimizer.problem.Fleet;
import dev.berth.optimizer.problem.InfeasibleException;
import dev.berth.optimizer.problem.Plan;
import dev.berth.optimizer.problem.Problem;
import dev.berth.optimizer.problem.RandomProblems;
import dev.berth.optimizer.problem.RandomServices;
import dev.berth.optimizer.solve.BruteForce;
import dev.berth.optimizer.solve.Solution;
import dev.berth.optimizer.solve.SolveLimits;
import dev.berth.optimizer.solve.Solver;
import dev.berth.optimizer.solve.choice.SolversTest;
import dev.berth.optimizer.solve.horizon.HorizonExact;
import dev.berth.optimizer.solve.search.Lagrangian;
import dev.berth.record.BadInputException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FleetSolverTest {
    private static final SolveLimits LIMITS = new SolveLimits(64L << 20, 100_000);

    /** Slots, models of the first and of the second server, with at most 3^8 plans together. */
    private static final int[][] SHAPES = {{1, 2, 2}, {2, 1, 1}, {2, 2, 2}, {2, 2, 1}, {3, 1, 1}, {4, 1, 1}};

    static Stream<Solver> solvers() {
        return SolversTest.planners();
    }

    /** Two servers and a backhaul that now and then carries nothing, a part or all; empty where there is no plan. */
    private static Optional<Fleet> fleet(int seed, int slots, int one, int other) {
        Charging charging = List.of(Charging.values()).get(seed % 3);
        List<Problem> servers = List.of(
                new RandomProblems(seed).next(slots, one, charging),
                new RandomProblems(1000 + seed).next(slots, other, charging));
        long bytes = 0;
        for (Problem server : servers) {
            for (int model = 0; model < server.models(); model++) {
                bytes += server.storageBytes(model);
            }
        }
        SplittableRandom random = new SplittableRandom(seed);
        long backhaul = random.nextInt(4) == 0 ? 0 : (long) (random.nextDouble() * 0.6 * (double) bytes);
        try {
            return Optional.of(new Fleet(List.of("north", "south"), servers, backhaul));
        } catch (InfeasibleException e) {
            return Optional.empty();
        }
    }

    private static long cheapest(Fleet fleet) {
        Problem one = fleet.servers().get(0);
        Problem other = fleet.servers().get(1);
        byte[] both = new byte[fleet.slots() * (one.models() + other.models())];
        int split = fleet.slots() * one.models();
        long best = Long.MAX_VALUE;
        do {
            Plan first = new Plan(one.models(), Arrays.copyOf(both, split));
            Plan second = new Plan(other.models(), Arrays.copyOfRange(both, split, both.length));
            if (isPlan(one, first)
                    && isPlan(other, second)
                    && Limits.broken(fleet, List.of(first, second)).isEmpty()) {
                best = Math.min(
                        best,
                        PlanCost.of(one, first).total()
                                + PlanCost.of(other, second).total());
            }
        } while (BruteForce.next(both, Math.max(one.choices(), other.choices())));
        return best;
    }

    private static boolean isPlan(Problem problem, Plan plan) {
        boolean isPlan = true;
        for (int slot = 0; slot < problem.slots(); slot++) {
            for (int model = 0; model < problem.models(); model++) {
                isPlan &= plan.indexAt(slot, model) < problem.modes(model);
            }
        }
        return isPlan;
    }

    /** Variants that are come to part by part, versions, storage that changes now and then: bounds hold for all. */
    @Test
    void boundsHoldForServicesOfManyModes() {
        int checked = 0;
        int optimal = 0;
        for (int seed = 0; checked < 150; seed++) {
            List<Problem> servers = List.of(
                    new RandomServices(seed).next(3, 1, 900, 4), new RandomServices(1000 + seed).next(3, 1, 900, 4));
            if (Math.max(servers.get(0).choices(), servers.get(1).choices()) > 5) {
                continue;
            }
            long bytes = new SplittableRandom(seed).nextLong(1, 6);
            Fleet fleet = new Fleet(List.of("north", "south"), servers, bytes);
            long optimum = cheapest(fleet);

            Solution solution = new FleetSolver(new Lagrangian()).solve(fleet, LIMITS);

            assertEquals(Optional.empty(), Limits.broken(fleet, solution.plans()), "seed " + seed);
            assertTrue(solution.cost().total() >= optimum, "seed " + seed);
            assertTrue(solution.bound().orElseThrow() <= optimum, "seed " + seed);
            checked++;
            optimal += solution.cost().total() == optimum ? 1 : 0;
        }
        assertTrue(optimal > checked * 0.9, optimal + " optimal of " + checked);
    }

    @Test
    void plansKeepTheLimitsAndLieBetweenBoundAndCloseToTheOptimum() {
        int proven = 0;
        int optimal = 0;
        int checked = 0;
        int scarce = 0;
        for (int seed = 0; seed < 600; seed++) {
            int[] shape = SHAPES[seed % SHAPES.length];
            Optional<Fleet> drawn = fleet(seed, shape[0], shape[1], shape[2]);
            if (drawn.isEmpty()) {
                continue;
            }
            Fleet fleet = drawn.get();
            long optimum = cheapest(fleet);

            Solution solution = new FleetSolver(new HorizonExact()).solve(fleet, LIMITS);

            assertEquals(Optional.empty(), Limits.broken(fleet, solution.plans()), "seed " + seed);
            assertTrue(solution.cost().total() >= optimum, "seed " + seed);
            assertTrue(solution.bound().orElseThrow() <= optimum, "seed " + seed);
            assertTrue(!solution.proven() || solution.cost().total() == optimum, "seed " + seed);
            checked++;
            proven += solution.proven() ? 1 : 0;
            optimal += solution.cost().total() == optimum ? 1 : 0;
            scarce += optimum > separately(fleet) ? 1 : 0;
        }

        assertTrue(checked > 400 && scarce > 30, checked + " checked, backhaul scarce in " + scarce);
        assertTrue(optimal > checked * 0.9, optimal + " optimal of " + checked);
        assertTrue(proven > checked / 2, proven + " proven of " + checked);
    }

    /** Two links, of which each server has parts of its own. */
    @Test
    void severalSharedLinksAreKeptToo() {
        int checked = 0;
        int optimal = 0;
        int scarce = 0;
        for (int seed = 0; seed < 300; seed++) {
            int[] shape = SHAPES[seed % SHAPES.length];
            List<Problem> servers = List.of(
                    new RandomProblems(seed).next(shape[0], shape[1], Charging.BOTH),
                    new RandomProblems(1000 + seed).next(shape[0], shape[2], Charging.BOTH));
            SplittableRandom random = new SplittableRandom(seed);
            double part = random.nextDouble();
            List<Fleet.Shared> links = List.of(
                    new Fleet.Shared("metro", random.nextLong(1L << 31), List.of(part, random.nextDouble())),
                    new Fleet.Shared("ring", random.nextLong(1L << 31), List.of(1 - part, 0.0)));
            Fleet fleet;
            try {
                fleet = new Fleet(List.of("north", "south"), servers, links);
            } catch (InfeasibleException e) {
                continue;
            }
            long optimum = cheapest(fleet);

            Solution solution = new FleetSolver(new HorizonExact()).solve(fleet, LIMITS);

            assertEquals(Optional.empty(), Limits.broken(fleet, solution.plans()), "seed " + seed);
            assertTrue(solution.cost().total() >= optimum, "seed " + seed);
            assertTrue(solution.bound().orElseThrow() <= optimum, "seed " + seed);
            checked++;
            optimal += solution.cost().total() == optimum ? 1 : 0;
            scarce += optimum > separately(fleet) ? 1 : 0;
        }

        assertTrue(checked > 150 && scarce > 25, checked + " checked, links scarce in " + scarce);
        assertTrue(optimal > checked * 0.9, optimal + " optimal of " + checked);
    }

    /** What the servers would cost if they shared nothing. */
    private static long separately(Fleet fleet) {
        long cost = 0;
        for (Problem server : fleet.servers()) {
            cost += new HorizonExact().solve(server, LIMITS).cost().total();
        }
        return cost;
    }

    @ParameterizedTest
    @MethodSource("solvers")
    void everySolverServesBeneath(Solver solver) {
        for (int seed = 0; seed < 12; seed++) {
            Optional<Fleet> drawn = fleet(300 + seed, 6, 4, 3);
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
    void serversThatShareNothingAreProvenInOneRound() {
        List<Problem> servers = List.of(
                new RandomProblems(1).next(5, 4, Charging.BOTH), new RandomProblems(2).next(5, 3, Charging.BOTH));

        Solution solution = new FleetSolver(new HorizonExact())
                .solve(new Fleet(List.of("north", "south"), servers, Long.MAX_VALUE), LIMITS);

        assertTrue(solution.proven());
        assertEquals("1 round, servers by horizon-exact", solution.note());
    }

    @Test
    void fleetsThatDoNotFitTogetherAreRefused() {
        Problem five = new RandomProblems(1).next(5, 2, Charging.BOTH);
        Problem four = new RandomProblems(1).next(4, 2, Charging.BOTH);

        assertEquals(
                "server south: 4 slots, expected 5 as for north",
                assertThrows(
                                BadInputException.class,
                                () -> new Fleet(List.of("north", "south"), List.of(five, four), 1))
                        .getMessage());
        assertThrows(BadInputException.class, () -> new Fleet(List.of("a", "a"), List.of(five, five), 1));
        assertThrows(BadInputException.class, () -> new Fleet(List.of("a"), List.of(five), -1));
    }
}

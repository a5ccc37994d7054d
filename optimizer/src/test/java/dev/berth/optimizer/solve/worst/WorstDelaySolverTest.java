package dev.berth.optimizer.solve.worst;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.optimizer.cost.Limits;
import dev.berth.optimizer.cost.MeanDelays;
import dev.berth.optimizer.problem.Capacity;
import dev.berth.optimizer.problem.Charging;
import dev.berth.optimizer.problem.Fleet;
import dev.berth.optimizer.problem.InfeasibleException;
import dev.berth.optimizer.problem.Plan;
import dev.berth.optimizer.problem.Prices;
import dev.berth.optimizer.problem.Problem;
import dev.berth.optimizer.problem.ProblemBuilder;
import dev.berth.optimizer.problem.RandomProblems;
import dev.berth.optimizer.problem.RandomServices;
import dev.berth.optimizer.problem.Service;
import dev.berth.optimizer.solve.BruteForce;
import dev.berth.optimizer.solve.Effort;
import dev.berth.optimizer.solve.Solution;
import dev.berth.optimizer.solve.SolveLimits;
import dev.berth.optimizer.solve.Solver;
import dev.berth.optimizer.solve.baselines.AllCloud;
import dev.berth.optimizer.solve.choice.Solvers;
import dev.berth.optimizer.solve.fleet.FleetSolver;
import dev.berth.optimizer.solve.horizon.HorizonExact;
import dev.berth.optimizer.solve.search.Lagrangian;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WorstDelaySolverTest {
    private static final SolveLimits LIMITS = new SolveLimits(64L << 20, 100_000);

    /** Slots and models, with at most 3^8 plans. */
    private static final int[][] SHAPES = {{1, 4}, {2, 2}, {2, 4}, {4, 2}, {3, 2}, {2, 3}};

    /** Of delays of up to minutes in nanoseconds, whose means are rounded. */
    private static final double ROUNDING = 2;

    private static WorstDelaySolver.Found solve(Fleet fleet, Solver inner) {
        return new WorstDelaySolver(inner).solve(fleet, new Effort(LIMITS));
    }

    /** What a plan comes to: its longest mean delay in nanoseconds, and its cost. */
    private record Tried(double nanos, long cost) {}

    /** Every plan there is. */
    private static List<Tried> all(Fleet fleet) {
        int cells = 0;
        int choices = 1;
        for (Problem server : fleet.servers()) {
            cells += server.slots() * server.models();
            choices = Math.max(choices, server.choices());
        }
        byte[] all = new byte[cells];
        List<Tried> tried = new ArrayList<>();
        do {
            List<Plan> plans = new ArrayList<>();
            int at = 0;
            boolean isPlan = true;
            for (Problem server : fleet.servers()) {
                int own = server.slots() * server.models();
                for (int cell = 0; cell < own; cell++) {
                    isPlan &= all[at + cell] < server.modes(cell % server.models());
                }
                plans.add(new Plan(server.models(), Arrays.copyOfRange(all, at, at + own)));
                at += own;
            }
            if (isPlan && Limits.broken(fleet, plans).isEmpty()) {
                tried.add(new Tried(
                        MeanDelays.of(fleet, plans).worst().seconds() * 1e9,
                        Solution.of(fleet, plans, OptionalLong.empty(), "")
                                .cost()
                                .total()));
            }
        } while (BruteForce.next(all, choices));
        return tried;
    }

    /** How many brackets hold the optimum, are found at it, and are closed. */
    private static final class Count {
        private int checked;
        private int found;
        private int closed;
        private int cheapest;

        void check(Fleet fleet, String which) {
            List<Tried> all = all(fleet);
            double optimum = all.stream().mapToDouble(Tried::nanos).min().orElseThrow();
            WorstDelaySolver.Found solved = solve(fleet, new HorizonExact());

            assertEquals(
                    Optional.empty(), Limits.broken(fleet, solved.solution().plans()), which);
            MeanDelays.Group worst =
                    MeanDelays.of(fleet, solved.solution().plans()).worst();
            assertEquals(worst.seconds() * 1e9, (double) solved.meanNanos(), ROUNDING, which);
            assertEquals(worst.name(), solved.group(), which);
            assertTrue((double) solved.meanNanos() >= optimum - ROUNDING, which + ": shorter than any plan");
            long least = solved.leastNanos().orElse(0);
            assertTrue((double) least <= optimum + ROUNDING, which + ": bound " + least + " above " + optimum);
            long cost = all.stream()
                    .filter(plan -> plan.nanos() <= (double) solved.meanNanos() + ROUNDING)
                    .mapToLong(Tried::cost)
                    .min()
                    .orElseThrow();
            cheapest += solved.solution().cost().total() <= cost ? 1 : 0;
            checked++;
            found += (double) solved.meanNanos() <= optimum * (1 + 1e-6) + ROUNDING ? 1 : 0;
            closed += (double) least >= (double) solved.meanNanos() * (1 - 1e-5) - ROUNDING ? 1 : 0;
        }

        @Override
        public String toString() {
            return checked + " checked, " + found + " at the optimum, " + cheapest + " as cheap as can be, " + closed
                    + " closed";
        }
    }

    @Test
    void theBracketHoldsTheShortestLongestMeanOfServices() {
        Count count = new Count();
        for (int seed = 0; seed < 300; seed++) {
            int[] shape = SHAPES[seed % SHAPES.length];
            Problem problem = new RandomProblems(seed)
                    .next(shape[0], shape[1], List.of(Charging.values()).get(seed % 3));
            count.check(Fleet.of(problem), "seed " + seed);
        }
        assertTrue(count.found > 0.95 * count.checked, count::toString);
        assertTrue(count.closed > 0.5 * count.checked, count::toString);
        assertTrue(count.cheapest > 0.95 * count.checked, count::toString);
    }

    @Test
    void theBracketHoldsTheShortestLongestMeanOfServersThatShareALink() {
        Count count = new Count();
        for (int seed = 0; seed < 200; seed++) {
            int[] shape = SHAPES[seed % 2 == 0 ? 1 : 4];
            List<Problem> servers = List.of(
                    new RandomProblems(seed).next(shape[0], shape[1], Charging.BOTH),
                    new RandomProblems(1000 + seed).next(shape[0], shape[0] == 3 ? 1 : 2, Charging.BOTH));
            SplittableRandom random = new SplittableRandom(seed);
            long bytes = random.nextBoolean() ? Long.MAX_VALUE : random.nextLong(1L << 33);
            try {
                count.check(new Fleet(List.of("north", "south"), servers, bytes), "seed " + seed);
            } catch (InfeasibleException e) {
                // Pinned models do not come over this link.
                assertTrue(bytes < Long.MAX_VALUE);
            }
        }
        assertTrue(count.checked > 100 && count.found > 0.95 * count.checked, count::toString);
        assertTrue(count.closed > 0.5 * count.checked, count::toString);
        assertTrue(count.cheapest > 0.95 * count.checked, count::toString);
    }

    @Test
    void servicesOfManyModesAreBracketedToo() {
        Count count = new Count();
        for (int seed = 0; seed < 150; seed++) {
            Problem problem = new RandomServices(seed).next(2, 2, 900, 4);
            if (Math.pow(problem.choices(), 4) < 3000) {
                count.check(Fleet.of(problem), "seed " + seed);
            }
        }
        assertTrue(count.checked > 40 && count.found > 0.9 * count.checked, count::toString);
        assertTrue(count.cheapest > 0.9 * count.checked, count::toString);
    }

    /**
     * Storage that changes now and then, versions, host memory, and a link that puts downloads off to slots without.
     */
    @Test
    void plansOfManyModesKeepTheLimitsBehindALink() {
        int checked = 0;
        for (int seed = 0; seed < 200; seed++) {
            List<Problem> servers = List.of(
                    new RandomServices(seed).next(6, 2, 900, 4), new RandomServices(1000 + seed).next(6, 2, 900, 4));
            long bytes = new SplittableRandom(seed).nextLong(1, 6);
            Fleet fleet = new Fleet(List.of("north", "south"), servers, bytes);
            List<Plan> total =
                    new FleetSolver(new Lagrangian()).solve(fleet, LIMITS).plans();
            assertEquals(Optional.empty(), Limits.broken(fleet, total), "seed " + seed);
            List<Plan> worst = solve(fleet, new Lagrangian()).solution().plans();
            assertEquals(Optional.empty(), Limits.broken(fleet, worst), "seed " + seed);
            checked++;
        }
        assertEquals(200, checked);
    }

    /** The same where storage changes in every second slot: by the two slots. */
    @Test
    void servicesTakeTurnsWhereStorageChangesNowAndThen() {
        long gibibyte = 1L << 30;
        ProblemBuilder builder = new ProblemBuilder(
                        new Capacity(gibibyte, gibibyte, OptionalLong.empty()),
                        new Prices(0, 0, 0, 1, 0),
                        Charging.BOTH,
                        900)
                .storageEvery(2);
        for (String name : List.of("one", "other")) {
            builder.add(new Service(name, gibibyte, gibibyte, 0, 100_000_000_000L, 0, 0, 1_000_000_000));
        }
        double[][] demand = new double[8][];
        Arrays.fill(demand, new double[] {10, 10});
        Fleet fleet = Fleet.of(builder.demand(demand).build());

        WorstDelaySolver.Found solved = solve(fleet, new HorizonExact());

        // Each is there for one half of the slots, in which it waits for nothing, and 1 s away for the other.
        assertEquals(500_000_000, (double) solved.meanNanos(), ROUNDING);
    }

    /** Two services of which one at a time can be loaded, over many slots: they take turns. */
    @Test
    void servicesTakeTurns() {
        for (int seed = 0; seed < 20; seed++) {
            Problem problem = new RandomProblems(seed).next(48, 6, Charging.BOTH);
            Fleet fleet = Fleet.of(problem);
            WorstDelaySolver.Found fair = solve(fleet, new HorizonExact());
            Plan cheapest = new HorizonExact().solve(problem, LIMITS).plan();
            double cheap = MeanDelays.of(fleet, List.of(cheapest)).worst().seconds() * 1e9;
            assertTrue((double) fair.meanNanos() <= cheap + ROUNDING, "seed " + seed);
            if (fair.group().isEmpty()) {
                continue;
            }
            assertTrue(
                    (double) fair.leastNanos().orElseThrow() >= 0.9 * (double) fair.meanNanos() - ROUNDING,
                    "seed " + seed + ": " + fair);
            assertEquals(fair, solve(fleet, new HorizonExact()));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "auto",
                "lagrangian",
                "neighbourhood",
                "slot-exact",
                "static-greedy",
                "paper-ga",
                "lookahead",
                "fetch-per-request"
            })
    void everySolverServesBeneath(String name) {
        SolveLimits limits = LIMITS.withEffort(3_000_000, 1e-4);
        for (int seed = 0; seed < 6; seed++) {
            Problem problem = new RandomProblems(seed).next(6, 4, Charging.BOTH);
            Fleet fleet = Fleet.of(problem);
            WorstDelaySolver.Found exact = solve(fleet, new HorizonExact());
            WorstDelaySolver.Found found = new WorstDelaySolver(Solvers.named(name)).solve(fleet, new Effort(limits));
            assertEquals(Optional.empty(), Limits.broken(fleet, found.solution().plans()));
            assertTrue(found.meanNanos() >= exact.leastNanos().orElse(0) - ROUNDING, name + " seed " + seed);
            assertTrue(found.leastNanos().orElse(0) <= exact.meanNanos() + ROUNDING, name + " seed " + seed);
        }
    }

    @Test
    void allCloudIsAsItIs() {
        Problem problem = new RandomProblems(3).next(3, 3, Charging.BOTH);
        WorstDelaySolver.Found found = solve(Fleet.of(problem), new AllCloud());
        assertTrue(found.solution().plan().isAllCloud());
        assertEquals(OptionalLong.empty(), found.leastNanos());
    }

    @Test
    void aServerWithoutRequestsIsSolvedForItsCost() {
        Problem problem = new RandomProblems(5).next(2, 2, Charging.BOTH);
        Problem idle = problem.with(0, new double[4], new byte[2]);
        WorstDelaySolver.Found found = solve(Fleet.of(idle), new HorizonExact());
        assertEquals(0, found.meanNanos());
        assertEquals("", found.group());
    }
}

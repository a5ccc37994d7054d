package dev.berth.optimizer.solve.fleet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.optimizer.cost.Limits;
import dev.berth.optimizer.problem.Charging;
import dev.berth.optimizer.problem.Fleet;
import dev.berth.optimizer.problem.Plan;
import dev.berth.optimizer.problem.Problem;
import dev.berth.optimizer.problem.RandomProblems;
import dev.berth.optimizer.solve.Effort;
import dev.berth.optimizer.solve.Solution;
import dev.berth.optimizer.solve.SolveLimits;
import dev.berth.optimizer.solve.SolveProgress;
import dev.berth.optimizer.solve.Solver;
import dev.berth.optimizer.solve.choice.Solvers;
import dev.berth.optimizer.solve.horizon.HorizonExact;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ManyServersTest {
    private static final SolveLimits LIMITS = new SolveLimits(512L << 20, 100_000);
    private static final int SLOTS = 8;

    /** Servers of some models each behind a link that carries a share of what one slot could ask for. */
    private static Fleet fleet(int servers, int models, double share) {
        List<Problem> problems = IntStream.range(0, servers)
                .mapToObj(seed -> new RandomProblems(seed).next(SLOTS, models, Charging.BOTH))
                .toList();
        long pinned = 0;
        long all = 0;
        for (Problem problem : problems) {
            for (int model = 0; model < models; model++) {
                all += problem.storageBytes(model);
                pinned += problem.transferBytes(model, problem.initialMode(model), problem.lowest(model));
            }
        }
        return new Fleet(
                IntStream.range(0, servers).mapToObj(server -> "s" + server).toList(), problems, Math.max(pinned, (long)
                        (share * (double) all)));
    }

    private static Solution solve(Fleet fleet, Solver solver, SolveLimits limits, int threads) {
        return new FleetSolver(solver, threads).solve(fleet, new Effort(limits));
    }

    private static double gap(Solution solution) {
        double cost = (double) solution.cost().total();
        return (cost - (double) solution.bound().orElseThrow()) / cost;
    }

    @Test
    void plansOfManyServersKeepTheLimitsCloseToTheBound() {
        for (double share : new double[] {0, 0.01, 0.05, 1}) {
            Fleet fleet = fleet(120, 4, share);

            Solution solution = solve(fleet, new HorizonExact(), LIMITS, 2);

            assertEquals(Optional.empty(), Limits.broken(fleet, solution.plans()), "share " + share);
            assertTrue(gap(solution) < 0.01, "share " + share + ": gap " + gap(solution));
        }
    }

    /** The bound is that of prices: a link that is scarce has one. */
    @Test
    void aScarceLinkRaisesTheBound() {
        Fleet scarce = fleet(120, 4, 0.01);
        Fleet free = new Fleet(scarce.names(), scarce.servers(), Long.MAX_VALUE);

        Solution withLink = solve(scarce, new HorizonExact(), LIMITS, 2);
        Solution without = solve(free, new HorizonExact(), LIMITS, 2);

        assertTrue(without.proven());
        assertTrue(withLink.bound().orElseThrow() > without.bound().orElseThrow());
        assertTrue(withLink.cost().total() > without.cost().total());
    }

    @Test
    void plansAreTheSameHoweverManyThreadsThereAre() {
        Fleet fleet = fleet(130, 5, 0.02);
        Solver solver = Solvers.named("auto");

        Solution alone = solve(fleet, solver, LIMITS, 1);

        assertEquals(alone, solve(fleet, solver, LIMITS, 2));
        assertEquals(alone, solve(fleet, solver, LIMITS, 7));
        assertNotEquals(alone, solve(fleet(130, 5, 0.01), solver, LIMITS, 1));
    }

    @Test
    void fewServersByTheOtherRoundsAreNotBelowTheBoundOfThese() {
        Fleet fleet = fleet(FleetSolver.FEW_SERVERS + 1, 3, 0.03);
        Fleet few = new Fleet(
                fleet.names().subList(1, fleet.names().size()),
                fleet.servers().subList(1, fleet.names().size()),
                fleet.backhaulBytesPerSlot());

        Solution many = solve(fleet, new HorizonExact(), LIMITS, 2);
        Solution other = solve(few, new HorizonExact(), LIMITS, 2);

        Problem first = fleet.servers().get(0);
        List<Plan> together = new ArrayList<>();
        together.add(new HorizonExact()
                .solve(new Link(SLOTS, 0).within(first), LIMITS)
                .plan());
        together.addAll(other.plans());
        if (Limits.broken(fleet, together).isEmpty()) {
            long cost = Solution.of(fleet, together, OptionalLong.empty(), "")
                    .cost()
                    .total();
            assertTrue(many.bound().orElseThrow() <= cost);
        }
        assertTrue(many.note().startsWith("1 round") || many.note().startsWith("2 rounds"), many.note());
    }

    @Test
    void aLimitHoldsAndIsTold() {
        Fleet fleet = fleet(60, 12, 0.02);
        long steps = 3_000_000;
        SolveLimits limits = new SolveLimits(512L << 20, 100_000, 1, OptionalLong.of(steps), OptionalDouble.of(1e-9));
        Effort effort = new Effort(limits);

        Solution solution = new FleetSolver(Solvers.named("neighbourhood"), 2).solve(fleet, effort);

        assertEquals(Optional.empty(), Limits.broken(fleet, solution.plans()));
        assertTrue(effort.steps() < 3 * steps, effort.steps() + " steps");
        assertTrue(solution.note().contains("ended by the time limit"), solution.note());
    }

    /** Whoever wants no more work done gets the plans that there are, whichever stage is gone through. */
    @ParameterizedTest
    @ValueSource(strings = {"prices of the shared backhaul", "round 1 of prices for the shared backhaul, servers"})
    void aStopEndsWithPlans(String stage) {
        Fleet fleet = fleet(60, 12, 0.02);
        SolveLimits limits = new SolveLimits(512L << 20, 100_000, 1, OptionalLong.empty(), OptionalDouble.of(1e-9));
        AtomicBoolean stop = new AtomicBoolean();
        AtomicInteger climbedSince = new AtomicInteger();
        Effort effort = new Effort(
                limits,
                at -> {
                    if (stop.get() && at.stage().startsWith("prices of the shared backhaul")) {
                        climbedSince.incrementAndGet();
                    }
                    stop.compareAndSet(false, at.stage().startsWith(stage));
                },
                stop::get);

        Solution solution = new FleetSolver(Solvers.named("neighbourhood"), 2).solve(fleet, effort);

        assertTrue(stop.get());
        assertEquals(Optional.empty(), Limits.broken(fleet, solution.plans()));
        assertTrue(solution.note().startsWith("1 round"), solution.note());
        assertTrue(climbedSince.get() <= 8, "a line search at most: " + climbedSince);
    }

    @Test
    void everyStageIsToldToItsEnd() {
        Fleet fleet = fleet(60, 3, 0.02);
        List<SolveProgress> told = Collections.synchronizedList(new ArrayList<>());

        Solution solution = new FleetSolver(new HorizonExact(), 2).solve(fleet, new Effort(LIMITS, told::add));

        assertTrue(told.stream().anyMatch(at -> at.stage().equals("prices of the shared backhaul on 60 servers")));
        for (int server = 1; server <= 60; server++) {
            int done = server;
            assertTrue(
                    told.stream()
                            .anyMatch(at -> at.stage().equals("round 1 of prices for the shared backhaul, servers")
                                    && at.done() == done
                                    && at.of() == 60),
                    "server " + server);
        }
        assertEquals(
                OptionalLong.of(solution.cost().total()),
                told.get(told.size() - 1).cost());
    }

    @Test
    void aFaultOfOneServerEndsTheOthers() {
        Solver faulty = new Solver() {
            @Override
            public String name() {
                return "faulty";
            }

            @Override
            public String description() {
                return "";
            }

            @Override
            public boolean exact() {
                return false;
            }

            @Override
            public Solution solve(Problem problem, SolveLimits limits) {
                throw new IllegalStateException("no plan");
            }
        };

        assertEquals(
                "no plan",
                assertThrows(IllegalStateException.class, () -> solve(fleet(60, 2, 0.1), faulty, LIMITS, 2))
                        .getMessage());
    }
}

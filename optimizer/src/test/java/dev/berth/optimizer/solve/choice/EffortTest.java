package dev.berth.optimizer.solve.choice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.optimizer.cost.Limits;
import dev.berth.optimizer.problem.Charging;
import dev.berth.optimizer.problem.Fleet;
import dev.berth.optimizer.problem.Problem;
import dev.berth.optimizer.problem.RandomModes;
import dev.berth.optimizer.problem.RandomProblems;
import dev.berth.optimizer.problem.RandomServices;
import dev.berth.optimizer.solve.CountingSolver;
import dev.berth.optimizer.solve.Effort;
import dev.berth.optimizer.solve.HardSlots;
import dev.berth.optimizer.solve.Solution;
import dev.berth.optimizer.solve.SolveLimits;
import dev.berth.optimizer.solve.SolveProgress;
import dev.berth.optimizer.solve.Solver;
import dev.berth.optimizer.solve.TooLargeException;
import dev.berth.optimizer.solve.baselines.StaticGreedy;
import dev.berth.optimizer.solve.fleet.FleetSolver;
import dev.berth.optimizer.solve.horizon.HorizonExact;
import dev.berth.optimizer.solve.search.Lagrangian;
import dev.berth.optimizer.solve.search.Neighbourhood;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The limit of work and the gap, in every solver, by counted steps. */
class EffortTest {
    private static final SolveLimits LIMITS = new SolveLimits(256L << 20, 2_000_000);
    private static final Problem LARGE = HardSlots.TWO_RESOURCES.problem(20, 120, 1);

    static Stream<Solver> counting() {
        return Solvers.all().stream().filter(CountingSolver.class::isInstance);
    }

    static Stream<Solver> bounding() {
        return Stream.of("lagrangian", "neighbourhood", "auto").map(Solvers::named);
    }

    @ParameterizedTest
    @MethodSource("counting")
    void everySolverEndsNearTheLimitAndSaysSo(Solver solver) {
        if (solver.exact()) {
            return;
        }
        for (long limit : new long[] {1, 300_000, 3_000_000}) {
            Effort effort = new Effort(LIMITS.withEffort(limit, 0));

            Solution solution = solver.solve(LARGE, effort);

            assertEquals(Optional.empty(), Limits.broken(LARGE, solution.plan()));
            // What cannot be divided is at most a repair and the decisions of all slots, a small part of a second.
            assertTrue(effort.steps() <= limit + 6_000_000, limit + " were " + effort.steps());
            assertTrue(
                    effort.steps() < limit
                            || solution.note().contains("time limit")
                            || solution.note().contains("with the work allowed"),
                    solution.note());
            assertEquals(solution, solver.solve(LARGE, LIMITS.withEffort(limit, 0)));
        }
    }

    /** What must stay does so in slots that nothing was left for, and no service moves there as it may not. */
    @ParameterizedTest
    @MethodSource("counting")
    void plansThatAreCutShortKeepLimitsAndBounds(Solver solver) {
        if (solver.exact()) {
            return;
        }
        for (int seed = 0; seed < 60; seed++) {
            List<Problem> problems = List.of(
                    new RandomProblems(seed).next(60, 5, Charging.BOTH),
                    new RandomServices(seed).next(60, 4),
                    new RandomModes(seed).next(60, 4, 5));
            // Instances have no requests that could be forecast.
            for (Problem problem : problems.subList(0, solver.name().equals("lookahead") ? 2 : 3)) {
                for (long limit : new long[] {1, 500, 100_000}) {
                    Solution solution = solver.solve(problem, LIMITS.withEffort(limit, 0));

                    assertEquals(
                            Optional.empty(),
                            Limits.broken(problem, solution.plan()),
                            solver.name() + " seed " + seed + " limit " + limit);
                }
            }
        }
    }

    @Test
    void theExactProgrammeHasAllOrNothing() {
        Problem problem = HardSlots.UNCORRELATED.problem(50, 9, 1);
        Effort enough = new Effort(LIMITS);

        assertTrue(new HorizonExact().solve(problem, enough).proven());
        String message = assertThrows(
                        TooLargeException.class,
                        () -> new HorizonExact().solve(problem, LIMITS.withEffort(enough.steps() / 2, 0)))
                .getMessage();

        assertTrue(message.startsWith("horizon-exact: no plan within the time limit: 9 models over 50 slots"), message);
        assertTrue(message.endsWith("use auto, or allow more time"), message);
        assertTrue(new HorizonExact()
                .solve(problem, LIMITS.withEffort(2 * enough.steps(), 0))
                .proven());
        assertTrue(new Auto()
                .solve(problem, LIMITS.withEffort(enough.steps() / 2, 0))
                .note()
                .startsWith("neighbourhood"));
    }

    @ParameterizedTest
    @MethodSource("bounding")
    void aWideGapEndsEarlyAndIsKept(Solver solver) {
        for (double gap : new double[] {0.1, 0.03}) {
            Effort near = new Effort(LIMITS.withEffort(100_000_000, gap));
            Effort far = new Effort(LIMITS.withEffort(100_000_000, 0));

            Solution solution = solver.solve(LARGE, near);
            solver.solve(LARGE, far);

            double cost = (double) solution.cost().total();
            assertTrue(cost - (double) solution.bound().orElseThrow() <= gap * cost, "gap " + gap);
            assertTrue(near.steps() < far.steps() / 2, near.steps() + " of " + far.steps());
            assertFalse(solution.note().contains("time limit"), solution.note());
        }
    }

    private static Fleet fleet(long backhaulBytes) {
        List<Problem> servers = new ArrayList<>();
        for (int server = 0; server < 4; server++) {
            servers.add(HardSlots.TWO_RESOURCES.problem(12, 30, server));
        }
        return new Fleet(List.of("north", "east", "south", "west"), servers, backhaulBytes);
    }

    @ParameterizedTest
    @MethodSource("counting")
    void aFleetsServersAndRoundsShareTheLimit(Solver solver) {
        if (solver.exact()) {
            return;
        }
        for (long backhaul : new long[] {50_000_000_000L, Long.MAX_VALUE}) {
            Fleet fleet = fleet(backhaul);
            Effort effort = new Effort(LIMITS.withEffort(5_000_000, 0));

            Solution solution = new FleetSolver(solver).solve(fleet, effort);

            assertEquals(Optional.empty(), Limits.broken(fleet, solution.plans()));
            assertTrue(effort.steps() <= 15_000_000, "steps " + effort.steps());
            assertEquals(solution, new FleetSolver(solver).solve(fleet, LIMITS.withEffort(5_000_000, 0)));
        }
    }

    /** Also where the solver beneath counts nothing. */
    @Test
    void roundsOfAFleetAreCountedThemselves() {
        Fleet fleet = fleet(50_000_000_000L);
        Effort effort = new Effort(LIMITS);

        Solution solution = new FleetSolver(new StaticGreedy()).solve(fleet, effort);

        long rounds = Long.parseLong(solution.note().replaceFirst(" rounds? .*", ""));
        assertTrue(rounds > 10, solution.note());
        // Eight a model and slot for the round, fifteen for a pass that improves its plans.
        assertTrue(effort.steps() >= rounds * 4 * 12 * 30 * (8 + 15), "steps " + effort.steps());
    }

    @Test
    void aFleetStopsWithinTheGapThatWasAskedFor() {
        Fleet fleet = fleet(200_000_000_000L);
        Effort near = new Effort(LIMITS.withEffort(400_000_000, 0.1));
        Effort far = new Effort(LIMITS.withEffort(400_000_000, 0));

        Solution solution = new FleetSolver(new Lagrangian()).solve(fleet, near);
        Solution further = new FleetSolver(new Lagrangian()).solve(fleet, far);

        double cost = (double) solution.cost().total();
        assertTrue(cost - (double) solution.bound().orElseThrow() <= 0.1 * cost);
        assertTrue(near.steps() < far.steps() / 10, near.steps() + " of " + far.steps());
        assertTrue(further.bound().orElseThrow() > solution.bound().orElseThrow());
    }

    @Test
    void serversThatShareNothingHaveAllOfTheLimit() {
        Fleet fleet = fleet(Long.MAX_VALUE);
        Effort effort = new Effort(LIMITS.withEffort(40_000_000, 0));

        Solution together = new FleetSolver(new Neighbourhood()).solve(fleet, effort);

        assertTrue(effort.steps() >= 20_000_000, "steps " + effort.steps());
        long apart = 0;
        for (Problem server : fleet.servers()) {
            apart += new Neighbourhood()
                    .solve(server, LIMITS.withEffort(40_000_000 / 8 / 4, 0))
                    .cost()
                    .total();
        }
        assertTrue(together.cost().total() <= apart, together.cost().total() + " against " + apart);
    }

    @ParameterizedTest
    @MethodSource("counting")
    void everySolverTellsHowFarItIs(Solver solver) {
        Problem problem = new RandomProblems(3).next(6, 5, Charging.BOTH);
        List<SolveProgress> told = new ArrayList<>();

        Solution solution = solver.solve(problem, new Effort(LIMITS, told::add));

        assertFalse(told.isEmpty());
        for (SolveProgress progress : told) {
            assertTrue(progress.cost().orElse(Long.MAX_VALUE) >= solution.cost().total(), solver.name());
            assertTrue(
                    progress.bound().orElse(0) <= solution.cost().total(),
                    solver.name() + " " + progress.bound() + " "
                            + OptionalLong.of(solution.cost().total()));
        }
    }
}

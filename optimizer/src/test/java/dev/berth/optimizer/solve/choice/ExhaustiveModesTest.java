package dev.berth.optimizer.solve.choice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.optimizer.cost.Limits;
import dev.berth.optimizer.cost.PlanCost;
import dev.berth.optimizer.problem.Problem;
import dev.berth.optimizer.problem.RandomModes;
import dev.berth.optimizer.problem.RandomServices;
import dev.berth.optimizer.solve.BruteForce;
import dev.berth.optimizer.solve.Effort;
import dev.berth.optimizer.solve.Solution;
import dev.berth.optimizer.solve.SolveLimits;
import dev.berth.optimizer.solve.Solver;
import dev.berth.optimizer.solve.horizon.HorizonExact;
import dev.berth.optimizer.solve.search.Lagrangian;
import dev.berth.optimizer.solve.search.PriceSearch;
import dev.berth.record.BadInputException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Thousands of small problems of services with any modes, each plan there is tried one by one. */
class ExhaustiveModesTest {
    private static final SolveLimits LIMITS = new SolveLimits(64L << 20, 2_000_000);

    /** Slots, services and modes with at most 4^6 plans. */
    private static final int[][] SHAPES = {
        {1, 3, 4}, {1, 2, 7}, {2, 2, 5}, {2, 3, 3}, {3, 2, 4}, {6, 1, 4}, {3, 1, 9}, {4, 1, 2}, {5, 2, 2}, {1, 6, 2}
    };

    private static final int[][] SERVICE_SHAPES = {{1, 2}, {2, 1}, {3, 1}, {2, 2}, {1, 3}, {4, 1}, {3, 2}};

    private static final double MOST_PLANS = 5000;

    private static Problem problem(int seed) {
        int[] shape = SHAPES[seed % SHAPES.length];
        return new RandomModes(seed).next(shape[0], shape[1], shape[2]);
    }

    @Test
    void horizonExactFindsTheCheapestOfAllPlansAndNobodyBeatsItOrBreaksALimit() {
        for (int seed = 0; seed < 3000; seed++) {
            requireExact(problem(seed), Solvers.forModes(), seed);
        }
    }

    /** Variants, settings, host memory, versions and slow storage, alone and together; here demand can be forecast. */
    @Test
    void theSameHoldsForServicesOfScenarios() {
        int tried = 0;
        for (int seed = 0; tried < 2000; seed++) {
            int[] shape = SERVICE_SHAPES[seed % SERVICE_SHAPES.length];
            Problem problem = new RandomServices(seed).next(shape[0], shape[1]);
            if (Math.pow(problem.choices(), shape[0] * shape[1]) <= MOST_PLANS) {
                tried++;
                requireExact(problem, Solvers.all(), seed);
            }
        }
    }

    @Test
    void lookAheadSaysThatItNeedsRequests() {
        String fault = assertThrows(
                        BadInputException.class,
                        () -> Solvers.named("lookahead").solve(problem(0), LIMITS))
                .getMessage();

        assertEquals(
                "lookahead: costs of slots are given, and no requests that could be forecast, expected services of a"
                        + " ProblemBuilder; use slot-exact or auto",
                fault);
    }

    /** Several services at once that must not move in a slot. */
    @Test
    void whatCannotBeIsNotChosenWhereManyCannot() {
        for (int seed = 0; seed < 32; seed++) {
            Problem problem = new RandomServices(seed).next(12, 30);
            Solution solution = new Lagrangian().solve(problem, LIMITS);
            assertEquals(Optional.empty(), Limits.broken(problem, solution.plan()), "seed " + seed);
            assertEquals(
                    PlanCost.of(problem, solution.plan()).total(),
                    solution.cost().total(),
                    "seed " + seed);
        }
    }

    private static void requireExact(Problem problem, List<Solver> solvers, int seed) {
        long cheapest = BruteForce.cheapest(problem);

        Solution exact = new HorizonExact().solve(problem, LIMITS);
        assertEquals(cheapest, exact.cost().total(), "seed " + seed);
        assertTrue(exact.proven(), "seed " + seed);
        for (Solver solver : solvers) {
            Solution solution = solver.solve(problem, LIMITS);
            String what = solver.name() + " seed " + seed;
            assertEquals(Optional.empty(), Limits.broken(problem, solution.plan()), what);
            assertEquals(
                    PlanCost.of(problem, solution.plan()).total(),
                    solution.cost().total(),
                    what);
            assertTrue(solution.plan().isAllCloud() || solution.cost().total() >= cheapest, what);
            assertTrue(solution.bound().orElse(0) <= cheapest, what);
        }
    }

    /** What bounds rule out, no cheaper plan has. */
    @Test
    void goingThroughWhatBoundsLeaveFindsTheCheapestToo() {
        int proven = 0;
        for (int seed = 10_000; seed < 12_000; seed++) {
            Problem problem = problem(seed);
            PriceSearch search = new PriceSearch(problem, PriceSearch.DECOMPOSED_MODELS, 1, new Effort(LIMITS));
            search.runToProof(32L << 20);
            if (search.isProven()) {
                proven++;
                assertEquals(
                        BruteForce.cheapest(problem), search.solution().cost().total(), "seed " + seed);
            }
        }
        assertEquals(2000, proven);
    }
}

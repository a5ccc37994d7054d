package dev.berth.optimizer.solve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.optimizer.problem.Charging;
import dev.berth.optimizer.problem.Problem;
import dev.berth.optimizer.problem.RandomProblems;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Thousands of small problems of every awkward kind, each plan there is tried one by one. */
class ExhaustiveTest {
    private static final SolveLimits LIMITS = new SolveLimits(64L << 20, 2_000_000);

    /** Slots and models with at most 3^6 plans. */
    private static final int[][] SHAPES = {{1, 2}, {1, 5}, {1, 6}, {2, 3}, {3, 2}, {4, 1}, {5, 1}, {6, 1}, {2, 2}};

    @ParameterizedTest
    @EnumSource(Charging.class)
    void horizonExactFindsTheCheapestOfAllPlansAndNobodyBeatsIt(Charging charging) {
        for (int seed = 10_000; seed < 12_000; seed++) {
            int[] shape = SHAPES[seed % SHAPES.length];
            Problem problem = new RandomProblems(seed).next(shape[0], shape[1], charging);
            long cheapest = BruteForce.cheapest(problem);

            assertEquals(
                    cheapest, new HorizonExact().solve(problem, LIMITS).cost().total(), "seed " + seed);
            for (Solver solver : Solvers.all()) {
                Solution solution = solver.solve(problem, LIMITS);
                assertTrue(solution.cost().total() >= cheapest, solver.name() + " seed " + seed);
                assertTrue(solution.bound().orElse(0) <= cheapest, solver.name() + " seed " + seed);
            }
        }
    }
}

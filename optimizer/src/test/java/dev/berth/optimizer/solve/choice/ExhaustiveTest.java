package dev.berth.optimizer.solve.choice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.optimizer.cost.Limits;
import dev.berth.optimizer.problem.Charging;
import dev.berth.optimizer.problem.Plan;
import dev.berth.optimizer.problem.Problem;
import dev.berth.optimizer.problem.RandomProblems;
import dev.berth.optimizer.solve.BruteForce;
import dev.berth.optimizer.solve.Solution;
import dev.berth.optimizer.solve.SolveLimits;
import dev.berth.optimizer.solve.Solver;
import dev.berth.optimizer.solve.horizon.HorizonExact;
import dev.berth.optimizer.solve.slot.SlotExact;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Thousands of small problems of every awkward kind, each plan there is tried one by one. */
class ExhaustiveTest {
    private static final SolveLimits LIMITS = new SolveLimits(64L << 20, 2_000_000);

    /** Slots and models with at most 3^6 plans. */
    private static final int[][] SHAPES = {{1, 2}, {1, 5}, {1, 6}, {2, 3}, {3, 2}, {4, 1}, {5, 1}, {6, 1}, {2, 2}};

    @ParameterizedTest
    @EnumSource(Charging.class)
    void horizonExactFindsTheCheapestOfAllPlansAndNobodyBeatsItOrBreaksALimit(Charging charging) {
        for (int seed = 10_000; seed < 12_000; seed++) {
            int[] shape = SHAPES[seed % SHAPES.length];
            Problem problem = new RandomProblems(seed).next(shape[0], shape[1], charging);
            long cheapest = BruteForce.cheapest(problem);

            assertEquals(
                    cheapest, new HorizonExact().solve(problem, LIMITS).cost().total(), "seed " + seed);
            for (Solver solver : SolversTest.planners().toList()) {
                Solution solution = solver.solve(problem, LIMITS);
                assertEquals(
                        Optional.empty(), Limits.broken(problem, solution.plan()), solver.name() + " seed " + seed);
                assertTrue(solution.cost().total() >= cheapest, solver.name() + " seed " + seed);
                assertTrue(solution.bound().orElse(0) <= cheapest, solver.name() + " seed " + seed);
            }
        }
    }

    /** The search's depth is the number of models: on a thread's stack it would not fit. */
    @Test
    void aSlotOfTwentyThousandModelsIsDecidedOnASmallStack() throws InterruptedException {
        Problem problem = new RandomProblems(7).next(1, 20_000, Charging.BOTH);
        Plan[] plan = new Plan[1];

        Thread thread = new Thread(
                null,
                () -> plan[0] = new SlotExact()
                        .solve(problem, new SolveLimits(64L << 20, 50_000))
                        .plan(),
                "small stack",
                128 << 10);
        thread.start();
        thread.join();

        assertEquals(Optional.empty(), Limits.broken(problem, plan[0]));
    }
}

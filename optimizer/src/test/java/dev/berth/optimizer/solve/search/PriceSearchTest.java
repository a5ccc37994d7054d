package dev.berth.optimizer.solve.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.optimizer.cost.PlanCost;
import dev.berth.optimizer.problem.Charging;
import dev.berth.optimizer.problem.Plan;
import dev.berth.optimizer.problem.Problem;
import dev.berth.optimizer.problem.RandomProblems;
import dev.berth.optimizer.solve.Effort;
import dev.berth.optimizer.solve.SolveLimits;
import java.util.List;
import org.junit.jupiter.api.Test;

class PriceSearchTest {
    private static final SolveLimits LIMITS = new SolveLimits(64L << 20, 2_000_000);

    private static Problem problem(int seed, int slots, int models) {
        return new RandomProblems(seed)
                .next(slots, models, List.of(Charging.values()).get(seed % 3));
    }

    @Test
    void manyModelsGetABoundAboveThatOfPricesTheSameEveryTime() {
        for (int seed = 0; seed < 6; seed++) {
            Problem problem = problem(500 + seed, 8, 30);
            PriceSearch prices = new PriceSearch(problem, 0, 1, new Effort(LIMITS.withEffort(50_000_000, 1e-9)));
            prices.run();
            Effort once = new Effort(LIMITS.withEffort(50_000_000, 1e-9));
            PriceSearch first = new PriceSearch(problem, PriceSearch.FEW_MODELS, 1, once);
            first.runThoroughly(64L << 20);
            Effort again = new Effort(LIMITS.withEffort(50_000_000, 1e-9));
            PriceSearch second = new PriceSearch(problem, PriceSearch.FEW_MODELS, 1, again);
            second.runThoroughly(64L << 20);

            assertTrue(first.bound() >= prices.bound(), "seed " + seed);
            assertEquals(first.bound(), second.bound(), "seed " + seed);
            assertEquals(once.steps(), again.steps(), "seed " + seed);
            assertEquals(new Plan(30, first.plan()), new Plan(30, second.plan()), "seed " + seed);
            assertTrue(
                    first.bound()
                            <= PlanCost.of(problem, new Plan(30, first.plan())).total(),
                    "seed " + seed);
        }
    }
}

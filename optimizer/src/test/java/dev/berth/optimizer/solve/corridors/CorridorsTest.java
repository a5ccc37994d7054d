package dev.berth.optimizer.solve.corridors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.optimizer.cost.Limits;
import dev.berth.optimizer.cost.PlanCost;
import dev.berth.optimizer.problem.Charging;
import dev.berth.optimizer.problem.Plan;
import dev.berth.optimizer.problem.Problem;
import dev.berth.optimizer.problem.RandomProblems;
import dev.berth.optimizer.problem.Residency;
import dev.berth.optimizer.problem.Resource;
import dev.berth.optimizer.solve.SolveLimits;
import dev.berth.optimizer.solve.Solver;
import dev.berth.optimizer.solve.baselines.StaticGreedy;
import dev.berth.optimizer.solve.ground.PathImprovement;
import dev.berth.optimizer.solve.horizon.HorizonExact;
import dev.berth.optimizer.solve.prices.PriceSweep;
import dev.berth.optimizer.solve.slot.SlotExact;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Plans that are improved within corridors around them, and one model at a time. */
class CorridorsTest {
    private static final SolveLimits LIMITS = new SolveLimits(64L << 20, 2_000_000);
    private static final float OUT_OF_REACH = 1e28f;

    private static Problem problem(int seed, int slots, int models) {
        return new RandomProblems(seed)
                .next(slots, models, List.of(Charging.values()).get(seed % 3));
    }

    private static float[] weights(int models) {
        float[] weights = new float[models];
        Arrays.fill(weights, 1);
        return weights;
    }

    /** Nothing is dearer than anything else, but what is not allowed. */
    private static float[] flat(Problem problem) {
        float[] marginals = new float[problem.slots() * problem.models() * Residency.COUNT];
        PriceSweep.of(problem).marginals(new double[Resource.COUNT][problem.slots()], marginals);
        for (int i = 0; i < marginals.length; i++) {
            marginals[i] = marginals[i] < OUT_OF_REACH / 10 ? 0 : OUT_OF_REACH;
        }
        return marginals;
    }

    private static byte[] residencies(Problem problem, Solver solver) {
        Plan plan = solver.solve(problem, LIMITS).plan();
        byte[] residencies = new byte[problem.slots() * problem.models()];
        for (int slot = 0; slot < problem.slots(); slot++) {
            for (int model = 0; model < problem.models(); model++) {
                residencies[slot * problem.models() + model] = (byte) plan.indexAt(slot, model);
            }
        }
        return residencies;
    }

    private static long cost(Problem problem, byte[] residencies, String seed) {
        Plan plan = new Plan(problem.models(), residencies);
        assertEquals(Optional.empty(), Limits.broken(problem, plan), seed);
        return PlanCost.of(problem, plan).total();
    }

    @Test
    void corridorOfEverythingIsTheOptimum() {
        for (int seed = 0; seed < 300; seed++) {
            Problem problem = problem(seed, 1 + seed % 12, 1 + seed % 5);
            byte[] residencies = residencies(problem, new StaticGreedy());
            long before = cost(problem, residencies, "seed " + seed);

            long saved = new CorridorImprovement(problem, 243)
                    .improve(flat(problem), weights(problem.models()), 243, residencies);

            assertEquals(new HorizonExact().solve(problem, LIMITS).cost().total(), before - saved, "seed " + seed);
            assertEquals(before - saved, cost(problem, residencies, "seed " + seed), "seed " + seed);
        }
    }

    @Test
    void everyCorridorKeepsTheLimitsAndSavesWhatItSays() {
        int improved = 0;
        for (int seed = 0; seed < 200; seed++) {
            Problem problem = problem(seed, 1 + seed % 9, 2 + seed % 20);
            SplittableRandom random = new SplittableRandom(seed);
            byte[] residencies = residencies(problem, seed % 2 == 0 ? new StaticGreedy() : new SlotExact());
            long cost = cost(problem, residencies, "seed " + seed);
            long optimum = problem.models() <= 6
                    ? new HorizonExact().solve(problem, LIMITS).cost().total()
                    : 0;
            CorridorImprovement corridor = new CorridorImprovement(problem, 302);
            float[] marginals = flat(problem);
            float[] weights = new float[problem.models()];
            for (int round = 0; round < 5; round++) {
                for (int i = 0; i < marginals.length; i++) {
                    marginals[i] = marginals[i] < OUT_OF_REACH ? (float) random.nextDouble() : OUT_OF_REACH;
                }
                for (int model = 0; model < weights.length; model++) {
                    weights[model] = (float) random.nextDouble();
                }
                long saved = corridor.improve(marginals, weights, 2 + random.nextInt(300), residencies);

                assertTrue(saved >= 0, "seed " + seed);
                assertEquals(cost - saved, cost(problem, residencies, "seed " + seed), "seed " + seed);
                cost -= saved;
                improved += saved > 0 ? 1 : 0;
            }
            assertTrue(cost >= optimum, "seed " + seed);
        }
        assertTrue(improved > 100, "improved " + improved);
    }

    @Test
    void pathOfOneModelIsThatOfACorridorOfOne() {
        for (int seed = 0; seed < 200; seed++) {
            Problem problem = problem(seed, 1 + seed % 12, 1 + seed % 40);
            byte[] paths = residencies(problem, new StaticGreedy());
            byte[] corridors = paths.clone();
            long before = cost(problem, paths, "seed " + seed);
            PathImprovement improvement = new PathImprovement(problem);
            assertEquals(before, improvement.cost(paths), "seed " + seed);

            long saved = improvement.run(paths);

            CorridorImprovement corridor = new CorridorImprovement(problem, 3);
            float[] flat = flat(problem);
            long expected = 0;
            for (int model = 0; model < problem.models(); model++) {
                expected += corridor.improve(onlyOf(model, problem, flat), weights(problem.models()), 3, corridors);
            }
            assertEquals(expected, saved, "seed " + seed);
            assertEquals(before - saved, cost(problem, paths, "seed " + seed), "seed " + seed);
        }
    }

    private static float[] onlyOf(int model, Problem problem, float[] marginals) {
        float[] only = new float[marginals.length];
        for (int i = 0; i < only.length; i++) {
            only[i] = i / Residency.COUNT % problem.models() == model ? marginals[i] : OUT_OF_REACH;
        }
        return only;
    }

    @Test
    void oneSeedDrawsTheSameCorridorsAgain() {
        long saved = 0;
        for (int seed = 0; seed < 10; seed++) {
            Problem problem = problem(seed, 10, 30);
            byte[] first = residencies(problem, new StaticGreedy());
            byte[] second = first.clone();
            for (byte[] residencies : List.of(first, second)) {
                Corridors corridors = new Corridors(problem, new PathImprovement(problem), 7);
                corridors.value(PriceSweep.of(problem), new double[Resource.COUNT][problem.slots()]);
                for (int i = 0; i < 5; i++) {
                    saved += corridors.draw(residencies);
                }
            }
            assertEquals(Arrays.toString(first), Arrays.toString(second), "seed " + seed);
        }
        assertTrue(saved > 0);
    }

    @Test
    void freeCellsAreInTheOrderOfTheirModelsAndNoMoreThanTheirStates() {
        FreeCells cells = new FreeCells(12);

        assertTrue(cells.add(5, 0, 2));
        assertTrue(cells.add(1, 2, 1));
        assertTrue(cells.add(5, 0, 1));
        assertTrue(cells.add(3, 0, 1));
        assertFalse(cells.add(4, 0, 1));
        assertFalse(cells.add(3, 0, 2));

        assertEquals(12, cells.states());
        assertEquals(3, cells.count());
        assertEquals(List.of(1, 3, 5), List.of(cells.model(0), cells.model(1), cells.model(2)));
        assertEquals(List.of(2, 2, 3), List.of(cells.options(0), cells.options(1), cells.options(2)));
        assertEquals(1, FreeCells.residency(cells.mask(0), 0));
        assertEquals(2, FreeCells.residency(cells.mask(0), 1));
        assertEquals(2, FreeCells.residency(cells.mask(2), 2));
    }
}

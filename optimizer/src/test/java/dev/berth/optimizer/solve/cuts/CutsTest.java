package dev.berth.optimizer.solve.cuts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.optimizer.cost.PlanCost;
import dev.berth.optimizer.problem.Charging;
import dev.berth.optimizer.problem.Plan;
import dev.berth.optimizer.problem.Problem;
import dev.berth.optimizer.problem.RandomProblems;
import dev.berth.optimizer.problem.Residency;
import dev.berth.optimizer.problem.Resource;
import dev.berth.optimizer.solve.Effort;
import dev.berth.optimizer.solve.SolveLimits;
import dev.berth.optimizer.solve.baselines.StaticGreedy;
import dev.berth.optimizer.solve.horizon.HorizonExact;
import dev.berth.optimizer.solve.search.PriceSearch;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Inequalities that every plan keeps, and the bound that their prices give. */
class CutsTest {
    private static final SolveLimits LIMITS = new SolveLimits(64L << 20, 2_000_000);

    private static Problem problem(int seed, int slots, int models) {
        return new RandomProblems(seed)
                .next(slots, models, List.of(Charging.values()).get(seed % 3));
    }

    @Test
    void everySetThatFitsKeepsAnInequalityAndSomeMixturesBreakIt() {
        SplittableRandom random = new SplittableRandom(3);
        int found = 0;
        int broken = 0;
        for (int trial = 0; trial < 4000; trial++) {
            int items = 2 + random.nextInt(11);
            long scale = trial % 3 == 0 ? 1 : trial % 3 == 1 ? 1_000 : 1L << 50;
            long[] weights = random.longs(items, 1, trial % 5 == 0 ? 4 : 40)
                    .map(w -> w * scale)
                    .toArray();
            long capacity = scale * random.nextInt(20, 90) + random.nextLong(scale);
            double[] parts = parts(random, weights, capacity);
            int[] fitting = new int[items];
            int count = 0;
            for (int item = 0; item < items; item++) {
                if (weights[item] <= capacity) {
                    fitting[count++] = item;
                }
            }
            LiftedCover cover = new LiftedCover(items);
            double[] scores = random.doubles(items).toArray();
            if (cover.find(weights, capacity, fitting, count, parts, scores)) {
                found++;
                double sum = 0;
                for (int item = 0; item < items; item++) {
                    sum += parts[item] * cover.coefficient(item);
                }
                broken += sum > cover.limit() + 1e-6 ? 1 : 0;
                assertEquals(cover.limit(), greatest(cover, weights, capacity), "trial " + trial);
            }
        }
        assertTrue(found > 1500, "found " + found);
        assertTrue(broken > 500, "broken " + broken);
    }

    /** Parts that together fit the knapsack exactly: those of the best value for weight, and a piece of the next. */
    private static double[] parts(SplittableRandom random, long[] weights, long capacity) {
        double[] parts = new double[weights.length];
        double left = (double) capacity;
        for (int item = 0; item < parts.length; item++) {
            double part = random.nextInt(3) == 0 ? random.nextDouble() : 1;
            parts[item] = Math.min(part, left / (double) weights[item]);
            left -= parts[item] * (double) weights[item];
        }
        return parts;
    }

    /** The greatest sum of coefficients of all sets that fit. */
    private static int greatest(LiftedCover cover, long[] weights, long capacity) {
        int greatest = 0;
        for (int set = 0; set < 1 << weights.length; set++) {
            long weight = 0;
            int sum = 0;
            for (int item = 0; item < weights.length; item++) {
                if ((set >> item & 1) != 0) {
                    weight += weights[item];
                    sum += cover.coefficient(item);
                }
            }
            greatest = weight <= capacity ? Math.max(greatest, sum) : greatest;
        }
        return greatest;
    }

    @Test
    void allThatTheMixtureHoldsFitsSoThatThereIsNoCover() {
        LiftedCover cover = new LiftedCover(3);

        long[] weights = {3, 4, 5};
        int[] items = {0, 1, 2};
        double[] scores = {0, 0, 0};
        assertFalse(cover.find(weights, 12, items, 3, new double[] {1, 1, 1}, scores));
        assertFalse(cover.find(weights, 8, items, 3, new double[] {1, 1, 0}, scores));
    }

    @Test
    void coverOfThreeWhereOnlyTwoFit() {
        LiftedCover cover = new LiftedCover(4);

        // Any two of the first three, or the last alone: it counts as both.
        assertTrue(cover.find(
                new long[] {4, 4, 4, 9},
                10,
                new int[] {0, 1, 2, 3},
                4,
                new double[] {0.8, 0.8, 0.8, 0},
                new double[4]));

        assertEquals(2, cover.limit());
        assertEquals(1, cover.coefficient(0));
        assertEquals(1, cover.coefficient(1));
        assertEquals(1, cover.coefficient(2));
        assertEquals(2, cover.coefficient(3));
    }

    @Test
    void chargedPathIsTheCheapestOfAllPaths() {
        for (int seed = 0; seed < 300; seed++) {
            Problem problem = withTransferPrices(problem(seed, 1 + seed % 5, 1 + seed % 3), seed);
            double[] charges = new SplittableRandom(seed)
                    .doubles(2L * problem.slots(), 0, seed % 4 == 0 ? 0.001 : 1e9)
                    .toArray();
            ChargedPaths paths = new ChargedPaths(problem);
            for (int model = 0; model < problem.models(); model++) {
                long cost = paths.run(model, charges);

                long least = ChargedPaths.FORBIDDEN;
                byte[] path = new byte[problem.slots()];
                for (int code = 0; code < power(problem.slots()); code++) {
                    decode(code, path);
                    least = Math.min(least, charged(paths, model, path, charges));
                }
                assertEquals(least, cost, "seed " + seed);
                assertEquals(cost, charged(paths, model, paths.path(), charges), "seed " + seed);
            }
        }
    }

    @Test
    void whatIsRuledOutIsOnNoPathThatIsCheapEnough() {
        for (int seed = 0; seed < 300; seed++) {
            Problem problem = problem(seed, 1 + seed % 5, 1);
            double[] charges = new SplittableRandom(seed)
                    .doubles(2L * problem.slots(), 0, 1e9)
                    .toArray();
            ChargedPaths paths = new ChargedPaths(problem);
            ChargedPaths before = new ChargedPaths(problem);
            long tooDear = paths.run(0, charges) + (seed % 7) * 100_000_000L + 1;

            paths.runThrough(0, charges);
            paths.ruleOut(0, tooDear);

            boolean[] isNeeded = new boolean[problem.slots() * Residency.COUNT];
            byte[] path = new byte[problem.slots()];
            for (int code = 0; code < power(problem.slots()); code++) {
                decode(code, path);
                if (charged(before, 0, path, charges) < tooDear) {
                    for (int slot = 0; slot < path.length; slot++) {
                        isNeeded[slot * Residency.COUNT + path[slot]] = true;
                    }
                }
            }
            for (int i = 0; i < isNeeded.length; i++) {
                assertEquals(
                        !isNeeded[i],
                        paths.isForbidden(0, i / Residency.COUNT, i % Residency.COUNT),
                        "seed " + seed + ", " + i);
            }
        }
    }

    private static int power(int slots) {
        int power = 1;
        for (int slot = 0; slot < slots; slot++) {
            power *= Residency.COUNT;
        }
        return power;
    }

    private static void decode(int code, byte[] path) {
        int rest = code;
        for (int slot = 0; slot < path.length; slot++) {
            path[slot] = (byte) (rest % Residency.COUNT);
            rest /= Residency.COUNT;
        }
    }

    private static long charged(ChargedPaths paths, int model, byte[] path, double[] charges) {
        long cost = paths.cost(model, path);
        for (int slot = 0; slot < path.length; slot++) {
            cost += path[slot] > 0 ? (long) charges[2 * slot] : 0;
            cost += path[slot] > 1 ? (long) charges[2 * slot + 1] : 0;
        }
        return cost;
    }

    private static Problem withTransferPrices(Problem problem, int seed) {
        return seed % 2 == 0 ? problem : new RandomProblems(seed).withTransferPrices(problem);
    }

    @Test
    void cutsRaiseTheBoundAboveThatOfPricesAndKeepItABound() {
        int raised = 0;
        int closed = 0;
        int left = 0;
        for (int seed = 0; seed < 1500; seed++) {
            Problem problem = withTransferPrices(problem(seed, 1 + seed % 8, 1 + seed % 6), seed);
            long optimum = new HorizonExact().solve(problem, LIMITS).cost().total();
            long greedy = new StaticGreedy().solve(problem, LIMITS).cost().total();
            PriceSearch search = new PriceSearch(problem, 0, 1, new Effort(LIMITS.withEffort(1_000_000, 0)));
            search.run();
            long start = search.bound();
            // What is ruled out follows from what is known: the optimum, or any dearer plan.
            long cost = seed % 3 == 0 ? optimum : greedy;

            BranchAndCut cuts =
                    new BranchAndCut(problem, new double[Resource.COUNT][problem.slots()], cost, Long.MAX_VALUE);
            cuts.run(40, Long.MAX_VALUE, 0, cost);

            assertTrue(Math.min(cost, cuts.bound()) <= optimum, "seed " + seed + ": " + cuts.bound());
            if (start < optimum) {
                left++;
                raised += cuts.bound() > start ? 1 : 0;
                closed += optimum - cuts.bound() <= (optimum - start) / 10 ? 1 : 0;
            }
        }
        assertTrue(left > 200, "left " + left);
        assertTrue(raised > left * 9 / 10, "raised " + raised + " of " + left);
        assertTrue(closed > left / 2, "closed " + closed + " of " + left);
    }

    @Test
    void splittingPlansLongEnoughEndsWithTheCheapest() {
        int split = 0;
        int found = 0;
        for (int seed = 0; seed < 600; seed++) {
            Problem problem = withTransferPrices(problem(seed, 1 + seed % 8, 2 + seed % 7), seed);
            long optimum = new HorizonExact().solve(problem, LIMITS).cost().total();
            long greedy = new StaticGreedy().solve(problem, LIMITS).cost().total();
            long known = seed % 2 == 0 ? greedy : Math.min(greedy, optimum + optimum / 500);
            BranchAndCut cuts =
                    new BranchAndCut(problem, new double[Resource.COUNT][problem.slots()], known, Long.MAX_VALUE);

            // By turns, as a search does; what was the end once is the end again.
            while (cuts.run(1 + seed % 40, Long.MAX_VALUE, 0, known)) {
                assertTrue(cuts.bound() <= optimum, "seed " + seed);
            }
            assertFalse(cuts.run(10, Long.MAX_VALUE, 0, known), "seed " + seed);

            assertTrue(cuts.bound() <= optimum, "seed " + seed);
            assertTrue((double) (optimum - cuts.bound()) <= ChargedPaths.rounding(problem), "seed " + seed);
            byte[] residencies = new byte[problem.slots() * problem.models()];
            boolean hasPlan = cuts.copyPlan(residencies);
            assertEquals(known > optimum, hasPlan, "seed " + seed);
            if (hasPlan) {
                Plan plan = new Plan(problem.models(), residencies);
                assertEquals(optimum, PlanCost.of(problem, plan).total(), "seed " + seed);
                found++;
            }
            split += cuts.note().contains("one part") ? 0 : 1;
        }
        assertTrue(split > 10, "split " + split);
        assertTrue(found > 100, "found " + found);
    }

    @Test
    void restrictedModelKeepsThePathsThatAreLeft() {
        for (int seed = 0; seed < 200; seed++) {
            Problem problem = problem(seed, 1 + seed % 5, 1);
            SplittableRandom random = new SplittableRandom(seed);
            int slot = random.nextInt(problem.slots());
            int lowest = random.nextInt(Residency.COUNT);
            int highest = random.nextInt(lowest, Residency.COUNT);
            ChargedPaths before = new ChargedPaths(problem);
            ChargedPaths paths = new ChargedPaths(before);

            paths.restrict(0, slot, lowest, highest);

            int left = 0;
            byte[] path = new byte[problem.slots()];
            for (int code = 0; code < power(problem.slots()); code++) {
                decode(code, path);
                boolean isLeft = path[slot] >= lowest && path[slot] <= highest;
                long expected = isLeft ? before.cost(0, path) : ChargedPaths.FORBIDDEN;
                left += expected < ChargedPaths.FORBIDDEN ? 1 : 0;
                assertEquals(
                        Math.min(expected, ChargedPaths.FORBIDDEN),
                        Math.min(paths.cost(0, path), ChargedPaths.FORBIDDEN),
                        "seed " + seed);
            }
            assertTrue(left != 1 || paths.isDecided(0), "seed " + seed);
            assertTrue(left <= 1 || !paths.isDecided(0), "seed " + seed);
        }
    }

    @Test
    void boundHoldsAtPricesFromNowhere() {
        for (int seed = 0; seed < 500; seed++) {
            Problem problem = problem(seed, 1 + seed % 6, 2 + seed % 5);
            long optimum = new HorizonExact().solve(problem, LIMITS).cost().total();
            SplittableRandom random = new SplittableRandom(seed);
            double[][] prices = new double[Resource.COUNT][problem.slots()];
            double most = (double) optimum * (seed % 10 == 0 ? 1e15 : 1);
            for (double[] row : prices) {
                row[random.nextInt(row.length)] = random.nextDouble() * most;
            }

            BranchAndCut cuts = new BranchAndCut(problem, prices, optimum + 1, Long.MAX_VALUE);
            cuts.run(30, Long.MAX_VALUE, 0, optimum + 1);

            assertTrue(cuts.bound() <= optimum, "seed " + seed);
        }
    }
}

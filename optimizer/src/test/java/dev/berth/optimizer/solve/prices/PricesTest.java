package dev.berth.optimizer.solve.prices;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.optimizer.cost.Limits;
import dev.berth.optimizer.cost.PlanCost;
import dev.berth.optimizer.problem.Charging;
import dev.berth.optimizer.problem.Plan;
import dev.berth.optimizer.problem.Problem;
import dev.berth.optimizer.problem.RandomModes;
import dev.berth.optimizer.problem.RandomProblems;
import dev.berth.optimizer.problem.Residency;
import dev.berth.optimizer.problem.Resource;
import dev.berth.optimizer.solve.Effort;
import dev.berth.optimizer.solve.Solution;
import dev.berth.optimizer.solve.SolveLimits;
import dev.berth.optimizer.solve.baselines.FetchPerRequest;
import dev.berth.optimizer.solve.baselines.StaticGreedy;
import dev.berth.optimizer.solve.ground.Room;
import dev.berth.optimizer.solve.horizon.HorizonExact;
import dev.berth.optimizer.solve.search.Lagrangian;
import dev.berth.optimizer.solve.search.PriceSearch;
import dev.berth.optimizer.solve.slot.SlotDecision;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Price sweeps, the bound they give, and the plans they are repaired to. */
class PricesTest {
    private static final SolveLimits LIMITS = new SolveLimits(64L << 20, 2_000_000);

    private static Problem problem(int seed, int slots, int models) {
        return new RandomProblems(seed)
                .next(slots, models, List.of(Charging.values()).get(seed % 3));
    }

    private static double[][] prices(Problem problem, int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double scale = (double) PlanCost.of(problem, fetchPerRequest(problem)).total() / problem.slots();
        double[][] prices = new double[Resource.COUNT][problem.slots()];
        int rows = problem.capacity().energyMillijoules().isPresent() ? 3 : 2;
        for (int row = 0; row < rows; row++) {
            for (int slot = 0; slot < problem.slots(); slot++) {
                prices[row][slot] = random.nextInt(3) == 0 ? 0 : random.nextDouble() * scale;
            }
        }
        return prices;
    }

    private static Plan fetchPerRequest(Problem problem) {
        return new FetchPerRequest().solve(problem, LIMITS).plan();
    }

    @Test
    void sweepIsTheCheapestPathOfEveryModelUnderItsPrices() {
        for (int seed = 0; seed < 300; seed++) {
            // More than a block of models now and then, and downloads that cost more in some slots.
            Problem drawn = problem(seed, 1 + seed % 9, seed % 50 == 7 ? 600 : 1 + seed % 6);
            Problem problem = seed % 3 == 1 ? new RandomProblems(seed).withTransferPrices(drawn) : drawn;
            double[][] prices = prices(problem, seed);
            double[][] others = prices(problem, seed + 1000);
            double[][] used = new double[Resource.COUNT][problem.slots()];
            PriceSweep sweep = PriceSweep.of(problem);

            double elsewhere = sweep.run(others, used);
            double value = sweep.run(prices, used);

            double size =
                    (double) PlanCost.of(problem, fetchPerRequest(problem)).total();
            double alongSlopes = value;
            for (int resource = 0; resource < used.length; resource++) {
                for (int slot = 0; slot < problem.slots(); slot++) {
                    double excess = used[resource][slot] - 1;
                    alongSlopes += excess * (others[resource][slot] - prices[resource][slot]);
                    size += prices[resource][slot] * problem.models();
                }
            }
            // The exact bound is that of the same paths, but for rounding.
            assertEquals((double) PriceBound.of(problem, prices), value, 1e-5 * size + problem.slots() * 4.0);
            // What these paths take is a slope: at no prices does it promise less than there is.
            assertTrue(elsewhere <= alongSlopes + 1e-5 * size, "seed " + seed);
        }
    }

    @Test
    void boundOfAnyPricesIsABound() {
        for (int seed = 0; seed < 300; seed++) {
            Problem problem = problem(seed, 1 + seed % 10, 1 + seed % 5);
            long optimum = new HorizonExact().solve(problem, LIMITS).cost().total();

            assertTrue(PriceBound.of(problem, prices(problem, seed)) <= optimum, "seed " + seed);
        }
    }

    @Test
    void decompositionRaisesTheBoundOfPricesAndKeepsItABound() {
        int raised = 0;
        int tight = 0;
        for (int seed = 0; seed < 300; seed++) {
            Problem problem = problem(seed, 1 + seed % 8, 1 + seed % 5);
            long optimum = new HorizonExact().solve(problem, LIMITS).cost().total();
            double[][] prices = prices(problem, seed);
            long start = PriceBound.of(problem, prices);
            Decomposition decomposition = new Decomposition(problem, prices, start, false);

            decomposition.run(
                    1000,
                    300_000,
                    0,
                    new StaticGreedy().solve(problem, LIMITS).cost().total());

            assertTrue(decomposition.bound() >= start, "seed " + seed);
            assertTrue(decomposition.bound() <= optimum, "seed " + seed);
            PriceSearch search = new PriceSearch(problem, 5, 1, new Effort(LIMITS.withEffort(1_000_000, 0)));
            search.run();
            assertTrue(search.bound() <= optimum, "seed " + seed);
            raised += decomposition.bound() > start ? 1 : 0;
            tight += optimum - search.bound() <= optimum / 1000 ? 1 : 0;
        }
        assertTrue(raised > 200, "raised " + raised);
        assertTrue(tight > 250, "tight " + tight);
    }

    /** What is left out is in no plan that is cheaper than the one that is known, and such a plan is found. */
    @Test
    void modesThatAreLeftOutAreInNoCheaperPlan() {
        int out = 0;
        int risen = 0;
        for (int seed = 0; seed < 400; seed++) {
            Problem problem = seed % 2 == 0
                    ? problem(seed, 1 + seed % 8, 1 + seed % 4)
                    : new RandomModes(seed).next(1 + seed % 6, 1 + seed % 3, 2 + seed % 5);
            int cells = problem.slots() * problem.models();
            double[][] none = new double[Resource.COUNT][problem.slots()];
            long optimum = exhaustive(problem, Problem.NEVER, SlotBound.none());
            for (long known : List.of(optimum + 1, optimum + optimum / 20 + 1)) {
                Decomposition decomposition = new Decomposition(problem, none, 0, true);
                decomposition.run(300, 300_000, 0, known);
                Decomposition whole = new Decomposition(problem, none, 0, false);
                whole.run(300, 300_000, 0, known);

                assertTrue(decomposition.bound() <= optimum, "seed " + seed + ", " + decomposition.bound());
                SlotBound bySlots = decomposition.bySlots().orElse(SlotBound.none());
                assertEquals(optimum, exhaustive(problem, known, bySlots), "seed " + seed);
                risen += decomposition.bound() > whole.bound() ? 1 : 0;
                for (int cell = 0; cell < cells; cell++) {
                    for (int mode = 0; mode < problem.modes(cell % problem.models()); mode++) {
                        out += bySlots.isOut(cell / problem.models(), cell % problem.models(), mode) ? 1 : 0;
                    }
                }
            }
        }
        assertTrue(out > 5_000, "left out " + out);
        assertTrue(risen > 100, "risen " + risen);
    }

    private static long exhaustive(Problem problem, long known, SlotBound bound) {
        BoundedPlans plans = new BoundedPlans(problem, bound, known, 1 << 20, 1L << 40);
        assertTrue(plans.run(new byte[problem.slots() * problem.models()]));
        return plans.cost();
    }

    @Test
    void decompositionKnowsWhatASlotsTransferCosts() {
        for (int seed = 0; seed < 60; seed++) {
            Problem problem = problem(seed, 2 + seed % 6, 1 + seed % 4);
            double[] prices =
                    new SplittableRandom(seed).doubles(problem.slots(), 0, 1000).toArray();
            Problem dearer = problem.withTransferPrices(prices);
            long optimum = new HorizonExact().solve(dearer, LIMITS).cost().total();

            Decomposition decomposition =
                    new Decomposition(dearer, new double[Resource.COUNT][problem.slots()], 0, false);
            decomposition.run(1000, 300_000, 0, optimum);

            assertTrue(decomposition.bound() <= optimum, "seed " + seed);
        }
    }

    @Test
    void slotsDecidedAtPricesKeepTheLimits() {
        for (int seed = 0; seed < 300; seed++) {
            Problem problem = problem(seed, 1 + seed % 10, 1 + seed % 40);
            double[][] prices = prices(problem, seed);
            int cells = problem.slots() * problem.models();
            float[] toGo = new float[cells * Residency.COUNT];
            byte[] residencies = new byte[cells];

            PriceSweep.of(problem).costToGo(prices, toGo);
            new PricedSlots(problem, 100)
                    .run(
                            (slot, model, residency) ->
                                    (double) toGo[(slot * problem.models() + model) * Residency.COUNT + residency],
                            prices,
                            residencies);

            assertEquals(
                    Optional.empty(), Limits.broken(problem, new Plan(problem.models(), residencies)), "seed " + seed);
        }
    }

    @Test
    void nearlyCheapestDecisionSaysHowNear() {
        SplittableRandom random = new SplittableRandom(5);
        for (int seed = 0; seed < 300; seed++) {
            int models = 1 + seed % 12;
            Problem problem = problem(seed, 1, models);
            long[] costs = random.longs((long) models * Residency.COUNT, -1_000_000, 1_000_000)
                    .toArray();
            SlotDecision exact = new SlotDecision(problem, 1_000_000);
            assertTrue(exact.decide(costs), "seed " + seed);
            assertEquals(exact.cost(), exact.bound(), "seed " + seed);
            long enough = random.nextInt(3) * 100_000L;

            SlotDecision near = new SlotDecision(problem, 1 + random.nextInt(2000));
            double[] prices = {random.nextInt(2) * 1e6, 0, 0};
            near.decideNear(costs, prices, 1 + random.nextInt(24), enough);

            assertTrue(near.bound() <= exact.cost(), "seed " + seed);
            assertTrue(near.cost() >= exact.cost(), "seed " + seed);
            byte[] residencies = new byte[models];
            near.copyTo(residencies, 0);
            assertEquals(Optional.empty(), Limits.broken(problem, new Plan(models, residencies)), "seed " + seed);
        }
    }

    @Test
    void ascentFindsTheTopOfASmoothHillAndOfAKink() {
        double[] top = {3, 0, 0.5, 0};
        double[] prices = new double[4];
        double[] smooth = new double[1];
        PriceAscent hill = new PriceAscent(
                (at, slopes) -> {
                    double value = 100;
                    for (int i = 0; i < at.length; i++) {
                        // The last has its top below 0, where prices do not go.
                        double away = at[i] - (i == 3 ? -1 : top[i]);
                        value -= (i + 1) * away * away;
                        slopes[i] = -2 * (i + 1) * away;
                    }
                    smooth[0] = Math.max(smooth[0], value);
                    System.arraycopy(at, 0, prices, 0, at.length);
                    return value;
                },
                4);
        hill.run(60, 1e-12);
        assertEquals(96, smooth[0], 1e-6);

        double[] kinked = new double[1];
        PriceAscent roof = new PriceAscent(
                (at, slopes) -> {
                    slopes[0] = at[0] < 2 ? 1 : -3;
                    double value = 10 - (at[0] < 2 ? 2 - at[0] : 3 * (at[0] - 2));
                    kinked[0] = Math.max(kinked[0], value);
                    return value;
                },
                1);
        roof.run(60, 1e-12);
        assertEquals(10, kinked[0], 0.1);
    }

    @Test
    void marginalIsWhatThePathThroughAResidencyCostsMore() {
        for (int seed = 0; seed < 200; seed++) {
            Problem problem = problem(seed, 1 + seed % 5, 1 + seed % 3);
            double[][] prices = prices(problem, seed);
            float[] marginals = new float[problem.slots() * problem.models() * Residency.COUNT];

            PriceSweep.of(problem).marginals(prices, marginals);

            for (int model = 0; model < problem.models(); model++) {
                double[] least = cheapestThrough(problem, prices, model);
                double cheapest = Arrays.stream(least).min().orElseThrow();
                double dearest = Arrays.stream(least)
                        .filter(cost -> cost < Double.MAX_VALUE)
                        .max()
                        .orElseThrow();
                double rounding = 1e-5 * (1 + dearest);
                for (int i = 0; i < least.length; i++) {
                    int cell = (i / Residency.COUNT * problem.models() + model) * Residency.COUNT + i % Residency.COUNT;
                    if (least[i] < Double.MAX_VALUE) {
                        assertEquals(least[i] - cheapest, marginals[cell], rounding, "seed " + seed);
                    } else {
                        assertTrue(marginals[cell] > 1e27, "seed " + seed + ": " + marginals[cell]);
                    }
                }
            }
        }
    }

    /** Every path of a model is tried; three values a slot, {@code MAX_VALUE} where no path leads through. */
    private static double[] cheapestThrough(Problem problem, double[][] prices, int model) {
        int slots = problem.slots();
        double[][] shares = PriceSweep.shares(problem);
        Room room = new Room(problem);
        double[] least = new double[slots * Residency.COUNT];
        Arrays.fill(least, Double.MAX_VALUE);
        for (int path = 0; path < Math.pow(Residency.COUNT, slots); path++) {
            double cost = 0;
            boolean allowed = true;
            int before = problem.initial(model).index();
            for (int slot = 0, rest = path; slot < slots; slot++, rest /= Residency.COUNT) {
                int now = rest % Residency.COUNT;
                allowed &= now >= problem.lowest(model) && now <= problem.highest(model) && room.fits(model, now);
                cost += problem.slotCost(slot, model, now) + problem.switchingCost(slot, model, before, now);
                cost += now > 0 ? prices[0][slot] * shares[0][model * 3 + 2] : 0;
                cost += now > 1
                        ? prices[1][slot] * shares[1][model * 3 + 2] + prices[2][slot] * shares[2][model * 3 + 2]
                        : 0;
                before = now;
            }
            for (int slot = 0, rest = path; slot < slots && allowed; slot++, rest /= Residency.COUNT) {
                int at = slot * Residency.COUNT + rest % Residency.COUNT;
                least[at] = Math.min(least[at], cost);
            }
        }
        return least;
    }

    @Test
    void repairKeepsTheLimitsAtAnyPrices() {
        for (int seed = 0; seed < 300; seed++) {
            Problem problem = problem(seed, 1 + seed % 10, 1 + seed % 40);
            double[][] prices = prices(problem, seed);
            int cells = problem.slots() * problem.models();
            float[] toGo = new float[cells * Residency.COUNT];
            byte[] residencies = new byte[cells];

            PriceSweep.of(problem).costToGo(prices, toGo);
            new PriceRepair(problem).run(prices, toGo, residencies);

            assertEquals(
                    Optional.empty(), Limits.broken(problem, new Plan(problem.models(), residencies)), "seed " + seed);
        }
    }

    @Test
    void manyModelsComeCloseToTheirBound() {
        for (int seed = 0; seed < 6; seed++) {
            Problem problem = problem(1000 + seed, 8, 400);
            long greedy = new StaticGreedy().solve(problem, LIMITS).cost().total();

            Solution solution = new Lagrangian().solve(problem, LIMITS);

            assertEquals(Optional.empty(), Limits.broken(problem, solution.plan()), "seed " + seed);
            assertTrue(solution.cost().total() <= greedy, "seed " + seed);
            double gap = (double) (solution.cost().total() - solution.bound().getAsLong());
            assertTrue(gap <= 0.01 * (double) solution.cost().total(), "seed " + seed + ": " + gap);
        }
    }
}

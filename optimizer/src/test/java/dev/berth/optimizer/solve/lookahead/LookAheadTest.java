package dev.berth.optimizer.solve.lookahead;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.optimizer.cost.Limits;
import dev.berth.optimizer.forecast.ForecastMethod;
import dev.berth.optimizer.problem.Capacity;
import dev.berth.optimizer.problem.Charging;
import dev.berth.optimizer.problem.Plan;
import dev.berth.optimizer.problem.Prices;
import dev.berth.optimizer.problem.Problem;
import dev.berth.optimizer.problem.ProblemBuilder;
import dev.berth.optimizer.problem.RandomProblems;
import dev.berth.optimizer.problem.Residency;
import dev.berth.optimizer.problem.Service;
import dev.berth.optimizer.solve.Effort;
import dev.berth.optimizer.solve.Solution;
import dev.berth.optimizer.solve.SolveLimits;
import dev.berth.optimizer.solve.Solver;
import dev.berth.optimizer.solve.horizon.HorizonExact;
import dev.berth.optimizer.solve.slot.SlotExact;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LookAheadTest {
    private static final SolveLimits LIMITS = new SolveLimits(64L << 20, 2_000_000);
    private static final long SECOND = 1_000_000_000;

    private static Solver with(ForecastMethod method, int window) {
        return new LookAhead(new LookAheadOptions(List.of(method), window));
    }

    private static byte[] initial(Problem problem) {
        byte[] initial = new byte[problem.models()];
        for (int model = 0; model < initial.length; model++) {
            initial[model] = (byte) problem.initial(model).index();
        }
        return initial;
    }

    @ParameterizedTest
    @EnumSource(Charging.class)
    void everyForecastKeepsTheLimitsAndIsNeverBelowTheOptimum(Charging charging) {
        for (int seed = 0; seed < 40; seed++) {
            Problem problem = new RandomProblems(seed).next(1 + seed % 15, 1 + seed % 6, charging);
            long optimum = new HorizonExact().solve(problem, LIMITS).cost().total();
            for (ForecastMethod method : ForecastMethod.values()) {
                Solver solver = with(method, 1 + seed % 9);

                Solution solution = solver.solve(problem, LIMITS);

                assertEquals(Optional.empty(), Limits.broken(problem, solution.plan()), "seed " + seed);
                assertTrue(solution.cost().total() >= optimum, "seed " + seed);
                assertEquals(solution.plan(), solver.solve(problem, LIMITS).plan(), "seed " + seed);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(value = ForecastMethod.class, names = "ORACLE", mode = EnumSource.Mode.EXCLUDE)
    void theFutureChangesNoEarlierDecision(ForecastMethod method) {
        SplittableRandom random = new SplittableRandom(17);
        for (int seed = 0; seed < 30; seed++) {
            Problem problem = new RandomProblems(seed).next(30, 4, Charging.BOTH);
            int known = random.nextInt(1, 30);
            double[] requests = new double[30 * 4];
            for (int cell = 0; cell < requests.length; cell++) {
                requests[cell] =
                        cell < known * 4 ? problem.expectedRequests(cell / 4, cell % 4) : random.nextDouble() * 500;
            }
            Problem other = problem.with(0, requests, initial(problem));

            Plan one = with(method, 8).solve(problem, LIMITS).plan();
            Plan two = with(method, 8).solve(other, LIMITS).plan();

            for (int cell = 0; cell < known * 4; cell++) {
                assertEquals(one.at(cell / 4, cell % 4), two.at(cell / 4, cell % 4), "seed " + seed);
            }
        }
    }

    @Test
    void aWindowOfOneSlotIsSlotExact() {
        for (int seed = 0; seed < 40; seed++) {
            Problem problem = new RandomProblems(seed).next(12, 5, Charging.BOTH);

            assertEquals(
                    new SlotExact().solve(problem, LIMITS).plan(),
                    with(ForecastMethod.EWMA, 1).solve(problem, LIMITS).plan(),
                    "seed " + seed);
        }
    }

    /** A load that pays for itself in five slots: never worth it to who sees one slot. */
    @Test
    void itLoadsWhatPaysInTheLongRun() {
        double[][] demand = new double[100][1];
        for (double[] row : demand) {
            row[0] = 10;
        }
        Problem problem = new ProblemBuilder(
                        new Capacity(100, 100, OptionalLong.empty()), new Prices(0, 0, 0, 1, 1), Charging.BOTH, 900)
                .add(new Service("m", 100, 100, 0, 40 * SECOND, 10 * SECOND, SECOND, 2 * SECOND))
                .demand(demand)
                .build();

        Solution myopic = new SlotExact().solve(problem, LIMITS);
        Solution lookAhead = with(ForecastMethod.LAST, 16).solve(problem, LIMITS);

        assertEquals(2000 * SECOND, myopic.cost().total());
        assertEquals(Residency.LOADED, lookAhead.plan().at(99, 0));
        // 1050 with foresight; what it may take longer to trust a window of more than five slots.
        assertTrue(lookAhead.cost().total() <= 1150 * SECOND, lookAhead.cost()::toString);
    }

    /** A load pays in three slots, bursts last eight: who sees one slot never loads, who expects them to last does. */
    @Test
    void burstsAreExpectedToLast() {
        SplittableRandom random = new SplittableRandom(29);
        double[][] demand = new double[200][1];
        boolean burst = false;
        for (double[] row : demand) {
            burst = random.nextDouble() < (burst ? 0.88 : 0.06);
            row[0] = burst ? 20 : 0;
        }
        Problem problem = new ProblemBuilder(
                        new Capacity(100, 100, OptionalLong.empty()),
                        new Prices(0, 0.0001, 0, 1, 1),
                        Charging.BOTH,
                        900)
                .add(new Service("m", 100, 100, 0, 40 * SECOND, 20 * SECOND, SECOND, 2 * SECOND))
                .demand(demand)
                .build();

        long myopic = new SlotExact().solve(problem, LIMITS).cost().total();
        long lookAhead = with(ForecastMethod.MEAN_REVERSION, 16)
                .solve(problem, LIMITS)
                .cost()
                .total();

        assertTrue(lookAhead < 0.8 * (double) myopic, lookAhead + " of " + myopic);
    }

    /** Demand of each slot drawn anew: there is nothing to forecast but the mean. */
    @Test
    void demandThatCannotBeForecastCostsLittle() {
        double worst = 0;
        double sum = 0;
        int problems = 40;
        for (int seed = 0; seed < problems; seed++) {
            Problem problem = new RandomProblems(seed).next(100, 5, Charging.BOTH);
            double slotExact =
                    (double) new SlotExact().solve(problem, LIMITS).cost().total();
            double lookAhead = (double) new LookAhead(LookAheadOptions.defaults())
                    .solve(problem, LIMITS)
                    .cost()
                    .total();
            double ratio = slotExact == 0 ? 1 : lookAhead / slotExact;
            worst = Math.max(worst, ratio);
            sum += ratio;
        }
        assertTrue(sum / problems <= 1, "mean " + sum / problems);
        assertTrue(worst <= 1.01, "worst " + worst);
    }

    /** Held and joint windows agree where a constant forecast makes holding optimal. */
    @Test
    void holdingIsOptimalUnderAConstantForecast() {
        for (int seed = 0; seed < 60; seed++) {
            Charging charging = List.of(Charging.values()).get(seed % 3);
            Problem problem = new RandomProblems(seed).next(1, 1 + seed % 6, charging);
            double[] requests = new double[7 * problem.models()];
            for (int cell = 0; cell < requests.length; cell++) {
                requests[cell] = problem.expectedRequests(0, cell % problem.models());
            }
            Problem window = problem.with(0, requests, initial(problem));
            byte[] held = new byte[problem.models()];
            new HeldWindow(problem, LIMITS.maxNodesPerSlot(), new Effort(LIMITS)).decideFirst(window, held);
            byte[] all = new byte[requests.length];
            for (int cell = 0; cell < all.length; cell++) {
                all[cell] = held[cell % held.length];
            }

            assertEquals(
                    new HorizonExact().solve(window, LIMITS).cost().total(),
                    Solution.heuristic(window, new Plan(held.length, all), "")
                            .cost()
                            .total(),
                    "seed " + seed);
        }
    }

    @Test
    void optionsOutOfRangeAreRefused() {
        List<ForecastMethod> last = List.of(ForecastMethod.LAST);

        assertThrows(IllegalArgumentException.class, () -> new LookAheadOptions(last, 0));
        assertThrows(IllegalArgumentException.class, () -> new LookAheadOptions(last, 1001));
        assertThrows(IllegalArgumentException.class, () -> new LookAheadOptions(List.of(), 4));
    }
}

package dev.berth.optimizer.forecast;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.optimizer.problem.Capacity;
import dev.berth.optimizer.problem.Charging;
import dev.berth.optimizer.problem.Prices;
import dev.berth.optimizer.problem.Problem;
import dev.berth.optimizer.problem.ProblemBuilder;
import dev.berth.optimizer.problem.Service;
import dev.berth.record.BadInputException;
import java.util.Arrays;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ForecastersTest {
    private static final int DAY = 24;

    /** Hourly slots, one row a slot. */
    private static Problem problem(double[][] demand) {
        ProblemBuilder builder = new ProblemBuilder(
                new Capacity(0, 0, OptionalLong.empty()), new Prices(0, 0, 0, 0, 0), Charging.BOTH, 3600);
        for (int model = 0; model < demand[0].length; model++) {
            builder.add(new Service("m" + model, 0, 0, 0, 0, 0, 0, 0));
        }
        return builder.demand(demand).build();
    }

    private static double[][] noise(int slots, int models, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[][] demand = new double[slots][models];
        for (double[] row : demand) {
            for (int model = 0; model < models; model++) {
                row[model] = random.nextInt(3) == 0 ? 0 : random.nextDouble() * 100;
            }
        }
        return demand;
    }

    private static double[] forecasts(Forecaster forecaster, int ahead, int models) {
        double[] values = new double[ahead * models];
        for (int step = 0; step < ahead; step++) {
            forecaster.forecast(step + 1, values, step * models);
        }
        return values;
    }

    @ParameterizedTest
    @EnumSource(value = ForecastMethod.class, names = "ORACLE", mode = EnumSource.Mode.EXCLUDE)
    void theFutureChangesNoForecast(ForecastMethod method) {
        for (int seed = 0; seed < 20; seed++) {
            double[][] one = noise(4 * DAY, 3, seed);
            double[][] other = noise(4 * DAY, 3, seed + 1000);
            int known = 1 + seed * 9 % (4 * DAY - 1);
            System.arraycopy(one, 0, other, 0, known);
            Forecaster first = method.start(problem(one));
            Forecaster second = method.start(problem(other));
            for (int slot = 0; slot < known; slot++) {
                first.observe(one[slot]);
                second.observe(other[slot]);
            }

            assertArrayEquals(forecasts(first, 30, 3), forecasts(second, 30, 3), 0.0, "known " + known);
        }
    }

    @ParameterizedTest
    @EnumSource(ForecastMethod.class)
    void forecastsAreFiniteAndNotBelowZeroNorFarBeyondWhatWasSeen(ForecastMethod method) {
        double[][] demand = noise(4 * DAY, 4, 3);
        Forecaster forecaster = method.start(problem(demand));
        for (double[] row : demand) {
            forecaster.observe(row);
            for (double value : forecasts(forecaster, 2 * DAY, 4)) {
                assertTrue(value >= 0 && value <= 200, () -> method + " " + value);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(ForecastMethod.class)
    void constantDemandIsForecastAsItIs(ForecastMethod method) {
        double[][] demand = new double[3 * DAY][];
        Arrays.fill(demand, new double[] {7, 0});
        Forecaster forecaster = method.start(problem(demand));
        for (double[] row : demand) {
            forecaster.observe(row);
            assertArrayEquals(new double[] {7, 0, 7, 0, 7, 0}, forecasts(forecaster, 3, 2), 1e-9);
        }
    }

    @Test
    void lastRepeatsAndTheOracleKnows() {
        double[][] demand = noise(10, 2, 1);
        Forecaster last = ForecastMethod.LAST.start(problem(demand));
        Forecaster oracle = ForecastMethod.ORACLE.start(problem(demand));
        for (int slot = 0; slot + 3 < demand.length; slot++) {
            last.observe(demand[slot]);
            oracle.observe(demand[slot]);

            double[] known = forecasts(oracle, 3, 2);
            assertEquals(demand[slot][1], forecasts(last, 3, 2)[5]);
            assertEquals(demand[slot + 1][0], known[0]);
            assertEquals(demand[slot + 3][1], known[5]);
        }
    }

    @Test
    void smoothingForgetsNoiseAndFollowsSteps() {
        SplittableRandom random = new SplittableRandom(11);
        Forecaster ewma = ForecastMethod.EWMA.start(problem(new double[1][1]));
        double square = 0;
        double lastSquare = 0;
        double before = 0;
        for (int slot = 0; slot < 400; slot++) {
            double value = 100 + 40 * (random.nextDouble() - 0.5);
            if (slot > 100) {
                square += Math.pow(forecasts(ewma, 1, 1)[0] - value, 2);
                lastSquare += Math.pow(before - value, 2);
            }
            ewma.observe(new double[] {value});
            before = value;
        }
        // Of independent values, the last one has twice the squared error of the mean.
        assertTrue(square < 0.6 * lastSquare, square + " of " + lastSquare);

        for (int slot = 0; slot < 12; slot++) {
            ewma.observe(new double[] {300});
        }
        assertEquals(300, forecasts(ewma, 1, 1)[0], 5);
    }

    @Test
    void holtWintersLearnsTheDay() {
        double[][] demand = new double[5 * DAY][2];
        for (int slot = 0; slot < demand.length; slot++) {
            double cycle = 1 + 0.6 * Math.cos(2 * Math.PI * slot / DAY);
            demand[slot][0] = 80 * cycle;
            demand[slot][1] = 20 * cycle;
        }
        Forecaster forecaster = ForecastMethod.HOLT_WINTERS.start(problem(demand));
        for (int slot = 0; slot < 4 * DAY; slot++) {
            forecaster.observe(demand[slot]);
        }

        double[] day = forecasts(forecaster, DAY, 2);
        for (int ahead = 0; ahead < DAY; ahead++) {
            assertEquals(demand[4 * DAY + ahead][0], day[2 * ahead], 2);
            assertEquals(demand[4 * DAY + ahead][1], day[2 * ahead + 1], 0.5);
        }
    }

    /** Quiet at 10, 110 in a burst, which begin and end by the same odds each slot: what is to be expected is known. */
    @Test
    void meanReversionLearnsHowBurstsEnd() {
        SplittableRandom random = new SplittableRandom(5);
        int models = 10;
        double begins = 0.03;
        double ends = 0.12;
        double mean = 10 + 100 * begins / (begins + ends);
        Forecaster forecaster = ForecastMethod.MEAN_REVERSION.start(problem(new double[1][models]));
        double[] requests = new double[models];
        Arrays.fill(requests, 10);
        double square = 0;
        double unconditional = 0;
        int slots = 2000;
        for (int slot = 0; slot < slots; slot++) {
            for (int model = 0; model < models; model++) {
                boolean burst = requests[model] > 10;
                boolean changes = random.nextDouble() < (burst ? ends : begins);
                requests[model] = burst != changes ? 110 : 10;
            }
            forecaster.observe(requests);
            double[] values = forecasts(forecaster, 8, models);
            for (int model = 0; model < models && slot >= slots / 2; model++) {
                double known = mean + Math.pow(1 - begins - ends, 8) * (requests[model] - mean);
                square += Math.pow(values[7 * models + model] - known, 2);
                unconditional += Math.pow(mean - known, 2);
            }
        }
        assertTrue(square < 0.1 * unconditional, square + " of " + unconditional);
    }

    @Test
    void meanReversionExpectsTheMeanWhereSlotsAreIndependent() {
        SplittableRandom random = new SplittableRandom(7);
        int models = 10;
        Forecaster forecaster = ForecastMethod.MEAN_REVERSION.start(problem(new double[1][models]));
        double[] requests = new double[models];
        for (int slot = 0; slot < 3000; slot++) {
            for (int model = 0; model < models; model++) {
                requests[model] = random.nextInt(4) == 0 ? 200 : 0;
            }
            forecaster.observe(requests);
        }
        for (double value : forecasts(forecaster, 1, models)) {
            assertEquals(50, value, 10);
        }
    }

    /** A level that lasts under noise that does not: one slot says little of the next, many say more. */
    @Test
    void meanReversionFiltersNoise() {
        SplittableRandom random = new SplittableRandom(3);
        int models = 10;
        Forecaster forecaster = ForecastMethod.MEAN_REVERSION.start(problem(new double[1][models]));
        double[] levels = new double[models];
        double[] requests = new double[models];
        double square = 0;
        double lastSquare = 0;
        double meanSquare = 0;
        for (int slot = 0; slot < 2000; slot++) {
            for (int model = 0; model < models; model++) {
                levels[model] = 0.95 * levels[model] + 20 * (random.nextDouble() - 0.5);
                double next = 300 + levels[model] + 100 * (random.nextDouble() - 0.5);
                if (slot >= 1000) {
                    square += Math.pow(forecasts(forecaster, 1, models)[model] - next, 2);
                    lastSquare += Math.pow(requests[model] - next, 2);
                    meanSquare += Math.pow(300 - next, 2);
                }
                requests[model] = next;
            }
            forecaster.observe(requests);
        }
        assertTrue(square < 0.7 * lastSquare, square + " of " + lastSquare);
        assertTrue(square < 0.9 * meanSquare, square + " of " + meanSquare);
    }

    @Test
    void aDayMustFitTheHistory() {
        assertEquals(24, DailyCycle.of(3600, 25).slotsPerDay());
        assertEquals(1, DailyCycle.of(3600, 24).slotsPerDay());
        assertEquals(1, DailyCycle.of(86_400, 100).slotsPerDay());
        assertEquals(1, DailyCycle.of(1e-9, 100).slotsPerDay());
    }

    @Test
    void namesAreThoseOfTheCommandLine() {
        assertEquals(ForecastMethod.HOLT_WINTERS, ForecastMethod.named("holt-winters"));
        assertEquals(ForecastMethod.MEAN_REVERSION, ForecastMethod.named("mean-reversion"));
        assertEquals(
                "no forecaster 'tarot', expected one of last, ewma, holt-winters, mean-reversion, oracle",
                assertThrows(BadInputException.class, () -> ForecastMethod.named("tarot"))
                        .getMessage());
    }

    /** Half is left after a slot: (8/2 + 4) / (1/2 + 1). */
    @Test
    void theMeanFades() {
        FadingMean mean = new FadingMean(1, 1 / Math.log(2));
        mean.observe(new double[] {8});
        mean.observe(new double[] {4});

        assertEquals(8 / 1.5, forecasts(mean, 1, 1)[0], 1e-9);
    }

    /** 12 requests in two slots: 6 a slot, less a standard error of √12 / 2. */
    @Test
    void anEndlessMemoryIsTheMean() {
        FadingMean mean = new FadingMean(1, Double.POSITIVE_INFINITY);
        mean.observe(new double[] {8});
        mean.observe(new double[] {4});

        assertEquals(6, forecasts(mean, 1, 1)[0], 1e-12);
        assertEquals(6 - Math.sqrt(12) / 2, mean.mean(0, 1), 1e-12);
        assertEquals(0, mean.mean(0, 5));
    }
}

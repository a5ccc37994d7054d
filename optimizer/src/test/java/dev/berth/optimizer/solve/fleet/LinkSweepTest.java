package dev.berth.optimizer.solve.fleet;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.optimizer.problem.Charging;
import dev.berth.optimizer.problem.Problem;
import dev.berth.optimizer.problem.RandomProblems;
import dev.berth.optimizer.solve.prices.PriceBound;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LinkSweepTest {
    private static Problem problem(int seed) {
        return new RandomProblems(seed).next(1 + seed % 9, 1 + seed % 6, Charging.BOTH);
    }

    private static double[] perByte(Problem problem, SplittableRandom random) {
        double[] prices = new double[problem.slots()];
        for (int slot = 0; slot < prices.length; slot++) {
            prices[slot] = random.nextBoolean() ? 0 : random.nextDouble() * 10;
        }
        return prices;
    }

    private static double run(LinkSweep sweep, Problem problem, double[] perByte) {
        return sweep.run(perByte, new float[problem.slots() * problem.models() * problem.choices()]);
    }

    /** What is downloaded is a slope of the value: at no prices does it promise less than there is. */
    @Test
    void downloadsAreASlopeOfTheBound() {
        int downloading = 0;
        for (int seed = 0; seed < 200; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            Problem problem = problem(seed);
            LinkSweep sweep = new LinkSweep(problem);
            double[] there = perByte(problem, random);
            double[] here = perByte(problem, random);
            double elsewhere = run(sweep, problem, there);

            double value = run(sweep, problem, here);

            double alongSlopes = value;
            double size = Math.abs(value) + 1e6;
            for (int slot = 0; slot < here.length; slot++) {
                alongSlopes += sweep.bytes()[slot] * (there[slot] - here[slot]);
                size += sweep.bytes()[slot] * (there[slot] + here[slot]);
                downloading += sweep.bytes()[slot] > 0 ? 1 : 0;
            }
            assertEquals((double) PriceBound.of(problem.withTransferPrices(here), sweep.prices()), value, 1e-5 * size);
            assertTrue(elsewhere <= alongSlopes + 1e-5 * size, "seed " + seed);
        }
        assertTrue(downloading > 50, downloading + " slots with downloads");
    }

    /** Prices that are climbed to give a higher bound than none, and the same with any number of threads. */
    @Test
    void climbingRaisesTheBoundHoweverManyThreads() {
        List<Problem> servers = IntStream.range(0, 40)
                .mapToObj(seed -> new RandomProblems(seed).next(6, 4, Charging.BOTH))
                .toList();
        double link = 1L << 30;

        LinkPrices one = new LinkPrices(servers, link, new Workers(1), done -> {});
        LinkPrices three = new LinkPrices(servers, link, new Workers(3), done -> {});
        LinkPrices none = new LinkPrices(servers, link, new Workers(1), done -> {});
        double[] prices = one.climb(40, () -> false);
        none.climb(1, () -> false);

        assertArrayEquals(prices, three.climb(40, () -> false));
        assertTrue(one.highest() > none.highest(), one.highest() + " and " + none.highest());
    }
}

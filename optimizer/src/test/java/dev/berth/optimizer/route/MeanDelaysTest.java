package dev.berth.optimizer.route;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class MeanDelaysTest {
    private static final double GAP = 1e-4;

    /** Exponential service of 1 s: what is left of a service is 1 s too. */
    private static final MeanDelays.Queue EXPONENTIAL = new MeanDelays.Queue(1, 1);

    private static MeanDelays.Stream stream(double perSecond, double... idle) {
        double[] work = new double[idle.length];
        Arrays.fill(work, 1);
        return new MeanDelays.Stream(perSecond, idle, work);
    }

    @Test
    void oneQueueWaitsAsTheFormulaSays() {
        // M/M/1 of load 1/2: in all 1/(1 - 1/2) = 2 s each, one request every two seconds.
        assertEquals(
                1,
                new MeanDelays(List.of(stream(0.5, 1)), List.of(EXPONENTIAL)).total(List.of(new double[] {1})),
                1e-12);
        // M/D/1: half as long a queue, 1.5 s each.
        MeanDelays constant = new MeanDelays(List.of(stream(0.5, 1)), List.of(new MeanDelays.Queue(1, 0.5)));
        assertEquals(0.75, constant.total(List.of(new double[] {1})), 1e-12);
    }

    @Test
    void equalServersShareAlike() {
        MeanDelays.Optimum optimum =
                new MeanDelays(List.of(stream(1, 1, 1)), List.of(EXPONENTIAL, EXPONENTIAL)).optimum(GAP);
        assertEquals(0.5, optimum.shares().get(0)[0], 0.01);
        assertEquals(2, optimum.totalSeconds(), 2 * GAP * 2);
    }

    /** Two M/M/1 queues of which one is c away: slopes of x/(1−x) + c·x are equal, 1/(1−x)² = c + 1/(1−λ+x)². */
    @Test
    void aServerFartherAwayGetsLess() {
        double c = 1;
        double rate = 1;
        double low = 0;
        double high = 1;
        for (int halving = 0; halving < 60; halving++) {
            double x = (low + high) / 2;
            boolean more = 1 / ((1 - x) * (1 - x)) < c + 1 / ((1 - rate + x) * (1 - rate + x));
            low = more ? x : low;
            high = more ? high : x;
        }
        MeanDelays.Optimum optimum =
                new MeanDelays(List.of(stream(rate, 1, 1 + c)), List.of(EXPONENTIAL, EXPONENTIAL)).optimum(1e-7);
        assertEquals(low, optimum.shares().get(0)[0], 1e-3);
    }

    @Test
    void noSharesAreBelowTheBoundAndMoreThanThereIsRoomForStaysFinite() {
        SplittableRandom random = new SplittableRandom(4);
        for (int draw = 0; draw < 50; draw++) {
            int servers = 2 + random.nextInt(4);
            List<MeanDelays.Stream> streams = new ArrayList<>();
            List<MeanDelays.Queue> queues = new ArrayList<>();
            for (int server = 0; server < servers; server++) {
                queues.add(new MeanDelays.Queue(0.5 + random.nextDouble(), random.nextDouble()));
            }
            for (int stream = 0; stream < 4; stream++) {
                double[] idle = random.doubles(servers, 0, 3).toArray();
                double[] work = random.doubles(servers, 0, 2).toArray();
                idle[random.nextInt(servers)] = Double.POSITIVE_INFINITY;
                streams.add(new MeanDelays.Stream(0.01 + random.nextDouble(), idle, work));
            }
            MeanDelays delays = new MeanDelays(streams, queues);
            MeanDelays.Optimum optimum = delays.optimum(1e-3);
            assertTrue(Double.isFinite(optimum.totalSeconds()));
            assertTrue(
                    optimum.totalSeconds() - optimum.boundSeconds() <= 0.02 * optimum.totalSeconds(),
                    optimum::toString);
            for (int other = 0; other < 200; other++) {
                List<double[]> shares = new ArrayList<>();
                for (double[] best : optimum.shares()) {
                    double[] row = best.clone();
                    double kept = random.nextDouble();
                    int to = random.nextInt(servers);
                    for (int server = 0; server < servers; server++) {
                        row[server] *= kept;
                    }
                    row[to] += 1 - kept;
                    shares.add(row);
                }
                double total = delays.total(shares);
                assertTrue(Double.isInfinite(total) || total >= optimum.boundSeconds() - 1e-9);
            }
        }
    }
}

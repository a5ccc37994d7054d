package dev.berth.optimizer.solve.lookahead;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.berth.optimizer.problem.Capacity;
import dev.berth.optimizer.problem.Charging;
import dev.berth.optimizer.problem.Prices;
import dev.berth.optimizer.problem.Problem;
import dev.berth.optimizer.problem.ProblemBuilder;
import dev.berth.optimizer.problem.Residency;
import dev.berth.optimizer.problem.Service;
import dev.berth.optimizer.solve.Effort;
import dev.berth.optimizer.solve.SolveLimits;
import java.util.Arrays;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Examples worked out on paper; a request saves one unit of cost where its model is loaded. */
class MeanRuleTest {
    private static final long SECOND = 1_000_000_000;
    private static final long GIBIBYTE = 1L << 30;

    /** One model; a load costs as much as 50 requests save, being loaded a slot as much as {@code rent} requests. */
    static Problem problem(double rent, Residency initial, double... requests) {
        double[][] demand =
                Arrays.stream(requests).mapToObj(count -> new double[] {count}).toArray(double[][]::new);
        return new ProblemBuilder(
                        new Capacity(GIBIBYTE, GIBIBYTE, OptionalLong.empty()),
                        new Prices(0, 4 * rent, 0, 1, 1),
                        Charging.BOTH,
                        900)
                .add(new Service("m", GIBIBYTE, GIBIBYTE, 0, 40 * SECOND, 10 * SECOND, SECOND, 2 * SECOND))
                .initial("m", initial)
                .demand(demand)
                .build();
    }

    private static int[] residencies(Problem problem, double memorySlots) {
        SlotRule rule =
                new MeanRule(problem, memorySlots, problem.slots(), 1000, new Effort(SolveLimits.ofThisMachine()));
        byte[] now = {(byte) problem.initial(0).index()};
        int[] residencies = new int[problem.slots()];
        for (int slot = 0; slot < residencies.length; slot++) {
            rule.observe(new double[] {problem.expectedRequests(slot, 0)});
            rule.decide(slot, now.clone(), now);
            residencies[slot] = now[0];
        }
        return residencies;
    }

    private static double[] constant(int slots, double requests) {
        double[] values = new double[slots];
        Arrays.fill(values, requests);
        return values;
    }

    /**
     * Ten requests a slot. Slot 0: (10 - 2.5 √10) · 8 slots vouched for + 10 now = 27 of 50; slot 1: (20 - 2.5 √20) / 2
     * · 16 + 10 = 81.
     */
    @Test
    void aLoadIsMadeOnceWhatWasSeenVouchesForItsPrice() {
        int[] kept = residencies(problem(0, Residency.ABSENT, constant(40, 10)), Double.POSITIVE_INFINITY);

        assertArrayEquals(new int[] {0, 2, 2, 2}, Arrays.copyOf(kept, 4));
    }

    /** With four slots left, 10 now and 4 · 5.4 by then do not pay 50 any more. */
    @Test
    void nothingIsLoadedThatCannotPayToTheEnd() {
        int[] kept = residencies(problem(0, Residency.ABSENT, constant(5, 10)), Double.POSITIVE_INFINITY);

        assertArrayEquals(new int[5], kept);
    }

    /** Ten requests in slot 0, none after: in slot s the mean is 10 / (s + 1), and 1 is the rent. */
    @Test
    void whatIsLoadedStaysWhileTheMeanPaysItsRent() {
        double[] requests = new double[101];
        requests[0] = 10;

        int[] kept = residencies(problem(1, Residency.LOADED, requests), Double.POSITIVE_INFINITY);

        assertEquals(2, kept[8]);
        assertEquals(0, kept[9]);
    }

    /** The same with a memory of two slots: what it remembers of slot s is e^(-s/2) · 10 over about 2.5. */
    @Test
    void aShortMemoryLetsGoSooner() {
        double[] requests = new double[101];
        requests[0] = 10;

        int[] kept = residencies(problem(1, Residency.LOADED, requests), 2);

        assertEquals(2, kept[1]);
        assertEquals(0, kept[3]);
    }

    /** 50 for a load, ten requests a slot. */
    @Test
    void paybackIsThePriceOverWhatASlotSaves() {
        Problem problem = problem(0, Residency.ABSENT, 10, 10);
        Payback payback = new Payback(problem);

        payback.observe(new double[] {10});
        assertEquals(5, payback.slots(), 1e-9);
        payback.observe(new double[] {0});
        assertEquals(10, payback.slots(), 1e-9);
    }
}

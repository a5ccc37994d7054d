package dev.berth.optimizer.solve;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.berth.optimizer.cost.IncrementalCost;
import dev.berth.optimizer.problem.Charging;
import dev.berth.optimizer.problem.Plan;
import dev.berth.optimizer.problem.Problem;
import dev.berth.optimizer.problem.RandomProblems;
import dev.berth.optimizer.problem.Residency;
import java.lang.management.ManagementFactory;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.Test;

/** What is called over and over works on arrays that were there before. */
class HotPathAllocationTest {
    private static final int CALLS = 2000;
    private static final int SLOTS = 12;
    private static final int MODELS = 30;

    private final Problem problem = problem(MODELS);

    /** One whose limits bind, so that there is something to decide. */
    private static Problem problem(int models) {
        for (int seed = 0; ; seed++) {
            Problem candidate = new RandomProblems(seed).next(SLOTS, models, Charging.BOTH);
            if (candidate.capacity().energyMillijoules().isPresent()
                    && candidate.capacity().storageBytes() > 0
                    && candidate.capacity().memoryBytes() > 0
                    && new StaticGreedy()
                                    .solve(candidate, SolveLimits.ofThisMachine())
                                    .cost()
                                    .switching()
                            > 0) {
                return candidate;
            }
        }
    }

    /** Calls with numbers that count on; once through all of them as set-up. */
    private static void allocatesNothing(IntConsumer call) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        for (int number = 0; number < CALLS; number++) {
            call.accept(number);
        }
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int number = 0; number < CALLS; number++) {
            call.accept(number);
        }
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;

        // The least object is larger than a byte a call; the reading itself may allocate once.
        assertTrue(allocated < CALLS, "allocated " + allocated + " bytes in " + CALLS + " calls");
    }

    @Test
    void aMoveAndItsChangeOfCost() {
        IncrementalCost cost = new IncrementalCost(problem, new Plan(MODELS, new byte[SLOTS * MODELS]));
        allocatesNothing(number -> {
            int cell = number * 7919 % (SLOTS * MODELS);
            Residency to = Residency.of(number % Residency.COUNT);
            cost.change(cell / MODELS, cell % MODELS, to);
            cost.set(cell / MODELS, cell % MODELS, to);
        });
    }

    @Test
    void theDecisionOfASlot() {
        SlotDecision decision = new SlotDecision(problem, 100);
        byte[] residencies = new byte[MODELS];
        long[] costs = new long[MODELS * Residency.COUNT];
        allocatesNothing(number -> {
            int slot = number % SLOTS;
            for (int model = 0; model < MODELS; model++) {
                for (int residency = 0; residency < Residency.COUNT; residency++) {
                    costs[model * Residency.COUNT + residency] = problem.slotCost(slot, model, residency)
                            + problem.switchingCost(model, number % Residency.COUNT, residency);
                }
            }
            decision.decide(costs);
            decision.copyTo(residencies, 0);
        });
    }

    @Test
    void aSlotByTheMean() {
        MeanRule rule = new MeanRule(problem, 24, SLOTS, 100, new Effort(SolveLimits.ofThisMachine()));
        byte[] now = new byte[MODELS];
        byte[] next = new byte[MODELS];
        double[][] requests = new double[SLOTS][MODELS];
        for (int cell = 0; cell < SLOTS * MODELS; cell++) {
            requests[cell / MODELS][cell % MODELS] = problem.expectedRequests(cell / MODELS, cell % MODELS);
        }
        allocatesNothing(number -> {
            rule.observe(requests[number % SLOTS]);
            rule.decide(number % SLOTS, now, next);
        });
    }

    @Test
    void aSlotOfTheDynamicProgramme() {
        HorizonSweep sweep = HorizonSweep.of(problem(5));
        long[][] rows = new long[2][sweep.states()];
        sweep.first(rows[0]);
        allocatesNothing(number -> sweep.next(rows[number % 2], 1 + number % (SLOTS - 1), rows[1 - number % 2]));
    }

    @Test
    void aSweepOfThePrices() {
        PriceSweep sweep = new PriceSweep(problem);
        double[][] prices = new double[PriceSweep.resources()][SLOTS];
        double[][] used = new double[PriceSweep.resources()][SLOTS];
        allocatesNothing(number -> {
            prices[number % 2][number % SLOTS] = number * 1e4;
            sweep.run(prices, used);
        });
    }

    /** On a function with kinks, at whose top nothing is smooth: the search goes on as long as it may. */
    @Test
    void aStepOfTheMultipliers() {
        int[] evaluations = {0};
        PriceAscent ascent = new PriceAscent(
                (prices, slopes) -> {
                    evaluations[0]++;
                    double value = 0;
                    for (int i = 0; i < prices.length; i++) {
                        double off = prices[i] - i % 7;
                        value -= (1 + i % 11) * Math.abs(off);
                        slopes[i] = -(1 + i % 11) * Math.signum(off);
                    }
                    return value;
                },
                60);
        allocatesNothing(number -> ascent.run(evaluations[0] + 10, 0));
        assertTrue(evaluations[0] > CALLS, "evaluations " + evaluations[0]);
    }
}

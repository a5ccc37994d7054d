package dev.berth.optimizer.solve;

import static dev.berth.optimizer.solve.HotPath.CALLS;
import static dev.berth.optimizer.solve.HotPath.MODELS;
import static dev.berth.optimizer.solve.HotPath.SLOTS;
import static dev.berth.optimizer.solve.HotPath.allocatesNothing;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.optimizer.cost.IncrementalCost;
import dev.berth.optimizer.problem.Plan;
import dev.berth.optimizer.problem.Problem;
import dev.berth.optimizer.problem.Residency;
import dev.berth.optimizer.problem.Resource;
import dev.berth.optimizer.solve.horizon.HorizonSweep;
import dev.berth.optimizer.solve.prices.PriceAscent;
import dev.berth.optimizer.solve.prices.PriceSweep;
import dev.berth.optimizer.solve.slot.SlotDecision;
import org.junit.jupiter.api.Test;

/** What is called over and over works on arrays that were there before. */
class HotPathAllocationTest {
    private final Problem problem = HotPath.problem(MODELS);

    @Test
    void aMoveAndItsChangeOfCost() {
        IncrementalCost cost = new IncrementalCost(problem, new Plan(MODELS, new byte[SLOTS * MODELS]));
        allocatesNothing(number -> {
            int cell = number * 7919 % (SLOTS * MODELS);
            int to = number % Residency.COUNT;
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
    void aSlotOfTheDynamicProgramme() {
        HorizonSweep sweep = HorizonSweep.of(HotPath.problem(5));
        long[][] rows = new long[2][sweep.states()];
        sweep.first(rows[0]);
        allocatesNothing(number -> sweep.next(rows[number % 2], 1 + number % (SLOTS - 1), rows[1 - number % 2]));
    }

    @Test
    void aSweepOfThePrices() {
        PriceSweep sweep = PriceSweep.of(problem);
        double[][] prices = new double[Resource.COUNT][SLOTS];
        double[][] used = new double[Resource.COUNT][SLOTS];
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

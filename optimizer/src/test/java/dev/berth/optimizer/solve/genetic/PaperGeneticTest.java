package dev.berth.optimizer.solve.genetic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.optimizer.cost.Limits;
import dev.berth.optimizer.problem.Charging;
import dev.berth.optimizer.problem.Plan;
import dev.berth.optimizer.problem.Problem;
import dev.berth.optimizer.problem.RandomProblems;
import dev.berth.optimizer.solve.SolveLimits;
import dev.berth.optimizer.solve.Solver;
import dev.berth.optimizer.solve.ground.SlotCosts;
import dev.berth.optimizer.solve.slot.SlotDecision;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PaperGeneticTest {
    private static final SolveLimits LIMITS = new SolveLimits(64L << 20, 2_000_000);

    /** Per slot and from the same slot before, so that no luck of later slots hides a bad decision. */
    @ParameterizedTest
    @EnumSource(Charging.class)
    void tenModelsAreDecidedWithinAThousandthOfTheOptimum(Charging charging) {
        int optimal = 0;
        int slots = 0;
        for (int seed = 0; seed < 40; seed++) {
            Problem problem = new RandomProblems(seed).next(5, 10, charging);
            GeneticDecision genetic = new GeneticDecision(problem, GeneticSearch.DEFAULT, seed);
            SlotDecision exact = new SlotDecision(problem, LIMITS.maxNodesPerSlot());
            SlotCosts costs = new SlotCosts(problem);
            byte[] residencies = new byte[5 * 10];
            for (int slot = 0; slot < 5; slot++) {
                long[] slotCosts = costs.after(residencies, slot);
                exact.decide(slotCosts);
                long found = genetic.decide(slotCosts, slot, Long.MAX_VALUE);
                genetic.copyTo(residencies, slot * 10);

                assertTrue(found >= exact.cost(), "seed " + seed + " slot " + slot);
                assertTrue(found <= exact.cost() * 1.001, found + " over " + exact.cost() + ", seed " + seed);
                optimal += found == exact.cost() ? 1 : 0;
                slots++;
            }
        }
        assertTrue(optimal >= slots * 0.98, optimal + " of " + slots);
    }

    @Test
    void repairKeepsTheLimitsAndToldCostsAreRight() {
        SplittableRandom random = new SplittableRandom(7);
        for (int seed = 0; seed < 200; seed++) {
            Problem problem = new RandomProblems(seed).next(1, 1 + seed % 12, Charging.BOTH);
            long[] costs = new SlotCosts(problem).after(new byte[0], 0);
            Chromosome chromosome = new Chromosome(problem);
            chromosome.slot(costs);
            byte[] genes = new byte[problem.models()];
            for (int model = 0; model < genes.length; model++) {
                genes[model] = (byte) random.nextInt(problem.lowest(model), problem.highest(model) + 1);
            }

            long repaired = chromosome.repair(genes);
            assertEquals(sum(costs, genes), repaired);
            assertEquals(Optional.empty(), Limits.broken(problem, new Plan(genes.length, genes)), "seed " + seed);

            long improved = chromosome.improve(genes, repaired, Long.MAX_VALUE);
            assertTrue(improved <= repaired);
            assertEquals(sum(costs, genes), improved);
            assertEquals(Optional.empty(), Limits.broken(problem, new Plan(genes.length, genes)), "seed " + seed);
        }
    }

    private static long sum(long[] costs, byte[] genes) {
        long sum = 0;
        for (int model = 0; model < genes.length; model++) {
            sum += costs[3 * model + genes[model]];
        }
        return sum;
    }

    @Test
    void theSeedDecides() {
        Solver weak = new PaperGenetic(new GeneticSearch(4, 1, 1));
        int differing = 0;
        for (int seed = 0; seed < 10; seed++) {
            Problem problem = new RandomProblems(seed).next(4, 60, Charging.BOTH);
            Plan plan = weak.solve(problem, LIMITS.withSeed(5)).plan();

            assertEquals(plan, weak.solve(problem, LIMITS.withSeed(5)).plan());
            differing += plan.equals(weak.solve(problem, LIMITS.withSeed(6)).plan()) ? 0 : 1;
        }
        assertTrue(differing > 0, "the seed changes nothing");
    }
}

package dev.berth.benchmarks.peer;

import dev.berth.optimizer.problem.Problem;
import dev.berth.optimizer.problem.Residency;
import dev.berth.optimizer.problem.Resource;
import io.jenetics.Chromosome;
import io.jenetics.Genotype;
import io.jenetics.IntegerChromosome;
import io.jenetics.IntegerGene;
import io.jenetics.util.RandomRegistry;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/** Plans as genotypes, a gene a cell, the slots of model 0 first, and back into plans that keep the limits. */
final class PlanCodec {
    private static final int STORAGE = Resource.STORAGE.index();
    private static final int MEMORY = Resource.MEMORY.index();
    private static final int ENERGY = Resource.ENERGY.index();
    private static final int LOADED = 2;

    private final Problem problem;

    /** Models by what loading is worth over all slots, for what it takes of the server; least first. */
    private final int[] leastWorthFirst;

    PlanCodec(Problem problem) {
        this.problem = problem;
        double[] worth = new double[problem.models()];
        for (int model = 0; model < worth.length; model++) {
            worth[model] = worth(model);
        }
        leastWorthFirst = IntStream.range(0, worth.length)
                .boxed()
                .sorted(Comparator.comparingDouble(model -> worth[model]))
                .mapToInt(model -> model)
                .toArray();
    }

    private double worth(int model) {
        double saved = 0;
        for (int slot = 0; slot < problem.slots(); slot++) {
            saved += (double) (problem.slotCost(slot, model, 0) - problem.slotCost(slot, model, LOADED));
        }
        double share = share(problem.storageBytes(model), problem.capacity().storageBytes())
                + share(problem.memoryBytes(model), problem.capacity().memoryBytes())
                + share(
                        problem.energyMillijoules(model),
                        problem.capacity().energyMillijoules().orElse(Long.MAX_VALUE));
        return saved / Math.max(share, Double.MIN_NORMAL);
    }

    private static double share(long use, long capacity) {
        return use == 0 ? 0 : (double) use / (double) Math.max(1, capacity);
    }

    /** A plan that keeps each model as it is over all slots, at a residency drawn for each. */
    Genotype<IntegerGene> draw() {
        RandomGenerator random = RandomRegistry.random();
        List<IntegerGene> genes = new ArrayList<>();
        for (int model = 0; model < problem.models(); model++) {
            genes.addAll(Collections.nCopies(
                    problem.slots(), IntegerGene.of(random.nextInt(Residency.COUNT), 0, Residency.COUNT)));
        }
        return Genotype.of(IntegerChromosome.of(genes));
    }

    /**
     * Residencies within their bounds, the models of slot 0 first; where a slot is over a limit, those of least worth
     * step down first.
     */
    byte[] decode(Genotype<IntegerGene> genotype) {
        int models = problem.models();
        Chromosome<IntegerGene> genes = genotype.chromosome();
        byte[] residencies = new byte[problem.slots() * models];
        for (int model = 0; model < models; model++) {
            for (int slot = 0; slot < problem.slots(); slot++) {
                int drawn = genes.get(model * problem.slots() + slot).intValue();
                residencies[slot * models + model] =
                        (byte) Math.min(Math.max(drawn, problem.lowest(model)), problem.highest(model));
            }
        }
        for (int slot = 0; slot < problem.slots(); slot++) {
            repair(residencies, slot * models);
        }
        return residencies;
    }

    private void repair(byte[] residencies, int first) {
        long[] over = new long[Resource.COUNT];
        for (int resource = 0; resource < over.length; resource++) {
            over[resource] = -Resource.of(resource).limit(problem.capacity()).orElse(Long.MAX_VALUE);
            for (int model = 0; model < problem.models(); model++) {
                over[resource] += problem.use(resource, model, residencies[first + model]);
            }
        }
        for (int model : leastWorthFirst) {
            if (residencies[first + model] == LOADED
                    && problem.lowest(model) < LOADED
                    && (over[MEMORY] > 0 || over[ENERGY] > 0)) {
                residencies[first + model] = 1;
                over[MEMORY] -= problem.use(MEMORY, model, LOADED);
                over[ENERGY] -= problem.use(ENERGY, model, LOADED);
            }
        }
        for (int model : leastWorthFirst) {
            if (residencies[first + model] > 0 && problem.lowest(model) == 0 && over[STORAGE] > 0) {
                residencies[first + model] = 0;
                over[STORAGE] -= problem.use(STORAGE, model, LOADED);
            }
        }
    }

    /** Cost of residencies in nano-cost units. */
    long cost(byte[] residencies) {
        int models = problem.models();
        long cost = 0;
        for (int cell = 0; cell < residencies.length; cell++) {
            int model = cell % models;
            int before = cell < models ? problem.initial(model).index() : residencies[cell - models];
            cost += problem.slotCost(cell / models, model, residencies[cell])
                    + problem.switchingCost(model, before, residencies[cell]);
        }
        return cost;
    }
}

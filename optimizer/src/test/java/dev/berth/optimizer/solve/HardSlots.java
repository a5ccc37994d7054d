package dev.berth.optimizer.solve;

import dev.berth.optimizer.problem.Capacity;
import dev.berth.optimizer.problem.Charging;
import dev.berth.optimizer.problem.Prices;
import dev.berth.optimizer.problem.Problem;
import dev.berth.optimizer.problem.ProblemBuilder;
import dev.berth.optimizer.problem.Residency;
import dev.berth.optimizer.problem.Service;
import java.util.OptionalLong;
import java.util.SplittableRandom;

/** Seeded problems whose slots are knapsacks of the kinds that are hard for branch and bound (D. Pisinger, 2005). */
public enum HardSlots {
    /** Worth is size, to the byte. */
    SUBSET_SUM,
    /** Worth is size and a constant. */
    STRONGLY_CORRELATED,
    /** Worth is size less a constant. */
    INVERSE,
    /** Worth per gigabyte is the same. */
    EQUAL_DENSITY,
    /** All nearly of one size and worth: what counts is how many fit. */
    SIMILAR,
    /** Three kinds of model, each many times. */
    TWINS,
    /** Storage and memory apart, worth close to their mean. */
    TWO_RESOURCES,
    /** And energy. */
    THREE_RESOURCES,
    /** Some are pinned, some may be stored but not loaded, some are excluded. */
    BOUNDED,
    UNCORRELATED;

    private static final long UNIT = 1_000_003;
    private static final int MEAN = 5000;

    /** Of one slot, or of several with switching between them. */
    public Problem problem(int slots, int models, long seed) {
        SplittableRandom random = new SplittableRandom(31 * seed + name().hashCode());
        long[] storage = new long[models];
        long[] memory = new long[models];
        long[] energy = new long[models];
        double[] worth = new double[models];
        double share = 0.15 + 0.7 * random.nextDouble();
        double storageLeft = 0;
        double memoryLeft = 0;
        double energyLeft = 0;
        for (int model = 0; model < models; model++) {
            int size = this == SIMILAR
                    ? MEAN + random.nextInt(100)
                    : this == TWINS ? 1000 * (1 + random.nextInt(3)) + 7 : 1000 + random.nextInt(9000);
            boolean isApart = this == TWO_RESOURCES || this == THREE_RESOURCES;
            storage[model] = size * UNIT + (this == SUBSET_SUM ? random.nextInt(1_000_000) : 0);
            memory[model] = isApart ? (1000 + random.nextInt(9000)) * UNIT : storage[model];
            energy[model] = this == THREE_RESOURCES ? 1000 + random.nextInt(9000) : 0;
            worth[model] = switch (this) {
                case SUBSET_SUM -> storage[model] / 1e6;
                case STRONGLY_CORRELATED, TWINS -> size + 1000;
                case INVERSE -> size - 900;
                case SIMILAR -> MEAN + random.nextInt(100);
                case TWO_RESOURCES -> (size + memory[model] / (double) UNIT) / 2 + random.nextInt(200);
                case THREE_RESOURCES ->
                    (size + memory[model] / (double) UNIT + energy[model]) / 3 + random.nextInt(200);
                case UNCORRELATED -> 1000 + random.nextInt(9000);
                default -> size;
            };
            storageLeft += share * (double) storage[model];
            memoryLeft += share * (double) memory[model];
            energyLeft += share * (double) energy[model];
        }
        ProblemBuilder builder = new ProblemBuilder(
                new Capacity(
                        (long) storageLeft,
                        (long) ((0.8 + 0.2 * random.nextDouble()) * memoryLeft),
                        this == THREE_RESOURCES ? OptionalLong.of((long) energyLeft) : OptionalLong.empty()),
                new Prices(0, 0, 0, 1, slots > 1 ? 1000 : 0),
                slots > 1 ? Charging.BOTH : Charging.PER_REQUEST,
                1);
        double[][] demand = new double[slots][models];
        double pinned = 0;
        for (int model = 0; model < models; model++) {
            String name = "model-" + model;
            builder.add(new Service(name, storage[model], memory[model], energy[model], 900, 500, 0, 1000));
            for (int slot = 0; slot < slots; slot++) {
                demand[slot][model] = worth[model] * (slots == 1 ? 1 : 0.5 + random.nextDouble());
            }
            if (this == BOUNDED) {
                int drawn = random.nextInt(6);
                pinned += drawn == 0 ? storage[model] : 0;
                if (drawn == 0 && pinned < 0.7 * memoryLeft) {
                    builder.bounds(name, Residency.of(1 + random.nextInt(2)), Residency.LOADED);
                } else if (drawn <= 2) {
                    builder.bounds(name, Residency.ABSENT, Residency.of(drawn - 1 > 0 ? 1 : 0));
                }
            }
        }
        return builder.demand(demand).build();
    }
}

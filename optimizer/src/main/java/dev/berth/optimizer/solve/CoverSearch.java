package dev.berth.optimizer.solve;

import dev.berth.optimizer.problem.Problem;

/**
 * Looks in every slot for {@link LiftedCover}s of its storage, memory and energy. Models that cannot but be there
 * reduce the capacity; those that cannot be there are left out. For one thread; allocates nothing per search.
 */
final class CoverSearch {
    /** Ways to choose a cover, in half powers of weight. */
    private static final int[] EMPHASES = {2, 0, 1, 4};

    /** Least breach that an inequality is added for, as a share of its limit. */
    private static final double LEAST_BREACH = 0.002;

    private final int models;
    private final int slots;
    private final long[] capacities;
    private final long[][] weights;
    private final LiftedCover cover;
    private final int[] items;
    private final double[] parts;

    CoverSearch(Problem problem) {
        models = problem.models();
        slots = problem.slots();
        Room room = new Room(problem);
        capacities = new long[Room.resources()];
        weights = new long[Room.resources()][models];
        for (int resource = 0; resource < capacities.length; resource++) {
            capacities[resource] = room.left(resource);
            for (int model = 0; model < models; model++) {
                weights[resource][model] = room.use(resource, model, 2);
            }
        }
        cover = new LiftedCover(models);
        items = new int[models];
        parts = new double[models];
    }

    /**
     * Adds inequalities that a mixture breaks.
     *
     * @param shares of each model that is stored and loaded, {@code shares[group * models + model]}
     * @return how many were added
     */
    int run(double[] shares, ChargedPaths allowed, SlotRows rows) {
        int added = 0;
        for (int slot = 0; slot < slots; slot++) {
            for (int resource = 0; resource < capacities.length; resource++) {
                int residency = resource > 0 ? 2 : 1;
                int group = SlotRows.group(slot, residency);
                long left = capacities[resource];
                for (int model = 0; model < models; model++) {
                    parts[model] = Math.min(1, Math.max(0, shares[group * models + model]));
                    left -= allowed.lowest(model, slot) >= residency ? weights[resource][model] : 0;
                }
                int count = collect(allowed, slot, residency, weights[resource], left);
                added += addAll(rows, group, weights[resource], left, count);
            }
        }
        return added;
    }

    /** Items that may or may not be there; {@code left} is below 0 only where no plan is left. */
    private int collect(ChargedPaths allowed, int slot, int residency, long[] weight, long left) {
        int count = 0;
        for (int model = 0; model < models; model++) {
            if (weight[model] > 0
                    && weight[model] <= left
                    && allowed.lowest(model, slot) < residency
                    && allowed.highest(model, slot) >= residency) {
                items[count++] = model;
            }
        }
        return count;
    }

    private int addAll(SlotRows rows, int group, long[] weight, long left, int count) {
        int added = 0;
        for (int emphasis : EMPHASES) {
            if (cover.find(weight, left, items, count, parts, emphasis)
                    && breach(count) > LEAST_BREACH * cover.limit()
                    && rows.add(group, cover)) {
                added++;
            }
        }
        return added;
    }

    private double breach(int count) {
        double sum = -cover.limit();
        for (int i = 0; i < count; i++) {
            sum += cover.coefficient(items[i]) * parts[items[i]];
        }
        return sum;
    }
}

package dev.berth.optimizer.solve.cuts;

import dev.berth.optimizer.problem.Problem;
import dev.berth.optimizer.problem.Resource;
import dev.berth.optimizer.solve.ground.Room;
import java.util.SplittableRandom;

/**
 * Looks in every slot for {@link LiftedCover}s of its storage, memory and energy. Models that cannot but be there
 * reduce the capacity; those that cannot be there are left out. For one thread; allocates nothing per search.
 */
final class CoverSearch {
    /**
     * Ways to choose a cover: by what the mixture leaves out of an item, for so many half powers of its weight. The
     * first of them are always tried.
     */
    private static final int[] EMPHASES = {2, 0, 1, 4, 0, 1};

    private static final int ALWAYS = 4;

    /** The others are drawn: a score is multiplied by something between this and a little more than 1. */
    private static final double LEAST_DRAWN = 0.02;

    /** Keeps the order by weight of items that the mixture holds as a whole. */
    private static final double NOTHING = 1e-6;

    /** Least breach that an inequality is added for, as a share of its limit. */
    private static final double LEAST_BREACH = 0.002;

    private final int models;
    private final int slots;
    private final long[] capacities;
    private final long[][] weights;
    private final LiftedCover cover;
    private final int[] items;
    private final double[] parts;
    private final double[] scores;
    private final SplittableRandom random = new SplittableRandom(1);

    CoverSearch(Problem problem) {
        models = problem.models();
        slots = problem.slots();
        Room room = new Room(problem);
        capacities = new long[Resource.ENERGY.index() + 1];
        weights = new long[capacities.length][models];
        for (int resource = 0; resource < capacities.length; resource++) {
            capacities[resource] = room.left(resource);
            for (int model = 0; model < models; model++) {
                weights[resource][model] = room.use(resource, model, 2);
            }
        }
        cover = new LiftedCover(models);
        items = new int[models];
        parts = new double[models];
        scores = new double[models];
    }

    /**
     * Rules out what does not fit beside the models that cannot but be there.
     *
     * @return whether these fit together
     */
    boolean fits(ChargedPaths allowed) {
        boolean fits = true;
        for (int slot = 0; slot < slots; slot++) {
            for (int resource = 0; resource < capacities.length; resource++) {
                int residency = SlotRows.from(resource);
                long left = left(allowed, slot, resource);
                fits &= left >= 0;
                for (int model = 0; model < models; model++) {
                    if (weights[resource][model] > left && allowed.lowest(model, slot) < residency) {
                        allowed.restrict(model, slot, 0, residency - 1);
                    }
                }
            }
        }
        return fits;
    }

    /** Whether a plan keeps the limits; models of slot 0 first. */
    boolean fits(byte[] residencies) {
        for (int slot = 0; slot < slots; slot++) {
            for (int resource = 0; resource < capacities.length; resource++) {
                long left = capacities[resource];
                for (int model = 0; model < models; model++) {
                    left -= residencies[slot * models + model] >= SlotRows.from(resource)
                            ? weights[resource][model]
                            : 0;
                }
                if (left < 0) {
                    return false;
                }
            }
        }
        return true;
    }

    /** What models that cannot but be there leave; below 0 where no plan is left. */
    private long left(ChargedPaths allowed, int slot, int resource) {
        int residency = SlotRows.from(resource);
        long left = capacities[resource];
        for (int model = 0; model < models; model++) {
            left -= allowed.lowest(model, slot) >= residency ? weights[resource][model] : 0;
        }
        return left;
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
                int residency = SlotRows.from(resource);
                int group = SlotRows.group(slot, residency);
                long left = left(allowed, slot, resource);
                for (int model = 0; model < models; model++) {
                    parts[model] = Math.min(1, Math.max(0, shares[group * models + model]));
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
        for (int way = 0; way < EMPHASES.length && (way < ALWAYS || added == 0); way++) {
            score(weight, left, count, way);
            if (cover.find(weight, left, items, count, parts, scores)
                    && breach(count) > LEAST_BREACH * cover.limit()
                    && rows.add(group, cover)) {
                added++;
            }
        }
        return added;
    }

    private void score(long[] weight, long left, int count, int way) {
        for (int i = 0; i < count; i++) {
            int item = items[i];
            double root = Math.sqrt((double) weight[item] / (double) left);
            double score = 1 - parts[item] + NOTHING;
            for (int half = 0; half < EMPHASES[way]; half++) {
                score /= root;
            }
            scores[item] = way < ALWAYS ? score : score * (LEAST_DRAWN + random.nextDouble());
        }
    }

    private double breach(int count) {
        double sum = -cover.limit();
        for (int i = 0; i < count; i++) {
            sum += cover.coefficient(items[i]) * parts[items[i]];
        }
        return sum;
    }
}

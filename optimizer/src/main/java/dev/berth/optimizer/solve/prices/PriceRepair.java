package dev.berth.optimizer.solve.prices;

import static dev.berth.optimizer.solve.ground.Room.ENERGY;
import static dev.berth.optimizer.solve.ground.Room.MEMORY;
import static dev.berth.optimizer.solve.ground.Room.STORAGE;

import dev.berth.optimizer.problem.Problem;
import dev.berth.optimizer.problem.Residency;
import dev.berth.optimizer.problem.Resource;
import dev.berth.optimizer.solve.ground.Room;
import java.util.Arrays;

/**
 * Makes a plan that keeps the limits out of prices: goes through the slots, lets every model choose by its cost-to-go,
 * lowers those that lose least for the room they free where a capacity is exceeded, and raises those that gain most for
 * the room they take where some is left. For one thread; allocates nothing per slot.
 */
public final class PriceRepair {
    /** Scores fall into buckets of an eighth of a power of two: sign and exponent of a float, and three bits more. */
    private static final int BUCKET_SHIFT = 20;

    private static final int BUCKETS = 1 << (Integer.SIZE - BUCKET_SHIFT - 1);

    /** Of the room that is left, so many times as much is looked at: large models may not fit where small ones do. */
    private static final double FILL_MARGIN = 4;

    private final int models;
    private final int slots;
    private final Room room;
    private final double[] capacity = new double[Resource.COUNT];
    private final double[][] share;
    private final float[] transfer;
    private final float[] preload;
    private final byte[] initial;
    private final byte[] lowest;
    private final byte[] state;
    private final float[] values;
    private final float[] scores;
    private final double[] weights = new double[Resource.COUNT];
    private final double[] buckets = new double[BUCKETS];
    private final long[] queue;

    public PriceRepair(Problem problem) {
        models = problem.models();
        slots = problem.slots();
        room = new Room(problem);
        share = new double[Resource.COUNT][models];
        transfer = new float[models];
        preload = new float[models];
        initial = new byte[models];
        lowest = new byte[models];
        for (int resource = 0; resource < Resource.COUNT; resource++) {
            capacity[resource] = Math.max(1, (double) room.left(resource));
            for (int model = 0; model < models; model++) {
                share[resource][model] = (double) room.use(resource, model, 2) / capacity[resource];
            }
        }
        for (int model = 0; model < models; model++) {
            transfer[model] = (float) problem.transferCost(model);
            preload[model] = (float) problem.preloadCost(model);
            initial[model] = (byte) problem.initial(model).index();
            lowest[model] = (byte) problem.lowest(model);
        }
        state = new byte[models];
        values = new float[models * Residency.COUNT];
        scores = new float[models * Residency.COUNT];
        queue = new long[models * 2];
    }

    /**
     * Fills a plan.
     *
     * @param prices of the whole capacities in each slot, as {@code toGo} was computed with
     * @param toGo cost-to-go, three values a model, the models of slot 0 first; beyond every real cost where a
     *     residency is not allowed
     * @param residencies filled, models of slot 0 first
     */
    public void run(double[][] prices, float[] toGo, byte[] residencies) {
        System.arraycopy(initial, 0, state, 0, models);
        for (int slot = 0; slot < slots; slot++) {
            choose(toGo, slot * models * Residency.COUNT);
            while (isOver()) {
                lower();
            }
            raise(prices, slot);
            System.arraycopy(state, 0, residencies, slot * models, models);
        }
    }

    private void choose(float[] toGo, int from) {
        room.clear();
        for (int model = 0; model < models; model++) {
            int cell = model * Residency.COUNT;
            float rise = state[model] == 0 ? transfer[model] : 0;
            float absent = toGo[from + cell];
            float stored = toGo[from + cell + 1] + rise;
            float loaded = toGo[from + cell + 2] + (state[model] < 2 ? rise + preload[model] : 0);
            values[cell] = absent;
            values[cell + 1] = stored;
            values[cell + 2] = loaded;
            int best = stored < absent ? 1 : 0;
            if (loaded < Math.min(absent, stored)) {
                best = 2;
            }
            state[model] = (byte) best;
            if (best > 0) {
                room.take(model, best);
            }
        }
    }

    private boolean isOver() {
        boolean over = false;
        for (int resource = 0; resource < weights.length; resource++) {
            weights[resource] = room.left(resource) < 0 ? 1 : 0;
            over |= room.left(resource) < 0;
        }
        return over;
    }

    /** One round: the least losses for what is over now; another may follow where a second resource is. */
    private void lower() {
        Arrays.fill(buckets, 0);
        for (int model = 0; model < models; model++) {
            int from = state[model];
            for (int to = lowest[model]; to < from; to++) {
                double freed = room(model, from) - room(model, to);
                float loss = values[model * Residency.COUNT + to] - values[model * Residency.COUNT + from];
                float score = freed > 0 ? Math.max(0, (float) (loss / freed)) : Float.POSITIVE_INFINITY;
                scores[model * Residency.COUNT + to] = score;
                if (freed > 0) {
                    buckets[bucket(score)] += freed;
                }
            }
        }
        double over = 0;
        for (int resource = 0; resource < weights.length; resource++) {
            over += Math.max(0, -(double) room.left(resource)) / capacity[resource];
        }
        int last = 0;
        for (double freed = buckets[0]; freed < over && last < BUCKETS - 1; ) {
            freed += buckets[++last];
        }
        int queued = 0;
        for (int model = 0; model < models; model++) {
            for (int to = lowest[model]; to < state[model]; to++) {
                float score = scores[model * Residency.COUNT + to];
                if (score < Float.POSITIVE_INFINITY && bucket(score) <= last) {
                    queue[queued++] = entry(score, model, to);
                }
            }
        }
        Arrays.sort(queue, 0, queued);
        for (int i = 0; i < queued && stillOver(); i++) {
            if ((int) (queue[i] & 3) < state[model(queue[i])]) {
                move(queue[i]);
            }
        }
    }

    private boolean stillOver() {
        for (int resource = 0; resource < weights.length; resource++) {
            if (weights[resource] > 0 && room.left(resource) < 0) {
                return true;
            }
        }
        return false;
    }

    /** Room that a model takes of the resources in question, in shares. */
    private double room(int model, int residency) {
        if (residency == 0) {
            return 0;
        }
        double stored = weights[STORAGE] * share[STORAGE][model];
        return residency == 1
                ? stored
                : stored + weights[MEMORY] * share[MEMORY][model] + weights[ENERGY] * share[ENERGY][model];
    }

    /** What is left costs nothing in this slot: gains are counted without its prices, room is weighed by them. */
    private void raise(double[][] prices, int slot) {
        double storage = prices[STORAGE][slot];
        double memory = prices[MEMORY][slot];
        double energy = prices[ENERGY][slot];
        double all = storage + memory + energy;
        weights[STORAGE] = all > 0 ? storage / all : 1;
        weights[MEMORY] = all > 0 ? memory / all : 1;
        weights[ENERGY] = all > 0 ? energy / all : 1;
        Arrays.fill(buckets, 0);
        for (int model = 0; model < models; model++) {
            int from = state[model];
            if (from == 2) {
                continue;
            }
            int cell = model * Residency.COUNT;
            double stored = from == 0 ? storage * share[STORAGE][model] : 0;
            if (from == 0) {
                scores[cell + 1] = score(model, from, 1, (double) (values[cell] - values[cell + 1]) + stored);
            }
            double loaded = stored + memory * share[MEMORY][model] + energy * share[ENERGY][model];
            scores[cell + 2] = score(model, from, 2, (double) (values[cell + from] - values[cell + 2]) + loaded);
        }
        collectRaises();
    }

    private float score(int model, int from, int to, double gain) {
        if (gain <= 0 || !fits(model, from, to)) {
            return 0;
        }
        double taken = Math.max(1e-12, room(model, to) - room(model, from));
        float score = (float) Math.min(Float.MAX_VALUE, gain / taken);
        buckets[bucket(score)] += taken;
        return score;
    }

    private void collectRaises() {
        double left = 0;
        for (int resource = 0; resource < weights.length; resource++) {
            left += weights[resource] * (double) room.left(resource) / capacity[resource];
        }
        int first = BUCKETS - 1;
        for (double taken = buckets[first]; taken < FILL_MARGIN * left && first > 0; ) {
            taken += buckets[--first];
        }
        int queued = 0;
        for (int model = 0; model < models; model++) {
            for (int to = state[model] + 1; to < Residency.COUNT; to++) {
                float score = scores[model * Residency.COUNT + to];
                if (score > 0 && bucket(score) >= first) {
                    queue[queued++] = entry(score, model, to);
                }
            }
        }
        Arrays.sort(queue, 0, queued);
        for (int i = queued - 1; i >= 0; i--) {
            int model = model(queue[i]);
            int to = (int) queue[i] & 3;
            if (to > state[model] && fits(model, state[model], to)) {
                move(queue[i]);
            }
        }
    }

    private boolean fits(int model, int from, int to) {
        for (int resource = 0; resource < weights.length; resource++) {
            if (room.use(resource, model, to) - room.use(resource, model, from) > room.left(resource)) {
                return false;
            }
        }
        return true;
    }

    private void move(long entry) {
        int model = model(entry);
        room.giveBack(model, state[model]);
        state[model] = (byte) (entry & 3);
        room.take(model, state[model]);
    }

    private static int bucket(float score) {
        return Float.floatToRawIntBits(score) >>> BUCKET_SHIFT;
    }

    /** Sorts by score, then by model. */
    private static long entry(float score, int model, int to) {
        return (long) Float.floatToRawIntBits(score) << Integer.SIZE | (long) model << 2 | to;
    }

    private static int model(long entry) {
        return (int) entry >>> 2;
    }
}

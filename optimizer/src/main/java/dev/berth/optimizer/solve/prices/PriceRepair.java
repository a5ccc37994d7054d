package dev.berth.optimizer.solve.prices;

import dev.berth.optimizer.problem.Problem;
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

    /** Bits of a mode in an entry of the queue. */
    private static final int MODE_BITS = 6;

    /** Rounds of lowering after which all are lowered to the end: modes that free one resource may take another. */
    private static final int MAX_ROUNDS = 8;

    /** Of the room that is left, so many times as much is looked at: large models may not fit where small ones do. */
    private static final double FILL_MARGIN = 4;

    private final int models;
    private final int slots;
    private final int choices;
    private final Problem problem;
    private final Room room;
    private final double[] capacity;

    /** A row for each resource, {@link #choices} values a model. */
    private final double[][] share;

    /** Costs of moves for each kind of slots: (model × choices + from) × choices + to. */
    private final float[][] moves;

    /** Whether of two modes the higher one takes no less of anything, so that what is left is for higher ones. */
    private final boolean isChain;

    private final byte[] state;
    private final float[] values;
    private final float[] scores;
    private final double[] weights;
    private final double[] buckets = new double[BUCKETS];
    private final long[] queue;

    public PriceRepair(Problem problem) {
        this.problem = problem;
        models = problem.models();
        slots = problem.slots();
        choices = problem.choices();
        isChain = problem.isChain();
        room = new Room(problem);
        capacity = new double[room.resources()];
        weights = new double[capacity.length];
        share = new double[capacity.length][models * choices];
        for (int resource = 0; resource < capacity.length; resource++) {
            capacity[resource] = Math.max(1, (double) room.left(resource));
            for (int model = 0; model < models; model++) {
                for (int mode = 0; mode < problem.modes(model); mode++) {
                    share[resource][model * choices + mode] =
                            (double) room.use(resource, model, mode) / capacity[resource];
                }
            }
        }
        moves = new float[problem.switchingKinds()][models * choices * choices];
        for (int slot = 0; slot < slots; slot++) {
            for (int model = 0; model < models; model++) {
                fillMoves(slot, model);
            }
        }
        state = new byte[models];
        values = new float[models * choices];
        scores = new float[models * choices];
        queue = new long[models * choices];
    }

    private int kind(int slot) {
        return problem.switchingKind(slot);
    }

    private void fillMoves(int slot, int model) {
        float[] matrix = moves[kind(slot)];
        int modes = problem.modes(model);
        for (int from = 0; from < modes; from++) {
            for (int to = 0; to < modes; to++) {
                matrix[(model * choices + from) * choices + to] = move(slot, model, from, to);
            }
        }
    }

    private float move(int slot, int model, int from, int to) {
        if (isChain) {
            // Rounded step by step, as sweeps go.
            float transfer = from == 0 && to > 0 ? (float) problem.switchingCost(slot, model, 0, 1) : 0;
            return transfer + (from < 2 && to == 2 ? (float) problem.switchingCost(slot, model, 1, 2) : 0);
        }
        long cost = problem.switchingCost(slot, model, from, to);
        return cost >= Problem.NEVER ? PriceSweep.FORBIDDEN : (float) cost;
    }

    /**
     * Fills a plan.
     *
     * @param prices of the whole capacities in each slot, as {@code toGo} was computed with
     * @param toGo cost-to-go, {@link Problem#choices} values a model, the models of slot 0 first; beyond every real
     *     cost where a mode is not allowed
     * @param residencies filled, models of slot 0 first
     */
    public void run(double[][] prices, float[] toGo, byte[] residencies) {
        for (int model = 0; model < models; model++) {
            state[model] = (byte) problem.initialMode(model);
        }
        for (int slot = 0; slot < slots; slot++) {
            choose(toGo, slot);
            keepLimits();
            raise(prices, slot);
            System.arraycopy(state, 0, residencies, slot * models, models);
        }
    }

    private void choose(float[] toGo, int slot) {
        room.clear();
        float[] matrix = moves[kind(slot)];
        int first = slot * models * choices;
        for (int model = 0; model < models; model++) {
            int cell = model * choices;
            int from = (cell + state[model]) * choices;
            int best = 0;
            for (int mode = 0; mode < problem.modes(model); mode++) {
                values[cell + mode] = toGo[first + cell + mode] + matrix[from + mode];
                best = values[cell + mode] < values[cell + best] ? mode : best;
            }
            state[model] = (byte) best;
            room.take(model, best);
        }
    }

    /** Lowers until nothing is over; all at their lowest keep the limits, where they cannot all be reached else. */
    private void keepLimits() {
        for (int round = 0; isOver(); round++) {
            if (round > MAX_ROUNDS) {
                for (int model = 0; model < models; model++) {
                    room.giveBack(model, state[model]);
                    state[model] = (byte) problem.lowest(model);
                    room.take(model, state[model]);
                }
            } else {
                lower();
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
            int cell = model * choices;
            for (int to = problem.lowest(model); to <= last(model); to++) {
                double freed = room(model, from) - room(model, to);
                float loss = values[cell + to] - values[cell + from];
                boolean frees = freed > 0 && values[cell + to] < PriceSweep.FORBIDDEN;
                float score = frees ? Math.max(0, (float) (loss / freed)) : Float.POSITIVE_INFINITY;
                scores[cell + to] = score;
                if (frees) {
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
            for (int to = problem.lowest(model); to <= last(model); to++) {
                float score = scores[model * choices + to];
                if (score < Float.POSITIVE_INFINITY && bucket(score) <= last) {
                    queue[queued++] = entry(score, model, to);
                }
            }
        }
        Arrays.sort(queue, 0, queued);
        for (int i = 0; i < queued && stillOver(); i++) {
            int model = model(queue[i]);
            int to = mode(queue[i]);
            if (to < state[model] || room(model, to) < room(model, state[model])) {
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
    private double room(int model, int mode) {
        if (isChain && mode == 0) {
            return 0;
        }
        int at = model * choices + mode;
        double sum = weights[0] * share[0][at] + weights[1] * share[1][at] + weights[2] * share[2][at];
        for (int more = 3; more < weights.length; more++) {
            sum += weights[more] * share[more][at];
        }
        return sum;
    }

    /** What is left costs nothing in this slot: gains are counted without its prices, room is weighed by them. */
    private void raise(double[][] prices, int slot) {
        double all = 0;
        for (int resource = 0; resource < weights.length; resource++) {
            all += prices[resource][slot];
        }
        for (int resource = 0; resource < weights.length; resource++) {
            weights[resource] = all > 0 ? prices[resource][slot] / all : 1;
        }
        Arrays.fill(buckets, 0);
        for (int model = 0; model < models; model++) {
            int from = state[model];
            int cell = model * choices;
            for (int to = first(model); to <= problem.highest(model); to++) {
                double gain =
                        (double) (values[cell + from] - values[cell + to]) + charge(prices, slot, model, from, to);
                scores[cell + to] = to == from ? 0 : score(model, from, to, gain);
            }
        }
        collectRaises(prices, slot);
    }

    /** The last mode that a model may be lowered to. */
    private int last(int model) {
        return isChain ? state[model] - 1 : problem.highest(model);
    }

    /** The first mode that a model may be raised to. */
    private int first(int model) {
        return isChain ? state[model] + 1 : problem.lowest(model);
    }

    /** What a mode pays more than another. */
    private double charge(double[][] prices, int slot, int model, int from, int to) {
        int more = model * choices + to;
        int less = model * choices + from;
        double charge = 0;
        for (int resource = 0; resource < weights.length; resource++) {
            double price = prices[resource][slot];
            charge += price == 0 ? 0 : price * (share[resource][more] - share[resource][less]);
        }
        return charge;
    }

    private float score(int model, int from, int to, double gain) {
        if (!(gain > 0) || !fits(model, from, to)) {
            return 0;
        }
        double taken = Math.max(1e-12, room(model, to) - room(model, from));
        float score = (float) Math.min(Float.MAX_VALUE, gain / taken);
        buckets[bucket(score)] += taken;
        return score;
    }

    private void collectRaises(double[][] prices, int slot) {
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
            for (int to = first(model); to <= problem.highest(model); to++) {
                float score = scores[model * choices + to];
                if (score > 0 && bucket(score) >= first) {
                    queue[queued++] = entry(score, model, to);
                }
            }
        }
        Arrays.sort(queue, 0, queued);
        for (int i = queued - 1; i >= 0; i--) {
            int model = model(queue[i]);
            int to = mode(queue[i]);
            if (isRaise(prices, slot, model, to) && fits(model, state[model], to)) {
                move(queue[i]);
            }
        }
    }

    /** Whether a model gains by going there from where it is by now. */
    private boolean isRaise(double[][] prices, int slot, int model, int to) {
        int from = state[model];
        if (isChain) {
            return to > from;
        }
        int cell = model * choices;
        return to != from
                && (double) (values[cell + from] - values[cell + to]) + charge(prices, slot, model, from, to) > 0;
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
        state[model] = (byte) mode(entry);
        room.take(model, state[model]);
    }

    private static int bucket(float score) {
        return Float.floatToRawIntBits(score) >>> BUCKET_SHIFT;
    }

    /** Sorts by score, then by model. */
    private static long entry(float score, int model, int to) {
        return (long) Float.floatToRawIntBits(score) << Integer.SIZE | (long) model << MODE_BITS | to;
    }

    private static int model(long entry) {
        return (int) entry >>> MODE_BITS;
    }

    private static int mode(long entry) {
        return (int) entry & (1 << MODE_BITS) - 1;
    }
}

package dev.berth.optimizer.solve.prices;

import dev.berth.optimizer.problem.Problem;
import dev.berth.optimizer.solve.ground.Moves;
import dev.berth.optimizer.solve.ground.Room;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Goes through all plans that a bound does not rule out, and so finds the cheapest there is: a dynamic programme over
 * the joint modes of the services, slot by slot, without those from which on, or through which, no plan is cheaper than
 * one that is known (after A. Marsten and T. Morin, "A hybrid approach to discrete mathematical programming", 1978). In
 * whole nano-cost units. For one thread.
 */
public final class BoundedPlans {
    /** What a service that is given a mode costs, in steps. */
    private static final int STEPS_PER_NODE = 6;

    private final Problem problem;
    private final SlotBound bound;
    private final Moves moves;
    private final int models;
    private final int slots;
    private final int choices;
    private final long maxStates;
    private final long maxSteps;

    /** From a slot on, that slot's own cost and charge apart: a value a mode, the models of slot 0 first. */
    private final long[] after;

    /** Up to a slot, that slot apart, charges included. */
    private final long[] before;

    /** Of all slots after one, and of all before it. */
    private final long[] restAfter;

    private final long[] restBefore;

    private final Layer[] layers;
    private final Room room;
    private final Ties ties;
    private final byte[] state;
    private final long[] leastLeft;
    private long known;
    private long reached;
    private long steps;
    private long widest;
    private boolean isOver;

    /** Joint modes of a slot. */
    private static final class Layer {
        byte[] modes = new byte[0];
        long[] costs = new long[16];
        int[] from = new int[16];
        int count;
    }

    /** Which joint modes there are. */
    @FunctionalInterface
    public interface Ties {
        /**
         * The mode that a model must be in beside those before it.
         *
         * @param modes of the models before it
         * @return -1 for any
         */
        int tied(byte[] modes, int model);
    }

    /** The same for models that are in any modes beside each other. */
    public BoundedPlans(Problem problem, SlotBound bound, long cost, long maxStates, long maxSteps) {
        this(problem, bound, (modes, model) -> -1, cost, maxStates, maxSteps);
    }

    /**
     * Looks no further than plans that are cheaper than one that is known.
     *
     * @param ties between modes of models in every slot
     * @param cost of that plan; {@link Problem#NEVER} where none is known
     * @param maxStates joint modes of all slots together there is memory for, at most 2^30
     * @param maxSteps of work, as {@link dev.berth.optimizer.solve.SolveLimits#askedSteps} counts them
     */
    public BoundedPlans(Problem problem, SlotBound bound, Ties ties, long cost, long maxStates, long maxSteps) {
        this.ties = ties;
        this.problem = problem;
        this.bound = bound;
        this.maxStates = Math.min(1 << 30, maxStates);
        this.maxSteps = maxSteps;
        known = cost;
        models = problem.models();
        slots = problem.slots();
        choices = problem.choices();
        moves = new Moves(problem);
        room = new Room(problem);
        after = new long[slots * models * choices];
        before = new long[after.length];
        restAfter = new long[slots];
        restBefore = new long[slots];
        layers = new Layer[slots];
        state = new byte[models];
        leastLeft = new long[models + 1];
    }

    /** Memory of a joint mode, in bytes. */
    public static long bytesPerState(Problem problem) {
        return problem.models() + Long.BYTES + Integer.BYTES + 2L * Long.BYTES;
    }

    /**
     * Goes through them.
     *
     * @param modes filled with the cheapest plan, models of slot 0 first, where one is cheaper than the one known
     * @return whether it came to the end, so that no plan costs less than {@link #cost}
     */
    public boolean run(byte[] modes) {
        for (int model = 0; model < models; model++) {
            sweep(model);
        }
        for (int slot = 1; slot < slots; slot++) {
            restBefore[slot] = restBefore[slot - 1] + bound.rest(slot - 1);
        }
        for (int slot = slots - 2; slot >= 0; slot--) {
            restAfter[slot] = restAfter[slot + 1] + bound.rest(slot + 1);
        }
        for (int slot = 0; slot < slots && !isOver; slot++) {
            layers[slot] = new Layer();
            list(slot);
            reach(slot);
        }
        return !isOver && finish(modes);
    }

    /** Costs of one model up to each slot and from each slot on. */
    private void sweep(int model) {
        long[] toGo = new long[choices];
        long[] onward = new long[choices];
        for (int slot = slots - 1; slot >= 0; slot--) {
            int cell = (slot * models + model) * choices;
            System.arraycopy(onward, 0, after, cell, choices);
            for (int mode = 0; mode < problem.modes(model); mode++) {
                toGo[mode] = charged(slot, model, mode, onward[mode]);
            }
            moves.onward(slot, model, toGo, 0, onward);
        }
        long[] spent = new long[choices];
        long[] arrived = new long[choices];
        Arrays.fill(spent, Problem.NEVER);
        spent[problem.initialMode(model)] = 0;
        for (int slot = 0; slot < slots; slot++) {
            moves.arrive(slot, model, spent, arrived);
            System.arraycopy(arrived, 0, before, (slot * models + model) * choices, choices);
            for (int mode = 0; mode < problem.modes(model); mode++) {
                spent[mode] = charged(slot, model, mode, arrived[mode]);
            }
        }
    }

    private long charged(int slot, int model, int mode, long beside) {
        return isAllowed(slot, model, mode)
                ? Math.min(
                        Problem.NEVER, beside + problem.slotCost(slot, model, mode) + bound.charge(slot, model, mode))
                : Problem.NEVER;
    }

    private boolean isAllowed(int slot, int model, int mode) {
        return mode >= problem.lowest(model) && mode <= problem.highest(model) && !bound.isOut(slot, model, mode);
    }

    /**
     * What any plan with a model in a mode of a slot costs at least, as far as the model goes, its own charge apart.
     */
    private long through(int slot, int model, int mode) {
        int at = (slot * models + model) * choices + mode;
        return isAllowed(slot, model, mode)
                ? Math.min(Problem.NEVER, before[at] + problem.slotCost(slot, model, mode) + after[at])
                : Problem.NEVER;
    }

    /** Lists the joint modes of a slot that keep its limits and that the bound does not rule out. */
    private void list(int slot) {
        for (int model = models - 1; model >= 0; model--) {
            long least = Problem.NEVER;
            for (int mode = problem.lowest(model); mode <= problem.highest(model); mode++) {
                least = Math.min(least, through(slot, model, mode));
            }
            leastLeft[model] = leastLeft[model + 1] + least;
        }
        room.takeLowest();
        list(slot, 0, restBefore[slot] + restAfter[slot]);
        long sum = 0;
        for (int done = 0; done <= slot; done++) {
            sum += layers[done].count;
        }
        widest = Math.max(widest, layers[slot].count);
        isOver |= sum > maxStates;
    }

    /** Depth first; services that come later have their lowest modes' room. */
    private void list(int slot, int model, long cost) {
        steps += STEPS_PER_NODE;
        isOver |= steps > maxSteps;
        if (isOver || cost + leastLeft[model] >= known) {
            return;
        }
        if (model == models) {
            add(layers[slot]);
            isOver |= layers[slot].count > maxStates;
            return;
        }
        room.giveBack(model, problem.lowest(model));
        int tied = ties.tied(state, model);
        for (int mode = problem.lowest(model); mode <= problem.highest(model); mode++) {
            long own = tied < 0 || mode == tied ? through(slot, model, mode) : Problem.NEVER;
            if (own < Problem.NEVER && room.fits(model, mode)) {
                room.take(model, mode);
                state[model] = (byte) mode;
                list(slot, model + 1, cost + own);
                room.giveBack(model, mode);
            }
        }
        room.take(model, problem.lowest(model));
    }

    private void add(Layer layer) {
        if (layer.count == layer.costs.length) {
            layer.costs = Arrays.copyOf(layer.costs, 2 * layer.count);
            layer.from = Arrays.copyOf(layer.from, 2 * layer.count);
        }
        if ((layer.count + 1) * models > layer.modes.length) {
            layer.modes = Arrays.copyOf(layer.modes, Math.max(16 * models, 2 * layer.modes.length));
        }
        System.arraycopy(state, 0, layer.modes, layer.count++ * models, models);
    }

    /** Finds the cheapest way to each joint mode of a slot, and forgets those from which on none is cheaper. */
    private void reach(int slot) {
        Layer layer = layers[slot];
        int kept = 0;
        for (int one = 0; one < layer.count && !isOver; one++) {
            long own = 0;
            long onward = restAfter[slot];
            for (int model = 0; model < models; model++) {
                int mode = layer.modes[one * models + model];
                own += problem.slotCost(slot, model, mode);
                onward += after[(slot * models + model) * choices + mode];
            }
            // Dearer, and no plan from here on is cheaper than the one that is known.
            long most = known - own - onward;
            int best = slot == 0 ? arrive(one, most) : cheapest(slot, one, most);
            if (best >= 0) {
                System.arraycopy(layer.modes, one * models, layer.modes, kept * models, models);
                layer.costs[kept] = reached + own;
                layer.from[kept++] = best;
            }
            isOver |= steps > maxSteps;
        }
        layer.count = kept;
        sort(layer);
    }

    private int arrive(int one, long most) {
        reached = 0;
        for (int model = 0; model < models; model++) {
            // Modes that cannot be gone to are not listed.
            reached +=
                    problem.switchingCost(0, model, problem.initialMode(model), layers[0].modes[one * models + model]);
        }
        return reached < most ? 0 : -1;
    }

    /** Joint modes of the slot before are sorted by cost: those that cost too much by themselves end it. */
    private int cheapest(int slot, int one, long most) {
        Layer last = layers[slot - 1];
        byte[] to = layers[slot].modes;
        int best = -1;
        reached = most;
        for (int other = 0; other < last.count && last.costs[other] < reached; other++) {
            long cost = last.costs[other];
            int model = 0;
            for (; model < models && cost < reached; model++) {
                byte now = last.modes[other * models + model];
                byte next = to[one * models + model];
                cost += now == next ? 0 : problem.switchingCost(slot, model, now, next);
            }
            steps += 2 + model;
            if (cost < reached) {
                reached = cost;
                best = other;
            }
        }
        return best;
    }

    private void sort(Layer layer) {
        int[] order = IntStream.range(0, layer.count)
                .boxed()
                .sorted((one, other) -> Long.compare(layer.costs[one], layer.costs[other]))
                .mapToInt(Integer::intValue)
                .toArray();
        byte[] modes = new byte[layer.count * models];
        long[] costs = new long[layer.count];
        int[] from = new int[layer.count];
        for (int at = 0; at < order.length; at++) {
            System.arraycopy(layer.modes, order[at] * models, modes, at * models, models);
            costs[at] = layer.costs[order[at]];
            from[at] = layer.from[order[at]];
        }
        layer.modes = modes;
        layer.costs = costs;
        layer.from = from;
    }

    private boolean finish(byte[] modes) {
        Layer last = layers[slots - 1];
        if (last.count > 0 && last.costs[0] < known) {
            known = last.costs[0];
            int at = 0;
            for (int slot = slots - 1; slot >= 0; slot--) {
                System.arraycopy(layers[slot].modes, at * models, modes, slot * models, models);
                at = layers[slot].from[at];
            }
        }
        return true;
    }

    /** Cost of the cheapest plan known, in nano-cost units. */
    public long cost() {
        return known;
    }

    /** Most joint modes of a slot that were looked at. */
    public long states() {
        return widest;
    }

    /** Work so far, in steps. */
    public long steps() {
        return steps;
    }
}

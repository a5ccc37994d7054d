package dev.berth.optimizer.solve.corridors;

import dev.berth.optimizer.problem.Problem;
import dev.berth.optimizer.solve.SolveLimits;
import dev.berth.optimizer.solve.ground.Room;
import dev.berth.optimizer.solve.prices.PriceSweep;
import java.util.Arrays;

/**
 * A plan that is improved by an exact dynamic programme within a corridor around it (M. Sniedovich, S. Voß, 2006): in
 * each slot a few models are free to have other residencies, all others stay as planned. Free are those that lose least
 * by it under prices of the capacities, other ones in every slot; all slots are decided together, in whole nano-cost
 * units. For one thread; allocates nothing per corridor after the first.
 */
final class CorridorImprovement {
    /** More alternatives than joint states have room for: two of one model multiply them by three. */
    private static final int ALTERNATIVES = 24;

    private final Problem problem;
    private final int models;
    private final int slots;
    private final int choices;
    private final Room use;
    private final FreeCells[] free;
    private final long[][] left;
    private final long[][] toGo;
    private final long[][] taken;
    private long[] row;
    private long[] otherRow;
    private final float[] scores = new float[ALTERNATIVES];
    private final int[] alternatives = new int[ALTERNATIVES];
    private final Crossing crossing;
    private byte[] plan = {};
    private long planned;
    private long steps;

    /** The models that are free in a slot or in the one after, in ascending order, and their options in both. */
    private static final class Crossing {
        final int[] models;
        final long[] before;
        final long[] after;
        /** Options of each model in the joint states as they are now: those after, or already those before. */
        final int[] digits;

        final long[] rises;
        int count;

        Crossing(int most, int choices) {
            rises = new long[choices * choices];
            models = new int[most];
            before = new long[most];
            after = new long[most];
            digits = new int[most];
        }

        void add(int model, long optionsBefore, long optionsAfter) {
            models[count] = model;
            before[count] = optionsBefore;
            after[count] = optionsAfter;
            digits[count] = Long.bitCount(optionsAfter);
            count++;
        }

        boolean grows(int place) {
            return Long.bitCount(before[place]) > Long.bitCount(after[place]);
        }
    }

    /** @param maxStates joint states of a slot there is room for, 2 to 2^20 */
    CorridorImprovement(Problem problem, int maxStates) {
        this.problem = problem;
        models = problem.models();
        slots = problem.slots();
        choices = problem.choices();
        use = new Room(problem);
        free = new FreeCells[slots];
        for (int slot = 0; slot < slots; slot++) {
            free[slot] = new FreeCells(maxStates);
        }
        left = new long[use.resources()][slots];
        toGo = new long[slots][maxStates];
        taken = new long[use.resources()][maxStates];
        row = new long[maxStates];
        otherRow = new long[maxStates];
        crossing = new Crossing(2 * Integer.SIZE, choices);
    }

    /**
     * Chooses a corridor and puts the cheapest plan within it in the place of the plan.
     *
     * @param marginals what a residency of a cell costs at least beyond the cheapest path of its model,
     *     {@link Problem#choices} values a model, the models of slot 0 first, as {@link PriceSweep#marginals} gives
     *     them
     * @param weights factors of the marginals, one a model, >= 0: to draw other corridors around the same plan
     * @param states joint states of a slot at most, 2 to what there is room for
     * @param residencies keeps the limits; models of slot 0 first; changed in place
     * @return by how much the plan became cheaper, >= 0
     */
    long improve(float[] marginals, float[] weights, int states, byte[] residencies) {
        plan = residencies;
        planned = 0;
        countRoom();
        for (int slot = 0; slot < slots; slot++) {
            choose(slot, marginals, weights, states);
        }
        for (int slot = slots - 1; slot >= 0; slot--) {
            back(slot);
        }
        comeFromInitial();
        int best = cheapest(0);
        long saved = planned - toGo[0][best] - otherRow[best];
        // Even where nothing is saved: of equally cheap plans the one that takes less leaves room for others.
        forth();
        return saved;
    }

    private void countRoom() {
        for (int resource = 0; resource < left.length; resource++) {
            Arrays.fill(left[resource], use.left(resource));
        }
        for (int slot = 0; slot < slots; slot++) {
            for (int model = 0; model < models; model++) {
                giveBack(slot, model, -1);
            }
        }
    }

    private void giveBack(int slot, int model, int times) {
        int residency = plan[slot * models + model];
        for (int resource = 0; resource < left.length; resource++) {
            left[resource][slot] += times * use.use(resource, model, residency);
        }
    }

    /** Frees the cells of a slot for which another residency loses least; they no longer take room. */
    private void choose(int slot, float[] marginals, float[] weights, int states) {
        int count = 0;
        for (int model = 0; model < models; model++) {
            int cell = slot * models + model;
            for (int residency = 0; residency < choices; residency++) {
                float marginal = marginals[cell * choices + residency];
                if (residency != plan[cell] && marginal < PriceSweep.FORBIDDEN) {
                    count = insert(count, marginal * weights[model], model * choices + residency);
                }
            }
        }
        FreeCells cells = free[slot];
        cells.clear(states);
        for (int i = 0; i < count; i++) {
            int model = alternatives[i] / choices;
            if (!cells.add(model, plan[slot * models + model], alternatives[i] % choices)) {
                break;
            }
        }
        for (int place = 0; place < cells.count(); place++) {
            giveBack(slot, cells.model(place), 1);
        }
        steps += models;
    }

    private int insert(int count, float score, int alternative) {
        if (count == ALTERNATIVES && score >= scores[count - 1]) {
            return count;
        }
        int at = Math.min(count, ALTERNATIVES - 1);
        for (; at > 0 && scores[at - 1] > score; at--) {
            scores[at] = scores[at - 1];
            alternatives[at] = alternatives[at - 1];
        }
        scores[at] = score;
        alternatives[at] = alternative;
        return Math.min(ALTERNATIVES, count + 1);
    }

    /** Cost-to-go of the joint states of a slot, and what the plan costs where anything is free. */
    private void back(int slot) {
        FreeCells cells = free[slot];
        Arrays.fill(row, 0, cells.states(), 0);
        if (slot < slots - 1) {
            System.arraycopy(toGo[slot + 1], 0, row, 0, free[slot + 1].states());
            meet(slot);
            cross(slot + 1, false);
            cross(slot + 1, true);
        }
        for (int place = 0; place < cells.count(); place++) {
            int model = cells.model(place);
            planned += problem.slotCost(slot, model, plan[slot * models + model]);
        }
        sumOwn(slot);
        long[] to = toGo[slot];
        for (int state = 0; state < cells.states(); state++) {
            to[state] = fits(slot, state) ? Math.min(Problem.NEVER, row[state] + otherRow[state]) : Problem.NEVER;
        }
    }

    private boolean fits(int slot, int state) {
        for (int resource = 0; resource < taken.length; resource++) {
            if (taken[resource][state] > left[resource][slot]) {
                return false;
            }
        }
        return true;
    }

    /** Finds the models that are free in a slot or in the one after. */
    private void meet(int slot) {
        FreeCells before = free[slot];
        FreeCells after = free[slot + 1];
        crossing.count = 0;
        int b = 0;
        for (int a = 0; a < after.count() || b < before.count(); ) {
            int next = a < after.count() ? after.model(a) : Integer.MAX_VALUE;
            int own = b < before.count() ? before.model(b) : Integer.MAX_VALUE;
            int model = Math.min(next, own);
            long optionsBefore = own == model ? before.mask(b++) : fixed(slot, model);
            long optionsAfter = next == model ? after.mask(a++) : fixed(slot + 1, model);
            crossing.add(model, optionsBefore, optionsAfter);
            planned += problem.switchingCost(
                    slot + 1, model, plan[slot * models + model], plan[(slot + 1) * models + model]);
        }
    }

    private long fixed(int slot, int model) {
        return 1L << plan[slot * models + model];
    }

    /**
     * From costs-to-go by the options in a slot to those by the options in the one before, a model at a time; those
     * first that do not get more, so that there are never more joint states than in one of the slots.
     */
    private void cross(int slot, boolean growing) {
        int high = 1;
        for (int place = 0; place < crossing.count; place++) {
            high *= crossing.digits[place];
        }
        int low = 1;
        for (int place = 0; place < crossing.count; place++) {
            high /= crossing.digits[place];
            if (crossing.grows(place) == growing) {
                crossModel(slot, place, low, high);
            }
            low *= crossing.digits[place];
        }
    }

    private void crossModel(int slot, int place, int low, int high) {
        int from = crossing.digits[place];
        int to = Long.bitCount(crossing.before[place]);
        long[] rises = crossing.rises;
        boolean canAll = true;
        for (int x = 0; x < to; x++) {
            for (int y = 0; y < from; y++) {
                rises[x * choices + y] = problem.switchingCost(
                        slot,
                        crossing.models[place],
                        FreeCells.residency(crossing.before[place], x),
                        FreeCells.residency(crossing.after[place], y));
                canAll &= rises[x * choices + y] < Problem.NEVER;
            }
        }
        for (int part = 0; part < high; part++) {
            for (int x = 0; x < to; x++) {
                least(part * from * low, from, low, x * choices, (part * to + x) * low);
            }
        }
        if (!canAll) {
            // Several models that cannot move would add up to more than there is.
            cap(otherRow, high * to * low);
        }
        crossing.digits[place] = to;
        long[] done = otherRow;
        otherRow = row;
        row = done;
        steps += 1 + (long) low * from * to * high / choices;
    }

    private static void cap(long[] costs, int states) {
        for (int state = 0; state < states; state++) {
            costs[state] = Math.min(Problem.NEVER, costs[state]);
        }
    }

    /** For each of {@code low} states the least, over the digits, of cost-to-go and rise. */
    private void least(int in, int from, int low, int rise, int out) {
        long[] costs = row;
        long[] least = otherRow;
        long first = crossing.rises[rise];
        for (int state = 0; state < low; state++) {
            least[out + state] = costs[in + state] + first;
        }
        for (int y = 1; y < from; y++) {
            long cost = crossing.rises[rise + y];
            int at = in + y * low;
            for (int state = 0; state < low; state++) {
                least[out + state] = Math.min(least[out + state], costs[at + state] + cost);
            }
        }
    }

    /** What the joint states of a slot cost and take, into {@code otherRow} and {@code taken}. */
    private void sumOwn(int slot) {
        FreeCells cells = free[slot];
        otherRow[0] = 0;
        for (long[] use : taken) {
            use[0] = 0;
        }
        int states = 1;
        for (int place = 0; place < cells.count(); place++) {
            int model = cells.model(place);
            for (int option = cells.options(place) - 1; option >= 0; option--) {
                int residency = FreeCells.residency(cells.mask(place), option);
                add(otherRow, states, option, problem.slotCost(slot, model, residency));
                for (int resource = 0; resource < taken.length; resource++) {
                    add(taken[resource], states, option, use.use(resource, model, residency));
                }
            }
            states *= cells.options(place);
        }
    }

    /** Extends sums over {@code states} joint states by one more digit that has the value {@code option}. */
    private static void add(long[] sums, int states, int option, long more) {
        int to = option * states;
        for (int state = 0; state < states; state++) {
            sums[to + state] = sums[state] + more;
        }
    }

    private void comeFromInitial() {
        FreeCells cells = free[0];
        for (int place = 0; place < cells.count(); place++) {
            int model = cells.model(place);
            planned += problem.switchingCost(0, model, before(0, model), plan[model]);
        }
        sumRises(0);
    }

    private void forth() {
        for (int slot = 0; slot < slots; slot++) {
            FreeCells cells = free[slot];
            sumRises(slot);
            int state = cheapest(slot);
            for (int place = 0; place < cells.count(); place++) {
                int options = cells.options(place);
                int residency = FreeCells.residency(cells.mask(place), state % options);
                plan[slot * models + cells.model(place)] = (byte) residency;
                state /= options;
            }
        }
    }

    /** What it costs to come to the joint states of a slot from the plan's residencies before, into otherRow. */
    private void sumRises(int slot) {
        FreeCells cells = free[slot];
        otherRow[0] = 0;
        int states = 1;
        for (int place = 0; place < cells.count(); place++) {
            int model = cells.model(place);
            int before = before(slot, model);
            for (int option = cells.options(place) - 1; option >= 0; option--) {
                int residency = FreeCells.residency(cells.mask(place), option);
                add(otherRow, states, option, problem.switchingCost(slot, model, before, residency));
            }
            states *= cells.options(place);
            cap(otherRow, states);
        }
    }

    private int before(int slot, int model) {
        return slot == 0 ? problem.initialMode(model) : plan[(slot - 1) * models + model];
    }

    private int cheapest(int slot) {
        long[] costs = toGo[slot];
        int best = 0;
        for (int state = 1; state < free[slot].states(); state++) {
            best = costs[state] + otherRow[state] < costs[best] + otherRow[best] ? state : best;
        }
        return best;
    }

    /** Work of all corridors so far, in steps of {@link SolveLimits#askedSteps}. */
    long steps() {
        return steps;
    }
}

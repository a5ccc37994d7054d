package dev.berth.optimizer.solve.ground;

import dev.berth.optimizer.problem.Problem;
import java.util.Arrays;

/**
 * A plan that is improved one model at a time: it is taken out, and goes back on the cheapest path through what the
 * others leave free; exact, in nano-cost units. What {@code CorridorImprovement} does for several models together, and
 * quicker. For one thread; allocates nothing after set-up.
 */
public final class PathImprovement {
    /** Models whose costs are fetched together, since those of one slot lie side by side. */
    private static final int FETCHED = 16;

    private final Problem problem;
    private final int models;
    private final int slots;
    private final Room use;
    private final boolean limited;
    private final int choices;
    private final boolean isChain;

    /** Whether moves cost the same in all slots; then those of the model at hand are here. */
    private final boolean isSteady;

    private final long[] moveCosts;
    private final Moves moves;

    /** What the plan leaves of each resource in each slot. */
    private final long[][] left;

    private final long[] onward;
    private final long[] uses;
    private final long[] costs;
    private final long[] toGo;

    public PathImprovement(Problem problem) {
        this(problem, true);
    }

    private PathImprovement(Problem problem, boolean limited) {
        this.problem = problem;
        this.limited = limited;
        models = problem.models();
        slots = problem.slots();
        use = new Room(problem);
        choices = problem.choices();
        isChain = problem.isChain();
        isSteady = problem.switchingKinds() == 1 && !problem.hasTransferPrices();
        moveCosts = new long[choices * choices];
        moves = new Moves(problem);
        left = new long[use.resources()][slots];
        costs = new long[FETCHED * slots * choices];
        toGo = new long[slots * choices];
        onward = new long[choices];
        uses = problem.uses();
    }

    /**
     * Improves the path of every model in turn.
     *
     * @param residencies keeps the limits; models of slot 0 first; changed in place
     * @return by how much the plan became cheaper, >= 0
     */
    public long run(byte[] residencies) {
        fillRoom(residencies);
        long saved = 0;
        for (int first = 0; first < models; first += FETCHED) {
            int end = Math.min(models, first + FETCHED);
            fetch(first, end);
            for (int model = first; model < end; model++) {
                saved += improve(model, (model - first) * slots * choices, residencies);
            }
        }
        return saved;
    }

    /**
     * Each model on its own cheapest path, as if the server had no limits: no plan costs less, and one that keeps the
     * limits is the cheapest there is.
     */
    public static byte[] unlimited(Problem problem) {
        byte[] residencies = new byte[problem.slots() * problem.models()];
        new PathImprovement(problem, false).run(residencies);
        return residencies;
    }

    /** What a plan costs; {@link Problem#NEVER} where a move cannot be. */
    public long cost(byte[] residencies) {
        long cost = 0;
        for (int slot = 0; slot < slots; slot++) {
            for (int model = 0; model < models; model++) {
                int cell = slot * models + model;
                int now = residencies[cell];
                int before = slot == 0 ? problem.initialMode(model) : residencies[cell - models];
                cost += problem.slotCost(slot, model, now) + problem.switchingCost(slot, model, before, now);
                if (cost >= Problem.NEVER) {
                    return Problem.NEVER;
                }
            }
        }
        return cost;
    }

    private void fillRoom(byte[] residencies) {
        for (int resource = 0; resource < left.length; resource++) {
            Arrays.fill(left[resource], limited ? use.left(resource) : Long.MAX_VALUE);
        }
        for (int slot = 0; slot < slots; slot++) {
            for (int model = 0; model < models; model++) {
                take(slot, model, residencies[slot * models + model], 1);
            }
        }
    }

    private void take(int slot, int model, int mode, int times) {
        if (!limited || (isChain && mode == 0)) {
            return;
        }
        int at = (model * choices + mode) * left.length;
        left[0][slot] -= times * uses[at];
        left[1][slot] -= times * uses[at + 1];
        left[2][slot] -= times * uses[at + 2];
        for (int more = 3; more < left.length; more++) {
            left[more][slot] -= times * uses[at + more];
        }
    }

    private void fetch(int first, int end) {
        for (int slot = 0; slot < slots; slot++) {
            for (int model = first; model < end; model++) {
                int cell = ((model - first) * slots + slot) * choices;
                problem.copySlotCosts(slot, model, costs, cell);
                for (int mode = 0; mode < problem.lowest(model); mode++) {
                    costs[cell + mode] = Problem.NEVER;
                }
                for (int mode = problem.highest(model) + 1; mode < choices; mode++) {
                    costs[cell + mode] = Problem.NEVER;
                }
            }
        }
    }

    private long improve(int model, int row, byte[] residencies) {
        fetchMoves(model);
        back(model, row, residencies);
        long before = 0;
        long after = 0;
        int then = problem.initialMode(model);
        int now = then;
        for (int slot = 0; slot < slots; slot++) {
            int cell = slot * models + model;
            int old = residencies[cell];
            before += costs[row + slot * choices + old] + move(slot, model, then, old);
            int next = cheapest(slot, model, now);
            after += costs[row + slot * choices + next] + move(slot, model, now, next);
            if (next != old) {
                take(slot, model, old, -1);
                take(slot, model, next, 1);
                residencies[cell] = (byte) next;
            }
            then = old;
            now = next;
        }
        return before - after;
    }

    private void fetchMoves(int model) {
        for (int from = 0; from < problem.modes(model) && isSteady; from++) {
            for (int to = 0; to < problem.modes(model); to++) {
                moveCosts[from * choices + to] = problem.switchingCost(model, from, to);
            }
        }
    }

    private long move(int slot, int model, int from, int to) {
        return isSteady ? moveCosts[from * choices + to] : problem.switchingCost(slot, model, from, to);
    }

    /** Cost-to-go of the modes that fit beside the other models. */
    private void back(int model, int row, byte[] residencies) {
        if (isChain) {
            backInChain(model, row, residencies);
        } else {
            backOfAny(model, row, residencies);
        }
    }

    /** The same for three modes that each take what the one below takes: half of the time of a search is spent here. */
    private void backInChain(int model, int row, byte[] residencies) {
        long s = use.use(Room.STORAGE, model, 2);
        long g = use.use(Room.MEMORY, model, 2);
        long e = use.use(Room.ENERGY, model, 2);
        long preload = move(0, model, 1, 2);
        long absent = 0;
        long stored = 0;
        long loaded = 0;
        for (int slot = slots - 1; slot >= 0; slot--) {
            int own = residencies[slot * models + model];
            boolean mayStore = own > 0 || s <= left[Room.STORAGE][slot];
            boolean mayLoad = own == 2 || (mayStore && g <= left[Room.MEMORY][slot] && e <= left[Room.ENERGY][slot]);
            int at = slot * choices;
            absent = Math.min(Problem.NEVER, absent + costs[row + at]);
            stored = mayStore ? Math.min(Problem.NEVER, stored + costs[row + at + 1]) : Problem.NEVER;
            loaded = mayLoad ? Math.min(Problem.NEVER, loaded + costs[row + at + 2]) : Problem.NEVER;
            toGo[at] = absent;
            toGo[at + 1] = stored;
            toGo[at + 2] = loaded;
            long up = Math.min(stored, loaded + preload);
            long any = Math.min(absent, Math.min(stored, loaded));
            long rise = up + move(slot, model, 0, 1);
            stored = Math.min(absent, up);
            absent = Math.min(absent, rise);
            loaded = any;
        }
    }

    private void backOfAny(int model, int row, byte[] residencies) {
        int modes = problem.modes(model);
        Arrays.fill(onward, 0);
        for (int slot = slots - 1; slot >= 0; slot--) {
            int own = residencies[slot * models + model];
            int at = slot * choices;
            for (int mode = 0; mode < modes; mode++) {
                long cost = onward[mode] + costs[row + at + mode];
                toGo[at + mode] = fits(slot, model, own, mode) ? Math.min(Problem.NEVER, cost) : Problem.NEVER;
            }
            moves.onward(slot, model, toGo, at, onward);
        }
    }

    private boolean fits(int slot, int model, int own, int mode) {
        if (mode == own) {
            return true;
        }
        int to = (model * choices + mode) * left.length;
        int from = (model * choices + own) * left.length;
        for (int resource = 0; resource < left.length; resource++) {
            if (uses[to + resource] - uses[from + resource] > left[resource][slot]) {
                return false;
            }
        }
        return true;
    }

    private int cheapest(int slot, int model, int from) {
        int at = slot * choices;
        int best = 0;
        long least = toGo[at] + move(slot, model, from, 0);
        for (int to = 1; to < problem.modes(model); to++) {
            long cost = toGo[at + to] + move(slot, model, from, to);
            if (cost < least) {
                least = cost;
                best = to;
            }
        }
        return best;
    }
}

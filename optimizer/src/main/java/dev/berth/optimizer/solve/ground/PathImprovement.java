package dev.berth.optimizer.solve.ground;

import dev.berth.optimizer.problem.Problem;
import dev.berth.optimizer.problem.Residency;
import java.util.Arrays;

/**
 * A plan that is improved one model at a time: it is taken out, and goes back on the cheapest path through what the
 * others leave free; exact, in nano-cost units. What {@code CorridorImprovement} does for several models together, and
 * quicker. For one thread; allocates nothing after set-up.
 */
public final class PathImprovement {
    private static final int CHOICES = Residency.COUNT;

    /** Above every cost of a path, and far enough below the largest value to be added to. */
    private static final long FORBIDDEN = 1L << 61;

    /** Models whose costs are fetched together, since those of one slot lie side by side. */
    private static final int FETCHED = 16;

    private final Problem problem;
    private final int models;
    private final int slots;
    private final Room use;
    private final boolean limited;
    private final long[] storage;
    private final long[] memory;
    private final long[] energy;
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
        storage = new long[slots];
        memory = new long[slots];
        energy = new long[slots];
        costs = new long[FETCHED * slots * CHOICES];
        toGo = new long[slots * CHOICES];
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
                saved += improve(model, (model - first) * slots * CHOICES, residencies);
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

    /** What a plan costs. */
    public long cost(byte[] residencies) {
        long cost = 0;
        for (int slot = 0; slot < slots; slot++) {
            for (int model = 0; model < models; model++) {
                int cell = slot * models + model;
                int now = residencies[cell];
                int before = slot == 0 ? problem.initial(model).index() : residencies[cell - models];
                cost += problem.slotCost(slot, model, now) + problem.switchingCost(slot, model, before, now);
            }
        }
        return cost;
    }

    private void fillRoom(byte[] residencies) {
        Arrays.fill(storage, limited ? use.left(Room.STORAGE) : Long.MAX_VALUE);
        Arrays.fill(memory, limited ? use.left(Room.MEMORY) : Long.MAX_VALUE);
        Arrays.fill(energy, limited ? use.left(Room.ENERGY) : Long.MAX_VALUE);
        for (int slot = 0; slot < slots; slot++) {
            for (int model = 0; model < models; model++) {
                take(slot, model, residencies[slot * models + model], 1);
            }
        }
    }

    private void take(int slot, int model, int residency, int times) {
        if (residency > 0 && limited) {
            storage[slot] -= times * use.use(Room.STORAGE, model, residency);
            memory[slot] -= times * use.use(Room.MEMORY, model, residency);
            energy[slot] -= times * use.use(Room.ENERGY, model, residency);
        }
    }

    private void fetch(int first, int end) {
        for (int slot = 0; slot < slots; slot++) {
            for (int model = first; model < end; model++) {
                int cell = ((model - first) * slots + slot) * CHOICES;
                for (int residency = 0; residency < CHOICES; residency++) {
                    boolean allowed = residency >= problem.lowest(model) && residency <= problem.highest(model);
                    costs[cell + residency] = allowed ? problem.slotCost(slot, model, residency) : FORBIDDEN;
                }
            }
        }
    }

    private long improve(int model, int row, byte[] residencies) {
        back(model, row, residencies);
        long before = 0;
        long after = 0;
        int then = problem.initial(model).index();
        int now = then;
        for (int slot = 0; slot < slots; slot++) {
            int cell = slot * models + model;
            int old = residencies[cell];
            before += costs[row + slot * CHOICES + old] + problem.switchingCost(slot, model, then, old);
            int next = cheapest(slot, model, now);
            after += costs[row + slot * CHOICES + next] + problem.switchingCost(slot, model, now, next);
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

    /** Cost-to-go of the residencies that fit beside the other models. */
    private void back(int model, int row, byte[] residencies) {
        long s = use.use(Room.STORAGE, model, CHOICES - 1);
        long g = use.use(Room.MEMORY, model, CHOICES - 1);
        long e = use.use(Room.ENERGY, model, CHOICES - 1);
        long preload = problem.preloadCost(model);
        long absent = 0;
        long stored = 0;
        long loaded = 0;
        for (int slot = slots - 1; slot >= 0; slot--) {
            int own = residencies[slot * models + model];
            boolean mayStore = own > 0 || s <= storage[slot];
            boolean mayLoad = own == 2 || (mayStore && g <= memory[slot] && e <= energy[slot]);
            int at = slot * CHOICES;
            absent = absent + costs[row + at];
            stored = mayStore ? stored + costs[row + at + 1] : FORBIDDEN;
            loaded = mayLoad ? loaded + costs[row + at + 2] : FORBIDDEN;
            absent = Math.min(absent, FORBIDDEN);
            stored = Math.min(stored, FORBIDDEN);
            loaded = Math.min(loaded, FORBIDDEN);
            toGo[at] = absent;
            toGo[at + 1] = stored;
            toGo[at + 2] = loaded;
            long up = Math.min(stored, loaded + preload);
            long any = Math.min(absent, Math.min(stored, loaded));
            long rise = up + problem.transferCost(slot, model);
            stored = Math.min(absent, up);
            absent = Math.min(absent, rise);
            loaded = any;
        }
    }

    private int cheapest(int slot, int model, int from) {
        int at = slot * CHOICES;
        int best = 0;
        long least = toGo[at];
        for (int to = 1; to < CHOICES; to++) {
            long cost = toGo[at + to] + problem.switchingCost(slot, model, from, to);
            if (cost < least) {
                least = cost;
                best = to;
            }
        }
        return best;
    }
}

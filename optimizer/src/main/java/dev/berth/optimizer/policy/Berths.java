package dev.berth.optimizer.policy;

import dev.berth.optimizer.problem.Plan;
import dev.berth.optimizer.problem.Residency;
import dev.berth.optimizer.problem.Resource;
import dev.berth.optimizer.problem.ServiceModes;
import java.util.function.IntUnaryOperator;

/**
 * Who is kept how on one server, and what is left of what it has; never more than that. Who decides model by model
 * reckons with copies for each of what models share; a plan is followed as long as it fits with parts counted once.
 */
public final class Berths {
    /** Is told of each change, after it. */
    @FunctionalInterface
    public interface Listener {
        /** A model changed its mode (index). */
        void changed(int model, int from, int to);
    }

    private final ServerTerms terms;
    private final Listener listener;
    private final int[] modes;
    private final Residency[] residencies;
    private final long[] free = new long[Resource.COUNT];
    private final SharedStore shared;
    private int slot;

    private Berths(ServerTerms terms, Listener listener, IntUnaryOperator begin) {
        this.terms = terms;
        this.listener = listener;
        shared = new SharedStore(terms);
        modes = new int[terms.models()];
        residencies = new Residency[modes.length];
        for (int row = 0; row < free.length; row++) {
            free[row] = Resource.of(row).limit(terms.capacity()).orElse(0);
        }
        for (int model = 0; model < modes.length; model++) {
            modes[model] = begin.applyAsInt(model);
            shared.change(model, modes[model]);
            residencies[model] = terms.modes(model).at(modes[model]).residency();
            take(model, modes[model], 1);
        }
    }

    /** Nothing, whatever was kept before slot 0 and however low models may be kept: a server that is not used. */
    public static Berths none(ServerTerms terms) {
        return new Berths(terms, (model, from, to) -> {}, model -> 0);
    }

    /** Every model at its lowest residency, whatever was kept before slot 0; nobody is told of changes. */
    static Berths lowest(ServerTerms terms) {
        return new Berths(terms, (model, from, to) -> {}, terms::lowestMode);
    }

    /**
     * Begins slot 0 with what was kept before it, and with what must stay: a model that was kept lower than it may be
     * has its berth, and what it lacks is to be brought.
     *
     * @param listener is told of every change from there on
     */
    public static Berths initial(ServerTerms terms, Listener listener) {
        return new Berths(
                terms,
                listener,
                model -> terms.initial(model).compareTo(terms.lowest(model)) < 0
                        ? terms.lowestMode(model)
                        : terms.initialMode(model));
    }

    /** Who keeps what services share. */
    public SharedStore shared() {
        return shared;
    }

    /** A slot begins; in it there may be moves that cannot be in others. */
    public void slotBegins(int begun) {
        slot = begun;
    }

    /** Brings all that is kept up to the newest version, as far as it can be. */
    void refresh() {
        for (int model = 0; model < modes.length; model++) {
            ServiceModes own = terms.modes(model);
            if (own.behind(modes[model], slot) > 0) {
                int newest = own.indexOf(at(model), own.at(modes[model]).variant(), own.newest(slot));
                if (terms.isAllowed(slot, model, modes[model], newest)) {
                    keep(model, newest);
                }
            }
        }
    }

    /** Number of models. */
    public int models() {
        return modes.length;
    }

    /** How a model is kept. */
    public Residency at(int model) {
        return residencies[model];
    }

    /** Mode (index) that a model is kept in. */
    public int modeAt(int model) {
        return modes[model];
    }

    /** The mode (index) that a residency of a model stands for: of what is there already, else of what is fetched. */
    private int mode(int model, Residency residency) {
        if (residencies[model] == residency) {
            return modes[model];
        }
        if (terms.isSingle(model)) {
            return terms.mode(slot, model, residency);
        }
        ServiceModes.Kept kept = terms.modes(model).at(modes[model]);
        int same = kept.variant() < 0 ? -1 : terms.modes(model).indexOf(residency, kept.variant(), kept.version());
        return same >= 0 ? same : terms.mode(slot, model, residency);
    }

    /** Whether a model could be kept so without touching another. */
    public boolean fits(int model, Residency residency) {
        return fits(model, mode(model, residency));
    }

    private boolean fits(int model, int mode) {
        boolean fits = true;
        for (int row = 0; row < free.length; row++) {
            fits &= missing(Resource.of(row), model, mode) <= 0;
        }
        return fits;
    }

    /**
     * What must be freed of a resource before a model can be kept so; <= 0 where nothing, or where there is no limit.
     */
    long missing(Resource resource, int model, Residency residency) {
        return missing(resource, model, mode(model, residency));
    }

    private long missing(Resource resource, int model, int mode) {
        return terms.use(resource, model, mode) - terms.use(resource, model, modes[model]) - free[resource.index()];
    }

    /** What a model takes of a resource now. */
    long use(Resource resource, int model) {
        return terms.use(resource, model, modes[model]);
    }

    /** What a model would take of a resource at a residency. */
    long use(Resource resource, int model, Residency residency) {
        return terms.use(resource, model, mode(model, residency));
    }

    /** Whether a model may be kept so in this slot, room or no room. */
    public boolean allowed(int model, Residency residency) {
        int mode = mode(model, residency);
        return terms.lowest(model).compareTo(residency) <= 0
                && residency.compareTo(terms.highest(model)) <= 0
                && terms.modes(model).at(mode).residency() == residency
                && terms.isAllowed(slot, model, modes[model], mode);
    }

    /**
     * Keeps a model so.
     *
     * @throws IllegalStateException where that would break a limit; nothing has changed then
     */
    public void keep(int model, Residency residency) {
        if (at(model) == residency) {
            return;
        }
        boolean rises = residency.compareTo(at(model)) > 0;
        if (!allowed(model, residency) || (rises && !fits(model, residency))) {
            throw refused(model, residency.label());
        }
        keep(model, mode(model, residency));
    }

    /**
     * Keeps all models as a plan says in a slot, what gives up first.
     *
     * @throws IllegalStateException where that would break a limit
     */
    void keepAll(Plan plan, int planned) {
        for (int model = 0; model < modes.length; model++) {
            int mode = plan.indexAt(planned, model);
            if (mode != modes[model] && !terms.isAllowedBesideOthers(slot, model, modes[model], mode)) {
                throw refused(model, "in mode " + mode);
            }
        }
        int[] before = modes.clone();
        for (int model = 0; model < modes.length; model++) {
            place(model, plan.indexAt(planned, model));
        }
        for (int row = 0; row < free.length; row++) {
            if (free[row] + (row == Resource.STORAGE.index() ? shared.savedBytes() : 0) < 0) {
                throw new IllegalStateException(
                        "plan takes more " + Resource.of(row).label() + " than there is in slot " + slot);
            }
        }
        for (int pass = 0; pass < 2; pass++) {
            for (int model = 0; model < modes.length; model++) {
                ServiceModes.Move move = terms.modes(model).move(before[model], modes[model]);
                boolean rises = move.bytes() > 0
                        || at(model)
                                        .compareTo(terms.modes(model)
                                                .at(before[model])
                                                .residency())
                                > 0;
                if (before[model] != modes[model] && rises == (pass == 1)) {
                    listener.changed(model, before[model], modes[model]);
                }
            }
        }
    }

    private IllegalStateException refused(int model, String how) {
        return new IllegalStateException(
                "not allowed or no room: model " + terms.service(model).name() + " cannot be " + how + ", free are "
                        + free[Resource.STORAGE.index()] + " bytes of storage and " + free[Resource.MEMORY.index()]
                        + " of memory");
    }

    private void keep(int model, int mode) {
        int before = modes[model];
        place(model, mode);
        listener.changed(model, before, mode);
    }

    private void place(int model, int mode) {
        take(model, modes[model], -1);
        take(model, mode, 1);
        modes[model] = mode;
        shared.change(model, mode);
        residencies[model] = terms.modes(model).at(mode).residency();
    }

    private void take(int model, int mode, int sign) {
        for (int row = 0; row < free.length; row++) {
            free[row] -= sign * terms.use(Resource.of(row), model, mode);
        }
    }
}

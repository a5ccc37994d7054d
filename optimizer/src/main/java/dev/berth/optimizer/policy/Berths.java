package dev.berth.optimizer.policy;

import dev.berth.optimizer.problem.Residency;
import dev.berth.optimizer.problem.Resource;
import java.util.function.IntFunction;

/** Who is kept how on one server, and what is left of its storage, memory and energy; never more than it has. */
public final class Berths {
    /** Is told of each change, after it. */
    @FunctionalInterface
    public interface Listener {
        /** A model changed its residency. */
        void changed(int model, Residency from, Residency to);
    }

    private final ServerTerms terms;
    private final Listener listener;
    private final Residency[] residencies;
    private final long[] free = new long[Resource.COUNT];

    private Berths(ServerTerms terms, Listener listener, IntFunction<Residency> begin) {
        this.terms = terms;
        this.listener = listener;
        residencies = new Residency[terms.models()];
        for (int row = 0; row < free.length; row++) {
            free[row] = Resource.of(row).limit(terms.capacity()).orElse(0);
        }
        for (int model = 0; model < residencies.length; model++) {
            residencies[model] = begin.apply(model);
            take(model, residencies[model], 1);
        }
    }

    /** Nothing, whatever was kept before slot 0 and however low models may be kept: a server that is not used. */
    public static Berths none(ServerTerms terms) {
        return new Berths(terms, (model, from, to) -> {}, model -> Residency.ABSENT);
    }

    /** Every model at its lowest residency, whatever was kept before slot 0; nobody is told of changes. */
    static Berths lowest(ServerTerms terms) {
        return new Berths(terms, (model, from, to) -> {}, terms::lowest);
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
                model -> Residency.of(Math.max(
                        terms.initial(model).index(), terms.lowest(model).index())));
    }

    /** Number of models. */
    public int models() {
        return residencies.length;
    }

    /** How a model is kept. */
    public Residency at(int model) {
        return residencies[model];
    }

    /** Whether a model could be kept so without touching another. */
    public boolean fits(int model, Residency residency) {
        boolean fits = true;
        for (int row = 0; row < free.length; row++) {
            fits &= missing(Resource.of(row), model, residency) <= 0;
        }
        return fits;
    }

    /**
     * What must be freed of a resource before a model can be kept so; <= 0 where nothing, or where there is no limit.
     */
    long missing(Resource resource, int model, Residency residency) {
        return terms.use(resource, model, residency)
                - terms.use(resource, model, residencies[model])
                - free[resource.index()];
    }

    /** Whether a model may be kept so, room or no room. */
    public boolean allowed(int model, Residency residency) {
        return terms.lowest(model).index() <= residency.index()
                && residency.index() <= terms.highest(model).index();
    }

    /**
     * Keeps a model so.
     *
     * @throws IllegalStateException where that would break a limit; nothing has changed then
     */
    public void keep(int model, Residency residency) {
        Residency before = residencies[model];
        if (before == residency) {
            return;
        }
        if (!allowed(model, residency) || (residency.index() > before.index() && !fits(model, residency))) {
            throw new IllegalStateException("not allowed or no room: model "
                    + terms.service(model).name() + " cannot be "
                    + residency.label() + ", free are " + free[Resource.STORAGE.index()] + " bytes of storage and "
                    + free[Resource.MEMORY.index()] + " of memory");
        }
        place(model, residency);
        listener.changed(model, before, residency);
    }

    private void place(int model, Residency residency) {
        take(model, residencies[model], -1);
        take(model, residency, 1);
        residencies[model] = residency;
    }

    private void take(int model, Residency residency, int sign) {
        for (int row = 0; row < free.length; row++) {
            free[row] -= sign * terms.use(Resource.of(row), model, residency);
        }
    }
}

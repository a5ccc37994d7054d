package dev.berth.benchmarks.instance;

import java.util.Locale;

/** How a server's limits stand to what is asked of it. */
public enum Regime {
    /** 30 % of the storage and 25 % of the memory of all models. */
    TIGHT,
    /** Everything fits at once: every joint state is feasible. */
    LOOSE,
    /** Less room than the smallest model takes. */
    NOTHING_FITS,
    /** Tight for the small models, with one (odd seeds) or two (even seeds) that take most of the server each. */
    HUGE_MODELS,
    /** Tight, and nobody asks for anything. */
    ZERO_DEMAND,
    /** Tight, all models the same size and asked for alike: nothing but ties. */
    EQUAL_MODELS,
    /** Storage and memory for everything, energy for a quarter of it. */
    ENERGY,
    /** Tight; models that must stay stored or loaded, models that may not be, models that are there before slot 0. */
    PINNED;

    /** The name in files. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Whether plans without limits would need more than the server has: else no price, no decision, no benchmark. */
    public boolean binds() {
        return this == TIGHT || this == HUGE_MODELS || this == EQUAL_MODELS || this == ENERGY || this == PINNED;
    }
}

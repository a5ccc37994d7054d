package dev.berth.benchmarks.foresight;

import java.util.Locale;

/** How dear a rise of residency is beside what it saves. */
enum SwitchingWeight {
    /** A tenth of the price of the benchmarks' instances: most loads pay within the slot. */
    LIGHT(0.001, 10),
    /**
     * The price of the benchmarks' instances: a load of a model asked for as often as the mean pays in about two slots.
     */
    MEDIUM(0.01, 30),
    /** Five times as dear: it pays in about ten. */
    HEAVY(0.05, 100);

    private final double pricePerSecond;
    private final double sparsePaybackSlots;

    SwitchingWeight(double pricePerSecond, double sparsePaybackSlots) {
        this.pricePerSecond = pricePerSecond;
        this.sparsePaybackSlots = sparsePaybackSlots;
    }

    /** Cost units for a second of download or preload. */
    double pricePerSecond() {
        return pricePerSecond;
    }

    /** On a {@link SparseServer}, slots in which a load of a model asked for as often as the mean pays. */
    double sparsePaybackSlots() {
        return sparsePaybackSlots;
    }

    /** As it is typed. */
    @Override
    public String toString() {
        return label();
    }

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}

package dev.berth.optimizer.problem;

import java.util.Locale;
import java.util.OptionalLong;

/** What a server has so much of in every slot, and each model takes its part of; arrays have rows in this order. */
public enum Resource {
    /** Storage, of every model on the server. */
    STORAGE(Residency.STORED, "bytes"),
    /** Device memory, of loaded models. */
    MEMORY(Residency.LOADED, "bytes"),
    /** Energy a slot, of loaded models; the only one that may have no limit. */
    ENERGY(Residency.LOADED, "mJ");

    /** Number of resources. */
    public static final int COUNT = 3;

    private static final Resource[] BY_ORDINAL = values();

    private final Residency from;
    private final String unit;

    Resource(Residency from, String unit) {
        this.from = from;
        this.unit = unit;
    }

    /** The resource with an ordinal of 0 to 2; allocates nothing. */
    public static Resource of(int ordinal) {
        return BY_ORDINAL[ordinal];
    }

    /** The lowest residency that takes of it. */
    public Residency from() {
        return from;
    }

    /** The name in messages. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What it is counted in, in messages. */
    public String unit() {
        return unit;
    }

    /** What a server has of it in a slot, in its unit; empty where there is no limit. */
    public OptionalLong limit(Capacity capacity) {
        return switch (this) {
            case STORAGE -> OptionalLong.of(capacity.storageBytes());
            case MEMORY -> OptionalLong.of(capacity.memoryBytes());
            case ENERGY -> capacity.energyMillijoules();
        };
    }

    /** What a model takes of it from {@link #from} on, in its unit, >= 0. */
    public long use(Service service) {
        return switch (this) {
            case STORAGE -> service.storageBytes();
            case MEMORY -> service.memoryBytes();
            case ENERGY -> service.energyMillijoules();
        };
    }
}

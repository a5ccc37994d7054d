package dev.berth.optimizer.problem;

import java.util.Locale;
import java.util.OptionalLong;

/** What a server has so much of in every slot, and each model takes its part of. */
public enum Resource {
    /** Storage, of every model on the server. */
    STORAGE(0, Residency.STORED, "bytes"),
    /** Device memory, of loaded models. */
    MEMORY(1, Residency.LOADED, "bytes"),
    /** Energy a slot, of loaded models; the only one that may have no limit. */
    ENERGY(2, Residency.LOADED, "mJ");

    /** Number of resources. */
    public static final int COUNT = 3;

    private static final Resource[] BY_INDEX = values();

    private final int index;
    private final Residency from;
    private final String unit;

    Resource(int index, Residency from, String unit) {
        this.index = index;
        this.from = from;
        this.unit = unit;
    }

    /** The resource with an index of 0 to 2; allocates nothing. */
    public static Resource of(int index) {
        return BY_INDEX[index];
    }

    /** 0 for STORAGE, 1 for MEMORY, 2 for ENERGY: how arrays over resources are laid out. */
    public int index() {
        return index;
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

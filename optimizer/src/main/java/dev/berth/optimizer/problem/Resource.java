package dev.berth.optimizer.problem;

import java.util.OptionalLong;

/** What a server has so much of in every slot, and each service takes its part of, by its mode. */
public enum Resource {
    /** Storage, of every model on the server. */
    STORAGE(0, "storage", "bytes"),
    /** Device memory, of loaded models. */
    MEMORY(1, "memory", "bytes"),
    /** Energy a slot, of loaded models; may have no limit. */
    ENERGY(2, "energy", "mJ"),
    /** Host memory, of models that are kept there; may have no limit. */
    HOST_MEMORY(3, "host memory", "bytes"),
    /** Compute, in millionths of what the server has; may have no limit. */
    COMPUTE(4, "compute", "ppm");

    /** Number of resources. */
    public static final int COUNT = 5;

    private static final Resource[] BY_INDEX = values();

    private final int index;
    private final String label;
    private final String unit;

    Resource(int index, String label, String unit) {
        this.index = index;
        this.label = label;
        this.unit = unit;
    }

    /** The resource with an index of 0 to 4; allocates nothing. */
    public static Resource of(int index) {
        return BY_INDEX[index];
    }

    /** 0 for STORAGE to 4 for COMPUTE: how arrays over resources are laid out. */
    public int index() {
        return index;
    }

    /** The name in messages. */
    public String label() {
        return label;
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
            case HOST_MEMORY -> capacity.hostMemoryBytes();
            case COMPUTE -> capacity.computePpm();
        };
    }

    /** What a mode takes of it, in its unit, >= 0. */
    public long use(Mode mode) {
        return switch (this) {
            case STORAGE -> mode.storageBytes();
            case MEMORY -> mode.memoryBytes();
            case ENERGY -> mode.energyMillijoules();
            case HOST_MEMORY -> mode.hostMemoryBytes();
            case COMPUTE -> mode.computePpm();
        };
    }

    /** The resource as the name of a field in messages. */
    String field() {
        return switch (this) {
            case STORAGE -> "storageBytes";
            case MEMORY -> "memoryBytes";
            case ENERGY -> "energyMillijoules";
            case HOST_MEMORY -> "hostMemoryBytes";
            case COMPUTE -> "computePpm";
        };
    }
}

package dev.berth.optimizer.problem;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;

/** Where a model is kept on the edge server during one slot; ordered upwards. */
public enum Residency {
    /** Not on the server: requests go to the cloud, or wait for a download. */
    @JsonProperty("absent")
    ABSENT(0),
    /** On the server's storage, not in device memory. */
    @JsonProperty("stored")
    STORED(1),
    /** On storage and in device memory, ready to serve. */
    @JsonProperty("loaded")
    LOADED(2);

    /** Number of residencies. */
    public static final int COUNT = 3;

    private static final Residency[] BY_INDEX = values();

    private final int index;

    Residency(int index) {
        this.index = index;
    }

    /** 0 for ABSENT, 1 for STORED, 2 for LOADED: how arrays of plans and costs are laid out. */
    public int index() {
        return index;
    }

    /** The name in files. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The residency with an index of 0 to 2; allocates nothing. */
    public static Residency of(int index) {
        return BY_INDEX[index];
    }
}

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
    /** On storage and in host memory, not in device memory; of servers whose host memory is planned with. */
    @JsonProperty("hosted")
    HOSTED(3),
    /** On storage and in device memory, ready to serve. */
    @JsonProperty("loaded")
    LOADED(2);

    /** Number of residencies of a server whose host memory is not planned with. */
    public static final int COUNT = 3;

    private static final Residency[] BY_INDEX = {ABSENT, STORED, LOADED, HOSTED};

    private final int index;

    Residency(int index) {
        this.index = index;
    }

    /** 0 for ABSENT, 1 for STORED, 2 for LOADED: the modes of models of a server without host memory; 3 for HOSTED. */
    public int index() {
        return index;
    }

    /** The name in files. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The residency with an index of 0 to 3; allocates nothing. */
    public static Residency of(int index) {
        return BY_INDEX[index];
    }
}

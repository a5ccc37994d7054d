package dev.berth.dataset;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.berth.record.ComponentException;
import dev.berth.record.Require;

/** The ways in which loads are timed besides the single ones, whose figures none of them enters. */
public enum LoadKind {
    /** Alone, right after the same model had been loaded and its device memory given back. */
    @JsonProperty("re-load")
    RELOAD("re-load"),

    /** Several loads of the same model at once, each with reading threads, buffers and device memory of its own. */
    @JsonProperty("together")
    CONCURRENT("together"),

    /** Alone, while copies from host memory keep the device busy. */
    @JsonProperty("device busy")
    DEVICE_BUSY("device busy");

    /** Most loads at once that are measured. */
    public static final int MAX_LOADS = 64;

    private final String label;

    LoadKind(String label) {
        this.label = label;
    }

    /** Its name in JSON and in tables. */
    public String label() {
        return label;
    }

    /**
     * Refuses a count of loads that this kind cannot have.
     *
     * @param loads how many at once, 1 to {@value #MAX_LOADS} where concurrent, else 1
     */
    public void requireLoads(int loads) {
        int most = this == CONCURRENT ? MAX_LOADS : 1;
        if (Require.atLeast("loads", loads, 1) > most) {
            throw new ComponentException("loads", loads, "at most " + most + " " + label);
        }
    }
}

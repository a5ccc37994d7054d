package dev.berth.profile;

import com.fasterxml.jackson.annotation.JsonProperty;

/** In what company a load was timed that no single-load figure counts. */
public enum LoadKind {
    /** Alone, right after the same model had been loaded and its device memory given back. */
    @JsonProperty("re-load")
    RELOAD("re-load"),

    /** Several loads of the same model at once, each with reading threads, buffers and device memory of its own. */
    @JsonProperty("together")
    TOGETHER("together"),

    /** Alone, while copies from host memory keep the device busy. */
    @JsonProperty("device busy")
    DEVICE_BUSY("device busy");

    private final String label;

    LoadKind(String label) {
        this.label = label;
    }

    /** Its name in JSON and in tables. */
    public String label() {
        return label;
    }
}

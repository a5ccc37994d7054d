package dev.berth.dataset;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * Disjoint parts of a preload's wall-clock time, in order. Where reading and copying overlap, each moment of the timed
 * thread belongs to what it waited for, so that the phases sum to the total.
 */
public enum PreloadPhase {
    /** Opening the model's files and parsing their headers. */
    @JsonProperty("openParse")
    OPEN_PARSE("open+parse"),
    /** Allocating device memory. */
    @JsonProperty("allocate")
    ALLOCATE("allocate"),
    /** Waiting for bytes from storage (or from the page cache). */
    @JsonProperty("storageRead")
    STORAGE_READ("storage read"),
    /** Copying from the staging buffers to the device, and waiting for the copy. */
    @JsonProperty("deviceCopy")
    DEVICE_COPY("device copy"),
    /** Waiting for the last copies, closing the files. */
    @JsonProperty("finalise")
    FINALISE("finalise");

    private final String label;

    PreloadPhase(String label) {
        this.label = label;
    }

    /** The name in tables. */
    public String label() {
        return label;
    }
}

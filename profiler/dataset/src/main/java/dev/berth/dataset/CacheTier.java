package dev.berth.dataset;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Where a model's bytes were when its preload began. Never one word "cached". */
public enum CacheTier {
    /**
     * On storage only: no page of the file was in the page cache, and its bytes were really read. Proven, else
     * {@link #UNPROVEN}.
     */
    @JsonProperty("storage-cold")
    STORAGE_COLD("storage-cold"),
    /** Every page of the file was in the page cache. */
    @JsonProperty("page-cache-warm")
    PAGE_CACHE_WARM("page-cache-warm"),
    /** In pinned host memory; only the copy to the device remains. */
    @JsonProperty("pinned-warm")
    PINNED_WARM("pinned-warm"),
    /** Already in device memory. */
    @JsonProperty("device-resident")
    DEVICE_RESIDENT("device-resident"),
    /** The tier that was asked for could not be proven; such a run is kept and left out of every profile. */
    @JsonProperty("unproven")
    UNPROVEN("unproven");

    private final String label;

    CacheTier(String label) {
        this.label = label;
    }

    /** Whether a preload from this tier reads the model's files, from storage or from the page cache. */
    public boolean readsFiles() {
        return this == STORAGE_COLD || this == PAGE_CACHE_WARM;
    }

    /** The name in files and tables. */
    public String label() {
        return label;
    }
}

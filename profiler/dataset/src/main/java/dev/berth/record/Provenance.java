package dev.berth.record;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How a value came to be known. */
public enum Provenance {
    /** Read off an instrument on the machine the dataset names. */
    @JsonProperty("measured")
    MEASURED,
    /** Computed from measured values or from file headers by an exact rule. */
    @JsonProperty("derived")
    DERIVED,
    /** Estimated by a fitted model; carries the error of that model. */
    @JsonProperty("predicted")
    PREDICTED
}

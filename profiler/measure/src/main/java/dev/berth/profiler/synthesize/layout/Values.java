package dev.berth.profiler.synthesize.layout;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Which values made-up tensors get. */
public enum Values {
    /** As weights have: of floating-point types small numbers of both signs, of others any bits. */
    @JsonProperty("weights")
    WEIGHTS,
    /** As scales of normalisation layers have: floating-point numbers around 1. */
    @JsonProperty("around-one")
    AROUND_ONE,
    /** Integers 0 and 1, which may be indices or truth values. */
    @JsonProperty("indices")
    INDICES
}

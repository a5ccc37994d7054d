package dev.berth.optimizer.problem;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * Who waits for a load. The paper's text ("the first request of a model that is not deployed waits transmission, I/O
 * and inference, later ones inference only", arXiv 2409.05303) can be read in more than one way; {@link Problem} gives
 * the formula of each.
 */
public enum Charging {
    /** Every request of a model that is not loaded waits; a switch itself costs nothing. */
    @JsonProperty("per-request")
    PER_REQUEST("per-request"),
    /** The switch waits once; requests wait for inference where the model is loaded and for the cloud where not. */
    @JsonProperty("per-switch")
    PER_SWITCH("per-switch"),
    /** Requests wait as with {@link #PER_REQUEST} and switches cost as with {@link #PER_SWITCH}. */
    @JsonProperty("both")
    BOTH("both");

    private final String label;

    Charging(String label) {
        this.label = label;
    }

    /** The name in files. */
    public String label() {
        return label;
    }

    /** Whether a rise of residency costs. */
    public boolean chargesSwitching() {
        return this != PER_REQUEST;
    }

    /** Whether a request of a model that is not loaded waits for it to be loaded. */
    public boolean chargesRequests() {
        return this != PER_SWITCH;
    }
}

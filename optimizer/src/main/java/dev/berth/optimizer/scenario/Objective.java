package dev.berth.optimizer.scenario;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What plans are made for. */
public enum Objective {
    /** The least cost of everything together. */
    @JsonProperty("total")
    TOTAL("total"),
    /** The shortest mean delay of the server or service that waits longest. */
    @JsonProperty("worst")
    WORST("worst");

    private final String label;

    Objective(String label) {
        this.label = label;
    }

    /** The name in files. */
    public String label() {
        return label;
    }
}

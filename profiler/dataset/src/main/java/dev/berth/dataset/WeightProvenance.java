package dev.berth.dataset;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Whose values the weights of a model are; what is measured of either is measured alike. */
public enum WeightProvenance {
    /** Those of the files as they were found; all that carry no mark of {@code berth synthesize}. */
    @JsonProperty("real")
    REAL("real"),
    /** Made up, in files with a model's layout. */
    @JsonProperty("synthetic")
    SYNTHETIC("synthetic");

    private static final String MARK = "†";

    /** What the mark means, a line below every table that has it. */
    public static final String LEGEND = MARK + " synthetic: made-up weights in files of a model's layout";

    private final String label;

    WeightProvenance(String label) {
        this.label = label;
    }

    /** The word that stands in files and tables. */
    public String label() {
        return label;
    }

    /** What an older document that does not tell means. */
    public static WeightProvenance orReal(WeightProvenance told) {
        return told == null ? REAL : told;
    }

    /** A model's name as tables show it: made-up weights have the mark of {@link #LEGEND}. */
    public String beside(String model) {
        return this == REAL ? model : model + MARK;
    }
}

package dev.berth.optimizer.report.chart;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What an axis counts; the script shows each as the tables do. */
public enum Unit {
    @JsonProperty("nanos")
    NANOS,
    @JsonProperty("bytes")
    BYTES,
    /** Units of the scenario's prices. */
    @JsonProperty("cost")
    COST,
    /** A part of a whole, shown in percent. */
    @JsonProperty("share")
    SHARE,
    /** So many times as much. */
    @JsonProperty("times")
    TIMES,
    /** Seconds since slot 0, shown as a clock does. */
    @JsonProperty("clock")
    CLOCK,
    @JsonProperty("number")
    NUMBER
}

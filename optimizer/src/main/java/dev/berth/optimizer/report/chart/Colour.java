package dev.berth.optimizer.report.chart;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.berth.dataset.CacheTier;
import dev.berth.dataset.PreloadPhase;
import dev.berth.optimizer.problem.Residency;

/** What a colour stands for, the same on the whole page; the script knows its light, dark and printed shade. */
public enum Colour {
    /** Storage: bytes that lie on it, time spent reading it, loads that begin there, models that are kept there. */
    @JsonProperty("storage")
    STORAGE,
    /** Device memory: bytes in it, copies into it, models that are loaded. */
    @JsonProperty("memory")
    MEMORY,
    /** The page cache, and loads from it. */
    @JsonProperty("pageCache")
    PAGE_CACHE,
    /** Pinned host memory. */
    @JsonProperty("pinned")
    PINNED,
    /** Opening and parsing, starting: what comes before bytes move. */
    @JsonProperty("opening")
    OPENING,
    /** Memory being asked for. */
    @JsonProperty("allocating")
    ALLOCATING,
    /** What comes last. */
    @JsonProperty("finishing")
    FINISHING,
    /** Requests that wait. */
    @JsonProperty("waiting")
    WAITING,
    /** Models that change their place. */
    @JsonProperty("switching")
    SWITCHING,
    /** Answers that lack quality. */
    @JsonProperty("quality")
    QUALITY,
    /** A cost as a whole. */
    @JsonProperty("cost")
    COST,
    /** What resources cost. */
    @JsonProperty("resources")
    RESOURCES,
    /** A limit or a ceiling. */
    @JsonProperty("limit")
    LIMIT,
    /** Nothing kept: the cloud. */
    @JsonProperty("cloud")
    CLOUD,
    /** A fitted line. */
    @JsonProperty("fit")
    FIT,
    /** One of several of a kind, each its own shade: methods, stages. */
    @JsonProperty("several")
    SEVERAL;

    /** Of loads from a tier. */
    public static Colour of(CacheTier tier) {
        return switch (tier) {
            case STORAGE_COLD -> STORAGE;
            case PAGE_CACHE_WARM -> PAGE_CACHE;
            case PINNED_WARM -> PINNED;
            case DEVICE_RESIDENT -> MEMORY;
            case UNPROVEN -> CLOUD;
        };
    }

    /** Of a phase of a preload. */
    public static Colour of(PreloadPhase phase) {
        return switch (phase) {
            case OPEN_PARSE -> OPENING;
            case ALLOCATE -> ALLOCATING;
            case STORAGE_READ -> STORAGE;
            case DEVICE_COPY -> MEMORY;
            case FINALISE -> FINISHING;
        };
    }

    /** Of where a model is kept. */
    public static Colour of(Residency residency) {
        return switch (residency) {
            case ABSENT -> CLOUD;
            case STORED -> STORAGE;
            case HOSTED -> PAGE_CACHE;
            case LOADED -> MEMORY;
        };
    }
}

package dev.berth.profiler.run.plan;

import dev.berth.dataset.CacheTier;
import dev.berth.profiler.engine.Engine;
import dev.berth.profiler.run.plan.SessionSettings.Point;

/**
 * Series of runs that no shard parts: what is compared with one another, and what one series of re-loads serves.
 *
 * @param model its name
 * @param what reader or engine, in words that are the same on every machine
 */
record Cell(String model, String what) {
    /** Of a point: all tiers that are read the same way, as the re-load after a cold run may be one of a warm one. */
    static Cell of(String model, Point point) {
        return new Cell(
                model,
                point.tier().readsFiles()
                        ? point.setting().reader().label() + " "
                                + point.setting().threads() + " "
                                + point.setting().chunkBytes()
                        : point.tier().label());
    }

    /** Of points of which the fastest is picked. */
    static Cell ofFastest(String model, Point candidate) {
        return new Cell(
                model,
                candidate.tier().readsFiles() ? "fastest" : candidate.tier().label());
    }

    static Cell of(String model, Engine engine, CacheTier tier) {
        return new Cell(
                model,
                engine.record().engine() + " " + engine.record().variant() + " "
                        + engine.record().digest() + " " + engine.threads() + " " + tier.label());
    }
}

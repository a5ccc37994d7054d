package dev.berth.profiler.run.plan;

import dev.berth.dataset.raw.RowKey;
import dev.berth.profiler.model.Model;

/**
 * A run to be made.
 *
 * @param model what is loaded
 * @param key setting, way of loading and repetition
 */
public record PlannedRun(Model model, RowKey key) {}

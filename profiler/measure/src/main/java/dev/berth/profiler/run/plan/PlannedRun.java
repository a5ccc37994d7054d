package dev.berth.profiler.run.plan;

import dev.berth.dataset.raw.RowKey;
import dev.berth.profiler.model.Model;

/**
 * A run to be made.
 *
 * @param model what is loaded
 * @param key in which setting and which way, and the how manieth time
 */
public record PlannedRun(Model model, RowKey key) {}

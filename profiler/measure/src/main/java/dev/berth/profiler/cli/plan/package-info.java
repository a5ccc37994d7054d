/** Run plans: files that say what is measured, read as the options of {@code berth profile} are, and their shards. */
package dev.berth.profiler.cli.plan;

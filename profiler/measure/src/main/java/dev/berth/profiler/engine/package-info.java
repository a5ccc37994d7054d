/** Engines that serve models: what one is asked to do, and what it tells of a run. */
package dev.berth.profiler.engine;

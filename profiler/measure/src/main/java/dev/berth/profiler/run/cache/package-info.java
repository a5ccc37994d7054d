/** The cache state of a run: brought about before it, proven after it. */
package dev.berth.profiler.run.cache;

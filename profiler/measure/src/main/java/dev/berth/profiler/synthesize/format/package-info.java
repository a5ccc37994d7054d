/** Layouts of catalogue models in the formats that serve them. */
package dev.berth.profiler.synthesize.format;

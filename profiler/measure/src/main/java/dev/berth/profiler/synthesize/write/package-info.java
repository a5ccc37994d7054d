/** Writes files with a layout and made-up weights: streamed, whole or not at all, resumed where they ended. */
package dev.berth.profiler.synthesize.write;

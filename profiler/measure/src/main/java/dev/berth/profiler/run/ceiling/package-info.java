/** What the hardware gives at most, and which reader setting is the fastest. */
package dev.berth.profiler.run.ceiling;

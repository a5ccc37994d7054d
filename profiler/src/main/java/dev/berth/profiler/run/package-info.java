/** Run plan, warm-up, repeats, stop rule, recorders, and the raw log that survives a crash. */
package dev.berth.profiler.run;

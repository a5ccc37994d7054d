/** Run plan, warm-up, repeats, stop rule, proof of cache states, and the crash-safe raw log. */
package dev.berth.profiler.run;

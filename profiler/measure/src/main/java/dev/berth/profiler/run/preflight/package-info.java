/** What would make runs fail, found before the first one. */
package dev.berth.profiler.run.preflight;

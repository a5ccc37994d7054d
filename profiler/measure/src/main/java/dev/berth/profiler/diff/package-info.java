/** What changed from one dataset to another, by statistical test. */
package dev.berth.profiler.diff;

/** Whole solves, ours and those of peers, on the same instances in the same run: time, cost, bound, gaps. */
package dev.berth.benchmarks.compare;

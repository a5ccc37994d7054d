/** Instances in files that anyone can read, with the best plans and bounds that are known of them. */
package dev.berth.benchmarks.published;

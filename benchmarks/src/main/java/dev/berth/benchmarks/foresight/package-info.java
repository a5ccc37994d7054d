/** What looking ahead is worth: costs of lookahead against deciding slot by slot, regime by regime. */
package dev.berth.benchmarks.foresight;

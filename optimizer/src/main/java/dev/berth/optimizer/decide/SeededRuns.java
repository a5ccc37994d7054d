package dev.berth.optimizer.decide;

/**
 * How often it is simulated.
 *
 * @param seeds runs of each plan and policy, >= 1
 * @param firstSeed seed of the first run; the next ones follow by one
 * @param threads runs at the same time, >= 1; the result does not depend on it
 */
public record SeededRuns(int seeds, long firstSeed, int threads) {}

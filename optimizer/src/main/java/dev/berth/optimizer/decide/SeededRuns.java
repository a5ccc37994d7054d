package dev.berth.optimizer.decide;

import java.util.List;

/**
 * How often and how it is simulated.
 *
 * @param seeds runs of each plan and policy, >= 1
 * @param firstSeed seed of the first run; the next ones follow by one
 * @param threads runs at the same time, >= 1; the result does not depend on it
 * @param replans when plans that are followed give way to new ones, at least one; each is a method by itself
 */
public record SeededRuns(int seeds, long firstSeed, int threads, List<Replan> replans) {
    public SeededRuns {
        replans = List.copyOf(replans);
    }

    /** Plans are followed to the end. */
    public SeededRuns(int seeds, long firstSeed, int threads) {
        this(seeds, firstSeed, threads, List.of(Replan.NEVER));
    }

    /** The same with other ways to plan anew. */
    public SeededRuns with(List<Replan> others) {
        return new SeededRuns(seeds, firstSeed, threads, others);
    }
}

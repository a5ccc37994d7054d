package dev.berth.profiler.run.plan;

import dev.berth.dataset.CacheTier;
import dev.berth.dataset.raw.MeasuredRow;

/**
 * How often the runs of a stage are made.
 *
 * @param rule when a series is done
 * @param warmUps runs before the first that counts, >= 0
 * @param madeUp whether runs that failed or did not prove their tier are made up for, by up to a quarter more
 */
record Repeats(StopRule rule, int warmUps, boolean madeUp) {
    /** Blocks that count at most. */
    int mostBlocks() {
        int runs = rule.maxRuns();
        return madeUp ? runs + Math.max(1, runs / 4) : runs;
    }

    /** Whether a run counts towards the rule. */
    boolean counts(MeasuredRow row) {
        if (row.key().warmUp()) {
            return false;
        }
        return madeUp
                ? row.failure() == null && row.tier() != CacheTier.UNPROVEN
                : row.key().repetition() < rule.maxRuns();
    }
}

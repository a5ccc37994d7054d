package dev.berth.optimizer.document;

import dev.berth.record.Reading;

/**
 * What one solver found.
 *
 * @param name its name
 * @param cost cost of its plans, by the slow evaluator
 * @param fetchedShare share of the expected requests that are served by a download and a load
 * @param boundNanoCost no plans cost less; not supported where it knows no bound
 * @param proven whether no plans are cheaper
 * @param note its remark
 */
public record SolverResult(
        String name, NanoCost cost, double fetchedShare, Reading<Long> boundNanoCost, boolean proven, String note) {
    public SolverResult {
        requireShare(fetchedShare);
    }

    static void requireShare(double share) {
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException("out of range: fetchedShare=" + share + ", expected 0 to 1");
        }
    }
}

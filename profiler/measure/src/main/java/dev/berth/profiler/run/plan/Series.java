package dev.berth.profiler.run.plan;

import dev.berth.dataset.raw.MeasuredRow;
import dev.berth.dataset.raw.RowKey;
import dev.berth.profiler.model.Model;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** All runs of one model in one setting and one way of loading: those made, and whether more are needed. */
final class Series {
    private static final int MAX_FAILURES_IN_A_ROW = 3;

    private final Model model;
    private final RowKey key;
    private final Repeats repeats;
    /** Repetitions made, shifted by the warm-ups before them. */
    private final BitSet executed = new BitSet();
    /** Of the runs that count towards the stop rule, nanoseconds. */
    private final List<Long> counted = new ArrayList<>();

    private int failuresInARow;

    /** @param key of repetition 0 */
    Series(Model model, RowKey key, Repeats repeats) {
        this.model = model;
        this.key = key;
        this.repeats = repeats;
    }

    Model model() {
        return model;
    }

    RowKey key() {
        return key;
    }

    void made(MeasuredRow row) {
        int repetition = row.key().repetition();
        if (repetition >= -repeats.warmUps()) {
            // Else one of more warm-ups than are asked for now.
            executed.set(repetition + repeats.warmUps());
        }
        failuresInARow = row.failure() == null ? 0 : failuresInARow + 1;
        if (repeats.counts(row)) {
            counted.add(row.wallNanos());
        }
    }

    boolean isExecuted(int repetition) {
        return executed.get(repetition + repeats.warmUps());
    }

    boolean isDone() {
        return failuresInARow >= MAX_FAILURES_IN_A_ROW || repeats.rule().met(counted);
    }

    /** Most runs that can still come, making up for unproven ones apart. */
    int left() {
        if (isDone()) {
            return 0;
        }
        int left = repeats.rule().maxRuns() - counted.size();
        for (int warmUp = -repeats.warmUps(); warmUp < 0; warmUp++) {
            left += isExecuted(warmUp) ? 0 : 1;
        }
        return left;
    }
}

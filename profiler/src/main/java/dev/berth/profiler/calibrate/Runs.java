package dev.berth.profiler.calibrate;

import dev.berth.profile.Reading;
import dev.berth.profile.RunRow;
import dev.berth.profile.SessionRecord;
import java.util.ArrayList;
import java.util.List;

/** The runs of one model in one setting, sorted into those that count and those that are left out, warm-up apart. */
final class Runs {
    private final List<Run> proven = new ArrayList<>();
    private final List<Run> unproven = new ArrayList<>();
    private final List<Run> failed = new ArrayList<>();

    /**
     * A run and the session it belongs to.
     *
     * @param session holds the ceilings it is judged by
     * @param row what was measured
     */
    record Run(SessionRecord session, RunRow row) {}

    void add(Run run) {
        RunRow row = run.row();
        if (row.key().warmUp()) {
            return;
        }
        if (row.failure() != null || isWrong(row.verified())) {
            failed.add(run);
        } else if (row.tier() != row.key().requestedTier()) {
            unproven.add(run);
        } else {
            proven.add(run);
        }
    }

    /** A run whose bytes on the device are not the file's has loaded nothing, however fast it was. */
    private static boolean isWrong(Reading<Boolean> verified) {
        return verified.optional().filter(equal -> !equal).isPresent();
    }

    List<Run> proven() {
        return proven;
    }

    int unprovenCount() {
        return unproven.size();
    }

    int failedCount() {
        return failed.size();
    }

    /** Runs that loaded the model, whatever tier they came from. */
    List<Run> loaded() {
        List<Run> both = new ArrayList<>(proven);
        both.addAll(unproven);
        return both;
    }

    /** Why none counts, from the last run of each kind; for a group without a proven run. */
    String whyNoneProven() {
        List<String> reasons = new ArrayList<>();
        if (!unproven.isEmpty()) {
            reasons.add(unproven.size() + " unproven (" + last(unproven).cache().reason() + ")");
        }
        if (!failed.isEmpty()) {
            RunRow row = last(failed);
            reasons.add(failed.size() + " failed ("
                    + (row.failure() == null ? "bytes on the device differ from the file's" : row.failure()) + ")");
        }
        return reasons.isEmpty() ? "warm-up runs only" : String.join(", ", reasons);
    }

    private static RunRow last(List<Run> runs) {
        return runs.get(runs.size() - 1).row();
    }
}

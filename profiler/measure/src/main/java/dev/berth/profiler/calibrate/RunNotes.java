package dev.berth.profiler.calibrate;

import java.util.List;
import java.util.Optional;

/** What rows say of the device while they were made, in one line. */
final class RunNotes {
    private int runs;
    private int warned;
    private String last = "";

    /** Takes the warnings of the run made next; may be none. */
    void add(List<String> warnings) {
        runs++;
        if (!warnings.isEmpty()) {
            warned++;
            last = warnings.get(warnings.size() - 1);
        }
    }

    /**
     * How many runs carry warnings, and the last of them; figures in them differ from run to run.
     *
     * @param what was run, for people
     */
    Optional<String> warnings(String what) {
        return warned == 0
                ? Optional.empty()
                : Optional.of(what + ": warning in " + warned + " of " + runs + " runs: " + last);
    }
}

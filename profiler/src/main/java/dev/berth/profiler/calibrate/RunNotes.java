package dev.berth.profiler.calibrate;

import java.util.List;
import java.util.Optional;

/** What rows say of the device while they were made, in one line. */
final class RunNotes {
    private RunNotes() {}

    /**
     * How many runs carry warnings, and the last of them; figures in them differ from run to run.
     *
     * @param what was run, for people
     * @param warnings of each run
     */
    static Optional<String> warnings(String what, List<List<String>> warnings) {
        List<List<String>> warned =
                warnings.stream().filter(lines -> !lines.isEmpty()).toList();
        if (warned.isEmpty()) {
            return Optional.empty();
        }
        List<String> last = warned.get(warned.size() - 1);
        return Optional.of(what + ": warning in " + warned.size() + " of " + warnings.size() + " runs: "
                + last.get(last.size() - 1));
    }
}

package dev.berth.profiler.run.plan;

import dev.berth.dataset.Ceiling;
import dev.berth.dataset.raw.MeasuredRow;
import java.time.Duration;

/** Hears how a session goes, on the thread that measures and never inside a timed region. */
public interface RunListener {
    /** Hears nothing. */
    RunListener SILENT = new RunListener() {};

    /**
     * How far it is.
     *
     * @param runsMade runs made, including those of the resumed session
     * @param runsLeft runs that may still come; fewer where the stop rule is met early
     * @param elapsed since this call of the session began
     * @param remaining estimate from the runs made so far, at most what is left of the budget
     * @param budgetEndsFirst whether that ends before the runs do
     */
    record Progress(int runsMade, int runsLeft, Duration elapsed, Duration remaining, boolean budgetEndsFirst) {}

    /** One line for people: what is being prepared, or what could not be had. */
    default void note(String line) {}

    /** One line for people that matters however little they want to hear. */
    default void warning(String line) {
        note(line);
    }

    /** A ceiling was measured. */
    default void ceiling(Ceiling ceiling) {}

    /** A run was made and is on storage. */
    default void run(MeasuredRow row, Progress progress) {}
}

package dev.berth.profiler.view;

import dev.berth.command.StatusLine;
import dev.berth.dataset.Ceiling;
import dev.berth.dataset.raw.ConcurrentRow.ConcurrentKey;
import dev.berth.dataset.raw.EngineRow.EngineKey;
import dev.berth.dataset.raw.MeasuredRow;
import dev.berth.dataset.raw.RowKey;
import dev.berth.profiler.run.plan.RunListener;
import dev.berth.text.Figures;
import dev.berth.text.VisibleText;
import java.util.Locale;
import java.util.function.Consumer;

/** Progress for people: a bar on a terminal, else a line every tenth of the runs. */
public final class ProgressLines implements RunListener {
    /** Columns of a model's name beside what else a line of progress tells. */
    private static final int NAME_WIDTH = 32;

    private final StatusLine status;
    private final Consumer<String> warnings;
    private int failures;
    private int unproven;

    /**
     * @param status left out where people want little
     * @param warnings told in any case
     */
    public ProgressLines(StatusLine status, Consumer<String> warnings) {
        this.status = status;
        this.warnings = warnings;
    }

    @Override
    public void note(String line) {
        status.println(line);
    }

    @Override
    public void warning(String line) {
        status.erase();
        warnings.accept(line);
    }

    @Override
    public void ceiling(Ceiling ceiling) {
        status.overwrite("ceiling " + ceiling.kind().label() + " of " + ceiling.subject() + ": "
                + Figures.decimal(ceiling.bytesPerSecond(), "B/s"));
    }

    @Override
    public void run(MeasuredRow row, Progress progress) {
        String what = what(row.key());
        if (row.failure() != null) {
            failures++;
            status.println(what + " failed: " + row.failure());
        } else if (row.tier() != row.key().requestedTier()) {
            unproven++;
        }
        step(progress, what + " " + Figures.duration((double) row.wallNanos()));
    }

    private static String what(RowKey key) {
        String what = VisibleText.cut(key.model(), NAME_WIDTH) + " "
                + key.requestedTier().label();
        if (key instanceof EngineKey engine) {
            return what + " " + engine.engine() + " " + engine.variant();
        }
        return key instanceof ConcurrentKey loads
                ? what + " " + loads.kind().label() + (loads.loads() > 1 ? " x" + loads.loads() : "")
                : what;
    }

    private void step(Progress progress, String made) {
        int total = progress.runsMade() + progress.runsLeft();
        String line = String.format(
                Locale.ROOT,
                "%d of %d runs, %s %s%s%s; %s",
                progress.runsMade(),
                total,
                Figures.clock(progress.remaining()),
                progress.budgetEndsFirst() ? "left of the budget" : "left",
                failures > 0 ? ", " + failures + " failed" : "",
                unproven > 0 ? ", " + unproven + " unproven" : "",
                made);
        status.progress(progress.runsMade(), total, line);
    }

    /** Leaves the terminal on a line of its own. */
    public void finish() {
        status.erase();
    }
}

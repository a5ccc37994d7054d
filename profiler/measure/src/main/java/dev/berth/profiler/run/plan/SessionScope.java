package dev.berth.profiler.run.plan;

import dev.berth.profiler.device.Device;
import dev.berth.profiler.preload.Preloaders;
import java.util.function.BooleanSupplier;

/**
 * What everything that is measured in one session shares.
 *
 * @param preloaders buffers and reading threads, kept for the whole session
 * @param listener hears how it goes
 * @param spent asked before every read and every run: true where no further one shall begin
 */
public record SessionScope(Preloaders preloaders, RunListener listener, BooleanSupplier spent) {
    /** A scope without a budget, of which nobody hears. */
    public static SessionScope unlimited(Preloaders preloaders) {
        return new SessionScope(preloaders, RunListener.SILENT, () -> false);
    }

    /** Where everything is loaded to. */
    public Device device() {
        return preloaders.device();
    }

    /** Whether no further read and no further run shall begin. */
    public boolean isSpent() {
        return spent.getAsBoolean();
    }
}

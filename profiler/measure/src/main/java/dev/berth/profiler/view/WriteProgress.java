package dev.berth.profiler.view;

import dev.berth.command.StatusLine;
import dev.berth.profiler.synthesize.write.Synthesis;
import dev.berth.text.Figures;
import java.time.Duration;
import java.util.function.LongSupplier;

/** Progress of writing files for people: a bar on a terminal, else a line every tenth. */
public final class WriteProgress implements Synthesis.Listener {
    private static final double NANOS = 1e9;

    /** What ends sooner needs no lines. */
    private static final double QUICK_SECONDS = 2;

    private final StatusLine status;
    private final LongSupplier nanos;
    private String file = "";
    private long begun;
    private long all;
    private long written;

    /**
     * @param status left out where people want little
     * @param nanos a monotonic clock
     */
    public WriteProgress(StatusLine status, LongSupplier nanos) {
        this.status = status;
        this.nanos = nanos;
    }

    @Override
    public synchronized void begin(long bytes) {
        all = bytes;
        begun = nanos.getAsLong();
    }

    @Override
    public synchronized void file(String path) {
        file = path;
    }

    @Override
    public synchronized void written(long bytes) {
        written += bytes;
        double seconds = (nanos.getAsLong() - begun) / NANOS;
        double rate = written / Math.max(seconds, 1 / NANOS);
        Duration left = Duration.ofSeconds((long) Math.ceil(Math.max(0, all - written) / rate));
        String line = Figures.bytes(written) + " of " + Figures.bytes(all) + ", " + Figures.decimal(rate, "B/s") + ", "
                + Figures.clock(left) + " left; " + file;
        if (status.isTerminal() || seconds > QUICK_SECONDS) {
            status.progress(written, Math.max(1, all), line);
        }
    }

    /** Leaves the terminal on a line of its own. */
    public void finish() {
        status.erase();
    }
}

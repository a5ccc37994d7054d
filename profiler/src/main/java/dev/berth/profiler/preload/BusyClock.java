package dev.berth.profiler.preload;

/** Sums up the time during which at least one of several overlapping activities was under way. */
final class BusyClock {
    private int active;
    private long activeSince;
    private long total;

    synchronized void reset() {
        active = 0;
        total = 0;
    }

    synchronized void enter() {
        if (active++ == 0) {
            activeSince = System.nanoTime();
        }
    }

    synchronized void leave() {
        if (--active == 0) {
            total += System.nanoTime() - activeSince;
        }
    }

    /** Nanoseconds since {@link #reset}; what is still under way counts up to now. */
    synchronized long nanos() {
        return active == 0 ? total : total + System.nanoTime() - activeSince;
    }
}

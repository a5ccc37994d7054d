package dev.berth.profiler.preload;

/** Sums up the time during which at least one of several overlapping activities was under way. */
final class BusyClock {
    private int active;
    private long activeSince;
    private long total;
    private long first;
    private long last;
    private boolean entered;

    synchronized void reset() {
        active = 0;
        total = 0;
        entered = false;
    }

    synchronized void enter() {
        if (active++ == 0) {
            activeSince = System.nanoTime();
            if (!entered) {
                entered = true;
                first = activeSince;
            }
        }
    }

    synchronized void leave() {
        if (--active == 0) {
            last = System.nanoTime();
            total += last - activeSince;
        }
    }

    /** Nanoseconds since {@link #reset}; what is still under way counts up to now. */
    synchronized long nanos() {
        return active == 0 ? total : total + System.nanoTime() - activeSince;
    }

    /** Nanoseconds since {@link #reset} from the first begin to the last end; of activities that are over. */
    synchronized long spanNanos() {
        return entered ? last - first : 0;
    }
}

package dev.berth.profiler.preload;

import java.util.concurrent.CountDownLatch;

/** Waits that an interrupt does not cut short: it is noted, and whoever waits next for something else hears of it. */
public final class Threads {
    private Threads() {}

    public static void join(Thread thread) {
        uninterrupted(thread::join);
    }

    public static void await(CountDownLatch latch) {
        uninterrupted(latch::await);
    }

    private interface Wait {
        void run() throws InterruptedException;
    }

    private static void uninterrupted(Wait wait) {
        boolean interrupted = false;
        boolean waiting = true;
        while (waiting) {
            try {
                wait.run();
                waiting = false;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}

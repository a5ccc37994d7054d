package dev.berth.optimizer.solve.fleet;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntConsumer;

/** Threads that do parts of a work side by side; what comes of it does not depend on how many there are. */
public final class Workers {
    private final int threads;

    /** @param threads at most, >= 1 */
    public Workers(int threads) {
        this.threads = threads;
    }

    /**
     * Does all parts, each once, and waits for them. The first fault ends the others after the part they are at.
     *
     * @param parts how many there are; numbers from 0
     */
    public void each(int parts, IntConsumer part) {
        AtomicInteger next = new AtomicInteger();
        AtomicReference<Throwable> fault = new AtomicReference<>();
        List<Thread> running = new ArrayList<>();
        for (int thread = 0; thread < Math.min(threads, parts); thread++) {
            Thread worker = new Thread(
                    () -> {
                        try {
                            for (int at = next.getAndIncrement();
                                    at < parts && fault.get() == null;
                                    at = next.getAndIncrement()) {
                                part.accept(at);
                            }
                        } catch (Throwable e) {
                            fault.compareAndSet(null, e);
                        }
                    },
                    "fleet-" + thread);
            worker.setDaemon(true);
            worker.start();
            running.add(worker);
        }
        join(running);
        if (fault.get() instanceof Error error) {
            throw error;
        }
        if (fault.get() instanceof RuntimeException exception) {
            throw exception;
        }
    }

    private static void join(List<Thread> running) {
        boolean interrupted = false;
        for (Thread worker : running) {
            while (worker.isAlive()) {
                try {
                    worker.join();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}

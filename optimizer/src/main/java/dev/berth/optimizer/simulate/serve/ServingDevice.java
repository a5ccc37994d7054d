package dev.berth.optimizer.simulate.serve;

import java.util.function.IntConsumer;

/** Serves requests one after another, in the order in which they could be served. */
public final class ServingDevice {
    /** No time: of an end where nothing is under way. */
    public static final long IDLE = Long.MAX_VALUE;

    private final IntQueue queue = new IntQueue();
    private final RequestPool pool;
    private long queuedNanos;
    private int current;
    private long endNanos = IDLE;

    /** Serves requests of a pool. */
    public ServingDevice(RequestPool pool) {
        this.pool = pool;
    }

    /** When the request that is being served ends; {@link #IDLE} where none is. */
    public long endNanos() {
        return endNanos;
    }

    /** Puts a request behind all others. */
    public void add(int request) {
        queue.add(request);
        queuedNanos += pool.inferenceNanos(request);
    }

    /** Begins with the next request where none is being served. */
    public void startIdle(long nowNanos) {
        if (endNanos == IDLE && queue.size() > 0) {
            current = queue.remove();
            queuedNanos -= pool.inferenceNanos(current);
            endNanos = Math.addExact(nowNanos, pool.inferenceNanos(current));
        }
    }

    /** The request whose serving has ended. */
    public int finish() {
        endNanos = IDLE;
        return current;
    }

    /** Time until it has nothing left to serve. */
    public long backlogNanos(long nowNanos) {
        return queuedNanos + (endNanos == IDLE ? 0 : endNanos - nowNanos);
    }

    /** What is left of the request that is being served, as a share of its time; 1 of every other. */
    public double unfinished(int request, long nowNanos) {
        boolean isServed = endNanos != IDLE && current == request && pool.inferenceNanos(request) > 0;
        return isServed ? (double) (endNanos - nowNanos) / (double) pool.inferenceNanos(request) : 1;
    }

    /** Takes every request from it. */
    public void takeAll(IntConsumer taken) {
        if (endNanos != IDLE) {
            taken.accept(current);
            endNanos = IDLE;
        }
        while (queue.size() > 0) {
            taken.accept(queue.remove());
        }
        queuedNanos = 0;
    }
}

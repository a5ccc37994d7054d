package dev.berth.optimizer.simulate;

/** Serves requests one after another, in the order in which they could be served. */
final class ServingDevice {
    private final IntQueue queue = new IntQueue();
    private final RequestPool pool;
    private long queuedNanos;
    private int current;
    private long endNanos = Carrier.IDLE;

    ServingDevice(RequestPool pool) {
        this.pool = pool;
    }

    /** When the request that is being served ends; {@link Carrier#IDLE} where none is. */
    long endNanos() {
        return endNanos;
    }

    void add(int request) {
        queue.add(request);
        queuedNanos += pool.inferenceNanos(request);
    }

    void startIdle(long nowNanos) {
        if (endNanos == Carrier.IDLE && queue.size() > 0) {
            current = queue.remove();
            queuedNanos -= pool.inferenceNanos(current);
            endNanos = Math.addExact(nowNanos, pool.inferenceNanos(current));
        }
    }

    int finish() {
        endNanos = Carrier.IDLE;
        return current;
    }

    /** Time until it has nothing left to serve. */
    long backlogNanos(long nowNanos) {
        return queuedNanos + (endNanos == Carrier.IDLE ? 0 : endNanos - nowNanos);
    }
}

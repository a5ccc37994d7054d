package dev.berth.optimizer.simulate;

import dev.berth.optimizer.simulate.serve.IntQueue;
import dev.berth.optimizer.simulate.serve.ServingDevice;

/** One thing that carries models one after another: the backhaul, or the path from storage into device memory. */
final class Carrier {
    static final long IDLE = ServingDevice.IDLE;

    private static final byte NOT_ASKED = 0;
    private static final byte QUEUED = 1;

    private final IntQueue queue = new IntQueue();
    private final byte[] state;
    private final long[] tickets;
    private final boolean[] isSwitch;
    private final long[] expectedNanos;
    private long queuedNanos;
    private int current;
    private long currentNanos;
    private long endNanos = IDLE;

    /** Expected time of each model, for those who want to know how long they would wait. */
    Carrier(long[] expectedNanos) {
        this.expectedNanos = expectedNanos;
        state = new byte[expectedNanos.length];
        tickets = new long[expectedNanos.length];
        isSwitch = new boolean[expectedNanos.length];
    }

    /** Expects another time of a model from now on; it is neither carried nor asked for. */
    void expect(int model, long nanos) {
        if (state[model] == NOT_ASKED && !carries(model)) {
            expectedNanos[model] = nanos;
        }
    }

    /** When what is carried now arrives; {@link #IDLE} where nothing is. */
    long endNanos() {
        return endNanos;
    }

    boolean isIdle() {
        return endNanos == IDLE;
    }

    boolean hasQueued() {
        return queue.size() > 0;
    }

    boolean carries(int model) {
        return !isIdle() && current == model;
    }

    /**
     * Asks for a model, once however often it is called.
     *
     * @param ticket stands for the time of asking where several carriers share a link
     */
    void ask(int model, long ticket) {
        if (state[model] == NOT_ASKED && !carries(model)) {
            state[model] = QUEUED;
            tickets[model] = ticket;
            queue.add(model);
            queuedNanos += expectedNanos[model];
        }
    }

    /** The model that has been asked for first; only where {@link #hasQueued}. */
    int firstQueued() {
        return queue.first();
    }

    /** Ticket with which {@link #firstQueued} was asked for. */
    long firstTicket() {
        return tickets[queue.first()];
    }

    /** Takes the next model from the queue; it need not be started. */
    int takeQueued() {
        int model = queue.remove();
        state[model] = NOT_ASKED;
        queuedNanos -= expectedNanos[model];
        return model;
    }

    void start(int model, long nowNanos, long durationNanos) {
        current = model;
        currentNanos = durationNanos;
        endNanos = Math.addExact(nowNanos, durationNanos);
        isSwitch[model] = false;
    }

    /** Time of what is carried, or was carried last. */
    long currentNanos() {
        return currentNanos;
    }

    /** Marks what is carried as a switch; false where it already was one. */
    boolean markSwitch() {
        boolean first = !isSwitch[current];
        isSwitch[current] = true;
        return first;
    }

    int finish() {
        endNanos = IDLE;
        return current;
    }

    /** Expected time until a model has been carried, were it asked for now. */
    long expectedNanos(int model, long nowNanos) {
        long running = isIdle() ? 0 : endNanos - nowNanos;
        if (carries(model)) {
            return running;
        }
        return running + queuedNanos + (state[model] == QUEUED ? 0 : expectedNanos[model]);
    }

    /** Expected time of a model by itself. */
    long ownNanos(int model) {
        return expectedNanos[model];
    }

    /** Expected time until it has nothing left to carry. */
    long backlogNanos(long nowNanos) {
        return queuedNanos + (isIdle() ? 0 : endNanos - nowNanos);
    }

    boolean isQueued(int model) {
        return state[model] == QUEUED;
    }
}

package dev.berth.optimizer.simulate.serve;

/** One thing that carries models one after another: the backhaul, or the path from storage into device memory. */
public final class Carrier {
    /** Where nothing is carried. */
    public static final long IDLE = ServingDevice.IDLE;

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
    public Carrier(long[] expectedNanos) {
        this.expectedNanos = expectedNanos;
        state = new byte[expectedNanos.length];
        tickets = new long[expectedNanos.length];
        isSwitch = new boolean[expectedNanos.length];
    }

    /** Expects another time of a model from now on; it is neither carried nor asked for. */
    public void expect(int model, long nanos) {
        if (state[model] == NOT_ASKED && !carries(model)) {
            expectedNanos[model] = nanos;
        }
    }

    /** When what is carried now arrives; {@link #IDLE} where nothing is. */
    public long endNanos() {
        return endNanos;
    }

    /** Whether nothing is carried. */
    public boolean isIdle() {
        return endNanos == IDLE;
    }

    /** Whether anything has been asked for. */
    public boolean hasQueued() {
        return queue.size() > 0;
    }

    /** Whether a model is carried now. */
    public boolean carries(int model) {
        return !isIdle() && current == model;
    }

    /**
     * Asks for a model, once however often it is called.
     *
     * @param ticket stands for the time of asking where several carriers share a link
     */
    public void ask(int model, long ticket) {
        if (state[model] == NOT_ASKED && !carries(model)) {
            state[model] = QUEUED;
            tickets[model] = ticket;
            queue.add(model);
            queuedNanos += expectedNanos[model];
        }
    }

    /** The model that has been asked for first; only where {@link #hasQueued}. */
    public int firstQueued() {
        return queue.first();
    }

    /** Ticket with which {@link #firstQueued} was asked for. */
    public long firstTicket() {
        return tickets[queue.first()];
    }

    /** Takes the next model from the queue; it need not be started. */
    public int takeQueued() {
        int model = queue.remove();
        state[model] = NOT_ASKED;
        queuedNanos -= expectedNanos[model];
        return model;
    }

    /** Starts to carry a model; only where it {@link #isIdle}. */
    public void start(int model, long nowNanos, long durationNanos) {
        current = model;
        currentNanos = durationNanos;
        endNanos = Math.addExact(nowNanos, durationNanos);
        isSwitch[model] = false;
    }

    /** What is carried arrives at another time: others use the link too, or no longer. */
    public void endsAt(long nanos) {
        endNanos = nanos;
    }

    /** Time of what is carried, or was carried last; where nobody else is in its way. */
    public long currentNanos() {
        return currentNanos;
    }

    /** Marks what is carried as a switch; false where it already was one. */
    public boolean markSwitch() {
        boolean first = !isSwitch[current];
        isSwitch[current] = true;
        return first;
    }

    /** What is carried has arrived. */
    public int finish() {
        endNanos = IDLE;
        return current;
    }

    /** Expected time until a model has been carried, were it asked for now. */
    public long expectedNanos(int model, long nowNanos) {
        long running = isIdle() ? 0 : endNanos - nowNanos;
        if (carries(model)) {
            return running;
        }
        return running + queuedNanos + (state[model] == QUEUED ? 0 : expectedNanos[model]);
    }

    /** Expected time of a model by itself. */
    public long ownNanos(int model) {
        return expectedNanos[model];
    }

    /** Expected time until it has nothing left to carry. */
    public long backlogNanos(long nowNanos) {
        return queuedNanos + (isIdle() ? 0 : endNanos - nowNanos);
    }

    /** Whether a model has been asked for and is not carried yet. */
    public boolean isQueued(int model) {
        return state[model] == QUEUED;
    }
}

package dev.berth.optimizer.simulate.serve;

import java.util.Arrays;
import java.util.function.IntConsumer;

/** Requests under way, by slot of a pool that grows; and the lists of those that wait for a model to be loaded. */
public final class RequestPool {
    private static final int NONE = -1;

    private int[] models = new int[64];
    private long[] arrivalsNanos = new long[64];
    private long[] inferenceNanos = new long[64];
    private Request[] sent = new Request[64];
    private double[] losses = new double[64];
    private long[] afterNanos = new long[64];
    private int[] next = new int[64];
    private long waitingNanos;
    private int free = NONE;
    private int used;
    private final int[] firstWaiting;
    private final int[] lastWaiting;

    /** Of a server that offers so many models. */
    public RequestPool(int models) {
        firstWaiting = new int[models];
        lastWaiting = new int[models];
        Arrays.fill(firstWaiting, NONE);
    }

    /**
     * Takes a request in.
     *
     * @param model what it asks for (index among this server's)
     * @param arrivalNanos when its home got it, less what the answer takes back to there
     * @param workNanos time of serving it
     * @param loss what its answer will lack of full quality, 0 to 1
     * @return its place, until it is closed
     */
    public int open(int model, long arrivalNanos, long workNanos, Request request, double loss) {
        int place = free;
        if (place == NONE) {
            place = used++;
            if (place == models.length) {
                grow(Math.multiplyExact(2, place));
            }
        } else {
            free = next[place];
        }
        models[place] = model;
        arrivalsNanos[place] = arrivalNanos;
        inferenceNanos[place] = workNanos;
        sent[place] = request;
        losses[place] = loss;
        afterNanos[place] = 0;
        return place;
    }

    private void grow(int length) {
        models = Arrays.copyOf(models, length);
        arrivalsNanos = Arrays.copyOf(arrivalsNanos, length);
        inferenceNanos = Arrays.copyOf(inferenceNanos, length);
        sent = Arrays.copyOf(sent, length);
        losses = Arrays.copyOf(losses, length);
        afterNanos = Arrays.copyOf(afterNanos, length);
        next = Arrays.copyOf(next, length);
    }

    /** Forgets a request. */
    public void close(int request) {
        next[request] = free;
        free = request;
    }

    /** What a request asks for. */
    public int model(int request) {
        return models[request];
    }

    /** When its home got it, less what the answer takes back to there. */
    public long arrivalNanos(int request) {
        return arrivalsNanos[request];
    }

    /** Time of serving a request. */
    public long inferenceNanos(int request) {
        return inferenceNanos[request];
    }

    /** A request as its user sent it. */
    public Request sent(int request) {
        return sent[request];
    }

    /** What a request's answer lacks of full quality. */
    public double loss(int request) {
        return losses[request];
    }

    /** Time of serving all requests that wait for a load. */
    public long waitingNanos() {
        return waitingNanos;
    }

    /** Lets a request wait so much longer once it has been served. */
    public void delay(int request, long nanos) {
        afterNanos[request] += nanos;
    }

    /** What a request waits once it has been served here. */
    public long afterNanos(int request) {
        return afterNanos[request];
    }

    /** Lets a request take so much longer to serve; it has not been asked of a device yet. */
    public void lengthen(int request, long nanos) {
        inferenceNanos[request] += nanos;
    }

    /** Whether a request waits for a model to be loaded. */
    public boolean isAwaited(int model) {
        return firstWaiting[model] != NONE;
    }

    /** Puts a request behind those that wait for a model to be loaded. */
    public void await(int model, int request) {
        waitingNanos += inferenceNanos[request];
        next[request] = NONE;
        if (firstWaiting[model] == NONE) {
            firstWaiting[model] = request;
        } else {
            next[lastWaiting[model]] = request;
        }
        lastWaiting[model] = request;
    }

    /** Takes the request that has waited longest for a model; only where {@link #isAwaited}. */
    public int takeWaiting(int model) {
        int request = firstWaiting[model];
        firstWaiting[model] = next[request];
        waitingNanos -= inferenceNanos[request];
        return request;
    }

    /** Takes every request that waits for a load. */
    public void takeAllWaiting(IntConsumer taken) {
        for (int model = 0; model < firstWaiting.length; model++) {
            while (isAwaited(model)) {
                taken.accept(takeWaiting(model));
            }
        }
    }
}

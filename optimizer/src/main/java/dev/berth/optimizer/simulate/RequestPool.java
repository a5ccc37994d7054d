package dev.berth.optimizer.simulate;

import java.util.Arrays;

/** Requests under way, by slot of a pool that grows; and the lists of those that wait for a model to be loaded. */
final class RequestPool {
    private static final int NONE = -1;

    private int[] models = new int[64];
    private long[] arrivalsNanos = new long[64];
    private long[] inferenceNanos = new long[64];
    private int[] next = new int[64];
    private int free = NONE;
    private int used;
    private final int[] firstWaiting;
    private final int[] lastWaiting;

    RequestPool(int models) {
        firstWaiting = new int[models];
        lastWaiting = new int[models];
        Arrays.fill(firstWaiting, NONE);
    }

    int open(int model, long arrivalNanos, long workNanos) {
        int request = free;
        if (request == NONE) {
            request = used++;
            if (request == models.length) {
                grow(Math.multiplyExact(2, request));
            }
        } else {
            free = next[request];
        }
        models[request] = model;
        arrivalsNanos[request] = arrivalNanos;
        inferenceNanos[request] = workNanos;
        return request;
    }

    private void grow(int length) {
        models = Arrays.copyOf(models, length);
        arrivalsNanos = Arrays.copyOf(arrivalsNanos, length);
        inferenceNanos = Arrays.copyOf(inferenceNanos, length);
        next = Arrays.copyOf(next, length);
    }

    void close(int request) {
        next[request] = free;
        free = request;
    }

    int model(int request) {
        return models[request];
    }

    /** When it arrived, less what it waits once it has been served. */
    long arrivalNanos(int request) {
        return arrivalsNanos[request];
    }

    long inferenceNanos(int request) {
        return inferenceNanos[request];
    }

    /** Lets a request wait so much longer once it has been served. */
    void delay(int request, long nanos) {
        arrivalsNanos[request] -= nanos;
    }

    /** Lets a request take so much longer to serve; it has not been asked of a device yet. */
    void lengthen(int request, long nanos) {
        inferenceNanos[request] += nanos;
    }

    boolean isAwaited(int model) {
        return firstWaiting[model] != NONE;
    }

    void await(int model, int request) {
        next[request] = NONE;
        if (firstWaiting[model] == NONE) {
            firstWaiting[model] = request;
        } else {
            next[lastWaiting[model]] = request;
        }
        lastWaiting[model] = request;
    }

    /** Takes the request that has waited longest for a model; only where {@link #isAwaited}. */
    int takeWaiting(int model) {
        int request = firstWaiting[model];
        firstWaiting[model] = next[request];
        return request;
    }
}

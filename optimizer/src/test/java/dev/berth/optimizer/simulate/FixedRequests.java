package dev.berth.optimizer.simulate;

import dev.berth.optimizer.workload.Requests;

/** Requests from arrays; work is 1. */
final class FixedRequests implements Requests {
    private final long[] arrivalsNanos;
    private final int[] models;
    private int at = -1;

    FixedRequests(long[] arrivalsNanos, int[] models) {
        this.arrivalsNanos = arrivalsNanos;
        this.models = models;
    }

    @Override
    public boolean next() {
        return ++at < models.length;
    }

    @Override
    public long arrivalNanos() {
        return arrivalsNanos[at];
    }

    @Override
    public int model() {
        return models[at];
    }

    @Override
    public double work() {
        return 1;
    }

    @Override
    public void close() {}
}

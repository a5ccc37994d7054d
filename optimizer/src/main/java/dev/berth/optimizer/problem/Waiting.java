package dev.berth.optimizer.problem;

/** Expected requests and what one request of each model waits; delays of {@link Costs} are made from it. */
final class Waiting {
    private static final double NANO = 1e9;

    final double slotSeconds;
    final double delayPerSecond;

    /** Most modes of a service. */
    final int choices;

    /** What one request waits in seconds, {@link #choices} values a service. */
    final double[] delaySeconds;

    /** What one request waits in seconds that the cloud serves, one a model. */
    final double[] cloudSeconds;

    /** What one request waits in seconds for download, preload and inference, one a model. */
    final double[] fetchSeconds;

    /** Expected requests, the models of slot 0 first. */
    final double[] requests;

    Waiting(
            double slotSeconds,
            double delayPerSecond,
            int choices,
            double[] delaySeconds,
            double[] cloudSeconds,
            double[] fetchSeconds,
            double[] requests) {
        this.cloudSeconds = cloudSeconds;
        this.fetchSeconds = fetchSeconds;
        this.slotSeconds = slotSeconds;
        this.delayPerSecond = delayPerSecond;
        this.choices = choices;
        this.delaySeconds = delaySeconds;
        this.requests = requests;
    }

    /** The same models with other demand. */
    Waiting with(double[] otherRequests) {
        return new Waiting(
                slotSeconds, delayPerSecond, choices, delaySeconds, cloudSeconds, fetchSeconds, otherRequests);
    }

    int models() {
        return delaySeconds.length / choices;
    }

    /** What one request waits, in nano-cost units. */
    double requestCost(int model, int mode) {
        return delayPerSecond * delaySeconds[model * choices + mode] * NANO;
    }

    /** {@link #choices} values a service, the services of slot 0 first, in nano-cost units. */
    long[] delays() {
        int models = models();
        long[] delays = new long[requests.length * choices];
        for (int cell = 0; cell < requests.length; cell++) {
            double weight = delayPerSecond * requests[cell];
            int model = cell % models;
            for (int mode = 0; mode < choices; mode++) {
                delays[cell * choices + mode] = nanoCost(weight * delaySeconds[model * choices + mode]);
            }
        }
        return delays;
    }

    /** Whether download, preload and inference take no longer than the cloud. */
    boolean isFetched(int model) {
        return fetchSeconds[model] <= cloudSeconds[model];
    }

    /** Of one cell, all of its requests served by the cloud, in nano-cost units. */
    long cloudDelay(int cell) {
        return nanoCost(delayPerSecond * requests[cell] * cloudSeconds[cell % models()]);
    }

    /** Rounded half up; a value beyond {@code long} becomes its largest, which {@link Costs#dearest} shows. */
    static long nanoCost(double cost) {
        return Math.round(cost * NANO);
    }
}

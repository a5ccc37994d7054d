package dev.berth.optimizer.network;

/**
 * How requests and results go between users and an edge server, by radio.
 *
 * @param channel between a user and the server
 * @param uploadPowerWatts of a user, > 0
 * @param downloadPowerWatts of the server, > 0
 * @param requestBytes of a request, >= 0
 * @param resultBytes of a result, >= 0
 * @param toCloud whether requests that the cloud serves take the same way
 */
public record Access(
        Channel channel,
        double uploadPowerWatts,
        double downloadPowerWatts,
        long requestBytes,
        long resultBytes,
        boolean toCloud) {
    private static final double NANO = 1e9;
    private static final double MOST_SECONDS = 1e9;

    /** The same over another channel. */
    public Access with(Channel other) {
        return new Access(other, uploadPowerWatts, downloadPowerWatts, requestBytes, resultBytes, toCloud);
    }

    /** Upload of a request, in seconds; 0 for nothing, infinite where nothing gets through. */
    public double uploadSeconds() {
        return seconds(requestBytes, uploadPowerWatts);
    }

    /** Download of a result, in seconds; 0 for nothing, infinite where nothing gets through. */
    public double downloadSeconds() {
        return seconds(resultBytes, downloadPowerWatts);
    }

    /** Both, in nanoseconds, rounded; no more than 1e9 seconds, where next to nothing gets through. */
    public long nanos() {
        return Math.round(Math.min(MOST_SECONDS, uploadSeconds() + downloadSeconds()) * NANO);
    }

    private double seconds(long bytes, double powerWatts) {
        return bytes == 0 ? 0 : (double) bytes / channel.bytesPerSecond(powerWatts);
    }
}

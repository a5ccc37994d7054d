package dev.berth.benchmarks.peer;

/**
 * What a peer may use.
 *
 * @param seconds wall-clock time of one solve, > 0 and finite
 * @param threads of one solve, >= 1; SCIP and the genetic algorithm use one whatever is allowed
 */
public record PeerLimits(double seconds, int threads) {
    public PeerLimits {
        if (!(seconds > 0) || Double.isInfinite(seconds) || threads < 1) {
            throw new IllegalArgumentException("out of range: seconds=" + seconds + ", threads=" + threads
                    + ", expected a finite number of seconds > 0 and at least 1 thread");
        }
    }

    long milliseconds() {
        return Math.max(1, Math.round(seconds * 1000));
    }
}

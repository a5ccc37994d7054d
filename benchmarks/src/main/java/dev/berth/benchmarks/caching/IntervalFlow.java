package dev.berth.benchmarks.caching;

import com.google.ortools.Loader;
import com.google.ortools.graph.MinCostFlow;
import com.google.ortools.graph.MinCostFlowBase;
import dev.berth.benchmarks.caching.CacheCase.Interval;
import java.math.BigInteger;
import java.util.List;

/**
 * The flow of Berger, Beckmann and Harchol-Balter, "Practical Bounds on Optimal Caching with Variable Object Sizes"
 * (arXiv 1711.03709): bytes of an interval go along the line of requests, which holds as much as the cache, for
 * nothing, or around it, where each byte costs its part of the miss. It is the linear relaxation of which intervals are
 * kept.
 */
final class IntervalFlow {
    /** Dearest cost of a byte: far below what the solver can count, far above its rounding. */
    private static final BigInteger DEAREST = BigInteger.valueOf(1_000_000_000_000L);

    private final List<Interval> intervals;

    /** Bytes of each interval that go around. */
    private final long[] missed;

    /** Cost of a byte, rounded down, of each interval. */
    private final long[] unitCosts;

    private final BigInteger scale;

    private IntervalFlow(List<Interval> intervals, BigInteger scale) {
        this.intervals = intervals;
        this.scale = scale;
        missed = new long[intervals.size()];
        unitCosts = new long[intervals.size()];
    }

    /**
     * Solves it; loads the native library.
     *
     * @param room bytes that the cache has from each request to the next one
     * @throws IllegalStateException where the solver fails
     */
    static IntervalFlow of(List<Interval> intervals, long[] room) {
        Loader.loadNativeLibraries();
        // Where all bytes cost the same nothing need be rounded.
        boolean alike = intervals.stream().allMatch(interval -> interval.missCost() == interval.sizeBytes());
        long least = intervals.stream().mapToLong(Interval::sizeBytes).min().orElse(1);
        IntervalFlow flow =
                new IntervalFlow(intervals, alike ? BigInteger.ONE : DEAREST.multiply(BigInteger.valueOf(least)));
        if (!intervals.isEmpty()) {
            flow.solve(room);
        }
        return flow;
    }

    private void solve(long[] room) {
        MinCostFlow solver = new MinCostFlow();
        try {
            long[] supply = new long[room.length + 1];
            int[] arcs = new int[intervals.size()];
            for (int at = 0; at < arcs.length; at++) {
                Interval interval = intervals.get(at);
                unitCosts[at] = scale.multiply(BigInteger.valueOf(interval.missCost()))
                        .divide(BigInteger.valueOf(interval.sizeBytes()))
                        .longValueExact();
                arcs[at] = solver.addArcWithCapacityAndUnitCost(
                        interval.begin(), interval.end(), interval.sizeBytes(), unitCosts[at]);
                supply[interval.begin()] += interval.sizeBytes();
                supply[interval.end()] -= interval.sizeBytes();
            }
            for (int request = 0; request < room.length; request++) {
                solver.addArcWithCapacityAndUnitCost(request, request + 1, room[request], 0);
            }
            for (int request = 0; request < supply.length; request++) {
                solver.setNodeSupply(request, supply[request]);
            }
            MinCostFlowBase.Status status = solver.solve();
            if (status != MinCostFlowBase.Status.OPTIMAL) {
                throw new IllegalStateException("minimum cost flow: " + status);
            }
            for (int at = 0; at < arcs.length; at++) {
                missed[at] = solver.getFlow(arcs[at]);
            }
        } finally {
            solver.delete();
        }
    }

    /** No choice of intervals has misses that cost less: the relaxation, rounded up, since costs are whole numbers. */
    long bound() {
        BigInteger sum = BigInteger.ZERO;
        for (int at = 0; at < missed.length; at++) {
            sum = sum.add(BigInteger.valueOf(missed[at]).multiply(BigInteger.valueOf(unitCosts[at])));
        }
        BigInteger[] parts = sum.divideAndRemainder(scale);
        return parts[0].longValueExact() + (parts[1].signum() > 0 ? 1 : 0);
    }

    /** Whether all of an interval goes through the cache: such intervals fit together. */
    boolean isWhole(int interval) {
        return missed[interval] == 0;
    }
}

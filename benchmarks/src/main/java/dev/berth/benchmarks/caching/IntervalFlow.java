package dev.berth.benchmarks.caching;

import com.google.ortools.Loader;
import com.google.ortools.graph.MinCostFlow;
import com.google.ortools.graph.MinCostFlowBase;
import dev.berth.benchmarks.caching.CacheCase.Interval;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

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

    /** What a byte of the cache is worth from each request to the next one, in {@link #scale}-ths of a cost of one. */
    private long[] prices = {};

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
            int[] line = new int[room.length];
            for (int request = 0; request < room.length; request++) {
                line[request] = solver.addArcWithCapacityAndUnitCost(request, request + 1, room[request], 0);
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
            long[] kept = new long[room.length];
            for (int request = 0; request < room.length; request++) {
                kept[request] = solver.getFlow(line[request]);
            }
            prices = prices(room, kept);
        } finally {
            solver.delete();
        }
    }

    /** By the shortest ways through what of the arcs is free, which has no negative cycle where the flow is optimal. */
    private long[] prices(long[] room, long[] kept) {
        List<long[]> free = new ArrayList<>();
        for (int at = 0; at < missed.length; at++) {
            Interval interval = intervals.get(at);
            if (missed[at] < interval.sizeBytes()) {
                free.add(new long[] {interval.begin(), interval.end(), unitCosts[at]});
            }
            if (missed[at] > 0) {
                free.add(new long[] {interval.end(), interval.begin(), -unitCosts[at]});
            }
        }
        for (int request = 0; request < room.length; request++) {
            if (kept[request] < room[request]) {
                free.add(new long[] {request, request + 1, 0});
            }
            if (kept[request] > 0) {
                free.add(new long[] {request + 1, request, 0});
            }
        }
        long[] distance = new long[room.length + 1];
        boolean moved = true;
        for (int round = 0; moved; round++) {
            if (round > distance.length) {
                throw new IllegalStateException("minimum cost flow: not optimal, there is a cheaper way round");
            }
            moved = false;
            for (long[] arc : free) {
                long by = distance[(int) arc[0]] + arc[2];
                if (by < distance[(int) arc[1]]) {
                    distance[(int) arc[1]] = by;
                    moved = true;
                }
            }
        }
        return IntStream.range(0, room.length)
                .mapToLong(request -> Math.max(0, distance[request + 1] - distance[request]))
                .toArray();
    }

    /** What a byte of the cache is worth from a request to the next one, in costs of one: the relaxation's prices. */
    double price(int request) {
        return request < prices.length ? prices[request] / scale.doubleValue() : 0;
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

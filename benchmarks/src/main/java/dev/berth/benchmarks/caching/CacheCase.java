package dev.berth.benchmarks.caching;

import dev.berth.optimizer.problem.Capacity;
import dev.berth.optimizer.problem.Charging;
import dev.berth.optimizer.problem.Prices;
import dev.berth.optimizer.problem.Problem;
import dev.berth.optimizer.problem.ProblemBuilder;
import dev.berth.optimizer.problem.Residency;
import dev.berth.optimizer.problem.Service;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.IntStream;

/**
 * A trace and a cache, empty at first. A request whose object is in the cache is a hit; else it is a miss, after which
 * the object may be kept or not (bypassing). What is kept is chosen with all requests known.
 *
 * <p>As a {@link Problem} with {@code per-switch} charging: a slot a request, a service an object, device memory as
 * large as the cache, a request in the cloud and a load as dear as a miss, downloads and room free. An object that is
 * loaded in the slot of one request and in all slots to the next saves that one; loading it anew costs what leaving the
 * request to the cloud does. It takes room in the slot of the next request too, which takes nothing from others:
 * nothing else can begin to be kept in that slot, and what is kept through it was there in the slot before.
 *
 * @param cacheBytes >= 0
 */
record CacheCase(CacheTrace trace, long cacheBytes, Counted counted) {
    private static final long NANOS_PER_MISS = 1_000_000_000;

    /** So that what bounds round down is less than a byte, where the costs of all slots allow it. */
    private static final long MOST_NANOS_PER_BYTE = 10_000;

    /** Costs of a problem are below 2^61 together, those of a miss whole numbers of {@code double}. */
    private static final long MOST_NANOS = 1L << 60;

    private static final long MOST_NANOS_OF_A_MISS = 1L << 50;

    /**
     * A stretch between two requests of one object, none between them.
     *
     * @param object index
     * @param begin number of the earlier request
     * @param end number of the later one
     * @param sizeBytes of the object
     * @param missCost what a hit of the later one saves
     */
    record Interval(int object, int begin, int end, long sizeBytes, long missCost) {
        int steps() {
            return end - begin;
        }
    }

    /** Of all objects that fit the cache, in the order in which they end. */
    List<Interval> intervals() {
        List<Interval> intervals = new ArrayList<>();
        int[] last = new int[trace.objects()];
        Arrays.fill(last, -1);
        for (int request = 0; request < trace.length(); request++) {
            int object = trace.object(request);
            long size = trace.sizeBytes(object);
            if (last[object] >= 0 && size <= cacheBytes) {
                intervals.add(new Interval(object, last[object], request, size, counted.missCost(size)));
            }
            last[object] = request;
        }
        return intervals;
    }

    /** What all requests cost without a cache. */
    long costOfMisses() {
        return IntStream.range(0, trace.length())
                .mapToLong(request -> counted.missCost(trace.sizeBytes(trace.object(request))))
                .sum();
    }

    /** Nano-cost units of a cost of one. */
    long scale() {
        if (counted == Counted.MISSES) {
            return NANOS_PER_MISS;
        }
        long largest = IntStream.range(0, trace.objects())
                .mapToLong(trace::sizeBytes)
                .max()
                .orElse(1);
        // A move and a request in every slot.
        long cells = 2L * trace.length() * trace.objects();
        long most = Math.min(MOST_NANOS_PER_BYTE, Math.min(MOST_NANOS / cells, MOST_NANOS_OF_A_MISS) / largest);
        return Math.max(1, most);
    }

    /** The same as a problem; a cost of one is {@link #scale} nano-cost units, to the unit. */
    Problem problem() {
        // Storage bounds what is loaded, so that device memory need not be looked at too.
        Capacity capacity = new Capacity(cacheBytes, trace.allBytes(), OptionalLong.empty());
        ProblemBuilder builder = new ProblemBuilder(capacity, new Prices(0, 0, 0, 1, 1), Charging.PER_SWITCH, 1);
        double[][] demand = new double[trace.length()][trace.objects()];
        for (int request = 0; request < demand.length; request++) {
            demand[request][trace.object(request)] = 1;
        }
        for (int object = 0; object < trace.objects(); object++) {
            long size = trace.sizeBytes(object);
            String name = "object-" + object;
            long missNanos = counted.missCost(size) * scale();
            builder.add(new Service(name, size, size, 0, 0, missNanos, 0, missNanos));
            if (size > cacheBytes) {
                builder.bounds(name, Residency.ABSENT, Residency.ABSENT);
            }
        }
        return builder.demand(demand).build();
    }
}

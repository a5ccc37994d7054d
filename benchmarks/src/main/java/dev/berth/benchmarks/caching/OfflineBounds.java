package dev.berth.benchmarks.caching;

import dev.berth.benchmarks.caching.CacheCase.Interval;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToLongFunction;

/** Lower and upper bounds on what the misses of a case cost (arXiv 1711.03709). */
final class OfflineBounds {
    private final CacheCase problem;
    private final List<Interval> intervals;

    /** What misses cost that no cache can save: first requests, and those of objects larger than the cache. */
    private final long unavoidable;

    OfflineBounds(CacheCase problem) {
        this.problem = problem;
        intervals = problem.intervals();
        unavoidable = problem.costOfMisses()
                - intervals.stream().mapToLong(Interval::missCost).sum();
    }

    private long[] room() {
        long[] room = new long[problem.trace().length() - 1];
        Arrays.fill(room, problem.cacheBytes());
        return room;
    }

    /**
     * PFOO-L: the cache's bytes over all steps are one account, from which intervals are paid, those that save most for
     * what they take first; the last one in part.
     */
    long accountLower() {
        boolean misses = problem.counted() == Counted.MISSES;
        ToLongFunction<Interval> taken = interval -> Math.multiplyExact(interval.sizeBytes(), (long) interval.steps());
        // What an interval saves over what it takes is 1/taken, or of bytes 1/steps.
        List<Interval> cheapestFirst = new ArrayList<>(intervals);
        cheapestFirst.sort(Comparator.comparingLong(misses ? taken : interval -> interval.steps()));
        long left = Math.multiplyExact(problem.cacheBytes(), (long) room().length);
        long saved = 0;
        for (Interval interval : cheapestFirst) {
            long whole = taken.applyAsLong(interval);
            if (whole > left) {
                // Costs are whole numbers: a part of one miss saves none.
                saved += misses ? 0 : left / interval.steps();
                break;
            }
            left -= whole;
            saved += interval.missCost();
        }
        return problem.costOfMisses() - saved;
    }

    /** What FOO says both ways, and the flow behind it. */
    record Foo(long lower, long upper, IntervalFlow flow) {}

    /** FOO: the linear relaxation, and what remains of it where intervals that are kept in part are let go. */
    Foo flow() {
        IntervalFlow flow = IntervalFlow.of(intervals, room());
        long missed = 0;
        for (int at = 0; at < intervals.size(); at++) {
            missed += flow.isWhole(at) ? 0 : intervals.get(at).missCost();
        }
        return new Foo(unavoidable + flow.bound(), unavoidable + missed, flow);
    }

    /**
     * PFOO-U, as we read it: segments of requests one after another, each a flow in the room that those before have
     * left; what a flow keeps whole is kept.
     *
     * @param length requests of a segment, >= 1
     */
    long segmentsUpper(int length) {
        long[] room = room();
        long missed = 0;
        for (int begin = 0; begin < problem.trace().length(); begin += length) {
            int from = begin;
            List<Interval> segment = intervals.stream()
                    .filter(interval -> interval.begin() >= from && interval.begin() < from + length)
                    .toList();
            IntervalFlow flow = IntervalFlow.of(segment, room);
            for (int at = 0; at < segment.size(); at++) {
                Interval interval = segment.get(at);
                if (!flow.isWhole(at)) {
                    missed += interval.missCost();
                    continue;
                }
                for (int step = interval.begin(); step < interval.end(); step++) {
                    room[step] -= interval.sizeBytes();
                }
            }
        }
        return unavoidable + missed;
    }
}

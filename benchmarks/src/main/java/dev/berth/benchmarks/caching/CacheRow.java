package dev.berth.benchmarks.caching;

import dev.berth.optimizer.problem.Problem;
import dev.berth.optimizer.solve.Solution;
import dev.berth.optimizer.solve.SolveLimits;
import dev.berth.optimizer.solve.choice.Solvers;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * All bounds of one case: what misses cost.
 *
 * @param trace its name
 * @param objects how many it has
 * @param requests how many it has
 * @param cacheBytes size of the cache
 * @param counted what a miss costs
 * @param allMisses cost without a cache
 * @param pfooLower PFOO-L
 * @param fooLower FOO-L
 * @param ourLower bound of our solver
 * @param ourPricedLower the same from the flow's prices on, with as much work again; the larger of both
 * @param ourUpper cost of our plan
 * @param fooUpper FOO-U
 * @param pfooUpper PFOO-U
 * @param pfooSeconds time of PFOO-L
 * @param fooSeconds time of FOO
 * @param ourSeconds time of our solver
 * @param note what our solver says
 */
record CacheRow(
        String trace,
        int objects,
        int requests,
        long cacheBytes,
        String counted,
        long allMisses,
        long pfooLower,
        long fooLower,
        long ourLower,
        long ourPricedLower,
        long ourUpper,
        long fooUpper,
        long pfooUpper,
        double pfooSeconds,
        double fooSeconds,
        double ourSeconds,
        String note) {
    static final String HEADER = "trace,objects,requests,cacheBytes,counted,allMisses,pfooLower,fooLower,ourLower,"
            + "ourPricedLower,ourUpper,fooUpper,pfooUpper,pfooSeconds,fooSeconds,ourSeconds,note";

    private static final double NANO = 1e9;

    /**
     * Works all of them out.
     *
     * @param segment requests of a segment of PFOO-U, >= 1
     */
    static CacheRow of(CacheCase one, SolveLimits limits, int segment) {
        OfflineBounds bounds = new OfflineBounds(one);
        long begin = System.nanoTime();
        long pfooLower = bounds.accountLower();
        long pfooDone = System.nanoTime();
        OfflineBounds.Foo foo = bounds.flow();
        long fooDone = System.nanoTime();
        long pfooUpper = bounds.segmentsUpper(segment);
        long ourBegin = System.nanoTime();
        Problem problem = one.problem();
        Solution ours = Solvers.named("auto").solve(problem, limits);
        long ourDone = System.nanoTime();
        long bound = ours.bound().orElse(0);
        long priced = ours.proven()
                ? bound
                : PricedBound.of(
                        one,
                        problem,
                        foo.flow(),
                        ours.cost().total(),
                        limits.askedSteps().orElse(SolveLimits.DEFAULT_STEPS),
                        limits.maxMemoryBytes());
        return new CacheRow(
                one.trace().name(),
                one.trace().objects(),
                one.trace().length(),
                one.cacheBytes(),
                one.counted().label(),
                one.costOfMisses(),
                pfooLower,
                foo.lower(),
                up(bound, one.scale()),
                up(Math.max(bound, priced), one.scale()),
                up(ours.cost().total(), one.scale()),
                foo.upper(),
                pfooUpper,
                (pfooDone - begin) / NANO,
                (fooDone - pfooDone) / NANO,
                (ourDone - ourBegin) / NANO,
                ours.note());
    }

    /** What misses cost is a whole number: so is what they cost at least. */
    private static long up(long nanoCost, long scale) {
        return -Math.floorDiv(-nanoCost, scale);
    }

    /** Bounds that cannot all hold, one line each. */
    List<String> contradictions() {
        List<String> faults = new ArrayList<>();
        long least = Math.min(ourUpper, Math.min(fooUpper, pfooUpper));
        long[] lower = {pfooLower, fooLower, ourPricedLower};
        String[] names = {"PFOO-L", "FOO-L", "our bound"};
        for (int at = 0; at < lower.length; at++) {
            if (lower[at] > least) {
                faults.add(trace + ", cache of " + cacheBytes + " bytes, " + counted + ": " + names[at] + " is "
                        + lower[at] + ", a choice costs " + least);
            }
        }
        return faults;
    }

    String toCsv() {
        return String.join(
                ",",
                trace,
                Integer.toString(objects),
                Integer.toString(requests),
                Long.toString(cacheBytes),
                counted,
                Long.toString(allMisses),
                Long.toString(pfooLower),
                Long.toString(fooLower),
                Long.toString(ourLower),
                Long.toString(ourPricedLower),
                Long.toString(ourUpper),
                Long.toString(fooUpper),
                Long.toString(pfooUpper),
                seconds(pfooSeconds),
                seconds(fooSeconds),
                seconds(ourSeconds),
                '"' + note.replace('"', '\'') + '"');
    }

    private static String seconds(double seconds) {
        return String.format(Locale.ROOT, "%.4g", seconds);
    }
}

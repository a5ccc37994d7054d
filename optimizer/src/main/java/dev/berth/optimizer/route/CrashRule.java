package dev.berth.optimizer.route;

import java.util.OptionalLong;

/**
 * When a server is overloaded, and what that costs. A request that comes to a server over a limit brings it down: that
 * request and all others there are lost, being served, queued or waiting for a load; models stay, and the server goes
 * on at once. A lost request waits until then and is charged a penalty besides.
 *
 * @param waitingNanos limit of what a request would wait for the device before it is served, >= 0; empty for none
 * @param workNanos limit of the time that all requests of the server still take together, the new one included, >= 0;
 *     empty for none
 * @param penaltyNanos charged for each lost request as if it had waited so much longer, >= 0
 * @param unfinishedPenaltyNanos the same, times the share of its serving that was not done, >= 0
 */
public record CrashRule(
        OptionalLong waitingNanos, OptionalLong workNanos, long penaltyNanos, long unfinishedPenaltyNanos) {
    public CrashRule {
        if (waitingNanos.orElse(0) < 0 || workNanos.orElse(0) < 0 || penaltyNanos < 0 || unfinishedPenaltyNanos < 0) {
            throw new IllegalArgumentException("out of range: waitingNanos=" + waitingNanos + ", workNanos=" + workNanos
                    + ", penaltyNanos=" + penaltyNanos + ", unfinishedPenaltyNanos=" + unfinishedPenaltyNanos
                    + ", expected >= 0");
        }
    }

    /**
     * What is left until it is overloaded with one more request, in nanoseconds; below 0 where it then is.
     *
     * @param waiting what the request would wait for the device
     * @param work that the server still has to do, without it
     * @param own time of serving it
     */
    public long roomNanos(long waiting, long work, long own) {
        long byWaiting = waitingNanos.isPresent() ? waitingNanos.getAsLong() - waiting : Long.MAX_VALUE;
        long byWork = workNanos.isPresent() ? workNanos.getAsLong() - work - own : Long.MAX_VALUE;
        return Math.min(byWaiting, byWork);
    }

    /** What a lost request is charged besides what it waited, in nanoseconds. */
    public long penaltyNanos(double unfinished) {
        return penaltyNanos + Math.round((double) unfinishedPenaltyNanos * unfinished);
    }
}

package dev.berth.benchmarks.compare;

import dev.berth.benchmarks.peer.PeerLimits;

/**
 * What holds for every solve of a comparison.
 *
 * @param peerLimits time and threads of a peer's solve
 * @param timing how solves are timed
 * @param stopSeconds after which a solve is ended with its process, > 0
 * @param keepsPlans whether plans are handed on, not only their costs
 * @param heapMebibytes largest heap of a process that solves, >= 64
 */
record Rules(PeerLimits peerLimits, Timing timing, double stopSeconds, boolean keepsPlans, int heapMebibytes) {
    Rules {
        if (!(stopSeconds > 0) || heapMebibytes < 64) {
            throw new IllegalArgumentException("out of range: stopSeconds=" + stopSeconds + ", heapMebibytes="
                    + heapMebibytes + ", expected > 0 and >= 64");
        }
    }
}

package dev.berth.benchmarks.foresight;

import dev.berth.optimizer.workload.Churn;
import dev.berth.optimizer.workload.DemandGenerator;
import dev.berth.optimizer.workload.Gaps;
import dev.berth.optimizer.workload.RenewalRequests;
import java.util.Optional;
import java.util.SplittableRandom;

/** How few and skewed requests for tens of checkpoints come. */
enum SparseShape {
    /** Popularity that stays. */
    STEADY,
    /** Two models exchange their popularity about thirty times in a run. */
    DRIFT,
    /** Nine tenths more by day than on average, nine tenths less by night. */
    DAYNIGHT,
    /** Who asks for a model asks four times more in the mean, ten minutes apart. */
    SESSIONS,
    /** Gaps between a model's requests of three times the deviation of a Poisson process. */
    CLUMPS,
    /** Models retire and come back. */
    CHURN,
    /** Heavy-tailed sessions, few models hot at a time, by day: as different from the others as could be. */
    CROWDS;

    private static final int EXCHANGES = 30;
    private static final double SESSION_GAP_SECONDS = 600;
    private static final double GOES_ON = 0.8;
    private static final double CLUMPS_VARIATION = 3;
    private static final double DAY_AMPLITUDE = 0.9;
    private static final double NANOS_PER_SECOND = 1e9;

    /**
     * Requests one by one.
     *
     * @param requestsPerSlot of all models together, in the mean, > 0
     */
    RequestLog requests(
            int slots, int models, double slotSeconds, double requestsPerSlot, double zipfExponent, long seed) {
        double perSecond = requestsPerSlot / slotSeconds / (this == SESSIONS ? 1 / (1 - GOES_ON) : 1);
        int driftSlots = this == DRIFT ? Math.max(1, slots / EXCHANGES) : this == CROWDS ? Math.max(1, slots / 100) : 0;
        double amplitude = this == DAYNIGHT ? DAY_AMPLITUDE : this == CROWDS ? 0.6 : 0;
        Optional<Churn> churn =
                this == CHURN ? Optional.of(new Churn(Math.max(1, slots / 4.0), Math.max(1, slots / 4.0))) : Optional.empty();
        double[][] rates = new DemandGenerator(
                        this == CROWDS ? perSecond / 5 : perSecond, zipfExponent, driftSlots, amplitude, churn, seed)
                .expectedRequests(slots, models, slotSeconds);
        Gaps gaps = this == CLUMPS ? new Gaps(Gaps.Shape.GAMMA, CLUMPS_VARIATION) : Gaps.POISSON;
        RequestLog log = RequestLog.of(new RenewalRequests(rates, slotSeconds, gaps, seed + 1));
        if (this == SESSIONS || this == CROWDS) {
            SplittableRandom random = new SplittableRandom(seed + 2);
            return log.followed(slots * slotSeconds * NANOS_PER_SECOND, (first, into) -> {
                double gap = SESSION_GAP_SECONDS;
                double more = GOES_ON;
                if (this == CROWDS) {
                    // Pareto with mean 5 requests a session, gaps from a minute to hours.
                    double length = StrictMath.pow(1 - random.nextDouble(), -1 / 1.25);
                    more = 1 - 1 / Math.min(200, length);
                    gap = 60 * StrictMath.pow(100, random.nextDouble());
                }
                double at = first;
                while (random.nextDouble() < more) {
                    at -= gap * NANOS_PER_SECOND * StrictMath.log(1 - random.nextDouble());
                    into.accept((long) at);
                }
            });
        }
        return log;
    }
}

package dev.berth.benchmarks.foresight;

import dev.berth.optimizer.workload.Churn;
import dev.berth.optimizer.workload.DemandGenerator;
import dev.berth.optimizer.workload.Gaps;
import dev.berth.optimizer.workload.RenewalRequests;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.LongConsumer;

/**
 * How few and skewed requests for tens of checkpoints come: 2 to 50 an hour of all models together, Zipf of 0.8 to 1.4,
 * drawn by the seed.
 */
enum SparseShape {
    /** Popularity that stays. */
    STEADY,
    /** Two models exchange their popularity, thirty times in all. */
    DRIFT,
    /** Nine tenths more than the mean at the busiest hour, nine tenths less at the quietest. */
    DAYNIGHT,
    /** Who asks for a model asks four times more in the mean, ten minutes apart. */
    SESSIONS,
    /** Gaps between a model's requests deviate three times as much as those of a Poisson process. */
    CLUMPS,
    /** Models retire and come back, each about twice in all. */
    CHURN,
    /** Sessions of very different lengths, at day rather than at night, of models whose popularity drifts fast. */
    CROWDS;

    private static final double LEAST_PER_HOUR = 2;
    private static final double MOST_PER_HOUR = 50;
    private static final double LEAST_ZIPF = 0.8;
    private static final double MOST_ZIPF = 1.4;
    private static final int EXCHANGES = 30;
    private static final int FAST_EXCHANGES = 100;
    private static final double CLUMPS_VARIATION = 3;
    private static final double REQUESTS_OF_A_SESSION = 5;
    private static final double SESSION_GAP_SECONDS = 600;
    private static final double MOST_OF_A_CROWD = 200;
    private static final double PARETO_EXPONENT = 1.25;
    private static final double SECONDS_PER_HOUR = 3600;
    private static final double NANOS_PER_SECOND = 1e9;

    /** Requests one by one; the same arguments give the same. */
    RequestLog requests(int slots, int models, double slotSeconds, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double perHour = SparseServer.between(random, LEAST_PER_HOUR, MOST_PER_HOUR);
        double zipf = LEAST_ZIPF + (MOST_ZIPF - LEAST_ZIPF) * random.nextDouble();
        double first = hasSessions() ? 1 / REQUESTS_OF_A_SESSION : 1;
        double[][] rates = new DemandGenerator(
                        first * perHour / SECONDS_PER_HOUR, zipf, driftSlots(slots), amplitude(), churn(slots), seed)
                .expectedRequests(slots, models, slotSeconds);
        Gaps gaps = this == CLUMPS ? new Gaps(Gaps.Shape.GAMMA, CLUMPS_VARIATION) : Gaps.POISSON;
        RequestLog log = RequestLog.of(new RenewalRequests(rates, slotSeconds, gaps, seed + 1));
        return hasSessions()
                ? log.followed(
                        slots * slotSeconds * NANOS_PER_SECOND, (arrival, more) -> session(arrival, random, more))
                : log;
    }

    private boolean hasSessions() {
        return this == SESSIONS || this == CROWDS;
    }

    private int driftSlots(int slots) {
        return switch (this) {
            case DRIFT -> Math.max(1, slots / EXCHANGES);
            case CROWDS -> Math.max(1, slots / FAST_EXCHANGES);
            default -> 0;
        };
    }

    private double amplitude() {
        return switch (this) {
            case DAYNIGHT -> 0.9;
            case CROWDS -> 0.6;
            default -> 0;
        };
    }

    private Optional<Churn> churn(int slots) {
        double spell = Math.max(1, slots / 4.0);
        return this == CHURN ? Optional.of(new Churn(spell, spell)) : Optional.empty();
    }

    /** What follows a first request: a geometric number of requests, exponential gaps. */
    private void session(double arrivalNanos, SplittableRandom random, LongConsumer more) {
        double meanRequests = REQUESTS_OF_A_SESSION;
        double meanGapSeconds = SESSION_GAP_SECONDS;
        if (this == CROWDS) {
            double pareto = StrictMath.pow(1 - random.nextDouble(), -1 / PARETO_EXPONENT);
            meanRequests = Math.min(MOST_OF_A_CROWD, pareto);
            meanGapSeconds = SparseServer.between(random, 0.1 * SESSION_GAP_SECONDS, 10 * SESSION_GAP_SECONDS);
        }
        double at = arrivalNanos;
        while (random.nextDouble() < 1 - 1 / meanRequests) {
            at -= meanGapSeconds * NANOS_PER_SECOND * StrictMath.log(1 - random.nextDouble());
            more.accept((long) at);
        }
    }
}

package dev.berth.benchmarks.foresight;

import dev.berth.benchmarks.instance.DemandShape;
import dev.berth.benchmarks.instance.Instance;
import dev.berth.benchmarks.instance.Regime;
import dev.berth.optimizer.policy.ServerTerms;
import dev.berth.optimizer.problem.Charging;
import dev.berth.optimizer.problem.Prices;
import dev.berth.optimizer.problem.Problem;
import dev.berth.optimizer.workload.Gaps;
import dev.berth.optimizer.workload.RenewalRequests;
import dev.berth.optimizer.workload.Requests;
import dev.berth.optimizer.workload.Trace;
import dev.berth.optimizer.workload.TraceFile;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Demand from what a forecast can know to what it cannot; requests are drawn one by one (Poisson), or recorded. */
enum DemandRegime {
    /** A daily cycle, popularities that drift. */
    DRIFT(DemandShape.DRIFT),
    /** Each model with its own hours. */
    DAILY(DemandShape.DAILY),
    /** Bursts of eight slots or so. */
    BURSTS(DemandShape.BURSTS),
    /** A hundredth of the requests of {@link #DRIFT}: mostly 0, 1 or 2 of a model in a slot. */
    SPARSE(DemandShape.DRIFT),
    /** {@link #DRIFT} times a factor drawn anew for each model and slot (lognormal, deviation 1.2): little to know. */
    UNPREDICTABLE(DemandShape.DRIFT),
    /** When an hour's recorded requests came, in slots of a minute; each draws its model by itself (Zipf 0.9). */
    TRACE(DemandShape.DRIFT),
    /** The same hour thinned to a twentieth, in slots of ten seconds, on a {@link SparseServer}. */
    TRACE_THINNED(SparseShape.STEADY, 10),
    /** Few requests for checkpoints, in slots of an hour: a {@link SparseServer} with each {@link SparseShape}. */
    HOURLY_STEADY(SparseShape.STEADY, 3600),
    HOURLY_DRIFT(SparseShape.DRIFT, 3600),
    HOURLY_DAYNIGHT(SparseShape.DAYNIGHT, 3600),
    HOURLY_SESSIONS(SparseShape.SESSIONS, 3600),
    HOURLY_CLUMPS(SparseShape.CLUMPS, 3600),
    HOURLY_CHURN(SparseShape.CHURN, 3600),
    HOURLY_CROWDS(SparseShape.CROWDS, 3600),
    /** The same in slots of ten minutes. */
    TENMIN_STEADY(SparseShape.STEADY, 600),
    TENMIN_DRIFT(SparseShape.DRIFT, 600),
    TENMIN_DAYNIGHT(SparseShape.DAYNIGHT, 600),
    TENMIN_SESSIONS(SparseShape.SESSIONS, 600),
    TENMIN_CLUMPS(SparseShape.CLUMPS, 600),
    TENMIN_CHURN(SparseShape.CHURN, 600),
    TENMIN_CROWDS(SparseShape.CROWDS, 600);

    private static final double SPARSE_SHARE = 0.01;
    private static final double DEVIATION = 1.2;
    private static final double SLOT_SECONDS = 900;
    private static final double TRACE_SLOT_SECONDS = 60;
    private static final double TRACE_SECONDS = 57 * TRACE_SLOT_SECONDS;
    private static final double THINNED = 0.05;
    private static final double NANOS_PER_SECOND = 1e9;
    private static final double ZIPF_EXPONENT = 0.9;

    private final DemandShape shape;
    private final Optional<SparseShape> sparse;
    private final double slotSeconds;

    DemandRegime(DemandShape shape) {
        this.shape = shape;
        sparse = Optional.empty();
        slotSeconds = SLOT_SECONDS;
    }

    DemandRegime(SparseShape sparse, double slotSeconds) {
        shape = DemandShape.DRIFT;
        this.sparse = Optional.of(sparse);
        this.slotSeconds = slotSeconds;
    }

    /** Whether it is made of the recorded hour. */
    boolean isRecorded() {
        return this == TRACE || this == TRACE_THINNED;
    }

    /** As it is typed. */
    @Override
    public String toString() {
        return label();
    }

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** As many slots of those wished for as there are. */
    int slots(int wished) {
        double most = this == TRACE ? TRACE_SECONDS / TRACE_SLOT_SECONDS : TRACE_SECONDS / slotSeconds;
        return isRecorded() ? Math.min(wished, (int) most) : wished;
    }

    /**
     * A tight server with this demand; the same arguments give the same case.
     *
     * @param trace file of what {@link #isRecorded}
     */
    Case make(int models, int wishedSlots, SwitchingWeight weight, long seed, Path trace) {
        int slots = slots(wishedSlots);
        return sparse.isPresent()
                ? makeSparse(sparse.get(), models, slots, weight, seed, trace)
                : makeDense(models, slots, weight, seed, trace);
    }

    private Case makeSparse(SparseShape form, int models, int slots, SwitchingWeight weight, long seed, Path trace) {
        RequestLog requests = this == TRACE_THINNED
                ? RequestLog.of(recorded(trace, models, slots, slotSeconds, THINNED, seed))
                : form.requests(slots, models, slotSeconds, seed);
        return SparseServer.make(requests, slots, models, slotSeconds, weight.sparsePaybackSlots(), seed);
    }

    private Case makeDense(int models, int slots, SwitchingWeight weight, long seed, Path trace) {
        double seconds = this == TRACE ? TRACE_SLOT_SECONDS : SLOT_SECONDS;
        RequestLog requests = RequestLog.of(
                this == TRACE
                        ? recorded(trace, models, slots, seconds, 1, seed)
                        : new RenewalRequests(rates(models, slots, seed), seconds, Gaps.POISSON, seed + 3));
        double[][] counts = requests.counts(slots, models, seconds * NANOS_PER_SECOND);
        Prices prices = Instance.prices(weight.pricePerSecond() * (this == TRACE ? thinning(counts) : 1));
        Instance server = new Instance(Regime.TIGHT, shape, Charging.BOTH, models, slots, seed);
        Problem problem = server.problem(prices, seconds, counts);
        return new Case(problem, new ServerTerms(problem, server.services(), prices), requests);
    }

    private static Requests recorded(Path trace, int models, int slots, double seconds, double scale, long seed) {
        List<String> names =
                IntStream.range(0, models).mapToObj(m -> "model-" + m).toList();
        TraceFile file = new TraceFile(trace, new TraceFile.Format.Azure2023(ZIPF_EXPONENT, seed), 0, scale);
        return new Trace(file, names, Set.of(), slots, seconds).open();
    }

    /** Requests of a model in a slot over those of the generated demand: a load then takes as many slots to pay. */
    private static double thinning(double[][] counts) {
        double mean =
                Arrays.stream(counts).flatMapToDouble(Arrays::stream).average().orElseThrow();
        return mean / (DemandShape.REQUESTS_PER_SECOND_PER_MODEL * SLOT_SECONDS);
    }

    private double[][] rates(int models, int slots, long seed) {
        double[][] rates = shape.expectedRequests(slots, models, SLOT_SECONDS, seed);
        SplittableRandom random = new SplittableRandom(seed + 2);
        for (double[] slot : rates) {
            for (int model = 0; model < models; model++) {
                slot[model] *= factor(random);
            }
        }
        return rates;
    }

    private double factor(SplittableRandom random) {
        return switch (this) {
            case SPARSE -> SPARSE_SHARE;
            case UNPREDICTABLE -> StrictMath.exp(DEVIATION * normal(random) - DEVIATION * DEVIATION / 2);
            default -> 1;
        };
    }

    /** By Box and Muller. */
    private static double normal(SplittableRandom random) {
        double radius = Math.sqrt(-2 * StrictMath.log(1 - random.nextDouble()));
        return radius * StrictMath.cos(2 * Math.PI * random.nextDouble());
    }
}

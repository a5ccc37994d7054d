package dev.berth.benchmarks.foresight;

import dev.berth.benchmarks.instance.DemandShape;
import dev.berth.benchmarks.instance.Instance;
import dev.berth.benchmarks.instance.Regime;
import dev.berth.optimizer.problem.Charging;
import dev.berth.optimizer.problem.Problem;
import java.util.Locale;
import java.util.SplittableRandom;

/** Demand from what a forecast can know to what it cannot. */
enum DemandRegime {
    /** A daily cycle, popularities that drift; rates, without noise. */
    DRIFT(DemandShape.DRIFT),
    /** Each model with its own hours; rates, without noise. */
    DAILY(DemandShape.DAILY),
    /** Bursts of eight slots or so; rates, without noise. */
    BURSTS(DemandShape.BURSTS),
    /** Requests counted as they come (Poisson), a hundredth of the rates of {@link #DRIFT}: mostly 0, 1 or 2 a slot. */
    COUNTED(DemandShape.DRIFT),
    /** {@link #DRIFT} times a factor drawn anew for each model and slot (lognormal, deviation 1.2): little to know. */
    UNPREDICTABLE(DemandShape.DRIFT);

    private static final double COUNTED_SHARE = 0.01;
    private static final double DEVIATION = 1.2;

    /** Up to here a Poisson variable is drawn by its definition, beyond as a normal one. */
    private static final double LARGE_MEAN = 500;

    private final DemandShape shape;

    DemandRegime(DemandShape shape) {
        this.shape = shape;
    }

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** A tight server with this demand; the same arguments give the same problem. */
    Problem problem(int models, int slots, SwitchingWeight weight, long seed) {
        Problem rates =
                new Instance(Regime.TIGHT, shape, Charging.BOTH, models, slots, seed).problem(weight.pricePerSecond());
        if (this != COUNTED && this != UNPREDICTABLE) {
            return rates;
        }
        SplittableRandom random = new SplittableRandom(seed + 2);
        double[] requests = new double[slots * models];
        for (int cell = 0; cell < requests.length; cell++) {
            requests[cell] = observed(rates.expectedRequests(cell / models, cell % models), random);
        }
        return rates.with(requests, new byte[models]);
    }

    private double observed(double rate, SplittableRandom random) {
        return this == COUNTED
                ? poisson(rate * COUNTED_SHARE, random)
                : rate * StrictMath.exp(DEVIATION * normal(random) - DEVIATION * DEVIATION / 2);
    }

    private static double poisson(double mean, SplittableRandom random) {
        if (mean > LARGE_MEAN) {
            return Math.max(0, Math.rint(mean + Math.sqrt(mean) * normal(random)));
        }
        double least = StrictMath.exp(-mean);
        double product = random.nextDouble();
        int count = 0;
        while (product > least) {
            product *= random.nextDouble();
            count++;
        }
        return count;
    }

    /** By Box and Muller. */
    private static double normal(SplittableRandom random) {
        double radius = Math.sqrt(-2 * StrictMath.log(1 - random.nextDouble()));
        return radius * StrictMath.cos(2 * Math.PI * random.nextDouble());
    }
}

package dev.berth.benchmarks;

import dev.berth.benchmarks.instance.Instance;
import dev.berth.optimizer.problem.Problem;
import dev.berth.optimizer.problem.Resource;
import dev.berth.optimizer.solve.SolveLimits;
import dev.berth.optimizer.solve.choice.Solvers;
import dev.berth.optimizer.solve.prices.PriceSweep;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** One sweep of {@code lagrangian}: what the cheapest path of every model costs and takes at given prices. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class MultiplierBenchmark {
    private static final int SLOTS = 100;

    /** Number of models. */
    @Param({"10", "100", "1000", "10000"})
    private int models;

    private PriceSweep sweep;
    private double[][] prices;
    private double[][] used;

    @Setup
    public void build() {
        Problem problem = Instance.tight(models, SLOTS, 1).problem();
        sweep = PriceSweep.of(problem);
        prices = new double[Resource.COUNT][SLOTS];
        used = new double[Resource.COUNT][SLOTS];
        // Of the order of the best prices: what a slot costs where everything is left to the cloud.
        long allCloud = Solvers.named("all-cloud")
                .solve(problem, SolveLimits.ofThisMachine())
                .cost()
                .total();
        for (double[] row : prices) {
            Arrays.fill(row, 0.1 * (double) allCloud / SLOTS);
        }
        Arrays.fill(prices[prices.length - 1], 0);
    }

    /** The value of the relaxation. */
    @Benchmark
    public double sweep(ModelSlots counter) {
        counter.modelSlots += (long) SLOTS * models;
        return sweep.run(prices, used);
    }
}

package dev.berth.benchmarks;

import dev.berth.benchmarks.instance.Instance;
import dev.berth.optimizer.problem.Problem;
import dev.berth.optimizer.solve.horizon.HorizonSweep;
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

/** One slot of the joint-state dynamic programme: sweep down, sweep up, costs of the slot. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class SweepBenchmark {
    /** Number of models. */
    @Param({"6", "10", "12"})
    private int models;

    private HorizonSweep sweep;
    private long[] before;
    private long[] row;

    @Setup
    public void build() {
        Problem problem = Instance.tight(models, 2, 1).problem();
        sweep = HorizonSweep.of(problem);
        before = new long[sweep.states()];
        row = new long[sweep.states()];
        sweep.first(before);
    }

    @Benchmark
    public long[] oneSlot(ModelSlots counter) {
        sweep.next(before, 1, row);
        counter.modelSlots += models;
        return row;
    }
}

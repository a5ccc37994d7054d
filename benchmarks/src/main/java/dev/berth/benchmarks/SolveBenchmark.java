package dev.berth.benchmarks;

import dev.berth.benchmarks.instance.Instance;
import dev.berth.optimizer.problem.Problem;
import dev.berth.optimizer.solve.Solution;
import dev.berth.optimizer.solve.SolveLimits;
import dev.berth.optimizer.solve.Solver;
import dev.berth.optimizer.solve.Solvers;
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

/** Whole solves, from the problem to the evaluated plan. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class SolveBenchmark {
    /** Solver by name. */
    @Param({"static-greedy", "slot-exact", "horizon-exact"})
    private String solver;

    /** Number of models. */
    @Param({"6", "10"})
    private int models;

    /** Number of slots. */
    @Param({"96", "288"})
    private int slots;

    private Problem problem;
    private Solver chosen;
    private SolveLimits limits;

    @Setup
    public void build() {
        problem = Instance.tight(models, slots, 1).problem();
        chosen = Solvers.named(solver);
        limits = SolveLimits.ofThisMachine();
    }

    @Benchmark
    public Solution solve() {
        return chosen.solve(problem, limits);
    }
}

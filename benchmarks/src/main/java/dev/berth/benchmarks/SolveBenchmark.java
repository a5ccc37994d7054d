package dev.berth.benchmarks;

import dev.berth.benchmarks.compare.Contestants;
import dev.berth.benchmarks.instance.Instance;
import dev.berth.benchmarks.peer.PeerLimits;
import dev.berth.optimizer.problem.Problem;
import dev.berth.optimizer.solve.Solution;
import dev.berth.optimizer.solve.SolveLimits;
import dev.berth.optimizer.solve.Solver;
import dev.berth.optimizer.solve.choice.Solvers;
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

/** Whole solves, ours and those of peers, from the problem in memory to the evaluated plan. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(value = 1, jvmArgsAppend = "-Xmx4g")
@Warmup(iterations = 2, time = 2)
@Measurement(iterations = 3, time = 2)
public class SolveBenchmark {
    /** By name; {@link Bench} has all contestants take part where none is named, not this one alone. */
    @Param("auto")
    private String solver;

    /** REGIME/SHAPE/CHARGING/MODELSxSLOTS/SEED. */
    @Param("tight/drift/both/10x288/1")
    private String instance;

    /** Time that a peer has for a solve. */
    @Param("60")
    private double seconds;

    private Problem problem;
    private Solver chosen;
    private SolveLimits limits;
    private long allCloud;

    /** Builds the problem, loads a peer's library. */
    @Setup
    public void build() {
        problem = Instance.named(instance).problem();
        chosen = Contestants.named(solver, new PeerLimits(seconds, 1));
        limits = SolveLimits.ofThisMachine();
        allCloud = Solvers.named("all-cloud").solve(problem, limits).cost().total();
    }

    /** One solve. */
    @Benchmark
    public Solution solve(ModelSlots counter, Quality quality) {
        Solution solution = chosen.solve(problem, limits);
        counter.modelSlots += (long) problem.models() * problem.slots();
        quality.set(solution, allCloud);
        return solution;
    }
}

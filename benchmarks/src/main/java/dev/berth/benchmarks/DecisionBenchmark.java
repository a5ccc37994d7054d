package dev.berth.benchmarks;

import dev.berth.benchmarks.instance.Instance;
import dev.berth.optimizer.cost.IncrementalCost;
import dev.berth.optimizer.cost.PlanCost;
import dev.berth.optimizer.problem.Plan;
import dev.berth.optimizer.problem.Problem;
import dev.berth.optimizer.problem.Residency;
import dev.berth.optimizer.solve.SolveLimits;
import dev.berth.optimizer.solve.slot.SlotDecision;
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

/** One slot's decision, one move, and the slow evaluation of a whole plan. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class DecisionBenchmark {
    private static final int SLOTS = 24;

    /** Number of models. */
    @Param({"10", "100", "1000", "10000"})
    private int models;

    private Problem problem;
    private Plan plan;
    private IncrementalCost incremental;
    private SlotDecision decision;
    private long[] slotCosts;
    private int cell;

    @Setup
    public void build() {
        problem = Instance.tight(models, SLOTS, 1).problem();
        plan = new Plan(models, new byte[SLOTS * models]);
        incremental = new IncrementalCost(problem, plan);
        decision = new SlotDecision(problem, SolveLimits.DEFAULT_NODES_PER_SLOT);
        slotCosts = new long[models * Residency.COUNT];
        for (int model = 0; model < models; model++) {
            for (int residency = 0; residency < Residency.COUNT; residency++) {
                slotCosts[model * Residency.COUNT + residency] =
                        problem.slotCost(0, model, residency) + problem.switchingCost(model, 0, residency);
            }
        }
    }

    /** The change of cost of one model in one slot, and taking it. */
    @Benchmark
    public long move(ModelSlots counter) {
        cell = (cell + 7919) % (SLOTS * models);
        incremental.set(cell / models, cell % models, cell % Residency.COUNT);
        counter.modelSlots++;
        return incremental.total();
    }

    /** The optimum of one slot. */
    @Benchmark
    public long slotDecision(ModelSlots counter) {
        decision.decide(slotCosts);
        counter.modelSlots += models;
        return decision.cost();
    }

    /** All slots by the slow evaluator. */
    @Benchmark
    public PlanCost slowEvaluation(ModelSlots counter) {
        counter.modelSlots += (long) SLOTS * models;
        return PlanCost.of(problem, plan);
    }
}

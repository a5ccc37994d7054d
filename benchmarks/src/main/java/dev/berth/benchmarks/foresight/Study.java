package dev.berth.benchmarks.foresight;

import dev.berth.benchmarks.instance.Pressure;
import dev.berth.optimizer.baseline.Baseline;
import dev.berth.optimizer.cost.Limits;
import dev.berth.optimizer.cost.PlanCost;
import dev.berth.optimizer.policy.Policies;
import dev.berth.optimizer.policy.Policy;
import dev.berth.optimizer.problem.Plan;
import dev.berth.optimizer.solve.SolveLimits;
import dev.berth.optimizer.solve.Solver;
import dev.berth.optimizer.solve.choice.Solvers;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/** Every method on one case. */
final class Study {
    static final String LOOKAHEAD = "lookahead";
    static final String PAPER = "paper-ga";
    static final String PRESENT = "slot-exact";

    /** Beyond, the exact optimum over all slots is out of reach, and a plan near a bound stands in. */
    private static final int MOST_MODELS_EXACT = 12;

    private static final long REFERENCE_STEPS = 50_000_000;
    private static final double REFERENCE_GAP = 1e-3;

    private Study() {}

    static List<CostRow> run(CostRow.Key key, Case one) {
        Recorder recorder = new Recorder(key, one, Pressure.of(one.problem()));
        SolveLimits limits = SolveLimits.ofThisMachine().withSeed(key.seed());
        recorder.record(
                Baseline.ALL_CLOUD,
                CostRow.Kind.BASELINE,
                () -> Plan.allCloud(one.problem().slots(), one.problem().models()));
        for (String name : List.of(LOOKAHEAD, PAPER, PRESENT)) {
            Solver solver = Solvers.named(name);
            recorder.record(
                    name,
                    CostRow.Kind.SOLVER,
                    () -> solver.solve(one.problem(), limits).plan());
        }
        for (Policy policy :
                Policies.all().stream().filter(Policy::servesAtEdge).toList()) {
            recorder.record(
                    policy.name(),
                    CostRow.Kind.POLICY,
                    () -> one.follow(policy, key.seed()),
                    plan -> one.simulated(policy, key.seed()));
        }
        Solver reference = Solvers.named(key.models() <= MOST_MODELS_EXACT ? "horizon-exact" : "lagrangian");
        SolveLimits effort = limits.withEffort(REFERENCE_STEPS, REFERENCE_GAP);
        recorder.record(
                reference.name(),
                CostRow.Kind.REFERENCE,
                () -> reference.solve(one.problem(), effort).plan());
        return recorder.rows;
    }

    private static final class Recorder {
        private final CostRow.Key key;
        private final Case one;
        private final double pressure;
        private final List<CostRow> rows = new ArrayList<>();

        Recorder(CostRow.Key key, Case one, double pressure) {
            this.key = key;
            this.one = one;
            this.pressure = pressure;
        }

        void record(String method, CostRow.Kind kind, Supplier<Plan> planned) {
            record(method, kind, planned, plan -> one.simulated(plan, key.seed()));
        }

        void record(String method, CostRow.Kind kind, Supplier<Plan> planned, ToLongFunction<Plan> simulated) {
            long begin = System.nanoTime();
            Plan plan = planned.get();
            double seconds = (System.nanoTime() - begin) / 1e9;
            Limits.broken(one.problem(), plan).ifPresent(fault -> {
                throw new IllegalStateException("plan of " + method + " for " + key.describe() + ": " + fault);
            });
            rows.add(new CostRow(
                    key.demand(),
                    key.switching(),
                    key.models(),
                    key.slots(),
                    key.seed(),
                    pressure,
                    method,
                    kind,
                    PlanCost.of(one.problem(), plan).total(),
                    simulated.applyAsLong(plan),
                    seconds));
        }
    }
}

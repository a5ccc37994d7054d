package dev.berth.optimizer.cli;

import dev.berth.optimizer.cost.PlanCost;
import dev.berth.optimizer.policy.Policies;
import dev.berth.optimizer.policy.Policy;
import dev.berth.optimizer.policy.PolicyPlan;
import dev.berth.optimizer.problem.Plan;
import dev.berth.optimizer.problem.Problem;
import dev.berth.optimizer.scenario.ScenarioProblem;
import dev.berth.optimizer.simulate.Interval;
import dev.berth.optimizer.simulate.Simulation;
import dev.berth.optimizer.simulate.SimulationResult;
import dev.berth.optimizer.solve.Solution;
import dev.berth.optimizer.solve.SolveLimits;
import dev.berth.optimizer.solve.Solver;
import dev.berth.optimizer.solve.Solvers;
import dev.berth.optimizer.workload.Requests;
import dev.berth.profile.Reading;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;

/** Every method on one scenario. */
final class Comparison {
    private final ScenarioProblem built;
    private final Simulation simulation;
    private final SolveLimits limits;
    private final Consumer<String> remarks;

    Comparison(
            Variant variant, String profiles, SimulationOptions options, SolveLimits limits, Consumer<String> remarks) {
        this.limits = limits;
        this.remarks = remarks;
        built = variant.problem(profiles);
        simulation = options.simulation(variant.scenario(), built);
    }

    List<String> assumptions() {
        return built.assumptions();
    }

    ComparisonFile.Case run(List<ComparisonFile.Setting> settings, List<Solver> solvers, List<Policy> policies) {
        List<Planning.Result> results = Planning.solved(built.problem(), solvers, limits, remarks);
        OptionalLong bound = results.stream()
                .map(result -> result.solution().bound())
                .flatMapToLong(OptionalLong::stream)
                .max();
        List<ComparisonFile.Row> rows = new ArrayList<>();
        for (Planning.Result result : results) {
            rows.add(row(result, bound));
        }
        for (Policy policy : policies) {
            rows.add(row(policy, bound));
        }
        Solution nothing = Solvers.named("cloud-only").solve(built.problem(), SolveLimits.ofThisMachine());
        return new ComparisonFile.Case(
                settings,
                built.problem().models(),
                bound.isPresent()
                        ? Reading.derived(bound.getAsLong())
                        : Reading.notSupported("no solver that ran knows a bound"),
                nothing.cost().total(),
                rows);
    }

    private ComparisonFile.Row row(Planning.Result result, OptionalLong bound) {
        Solution solution = result.solution();
        String name = result.solver().name();
        Interval cost = Interval.of(new double[] {solution.cost().total()});
        SimulationResult simulated = simulation.of(name, List.of(Policies.following(name, solution.plan()))).all();
        return row(
                ComparisonFile.Kind.SOLVER,
                cost,
                bound,
                solution.proven(),
                result.elapsedNanos(),
                simulated,
                solution.note());
    }

    private ComparisonFile.Row row(Policy policy, OptionalLong bound) {
        Problem problem = built.problem();
        double[] costs = new double[simulation.seeds()];
        long elapsed = 0;
        for (int run = 0; run < costs.length; run++) {
            long seed = simulation.firstSeed() + run;
            long begin = System.nanoTime();
            try (Requests requests = built.workload().open(seed)) {
                Plan plan = PolicyPlan.of(policy, simulation.sites().get(0).server().terms(), requests, problem.slots(), seed);
                elapsed += System.nanoTime() - begin;
                Planning.requireLimits(policy.name(), problem, plan);
                costs[run] = PlanCost.of(problem, plan).total();
            }
        }
        SimulationResult simulated = simulation.of(policy.name(), List.of(policy)).all();
        return row(ComparisonFile.Kind.POLICY, Interval.of(costs), bound, false, elapsed / costs.length, simulated, "");
    }

    private static ComparisonFile.Row row(
            ComparisonFile.Kind kind,
            Interval cost,
            OptionalLong bound,
            boolean proven,
            long elapsedNanos,
            SimulationResult simulated,
            String note) {
        Reading<Double> gap = bound.orElse(0) > 0
                ? Reading.derived(cost.mean() / (double) bound.getAsLong() - 1)
                : Reading.notSupported("no bound above 0");
        return new ComparisonFile.Row(
                simulated.name(),
                kind,
                cost,
                gap,
                proven,
                elapsedNanos,
                simulated.totalNanoCost(),
                simulated.meanDelayNanos(),
                simulated.delay().p50Nanos(),
                simulated.delay().p95Nanos(),
                simulated.delay().p99Nanos(),
                simulated.loadedShare(),
                simulated.cloudShare(),
                simulated.backhaulBytes(),
                simulated.switchingNanos(),
                note);
    }
}

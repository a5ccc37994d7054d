package dev.berth.optimizer.cli;

import dev.berth.optimizer.cost.FleetLimits;
import dev.berth.optimizer.cost.Limits;
import dev.berth.optimizer.cost.PlanCost;
import dev.berth.optimizer.policy.Policies;
import dev.berth.optimizer.policy.Policy;
import dev.berth.optimizer.policy.PolicyPlan;
import dev.berth.optimizer.problem.Plan;
import dev.berth.optimizer.problem.Problem;
import dev.berth.optimizer.simulate.Interval;
import dev.berth.optimizer.simulate.Simulation;
import dev.berth.optimizer.simulate.SimulationResult;
import dev.berth.optimizer.simulate.Site;
import dev.berth.optimizer.solve.FleetSolution;
import dev.berth.optimizer.solve.SolveLimits;
import dev.berth.optimizer.solve.Solver;
import dev.berth.optimizer.workload.Requests;
import dev.berth.profile.Reading;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.function.Consumer;

/** Every method on one scenario of one server or several; a policy decides on each server by itself. */
final class Comparison {
    private final Servers servers;
    private final Simulation simulation;
    private final SolveLimits limits;
    private final Consumer<String> remarks;
    private final SolveWatch watch;

    Comparison(
            Servers servers,
            SimulationOptions options,
            SolveLimits limits,
            Consumer<String> remarks,
            SolveWatch watch) {
        this.servers = servers;
        this.limits = limits;
        this.remarks = remarks;
        this.watch = watch;
        simulation = options.simulation(servers);
    }

    ComparisonFile.Case run(List<ComparisonFile.Setting> settings, List<Solver> solvers, List<Policy> policies) {
        List<Servers.Result> results = servers.solved(solvers, limits, remarks, watch);
        OptionalLong bound = results.stream()
                .map(result -> result.solution().bound())
                .flatMapToLong(OptionalLong::stream)
                .max();
        List<ComparisonFile.Row> rows = new ArrayList<>();
        for (Servers.Result result : results) {
            rows.add(row(result, bound));
        }
        for (Policy policy : policies) {
            rows.add(row(policy, bound));
        }
        return new ComparisonFile.Case(
                settings,
                models(),
                bound.isPresent()
                        ? Reading.derived(bound.getAsLong())
                        : Reading.notSupported("no solver that ran knows a bound"),
                servers.cloudOnly().total(),
                rows);
    }

    /** Models that any server decides about; one that several do counts once. */
    private int models() {
        return (int) servers.built().stream()
                .flatMap(server -> server.problem().names().stream())
                .distinct()
                .count();
    }

    private ComparisonFile.Row row(Servers.Result result, OptionalLong bound) {
        FleetSolution solution = result.solution();
        String name = result.solver().name();
        Interval cost = Interval.of(new double[] {solution.total()});
        SimulationResult simulated = simulation
                .of(
                        name,
                        solution.plans().stream()
                                .map(plan -> Policies.following(name, plan))
                                .toList())
                .all();
        return row(
                ComparisonFile.Kind.SOLVER,
                cost,
                gap(cost, bound),
                solution.proven(),
                result.elapsedNanos(),
                simulated,
                solution.note());
    }

    private ComparisonFile.Row row(Policy policy, OptionalLong bound) {
        int count = simulation.sites().size();
        double[] costs = new double[simulation.seeds()];
        long elapsed = 0;
        long overloaded = 0;
        for (int run = 0; run < costs.length; run++) {
            List<Plan> plans = new ArrayList<>();
            long cost = 0;
            for (int server = 0; server < count; server++) {
                long seed = Simulation.seed(simulation.firstSeed() + run, server);
                long begin = System.nanoTime();
                Plan plan = kept(policy, simulation.sites().get(server), seed);
                elapsed += System.nanoTime() - begin;
                plans.add(plan);
                cost += cost(policy, servers.problem(server), plan);
            }
            costs[run] = cost;
            overloaded += servers.fleet()
                    .map(fleet -> FleetLimits.overloadedSlots(fleet, plans).size())
                    .orElse(0);
        }
        Interval cost = Interval.of(costs);
        SimulationResult simulated =
                simulation.of(policy.name(), Collections.nCopies(count, policy)).all();
        long slots = (long) costs.length * servers.slots();
        String note = overloaded == 0
                ? ""
                : String.format(
                        Locale.ROOT,
                        "asks more of the shared backhaul than it carries in %.1f %% of slots",
                        100.0 * overloaded / slots);
        return row(
                ComparisonFile.Kind.POLICY,
                cost,
                overloaded == 0
                        ? gap(cost, bound)
                        : Reading.notSupported("breaks the shared backhaul, which plans under the bound keep"),
                false,
                elapsed / costs.length,
                simulated,
                note);
    }

    private static Plan kept(Policy policy, Site site, long seed) {
        try (Requests requests = site.workload().open(seed)) {
            return PolicyPlan.of(
                    policy, site.server().terms(), requests, site.server().slots(), seed);
        }
    }

    private static long cost(Policy policy, Problem problem, Plan plan) {
        Limits.broken(problem, plan).ifPresent(fault -> {
            throw new IllegalStateException("plan of " + policy.name() + ": " + fault);
        });
        return PlanCost.of(problem, plan).total();
    }

    private static Reading<Double> gap(Interval cost, OptionalLong bound) {
        if (bound.isEmpty()) {
            return Reading.notSupported("no solver that ran knows a bound");
        }
        double least = (double) bound.getAsLong();
        if (cost.mean() == least) {
            return Reading.derived(0.0);
        }
        return least > 0 ? Reading.derived(cost.mean() / least - 1) : Reading.notSupported("the bound is 0");
    }

    private static ComparisonFile.Row row(
            ComparisonFile.Kind kind,
            Interval cost,
            Reading<Double> gap,
            boolean proven,
            long elapsedNanos,
            SimulationResult simulated,
            String note) {
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

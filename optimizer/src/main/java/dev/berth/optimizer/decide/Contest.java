package dev.berth.optimizer.decide;

import dev.berth.optimizer.baseline.Baseline;
import dev.berth.optimizer.cost.MeanDelays;
import dev.berth.optimizer.cost.PlanCost;
import dev.berth.optimizer.document.ComparisonFile;
import dev.berth.optimizer.document.ComparisonFile.Kind;
import dev.berth.optimizer.document.WorstDelay;
import dev.berth.optimizer.policy.Policies;
import dev.berth.optimizer.policy.Policy;
import dev.berth.optimizer.policy.PolicyPlan;
import dev.berth.optimizer.problem.Plan;
import dev.berth.optimizer.route.Router;
import dev.berth.optimizer.route.Routers;
import dev.berth.optimizer.scenario.Objective;
import dev.berth.optimizer.simulate.FleetResult;
import dev.berth.optimizer.simulate.Interval;
import dev.berth.optimizer.simulate.SimulatedDelay;
import dev.berth.optimizer.simulate.SimulatedModel;
import dev.berth.optimizer.simulate.Simulation;
import dev.berth.optimizer.simulate.SimulationResult;
import dev.berth.optimizer.simulate.Site;
import dev.berth.optimizer.solve.Solution;
import dev.berth.optimizer.solve.SolveLimits;
import dev.berth.optimizer.solve.Solver;
import dev.berth.optimizer.solve.worst.WorstDelaySolver;
import dev.berth.optimizer.workload.Requests;
import dev.berth.record.Reading;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.IntConsumer;
import java.util.stream.Stream;

/**
 * Every method on one scenario of one server or several, held against each other by what they cost in simulation; a
 * policy decides on each server by itself.
 */
final class Contest {
    private static final double NANO = 1e9;
    private static final String NO_BOUND = "no solver that ran knows a bound";

    private final Servers servers;
    private final Simulation simulation;
    private final SolveLimits limits;
    private final Progress progress;

    /** Many solvers find the same plans; under the same seeds they come to the same. */
    private final Map<Followed, Replayed> simulatedPlans = new HashMap<>();

    private final List<Replan> replans;

    private final List<Router> routers;

    /** Read when a signal comes, which another thread takes. */
    private final List<Method> through = new CopyOnWriteArrayList<>();

    private volatile List<ComparisonFile.Setting> settings = List.of();
    private volatile List<String> wanted = List.of();

    /** @param routers each method is simulated with each; none where every request stays */
    Contest(Servers servers, List<Router> routers, SeededRuns runs, SolveLimits limits, Progress progress) {
        this.servers = servers;
        this.routers = routers.isEmpty() ? List.of(Routers.named(Routers.HOME)) : List.copyOf(routers);
        this.limits = limits;
        this.progress = progress;
        simulation = servers.simulation(runs);
        replans = runs.replans();
    }

    /** Plans, one a server, whether new ones take their place, and where requests go. */
    private record Followed(List<Plan> plans, Replan replan, String router) {}

    /**
     * A method on a scenario of its own, which asks for the same requests: for example one that leaves less to decide.
     *
     * @param name of its row
     * @param servers of that scenario
     * @param solver empty where a policy decides
     * @param policy empty where a solver decides
     * @param replan when the solver's plan gives way to new ones
     */
    record Rival(String name, Servers servers, Optional<Solver> solver, Optional<Policy> policy, Replan replan) {}

    /**
     * What came of simulating a method.
     *
     * @param all servers together
     * @param worstNanos the longest mean delay of any server, or of any service of one; not supported without requests
     */
    private record Replayed(SimulationResult all, Reading<Double> worstNanos) {
        Replayed named(String name) {
            return new Replayed(all.named(name), worstNanos);
        }
    }

    /**
     * One method before it is held against the others; it has a plan where it has a planned cost.
     *
     * @param planned the longest mean delay that is planned, and what is proven of it; empty without a plan
     * @param isElsewhere whether it is on a scenario of its own, of which its bound is too
     */
    private record Method(
            Kind kind,
            Replayed replayed,
            Reading<Long> plannedNanoCost,
            Optional<Solution> solution,
            Optional<WorstDelay> planned,
            long elapsedNanos,
            boolean isElsewhere) {
        SimulationResult simulated() {
            return replayed.all();
        }
    }

    /**
     * All-cloud comes first, and once, whether it is among the methods or not.
     *
     * @param rivals come last
     */
    ComparisonFile.Case run(
            List<ComparisonFile.Setting> chosen,
            List<Solver> solvers,
            List<Policy> policies,
            SeededRuns runs,
            List<Rival> rivals) {
        List<Policy> others = policies.stream().filter(Policy::servesAtEdge).toList();
        List<Solver> chosenSolvers = Solved.withoutAllCloud(solvers);
        settings = chosen;
        wanted = Stream.of(
                        chosenSolvers.stream()
                                .flatMap(solver ->
                                        replans.stream().flatMap(replan -> labels(solver.name() + replan.suffix()))),
                        others.stream().flatMap(policy -> labels(policy.name())),
                        rivals.stream().map(Rival::name))
                .flatMap(names -> names)
                .toList();
        List<Solved> results = new Solving(servers, limits, progress).run(chosenSolvers);
        through.add(allCloud());
        int all = 1 + (results.size() * replans.size() + others.size()) * routers.size();
        for (Solved result : results) {
            for (Replan replan : replans) {
                for (Router router : routers) {
                    IntConsumer told = tell(result.solver().name() + replan.suffix(), through.size(), all);
                    through.add(method(result, replan, router, told));
                }
            }
        }
        for (Policy policy : others) {
            long elapsed = decidingNanos(policy);
            for (Router router : routers) {
                through.add(method(policy, router, elapsed, tell(policy.name(), through.size(), all)));
            }
        }
        for (Rival rival : rivals) {
            new Contest(rival.servers(), List.of(), runs, limits, progress.part(rival.name() + ": ", 0, 1))
                    .method(rival)
                    .ifPresent(through::add);
        }
        return only(List.copyOf(through));
    }

    private Stream<String> labels(String name) {
        return routers.stream()
                .map(router -> router.name().equals(Routers.HOME) ? name : name + " via " + router.name());
    }

    /** What there is of it while it goes on; empty before a method other than all-cloud is through. */
    Optional<ComparisonFile.Case> soFar() {
        List<Method> methods = List.copyOf(through);
        return methods.size() < 2 ? Optional.empty() : Optional.of(only(methods));
    }

    /** Names of methods that are not through. */
    List<String> missing() {
        List<String> names = new ArrayList<>(wanted);
        through.forEach(method -> names.remove(method.simulated().label()));
        return names;
    }

    private ComparisonFile.Case only(List<Method> methods) {
        OptionalLong bound = methods.stream()
                .filter(method -> !method.isElsewhere())
                .flatMap(method -> method.solution().stream())
                .map(Solution::bound)
                .flatMapToLong(OptionalLong::stream)
                .max();
        return new ComparisonFile.Case(
                settings,
                models(),
                read(bound),
                notes(methods.stream().map(Method::simulated).toList()),
                rows(methods, bound));
    }

    private List<String> notes(List<SimulationResult> results) {
        List<String> notes = new ArrayList<>(CloudEcho.notes(servers, results));
        notes.addAll(RouteNotes.of(results));
        return notes;
    }

    /** Models that any server decides about; one that several do counts once. */
    private int models() {
        return (int) servers.built().stream()
                .flatMap(server -> server.problem().names().stream())
                .distinct()
                .count();
    }

    private IntConsumer tell(String name, int number, int of) {
        return progress.simulating(name, number, of, simulation);
    }

    private Method allCloud() {
        return new Method(
                Kind.BASELINE,
                simulated(Policies.named(Baseline.ALL_CLOUD), Routers.named(Routers.HOME), servers -> {}),
                servers.allCloud()
                        .map(PlanCost::total)
                        .map(Reading::derived)
                        .orElseGet(() -> Reading.notSupported("it costs more than is counted")),
                Optional.empty(),
                Optional.empty(),
                0,
                false);
    }

    /** Empty where its solver refuses the size, which is told. */
    private Optional<Method> method(Rival rival) {
        Router home = routers.get(0);
        Optional<Method> found = rival.solver().isPresent()
                ? new Solving(servers, limits, progress)
                        .run(List.of(rival.solver().get())).stream()
                                .findFirst()
                                .map(solved -> method(solved, rival.replan(), home, done -> {}))
                : rival.policy().map(policy -> method(policy, home, decidingNanos(policy), done -> {}));
        return found.map(method -> new Method(
                method.kind(),
                method.replayed().named(rival.name()),
                method.plannedNanoCost(),
                method.solution(),
                method.planned(),
                method.elapsedNanos(),
                true));
    }

    /** A plan is shown with the first router that it is simulated with. */
    private Method method(Solved result, Replan replan, Router router, IntConsumer told) {
        Solution solution = result.solution();
        String name = result.solver().name() + replan.suffix();
        boolean isFirst = router.equals(routers.get(0));
        Replayed simulated = simulatedPlans.computeIfAbsent(
                new Followed(solution.plans(), replan, router.name()),
                followed -> replayed(simulation.of(
                        name,
                        servers.following(result.solver().name(), followed.plans(), followed.replan(), limits),
                        router,
                        told)));
        MeanDelays.Group worst =
                MeanDelays.of(servers.fleet(), solution.plans()).worst();
        return new Method(
                Kind.SOLVER,
                simulated.named(name),
                isFirst ? Reading.derived(solution.cost().total()) : Reading.notSupported("as with the first router"),
                isFirst ? Optional.of(solution) : Optional.empty(),
                Optional.of(new WorstDelay(
                        worst.name(),
                        Math.round(worst.seconds() * NANO),
                        result.worst()
                                .map(WorstDelaySolver.Found::leastNanos)
                                .filter(OptionalLong::isPresent)
                                .map(least -> Reading.derived(least.getAsLong()))
                                .orElseGet(() -> Reading.notSupported("nothing is proven of it")))),
                result.elapsedNanos(),
                false);
    }

    private Replayed replayed(FleetResult result) {
        Stream<SimulatedDelay> groups = servers.fleet().isAlone()
                ? result.all().models().stream().map(SimulatedModel::delay)
                : result.servers().stream().map(SimulationResult::delay);
        return new Replayed(
                result.all(),
                groups.flatMap(delay -> delay.meanNanos().optional().stream())
                        .max(Double::compare)
                        .map(Reading::derived)
                        .orElseGet(() -> Reading.notSupported("no requests")));
    }

    private Method method(Policy policy, Router router, long elapsedNanos, IntConsumer told) {
        return new Method(
                Kind.POLICY,
                simulated(policy, router, told),
                Reading.notSupported("an online policy has no plan"),
                Optional.empty(),
                Optional.empty(),
                elapsedNanos,
                false);
    }

    private long decidingNanos(Policy policy) {
        long elapsed = 0;
        for (int server = 0; server < simulation.sites().size(); server++) {
            Site site = simulation.sites().get(server);
            long seed = Simulation.seed(simulation.firstSeed(), server);
            try (Requests requests = site.workload().open(seed)) {
                long begin = System.nanoTime();
                PolicyPlan.of(
                        policy, site.server().terms(), requests, site.server().slots(), seed);
                elapsed += System.nanoTime() - begin;
            }
        }
        return elapsed;
    }

    private Replayed simulated(Policy policy, Router router, IntConsumer told) {
        return replayed(simulation.of(
                policy.name(), Collections.nCopies(simulation.sites().size(), policy), router, told));
    }

    private List<ComparisonFile.Row> rows(List<Method> methods, OptionalLong bound) {
        SimulationResult allCloud = methods.get(0).simulated();
        SimulationResult best = methods.stream()
                .map(Method::simulated)
                .filter(result -> !result.isBound())
                .min((one, other) -> Double.compare(
                        one.totalNanoCost().mean(), other.totalNanoCost().mean()))
                .orElseThrow();
        List<ComparisonFile.Row> rows = new ArrayList<>();
        for (Method method : methods) {
            rows.add(row(method, best, allCloud, bound));
        }
        return rows;
    }

    /** Where plans are made for it; null else. */
    private ComparisonFile.LongestDelay longest(Method method) {
        Reading<Long> none = Reading.notSupported("not from a plan");
        return servers.objective() == Objective.TOTAL
                ? null
                : new ComparisonFile.LongestDelay(
                        method.replayed().worstNanos(),
                        method.planned()
                                .map(own -> Reading.derived(own.meanDelayNanos()))
                                .orElse(none),
                        method.planned().map(WorstDelay::boundNanos).orElse(none));
    }

    private ComparisonFile.Row row(
            Method method, SimulationResult best, SimulationResult allCloud, OptionalLong boundHere) {
        SimulationResult simulated = method.simulated();
        OptionalLong bound =
                method.isElsewhere() ? method.solution().map(Solution::bound).orElse(OptionalLong.empty()) : boundHere;
        return new ComparisonFile.Row(
                simulated.label(),
                method.kind(),
                simulated.totalNanoCost(),
                over(simulated, best),
                // What it is cheaper than all-cloud is what all-cloud is dearer, as a share of all-cloud's cost.
                over(simulated, allCloud)
                        .optional()
                        .map(Interval::negated)
                        .map(Reading::derived)
                        .orElseGet(() -> Reading.notSupported("all-cloud costs nothing")),
                method.plannedNanoCost(),
                method.isElsewhere() ? read(bound) : null,
                method.solution()
                        .map(solution -> provenGap(solution, bound))
                        .orElseGet(() -> Reading.notSupported("not from a plan")),
                method.solution().map(Solution::proven).orElse(false),
                method.elapsedNanos(),
                simulated.meanDelayNanos(),
                simulated.delay().p50Nanos(),
                simulated.delay().p95Nanos(),
                simulated.delay().p99Nanos(),
                simulated.loadedShare(),
                simulated.fetchedShare(),
                simulated.cloudShare(),
                simulated.meanQuality(),
                simulated.neighbourShare(),
                simulated.backhaulBytes(),
                simulated.switchingNanos(),
                longest(method),
                method.solution().map(Solution::note).orElse(""));
    }

    private static Reading<Interval> over(SimulationResult one, SimulationResult other) {
        return other.totalNanoCost().mean() > 0
                ? Reading.derived(one.over(other))
                : Reading.notSupported("the cost that it is held against is 0");
    }

    private static Reading<Long> read(OptionalLong bound) {
        return bound.isPresent() ? Reading.derived(bound.getAsLong()) : Reading.notSupported(NO_BOUND);
    }

    private static Reading<Double> provenGap(Solution solution, OptionalLong bound) {
        if (bound.isEmpty()) {
            return Reading.notSupported(NO_BOUND);
        }
        long least = bound.getAsLong();
        if (solution.cost().total() == least) {
            return Reading.derived(0.0);
        }
        return least > 0
                ? Reading.derived((double) solution.cost().total() / (double) least - 1)
                : Reading.notSupported("the bound is 0");
    }
}

package dev.berth.optimizer.cli;

import dev.berth.optimizer.cost.FleetLimits;
import dev.berth.optimizer.cost.PlanCost;
import dev.berth.optimizer.problem.Fleet;
import dev.berth.optimizer.scenario.FleetScenario;
import dev.berth.optimizer.scenario.ScenarioProblem;
import dev.berth.optimizer.solve.FleetSolution;
import dev.berth.optimizer.solve.FleetSolver;
import dev.berth.optimizer.solve.SolveLimits;
import dev.berth.optimizer.solve.Solver;
import dev.berth.optimizer.solve.Solvers;
import dev.berth.optimizer.solve.TooLargeException;
import dev.berth.profile.BadInputException;
import dev.berth.profile.ProfileDatasets;
import dev.berth.profile.Reading;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;

/** A dataset and a scenario of several servers, solved by one solver or more. */
final class FleetPlanning {
    /** A solver, what came of it and how long it took. */
    private record Result(Solver solver, FleetSolution solution, long elapsedNanos) {}

    private final Path profiles;
    private final Path scenarioFile;
    private final FleetScenario scenario;
    private final List<ScenarioProblem> built;
    private final Fleet fleet;
    private final List<Result> results = new ArrayList<>();

    FleetPlanning(Path profiles, Path scenarioFile, FleetScenario scenario) {
        this.profiles = profiles;
        this.scenarioFile = scenarioFile;
        this.scenario = scenario;
        built = scenario.problems(ProfileDatasets.read(profiles), profiles.toString());
        fleet = scenario.fleet(built);
    }

    /** Runs solvers; one that refuses the size is named and left out. */
    void solve(List<Solver> solvers, SolveLimits limits, Consumer<String> remarks) {
        for (Solver solver : solvers) {
            long begin = System.nanoTime();
            try {
                FleetSolution solution = solution(solver, limits);
                results.add(new Result(solver, solution, System.nanoTime() - begin));
            } catch (TooLargeException e) {
                remarks.accept(e.getMessage());
            }
        }
        if (results.isEmpty()) {
            throw new BadInputException("no solver could take this problem, expected one that can; use slot-exact");
        }
    }

    private FleetSolution solution(Solver solver, SolveLimits limits) {
        FleetSolution solution = new FleetSolver(solver).solve(fleet, limits);
        FleetLimits.broken(fleet, solution.plans()).ifPresent(fault -> {
            throw new IllegalStateException("plans of " + solver.name() + ": " + fault);
        });
        return solution;
    }

    private Result best() {
        return results.stream()
                .min(Comparator.comparingLong(result -> result.solution().total()))
                .orElseThrow();
    }

    private static PlanCost sum(List<PlanCost> costs) {
        return new PlanCost(
                costs.stream().mapToLong(PlanCost::resources).sum(),
                costs.stream().mapToLong(PlanCost::delay).sum(),
                costs.stream().mapToLong(PlanCost::switching).sum());
    }

    private PlanCost cloudOnly() {
        List<PlanCost> costs = new ArrayList<>();
        Solver cloudOnly = Solvers.named("cloud-only");
        built.forEach(server -> costs.add(
                cloudOnly.solve(server.problem(), SolveLimits.ofThisMachine()).cost()));
        return sum(costs);
    }

    FleetFile file() {
        Result best = best();
        List<FleetFile.ServerPlan> servers = new ArrayList<>();
        for (int server = 0; server < built.size(); server++) {
            ScenarioProblem joined = built.get(server);
            servers.add(new FleetFile.ServerPlan(
                    fleet.names().get(server),
                    joined.assumptions(),
                    joined.problem().capacity().storageBytes(),
                    joined.problem().capacity().memoryBytes(),
                    PlanFile.Cost.of(best.solution().costs().get(server)),
                    Planning.models(joined.services(), best.solution().plans().get(server))));
        }
        return new FleetFile(
                PlanFile.SCHEMA_VERSION,
                Main.TOOL,
                profiles.toString(),
                Planning.fingerprint(profiles),
                scenarioFile.toString(),
                Planning.fingerprint(scenarioFile),
                scenario.servers().get(0).charging(),
                fleet.slots(),
                scenario.servers().get(0).slotSeconds(),
                scenario.sharedBackhaulBytesPerSecond().isPresent()
                        ? Reading.derived(fleet.backhaulBytesPerSlot())
                        : Reading.notSupported("the servers share nothing"),
                best.solver().name(),
                PlanFile.Cost.of(sum(best.solution().costs())),
                PlanFile.Cost.of(cloudOnly()),
                results.stream().map(FleetPlanning::solverResult).toList(),
                servers);
    }

    private static PlanFile.SolverResult solverResult(Result result) {
        FleetSolution solution = result.solution();
        Reading<Long> bound = solution.bound().isPresent()
                ? Reading.derived(solution.bound().getAsLong())
                : Reading.notSupported("the solver knows no bound");
        return new PlanFile.SolverResult(
                result.solver().name(),
                PlanFile.Cost.of(sum(solution.costs())),
                bound,
                solution.proven(),
                solution.note());
    }

    String text() {
        List<String> lines = new ArrayList<>();
        FleetSolution best = best().solution();
        Set<String> assumptions = new LinkedHashSet<>();
        for (int server = 0; server < built.size(); server++) {
            ScenarioProblem joined = built.get(server);
            lines.add("server " + fleet.names().get(server));
            lines.addAll(new TimeLine(
                            joined.services(),
                            joined.problem(),
                            best.plans().get(server),
                            scenario.servers().get(server).slotSeconds())
                    .lines());
            lines.add("");
            assumptions.addAll(joined.assumptions());
        }
        costs(lines, best);
        lines.add("");
        solvers(lines);
        assumptions.forEach(assumption -> lines.add("assumed: " + assumption));
        return String.join(System.lineSeparator(), lines);
    }

    private void costs(List<String> lines, FleetSolution best) {
        lines.add(PlanText.costHead());
        for (int server = 0; server < built.size(); server++) {
            lines.add(PlanText.costLine(fleet.names().get(server), best.costs().get(server)));
        }
        lines.add(PlanText.costLine("all servers", sum(best.costs())));
        PlanCost cloudOnly = cloudOnly();
        lines.add(PlanText.costLine("cloud-only", cloudOnly));
        lines.add("saved against cloud-only: " + PlanText.percent(cloudOnly.total() - best.total(), cloudOnly.total()));
        if (scenario.sharedBackhaulBytesPerSecond().isPresent()) {
            lines.add("shared backhaul: " + PlanText.megabytes(fleet.backhaulBytesPerSlot()) + " a slot");
        }
    }

    private void solvers(List<String> lines) {
        lines.add(String.format(
                Locale.ROOT, "%-14s  %12s  %10s  %10s  %s", "solver", "total", "over bound", "time", "note"));
        for (Result result : results) {
            FleetSolution solution = result.solution();
            String gap = solution.bound().isPresent()
                    ? PlanText.percent(solution.total() - solution.bound().getAsLong(), solution.total())
                    : "–";
            lines.add(String.format(
                    Locale.ROOT,
                    "%-14s  %12.6f  %10s  %10s  %s",
                    result.solver().name(),
                    solution.total() / 1e9,
                    gap,
                    PlanText.milliseconds(result.elapsedNanos()),
                    (solution.proven() ? "optimal; " : "") + solution.note()));
        }
    }
}

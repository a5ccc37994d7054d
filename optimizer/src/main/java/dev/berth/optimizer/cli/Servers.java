package dev.berth.optimizer.cli;

import dev.berth.dataset.ProfileDataset;
import dev.berth.optimizer.cost.ExpectedRequests;
import dev.berth.optimizer.cost.FleetLimits;
import dev.berth.optimizer.cost.Limits;
import dev.berth.optimizer.cost.PlanCost;
import dev.berth.optimizer.problem.Baseline;
import dev.berth.optimizer.problem.Capacity;
import dev.berth.optimizer.problem.Fleet;
import dev.berth.optimizer.problem.Plan;
import dev.berth.optimizer.problem.Problem;
import dev.berth.optimizer.problem.Service;
import dev.berth.optimizer.scenario.FleetScenario;
import dev.berth.optimizer.scenario.ScenarioProblem;
import dev.berth.optimizer.solve.Effort;
import dev.berth.optimizer.solve.Solution;
import dev.berth.optimizer.solve.SolveLimits;
import dev.berth.optimizer.solve.Solver;
import dev.berth.optimizer.solve.TooLargeException;
import dev.berth.optimizer.solve.choice.Solvers;
import dev.berth.optimizer.solve.fleet.FleetSolution;
import dev.berth.optimizer.solve.fleet.FleetSolver;
import dev.berth.record.BadInputException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;

/** The servers of a scenario joined with a dataset: one by itself, or several that may share a backhaul. */
final class Servers {
    /** A solver, what came of it and how long it took. */
    record Result(Solver solver, FleetSolution solution, long elapsedNanos) {
        /** What all others are held against, which keeps nothing that is pinned: no plan. */
        boolean isAllCloud() {
            return isAllCloud(solver);
        }

        private static boolean isAllCloud(Solver solver) {
            return solver.name().equals(Baseline.ALL_CLOUD);
        }
    }

    /** Expected requests of a simulated run: a run of them takes minutes, and there are several of each method. */
    static final double MOST_SIMULATED_REQUESTS = 1e8;

    private final FleetScenario scenario;
    private final List<ScenarioProblem> built;

    /** Empty for one server by itself. */
    private final Optional<Fleet> fleet;

    /** @param profiles name of the dataset's file, for messages */
    Servers(FleetScenario scenario, ProfileDataset dataset, String profiles) {
        this.scenario = scenario;
        built = scenario.problems(dataset, profiles);
        fleet = scenario.isFleet() ? Optional.of(scenario.fleet(built)) : Optional.empty();
    }

    FleetScenario scenario() {
        return scenario;
    }

    /** One a server. */
    List<ScenarioProblem> built() {
        return built;
    }

    Optional<Fleet> fleet() {
        return fleet;
    }

    Problem problem(int server) {
        return built.get(server).problem();
    }

    int slots() {
        return problem(0).slots();
    }

    /**
     * Runs solvers; one that refuses the size is named and left out.
     *
     * @param limits of each solver
     */
    List<Result> solved(List<Solver> solvers, SolveLimits limits, Consumer<String> warnings, SolveWatch watch) {
        List<Result> results = new ArrayList<>();
        for (Solver solver : solvers) {
            long begin = System.nanoTime();
            try {
                FleetSolution solution =
                        watch.during(solver.name(), listener -> solution(solver, new Effort(limits, listener)));
                long elapsedNanos = System.nanoTime() - begin;
                requireLimits(solver.name(), solution.plans());
                results.add(new Result(solver, solution, elapsedNanos));
            } catch (TooLargeException e) {
                warnings.accept(e.getMessage());
            }
        }
        return results;
    }

    /** @throws BadInputException where forecasts are so high that costs overflow */
    private FleetSolution solution(Solver solver, Effort effort) {
        try {
            return solve(solver, effort);
        } catch (BadInputException e) {
            throw new BadInputException(scenario.servers().get(0).place("prices") + ": " + e.getMessage(), e);
        }
    }

    private FleetSolution solve(Solver solver, Effort effort) {
        if (fleet.isPresent()) {
            return new FleetSolver(solver).solve(fleet.get(), effort);
        }
        Solution solution = solver.solve(problem(0), effort);
        return new FleetSolution(
                List.of(solution.plan()),
                List.of(solution.cost()),
                solution.bound(),
                solution.proven(),
                solution.note());
    }

    private void requireLimits(String name, List<Plan> plans) {
        broken(plans).ifPresent(fault -> {
            throw new IllegalStateException("plan of " + name + ": " + fault);
        });
    }

    /** The first limit that plans break, in words. */
    Optional<String> broken(List<Plan> plans) {
        return fleet.isPresent() ? FleetLimits.broken(fleet.get(), plans) : Limits.broken(problem(0), plans.get(0));
    }

    /** Solvers with what they are held against, asked for or not, before them. */
    static List<Solver> afterAllCloud(List<Solver> solvers) {
        List<Solver> all = new ArrayList<>(List.of(Solvers.named(Baseline.ALL_CLOUD)));
        solvers.stream().filter(solver -> !Result.isAllCloud(solver)).forEach(all::add);
        return all;
    }

    /** The cheapest plan, of equals the first; all-cloud only where nothing else was asked for. */
    static Result best(List<Result> results, List<Solver> asked) {
        boolean plans = asked.stream().anyMatch(solver -> !Result.isAllCloud(solver));
        return results.stream()
                .filter(result -> !plans || !result.isAllCloud())
                .min(Comparator.comparingLong(result -> result.solution().total()))
                .orElseThrow(() -> new BadInputException(
                        "no solver could take this problem, expected one that can; use slot-exact"));
    }

    /** Cost of all servers where the cloud serves every request; empty where it is more than is counted. */
    Optional<PlanCost> allCloud() {
        List<PlanCost> costs = new ArrayList<>();
        for (int server = 0; server < built.size(); server++) {
            Optional<PlanCost> cost = allCloud(server);
            if (cost.isEmpty()) {
                return cost;
            }
            costs.add(cost.get());
        }
        return Optional.of(sum(costs));
    }

    private Optional<PlanCost> allCloud(int server) {
        try {
            Problem problem = problem(server);
            return Optional.of(PlanCost.of(problem, Plan.allCloud(problem.slots(), problem.models())));
        } catch (ArithmeticException e) {
            return Optional.empty();
        }
    }

    /**
     * Requires that the requests can be simulated one by one; plans do not mind how many there are.
     *
     * @throws BadInputException where there are more
     */
    void requireSimulable() {
        double requests = 0;
        for (ScenarioProblem server : built) {
            for (int slot = 0; slot < slots(); slot++) {
                for (int model = 0; model < server.problem().models(); model++) {
                    requests += server.problem().expectedRequests(slot, model);
                }
            }
        }
        if (requests > MOST_SIMULATED_REQUESTS) {
            throw new BadInputException(String.format(
                    Locale.ROOT,
                    "%s: %.0f requests expected in a run, expected at most %.0f where they are simulated one by one;"
                            + " lower the demand, or simulate fewer slots ('berth plan' has no such limit)",
                    scenario.servers().get(0).place("demand"),
                    requests,
                    MOST_SIMULATED_REQUESTS));
        }
    }

    /** What of the requests that are expected on all servers is fetched for under plans, 0 to 1. */
    double fetchedShare(List<Plan> plans) {
        ExpectedRequests all = ExpectedRequests.NONE;
        for (int server = 0; server < plans.size(); server++) {
            all = all.plus(ExpectedRequests.of(problem(server), plans.get(server)));
        }
        return all.fetchedShare();
    }

    static PlanCost sum(List<PlanCost> costs) {
        return new PlanCost(
                costs.stream().mapToLong(PlanCost::resources).sum(),
                costs.stream().mapToLong(PlanCost::delay).sum(),
                costs.stream().mapToLong(PlanCost::switching).sum());
    }

    /** Servers on which no model at all can be stored, or loaded, one line each. */
    List<String> tooSmall() {
        List<String> lines = new ArrayList<>();
        for (int server = 0; server < built.size(); server++) {
            String name = fleet.isPresent() ? "server " + scenario.names().get(server) + ": " : "";
            List<Service> services = built.get(server).services();
            Capacity capacity = problem(server).capacity();
            tooSmall("storage", capacity.storageBytes(), "kept", services, Service::storageBytes)
                    .ifPresent(line -> lines.add(name + line));
            tooSmall(
                            "memory",
                            capacity.memoryBytes(),
                            "kept loaded, and what a request fetches for itself alone takes no memory by assumption",
                            services,
                            Service::memoryBytes)
                    .ifPresent(line -> lines.add(name + line));
        }
        return lines;
    }

    private static Optional<String> tooSmall(
            String what, long capacity, String use, List<Service> services, ToLongFunction<Service> bytes) {
        Service smallest =
                services.stream().min(Comparator.comparingLong(bytes)).orElseThrow();
        return capacity >= bytes.applyAsLong(smallest)
                ? Optional.empty()
                : Optional.of(what + " of " + capacity + " bytes is less than the smallest model, " + smallest.name()
                        + ", takes (" + bytes.applyAsLong(smallest) + " bytes): no model can be " + use);
    }

    /** What is assumed and not measured, one line each; what holds for some servers only begins with their names. */
    List<String> assumptions() {
        List<String> lines = new ArrayList<>(joined(
                scenario.names(),
                built.stream().map(ScenarioProblem::assumptions).toList()));
        scenario.sharedBackhaulBytesPerSecond()
                .ifPresent(rate -> lines.add("all servers together download at "
                        + String.format(Locale.ROOT, "%.0f", rate)
                        + " bytes per second at most, who asks first comes first"));
        return lines;
    }

    /** Lines of each server as those of all of them; a line that is not everybody's begins with the server's name. */
    static List<String> joined(List<String> names, List<List<String>> lines) {
        Set<String> joined = new LinkedHashSet<>();
        for (int server = 0; server < names.size(); server++) {
            for (String line : lines.get(server)) {
                boolean ofAll = lines.stream().allMatch(other -> other.contains(line));
                joined.add(ofAll ? line : names.get(server) + ": " + line);
            }
        }
        return List.copyOf(joined);
    }
}

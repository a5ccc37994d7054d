package dev.berth.optimizer.cli;

import dev.berth.optimizer.cost.Limits;
import dev.berth.optimizer.problem.Plan;
import dev.berth.optimizer.problem.Problem;
import dev.berth.optimizer.problem.Residency;
import dev.berth.optimizer.problem.Service;
import dev.berth.optimizer.scenario.Scenario;
import dev.berth.optimizer.scenario.ScenarioFile;
import dev.berth.optimizer.scenario.ScenarioProblem;
import dev.berth.optimizer.simulate.Simulation;
import dev.berth.optimizer.solve.Solution;
import dev.berth.optimizer.solve.SolveLimits;
import dev.berth.optimizer.solve.Solver;
import dev.berth.optimizer.solve.Solvers;
import dev.berth.optimizer.solve.TooLargeException;
import dev.berth.profile.BadInputException;
import dev.berth.profile.ProfileDatasets;
import dev.berth.profile.Reading;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;

/** A dataset and a scenario, solved by one solver or more. */
final class Planning {
    /** A solver, what it found and how long it took. */
    record Result(Solver solver, Solution solution, long elapsedNanos) {}

    private final Path profiles;
    private final Path scenarioFile;
    private final Scenario scenario;
    private final ScenarioProblem built;
    private final List<Result> results = new ArrayList<>();

    Planning(Path profiles, Path scenarioFile) {
        this.profiles = profiles;
        this.scenarioFile = scenarioFile;
        scenario = ScenarioFile.read(scenarioFile);
        built = ScenarioProblem.of(scenario, ProfileDatasets.read(profiles), profiles.toString());
    }

    /** Runs solvers; one that refuses the size is named and left out. */
    void solve(List<Solver> solvers, SolveLimits limits, Consumer<String> remarks) {
        results.addAll(solved(built.problem(), solvers, limits, remarks));
    }

    static List<Result> solved(Problem problem, List<Solver> solvers, SolveLimits limits, Consumer<String> remarks) {
        List<Result> results = new ArrayList<>();
        for (Solver solver : solvers) {
            long begin = System.nanoTime();
            try {
                Solution solution = solver.solve(problem, limits);
                long elapsedNanos = System.nanoTime() - begin;
                requireLimits(solver.name(), problem, solution.plan());
                results.add(new Result(solver, solution, elapsedNanos));
            } catch (TooLargeException e) {
                remarks.accept(e.getMessage());
            }
        }
        return results;
    }

    static void requireLimits(String name, Problem problem, Plan plan) {
        Limits.broken(problem, plan).ifPresent(fault -> {
            throw new IllegalStateException("plan of " + name + ": " + fault);
        });
    }

    Problem problem() {
        return built.problem();
    }

    Scenario scenario() {
        return scenario;
    }

    List<Service> services() {
        return built.services();
    }

    List<String> assumptions() {
        return built.assumptions();
    }

    List<Result> results() {
        return results;
    }

    /** The scenario's server and requests, ready to be replayed. */
    Simulation simulation(SimulationOptions options) {
        return options.simulation(scenario, built);
    }

    /** The cheapest result; of equals the first. */
    Result best() {
        Result best = null;
        for (Result result : results) {
            if (best == null
                    || result.solution().cost().total() < best.solution().cost().total()) {
                best = result;
            }
        }
        if (best == null) {
            throw new BadInputException("no solver could take this problem, expected one that can; use slot-exact");
        }
        return best;
    }

    Solution cloudOnly() {
        return Solvers.named("cloud-only").solve(problem(), SolveLimits.ofThisMachine());
    }

    PlanFile file() {
        Result best = best();
        return new PlanFile(
                PlanFile.SCHEMA_VERSION,
                Main.TOOL,
                profiles.toString(),
                fingerprint(profiles),
                scenarioFile.toString(),
                fingerprint(scenarioFile),
                assumptions(),
                scenario.charging(),
                problem().slots(),
                scenario.slotSeconds(),
                problem().capacity().storageBytes(),
                problem().capacity().memoryBytes(),
                best.solver().name(),
                PlanFile.Cost.of(best.solution().cost()),
                PlanFile.Cost.of(cloudOnly().cost()),
                results.stream().map(Planning::solverResult).toList(),
                models(services(), best.solution().plan()));
    }

    private static PlanFile.SolverResult solverResult(Result result) {
        Solution solution = result.solution();
        Reading<Long> bound = solution.bound().isPresent()
                ? Reading.derived(solution.bound().getAsLong())
                : Reading.notSupported("the solver knows no bound");
        return new PlanFile.SolverResult(
                result.solver().name(), PlanFile.Cost.of(solution.cost()), bound, solution.proven(), solution.note());
    }

    static List<PlanFile.ModelPlan> models(List<Service> services, Plan plan) {
        List<PlanFile.ModelPlan> models = new ArrayList<>();
        for (int model = 0; model < services.size(); model++) {
            Service service = services.get(model);
            models.add(new PlanFile.ModelPlan(
                    service.name(),
                    service.storageBytes(),
                    service.memoryBytes(),
                    service.transferNanos(),
                    service.preloadNanos(),
                    service.inferenceNanos(),
                    stretches(plan, model)));
        }
        return models;
    }

    static List<PlanFile.Stretch> stretches(Plan plan, int model) {
        List<PlanFile.Stretch> stretches = new ArrayList<>();
        int from = 0;
        for (int slot = 1; slot <= plan.slots(); slot++) {
            Residency before = plan.at(slot - 1, model);
            if (slot == plan.slots() || plan.at(slot, model) != before) {
                stretches.add(new PlanFile.Stretch(from, slot - from, before));
                from = slot;
            }
        }
        return stretches;
    }

    static String fingerprint(Path file) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
            return "sha256:" + HexFormat.of().formatHex(digest);
        } catch (IOException e) {
            throw new BadInputException(file + ": cannot be read: " + e.getMessage(), e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }
}

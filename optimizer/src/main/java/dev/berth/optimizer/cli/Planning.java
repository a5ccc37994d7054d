package dev.berth.optimizer.cli;

import dev.berth.command.Commands;
import dev.berth.dataset.ProfileDatasets;
import dev.berth.optimizer.problem.Plan;
import dev.berth.optimizer.problem.Problem;
import dev.berth.optimizer.problem.Residency;
import dev.berth.optimizer.problem.Service;
import dev.berth.optimizer.scenario.FleetScenario;
import dev.berth.optimizer.solve.SolveLimits;
import dev.berth.optimizer.solve.Solver;
import dev.berth.optimizer.solve.fleet.FleetSolution;
import dev.berth.record.Reading;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** A dataset and a scenario, solved by one solver or more. */
final class Planning {
    private final Path profiles;
    private final Path scenarioFile;
    private final Servers servers;
    private final List<Servers.Result> results = new ArrayList<>();
    private List<Solver> asked = List.of();

    /** @param scenario of one server by itself */
    Planning(Path profiles, Path scenarioFile, FleetScenario scenario) {
        this.profiles = profiles;
        this.scenarioFile = scenarioFile;
        servers = new Servers(scenario, ProfileDatasets.read(profiles), profiles.toString());
    }

    /** Runs solvers after all-cloud; one that refuses the size is named and left out. */
    void solve(List<Solver> solvers, SolveLimits limits, Consumer<String> warnings, SolveWatch watch) {
        servers.tooSmall().forEach(warnings);
        asked = List.copyOf(solvers);
        results.addAll(servers.solved(Servers.afterAllCloud(solvers), limits, warnings, watch));
    }

    Problem problem() {
        return servers.problem(0);
    }

    double slotSeconds() {
        return servers.scenario().servers().get(0).slotSeconds();
    }

    List<Service> services() {
        return servers.built().get(0).services();
    }

    List<String> assumptions() {
        return servers.assumptions();
    }

    List<Servers.Result> results() {
        return results;
    }

    /** The cheapest result; of equals the first. */
    Servers.Result best() {
        return Servers.best(results, asked);
    }

    Plan plan() {
        return best().solution().plans().get(0);
    }

    Servers servers() {
        return servers;
    }

    PlanFile file() {
        Servers.Result best = best();
        return new PlanFile(
                PlanFile.SCHEMA_VERSION,
                Commands.TOOL,
                profiles.toString(),
                Fingerprint.of(profiles),
                scenarioFile.toString(),
                Fingerprint.of(scenarioFile),
                assumptions(),
                servers.scenario().servers().get(0).charging(),
                problem().slots(),
                slotSeconds(),
                problem().capacity().storageBytes(),
                problem().capacity().memoryBytes(),
                best.solver().name(),
                PlanFile.Cost.of(best.solution().costs().get(0)),
                servers.fetchedShare(best.solution().plans()),
                allCloud(servers),
                solverResults(servers, results),
                models(services(), plan()));
    }

    static Reading<PlanFile.Cost> allCloud(Servers servers) {
        return servers.allCloud()
                .map(cost -> Reading.derived(PlanFile.Cost.of(cost)))
                .orElseGet(() -> Reading.notSupported("all requests served by the cloud cost more than is counted"));
    }

    static List<PlanFile.SolverResult> solverResults(Servers servers, List<Servers.Result> results) {
        return results.stream().map(result -> solverResult(servers, result)).toList();
    }

    private static PlanFile.SolverResult solverResult(Servers servers, Servers.Result result) {
        FleetSolution solution = result.solution();
        Reading<Long> bound = solution.bound().isPresent()
                ? Reading.derived(solution.bound().getAsLong())
                : Reading.notSupported("the solver knows no bound");
        return new PlanFile.SolverResult(
                result.solver().name(),
                PlanFile.Cost.of(Servers.sum(solution.costs())),
                servers.fetchedShare(solution.plans()),
                bound,
                solution.proven(),
                solution.note());
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
}

package dev.berth.optimizer.decide;

import dev.berth.dataset.ProfileDatasets;
import dev.berth.optimizer.baseline.Baseline;
import dev.berth.optimizer.cost.ExpectedRequests;
import dev.berth.optimizer.document.ModelPlan;
import dev.berth.optimizer.document.NanoCost;
import dev.berth.optimizer.document.Origins;
import dev.berth.optimizer.document.PlanFile;
import dev.berth.optimizer.document.ServerPlan;
import dev.berth.optimizer.document.SharedLink;
import dev.berth.optimizer.document.SolverResult;
import dev.berth.optimizer.document.WorstDelay;
import dev.berth.optimizer.problem.Capacity;
import dev.berth.optimizer.scenario.DerivedScenario;
import dev.berth.optimizer.scenario.Objective;
import dev.berth.optimizer.scenario.Scenario;
import dev.berth.optimizer.scenario.ScenarioProblem;
import dev.berth.optimizer.solve.Solution;
import dev.berth.optimizer.solve.SolveLimits;
import dev.berth.optimizer.solve.Solver;
import dev.berth.optimizer.solve.choice.Solvers;
import dev.berth.optimizer.solve.worst.WorstDelaySolver;
import dev.berth.record.AtomicFile;
import dev.berth.record.Reading;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A dataset and a scenario, solved by one solver or more. */
public final class Planning {
    private final Servers servers;
    private final List<Solved> results;
    private final Solved best;

    private Planning(Servers servers, List<Solved> results, List<Solver> asked) {
        this.servers = servers;
        this.results = results;
        best = Solved.best(results, asked);
    }

    /**
     * Writes a scenario that suits a dataset.
     *
     * @param profiles the dataset's file
     * @param scenario where the scenario is written
     * @throws dev.berth.record.BadInputException where no scenario can be made of the dataset
     */
    public static void derive(Path profiles, Path scenario) throws IOException {
        String yaml = DerivedScenario.yaml(ProfileDatasets.read(profiles), profiles.toString());
        AtomicFile.write(scenario, yaml.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Plans for the servers of a scenario: runs solvers after all-cloud and takes the cheapest plans; a solver that
     * refuses the size is named in a warning and left out.
     *
     * @param profiles the dataset's file
     * @param scenario the scenario's file
     * @param limits of each solver
     * @throws dev.berth.record.BadInputException with every fault of the files, or where no solver could take the
     *     problem
     * @throws dev.berth.optimizer.problem.InfeasibleException where no plan exists
     */
    public static Planned plan(
            Path profiles, Path scenario, List<Solver> solvers, SolveLimits limits, Progress progress) {
        Servers servers = Servers.read(profiles, scenario, progress);
        servers.tooSmall().forEach(progress::warning);
        List<Solved> results = new Solving(servers, limits, progress)
                .run(Solved.afterAllCloud(solvers, Solvers.named(Baseline.ALL_CLOUD)));
        return new Planning(servers, results, solvers).planned(Origins.of(profiles, scenario));
    }

    private Planned planned(Origins origins) {
        return new Planned(
                file(origins),
                servers.assumptions(),
                servers.requests(best.solution().plans()).stream()
                        .map(ExpectedRequests::fetchedShare)
                        .toList(),
                results.stream().map(Solved::elapsedNanos).toList());
    }

    private PlanFile file(Origins origins) {
        Scenario first = servers.scenario().servers().get(0);
        return PlanFile.of(
                origins,
                first.charging(),
                servers.slots(),
                first.slotSeconds(),
                sharedBackhaul(),
                servers.fleet().links().stream()
                        .filter(link -> servers.scenario().sharesLinks())
                        .map(link -> new SharedLink(link.name(), link.bytesPerSlot()))
                        .toList(),
                Optional.of(servers.objective())
                        .filter(objective -> objective != Objective.TOTAL)
                        .map(Objective::label),
                result(best),
                servers.allCloud()
                        .map(cost -> Reading.derived(NanoCost.of(cost)))
                        .orElseGet(() ->
                                Reading.notSupported("all requests served by the cloud cost more than is counted")),
                results.stream().map(this::result).toList(),
                plans());
    }

    private Optional<Reading<Long>> sharedBackhaul() {
        if (!servers.scenario().isFleet()) {
            return Optional.empty();
        }
        return Optional.of(
                servers.scenario().sharedBackhaulBytesPerSecond().isPresent()
                        ? Reading.derived(servers.fleet().backhaulBytesPerSlot())
                        : Reading.notSupported(
                                servers.scenario().sharesLinks()
                                        ? "the servers share links by name"
                                        : "the servers share nothing"));
    }

    private List<ServerPlan> plans() {
        List<ServerPlan> plans = new ArrayList<>();
        List<ExpectedRequests> requests = servers.requests(best.solution().plans());
        for (int server = 0; server < servers.built().size(); server++) {
            ScenarioProblem joined = servers.built().get(server);
            plans.add(new ServerPlan(
                    servers.scenario().names().get(server),
                    joined.assumptions(),
                    joined.problem().capacity().storageBytes(),
                    joined.problem().capacity().memoryBytes(),
                    hostMemory(joined.problem().capacity()),
                    NanoCost.of(best.solution().costs().get(server)),
                    neighbourShare(requests.get(server)),
                    ModelPlan.of(
                            joined.problem(),
                            joined.services(),
                            joined.profiles(),
                            best.solution().plans().get(server))));
        }
        return plans;
    }

    private static Long hostMemory(Capacity capacity) {
        return capacity.hostMemoryBytes().isPresent()
                ? capacity.hostMemoryBytes().getAsLong()
                : null;
    }

    private SolverResult result(Solved solved) {
        Solution solution = solved.solution();
        Reading<Long> bound = solution.bound().isPresent()
                ? Reading.derived(solution.bound().getAsLong())
                : Reading.notSupported(
                        solved.worst().isPresent()
                                ? "plans are made for the longest mean delay, not for the cost"
                                : "the solver knows no bound");
        ExpectedRequests requests =
                servers.requests(solution.plans()).stream().reduce(ExpectedRequests.NONE, ExpectedRequests::plus);
        return new SolverResult(
                solved.solver().name(),
                NanoCost.of(solution.cost()),
                requests.fetchedShare(),
                neighbourShare(requests),
                bound,
                solution.proven(),
                solved.worst().map(Planning::worst).orElse(null),
                solution.note());
    }

    private static WorstDelay worst(WorstDelaySolver.Found found) {
        return new WorstDelay(
                found.group(),
                found.meanNanos(),
                found.leastNanos().isPresent()
                        ? Reading.derived(found.leastNanos().getAsLong())
                        : Reading.notSupported("the solver knows no bound"));
    }

    private Double neighbourShare(ExpectedRequests requests) {
        return servers.scenario().neighbours().isPresent() ? requests.neighbourShare() : null;
    }
}

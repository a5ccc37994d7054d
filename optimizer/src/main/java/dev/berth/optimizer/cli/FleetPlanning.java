package dev.berth.optimizer.cli;

import dev.berth.command.Commands;
import dev.berth.dataset.ProfileDatasets;
import dev.berth.optimizer.problem.Fleet;
import dev.berth.optimizer.scenario.FleetScenario;
import dev.berth.optimizer.scenario.ScenarioProblem;
import dev.berth.optimizer.solve.SolveLimits;
import dev.berth.optimizer.solve.Solver;
import dev.berth.optimizer.solve.fleet.FleetSolution;
import dev.berth.record.Reading;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** A dataset and a scenario of several servers, solved by one solver or more. */
final class FleetPlanning {
    private final Path profiles;
    private final Path scenarioFile;
    private final FleetScenario scenario;
    private final Servers servers;
    private final List<ScenarioProblem> built;
    private final Fleet fleet;
    private final List<Servers.Result> results = new ArrayList<>();
    private List<Solver> asked = List.of();

    FleetPlanning(Path profiles, Path scenarioFile, FleetScenario scenario) {
        this.profiles = profiles;
        this.scenarioFile = scenarioFile;
        this.scenario = scenario;
        servers = new Servers(scenario, ProfileDatasets.read(profiles), profiles.toString());
        built = servers.built();
        fleet = servers.fleet().orElseThrow();
    }

    /** Runs solvers after all-cloud; one that refuses the size is named and left out. */
    void solve(List<Solver> solvers, SolveLimits limits, Consumer<String> warnings, SolveWatch watch) {
        servers.tooSmall().forEach(warnings);
        asked = List.copyOf(solvers);
        results.addAll(servers.solved(Servers.afterAllCloud(solvers), limits, warnings, watch));
    }

    private Servers.Result best() {
        return Servers.best(results, asked);
    }

    FleetFile file() {
        Servers.Result best = best();
        List<FleetFile.ServerPlan> plans = new ArrayList<>();
        for (int server = 0; server < built.size(); server++) {
            ScenarioProblem joined = built.get(server);
            plans.add(new FleetFile.ServerPlan(
                    fleet.names().get(server),
                    joined.assumptions(),
                    joined.problem().capacity().storageBytes(),
                    joined.problem().capacity().memoryBytes(),
                    PlanFile.Cost.of(best.solution().costs().get(server)),
                    Planning.models(joined.services(), best.solution().plans().get(server))));
        }
        return new FleetFile(
                PlanFile.SCHEMA_VERSION,
                Commands.TOOL,
                profiles.toString(),
                Fingerprint.of(profiles),
                scenarioFile.toString(),
                Fingerprint.of(scenarioFile),
                scenario.servers().get(0).charging(),
                fleet.slots(),
                scenario.servers().get(0).slotSeconds(),
                scenario.sharedBackhaulBytesPerSecond().isPresent()
                        ? Reading.derived(fleet.backhaulBytesPerSlot())
                        : Reading.notSupported("the servers share nothing"),
                best.solver().name(),
                PlanFile.Cost.of(Servers.sum(best.solution().costs())),
                servers.fetchedShare(best.solution().plans()),
                Planning.allCloud(servers),
                Planning.solverResults(servers, results),
                plans);
    }

    /** @param width columns that there are */
    List<String> lines(int width) {
        List<String> lines = new ArrayList<>();
        FleetSolution best = best().solution();
        for (int server = 0; server < built.size(); server++) {
            ScenarioProblem joined = built.get(server);
            lines.add("server " + fleet.names().get(server));
            lines.addAll(new TimeLine(
                            joined.services(),
                            joined.problem(),
                            best.plans().get(server),
                            scenario.servers().get(server).slotSeconds())
                    .lines(width));
            lines.add("");
        }
        lines.addAll(PlanText.costs(servers, best().solver().name(), best, width));
        if (scenario.sharedBackhaulBytesPerSecond().isPresent()) {
            lines.add("shared backhaul: " + PlanText.megabytes(fleet.backhaulBytesPerSlot()) + " a slot");
        }
        lines.add("");
        lines.addAll(PlanText.solvers(servers, results, width));
        lines.addAll(PlanText.assumptions(servers, width));
        return lines;
    }
}

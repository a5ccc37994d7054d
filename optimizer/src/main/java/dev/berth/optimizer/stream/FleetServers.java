package dev.berth.optimizer.stream;

import dev.berth.dataset.ProfileDataset;
import dev.berth.dataset.ProfileDatasets;
import dev.berth.optimizer.problem.Problem;
import dev.berth.optimizer.scenario.FleetScenario;
import dev.berth.optimizer.scenario.Scenario;
import dev.berth.optimizer.scenario.ScenarioFile;
import dev.berth.optimizer.scenario.ScenarioProblem;
import dev.berth.optimizer.solve.fleet.FleetBlocks;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** The servers of a scenario, joined with a dataset one by one when they are asked for. */
final class FleetServers {
    /** What this process read last: executors do many blocks of one fleet. */
    private static volatile Optional<FleetServers> last = Optional.empty();

    private final FleetJob job;
    private final FleetScenario scenario;
    private final ProfileDataset dataset;

    private FleetServers(FleetJob job) {
        this.job = job;
        scenario = ScenarioFile.readFleet(Path.of(job.scenario()));
        dataset = ProfileDatasets.read(Path.of(job.profiles()));
    }

    /** The servers of a job. */
    static FleetServers of(FleetJob job) {
        Optional<FleetServers> known = last;
        if (known.isEmpty() || !known.get().job.equals(job)) {
            synchronized (FleetServers.class) {
                known = last;
                if (known.isEmpty() || !known.get().job.equals(job)) {
                    known = Optional.of(new FleetServers(job));
                    last = known;
                }
            }
        }
        return known.get();
    }

    int count() {
        return scenario.servers().size();
    }

    /** What holds for all of them. */
    Scenario first() {
        return scenario.servers().get(0);
    }

    FleetScenario scenario() {
        return scenario;
    }

    String name(int server) {
        return scenario.names().get(server);
    }

    ScenarioProblem joined(int server) {
        return ScenarioProblem.of(scenario.server(server), dataset, job.profiles());
    }

    /** Numbers of the servers of a block. */
    IntStream numbers(int block) {
        int from = block * FleetBlocks.BLOCK_SERVERS;
        return IntStream.range(from, Math.min(count(), from + FleetBlocks.BLOCK_SERVERS));
    }

    List<Problem> block(int block) {
        return numbers(block).mapToObj(server -> joined(server).problem()).toList();
    }
}

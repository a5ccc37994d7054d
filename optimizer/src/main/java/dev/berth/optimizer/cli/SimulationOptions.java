package dev.berth.optimizer.cli;

import dev.berth.optimizer.scenario.FleetScenario;
import dev.berth.optimizer.scenario.ScenarioProblem;
import dev.berth.optimizer.simulate.EdgeServer;
import dev.berth.optimizer.simulate.SharedBackhaul;
import dev.berth.optimizer.simulate.Simulation;
import dev.berth.optimizer.simulate.Site;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How often and how it is simulated; mixed into the commands that do. */
final class SimulationOptions {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--seeds",
            paramLabel = "N",
            defaultValue = "10",
            description = "Runs of each plan and policy, with seeds that follow by one (default: ${DEFAULT-VALUE}).")
    private int seeds;

    @Option(
            names = "--seed",
            paramLabel = "NUMBER",
            defaultValue = "1",
            description = "Seed of the first run, and of solvers that draw at random (default: ${DEFAULT-VALUE}).")
    private long firstSeed;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "Runs at the same time; the result does not depend on it (default: all processors).")
    private int threads = Runtime.getRuntime().availableProcessors();

    int seeds() {
        return seeds;
    }

    long firstSeed() {
        return firstSeed;
    }

    /** Checks the ranges; usage faults, told before anything runs. */
    void check() {
        require("--seeds", seeds);
        require("--threads", threads);
    }

    private void require(String option, int value) {
        if (value < 1) {
            throw new ParameterException(
                    command.commandLine(), "out of range: " + option + "=" + value + ", expected >= 1");
        }
    }

    /** Servers and their requests, ready to be replayed. */
    Simulation simulation(Servers servers) {
        FleetScenario scenario = servers.scenario();
        List<Site> sites = new ArrayList<>();
        for (int server = 0; server < servers.built().size(); server++) {
            ScenarioProblem built = servers.built().get(server);
            sites.add(new Site(EdgeServer.of(scenario.server(server), built), built.workload()));
        }
        Optional<SharedBackhaul> shared =
                scenario.sharedBackhaulBytesPerSecond().isPresent()
                        ? Optional.of(new SharedBackhaul(
                                scenario.sharedBackhaulBytesPerSecond().getAsDouble(),
                                IntStream.range(0, sites.size())
                                        .mapToObj(server ->
                                                scenario.server(server).server().backhaulBytesPerSecond())
                                        .toList()))
                        : Optional.empty();
        return new Simulation(sites, shared, seeds, firstSeed, threads);
    }
}

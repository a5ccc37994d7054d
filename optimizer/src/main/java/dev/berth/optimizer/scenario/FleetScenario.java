package dev.berth.optimizer.scenario;

import dev.berth.optimizer.problem.Fleet;
import dev.berth.profile.ProfileDataset;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/**
 * What a scenario file says of several edge servers.
 *
 * @param names one a server; a file with a single server has one fixed name for it
 * @param servers each server as a scenario of its own, with what the file says of all of them
 * @param sharedBackhaulBytesPerSecond rate at which all servers together download, > 0; empty where they share nothing
 */
public record FleetScenario(List<String> names, List<Scenario> servers, OptionalDouble sharedBackhaulBytesPerSecond) {
    public FleetScenario {
        names = List.copyOf(names);
        servers = List.copyOf(servers);
    }

    /** Whether the file describes its servers as a list. */
    public boolean isFleet() {
        return !names.equals(List.of(ScenarioFile.SINGLE));
    }

    /**
     * Joins every server with a dataset; see {@link ScenarioProblem#of}.
     *
     * @param profiles name of the dataset's file, for messages
     */
    public List<ScenarioProblem> problems(ProfileDataset dataset, String profiles) {
        List<ScenarioProblem> problems = new ArrayList<>();
        for (Scenario server : servers) {
            problems.add(ScenarioProblem.of(server, dataset, profiles));
        }
        return problems;
    }

    /** The servers' problems and what they share. */
    public Fleet fleet(List<ScenarioProblem> problems) {
        double slotSeconds = servers.get(0).slotSeconds();
        long bytes = sharedBackhaulBytesPerSecond.isPresent()
                ? (long) Math.floor(sharedBackhaulBytesPerSecond.getAsDouble() * slotSeconds)
                : Long.MAX_VALUE;
        return new Fleet(names, problems.stream().map(ScenarioProblem::problem).toList(), bytes);
    }
}

package dev.berth.optimizer.scenario;

import dev.berth.dataset.ProfileDataset;
import dev.berth.optimizer.problem.Fleet;
import dev.berth.optimizer.problem.InfeasibleException;
import dev.berth.optimizer.route.Routes;
import dev.berth.record.BadInputException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What a scenario file says of several edge servers.
 *
 * @param names one a server; a file with a single server has one fixed name for it
 * @param servers each server as a scenario of its own, with what the file says of all of them
 * @param sharedBackhaulBytesPerSecond rate at which all servers together download, > 0; empty where they share nothing
 * @param routes how requests may go from one server to another; empty where each stays with the server of its user
 * @param neighbours how servers serve each other's requests; empty where each serves its own alone
 */
public record FleetScenario(
        List<String> names,
        List<Scenario> servers,
        OptionalDouble sharedBackhaulBytesPerSecond,
        Optional<Routes> routes,
        Optional<Fleet.Neighbours> neighbours) {
    public FleetScenario {
        names = List.copyOf(names);
        servers = List.copyOf(servers);
    }

    /** The same with other servers. */
    public FleetScenario with(List<Scenario> otherServers) {
        return new FleetScenario(names, otherServers, sharedBackhaulBytesPerSecond, routes, neighbours);
    }

    /** The same, each server serving its own requests alone. */
    public FleetScenario apart() {
        return new FleetScenario(names, servers, sharedBackhaulBytesPerSecond, routes, Optional.empty());
    }

    /** Whether there is more to it than one server by itself. */
    public boolean isFleet() {
        return !names.equals(List.of(Fleet.ALONE)) || sharedBackhaulBytesPerSecond.isPresent();
    }

    /** A server as it is planned and simulated: it downloads no faster than the link that it shares. */
    public Scenario server(int index) {
        Scenario scenario = servers.get(index);
        Server server = scenario.server();
        double rate = Math.min(
                server.backhaulBytesPerSecond(), sharedBackhaulBytesPerSecond.orElse(Double.POSITIVE_INFINITY));
        return scenario.with(
                new Server(server.storage(), server.memory(), rate, server.energy(), server.hostMemory()),
                scenario.demand(),
                scenario.demandShare(),
                scenario.initial(),
                scenario.models());
    }

    /**
     * Joins every server with a dataset; see {@link ScenarioProblem#of}.
     *
     * @param profiles name of the dataset's file, for messages
     */
    public List<ScenarioProblem> problems(ProfileDataset dataset, String profiles) {
        List<ScenarioProblem> problems = new ArrayList<>();
        for (int server = 0; server < servers.size(); server++) {
            problems.add(ScenarioProblem.of(server(server), dataset, profiles));
        }
        return problems;
    }

    /** What all servers together may download in a slot, bytes; {@link Long#MAX_VALUE} where they share nothing. */
    public long sharedBackhaulBytesPerSlot() {
        return sharedBackhaulBytesPerSecond.isPresent()
                ? BigDecimal.valueOf(sharedBackhaulBytesPerSecond.getAsDouble())
                        .multiply(BigDecimal.valueOf(servers.get(0).slotSeconds()))
                        .min(BigDecimal.valueOf(Long.MAX_VALUE))
                        .longValue()
                : Long.MAX_VALUE;
    }

    /**
     * The servers' problems and what they share.
     *
     * @throws BadInputException where the costs of all servers together overflow
     * @throws InfeasibleException where the shared backhaul does not carry what must be downloaded in slot 0
     */
    public Fleet fleet(List<ScenarioProblem> problems) {
        long bytes = sharedBackhaulBytesPerSlot();
        Scenario first = servers.get(0);
        try {
            return new Fleet(
                    names, problems.stream().map(ScenarioProblem::problem).toList(), bytes, neighbours);
        } catch (BadInputException e) {
            throw new BadInputException(first.place("prices") + ": " + e.getMessage(), e);
        } catch (InfeasibleException e) {
            throw new InfeasibleException(first.place("sharedBackhaulBytesPerSecond") + ": " + e.getMessage(), e);
        }
    }
}

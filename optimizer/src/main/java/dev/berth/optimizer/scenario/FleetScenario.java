package dev.berth.optimizer.scenario;

import dev.berth.dataset.ProfileDataset;
import dev.berth.optimizer.network.Link;
import dev.berth.optimizer.network.Links;
import dev.berth.optimizer.problem.Fleet;
import dev.berth.optimizer.problem.InfeasibleException;
import dev.berth.optimizer.problem.Problem;
import dev.berth.optimizer.route.Routes;
import dev.berth.record.BadInputException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * What a scenario file says of several edge servers.
 *
 * @param names one a server; a file with a single server has one fixed name for it
 * @param servers each server as a scenario of its own, with what the file says of all of them
 * @param sharedBackhaulBytesPerSecond rate at which all servers together download, > 0; empty where they share no one
 *     link
 * @param sharedLinks rates of links that servers share by name, bytes per second, > 0; none beside a shared backhaul
 * @param routes how requests may go from one server to another; empty where each stays with the server of its user
 * @param neighbours how servers serve each other's requests; empty where each serves its own alone
 */
public record FleetScenario(
        List<String> names,
        List<Scenario> servers,
        OptionalDouble sharedBackhaulBytesPerSecond,
        SortedMap<String, Double> sharedLinks,
        Optional<Routes> routes,
        Optional<Fleet.Neighbours> neighbours) {
    public FleetScenario {
        names = List.copyOf(names);
        servers = List.copyOf(servers);
        sharedLinks = Collections.unmodifiableSortedMap(new TreeMap<>(sharedLinks));
    }

    /** The same with other servers. */
    public FleetScenario with(List<Scenario> otherServers) {
        return new FleetScenario(names, otherServers, sharedBackhaulBytesPerSecond, sharedLinks, routes, neighbours);
    }

    /** The same, each server serving its own requests alone. */
    public FleetScenario apart() {
        return new FleetScenario(names, servers, sharedBackhaulBytesPerSecond, sharedLinks, routes, Optional.empty());
    }

    /** Whether there is more to it than one server by itself. */
    public boolean isFleet() {
        return !names.equals(List.of(Fleet.ALONE)) || sharedBackhaulBytesPerSecond.isPresent();
    }

    /** A server as it is planned and simulated: it downloads no faster than the link that it shares. */
    public Scenario server(int index) {
        Scenario scenario = servers.get(index);
        if (sharedBackhaulBytesPerSecond.isEmpty()) {
            return scenario;
        }
        Links links = scenario.server().links();
        Link backhaul = links.links().get(0);
        double rate = Math.min(backhaul.bytesPerSecond(), sharedBackhaulBytesPerSecond.getAsDouble());
        Link slowed = new Link(backhaul.name(), rate, backhaul.delayNanos());
        return scenario.with(
                scenario.server().with(new Links(List.of(slowed), links.chunkBytes())),
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
                ? perSlot(sharedBackhaulBytesPerSecond.getAsDouble())
                : Long.MAX_VALUE;
    }

    /** Bytes of a rate in a slot. */
    private long perSlot(double bytesPerSecond) {
        return BigDecimal.valueOf(bytesPerSecond)
                .multiply(BigDecimal.valueOf(servers.get(0).slotSeconds()))
                .min(BigDecimal.valueOf(Long.MAX_VALUE))
                .longValue();
    }

    /** Whether servers share links by name. */
    public boolean sharesLinks() {
        return !sharedLinks.isEmpty();
    }

    /**
     * Links that servers share by name. Of what a server downloads over several links each carries the part that it has
     * of all its services together, downloaded once.
     */
    private List<Fleet.Shared> shared(List<Problem> problems) {
        List<Fleet.Shared> shared = new ArrayList<>();
        sharedLinks.forEach((name, rate) -> shared.add(new Fleet.Shared(
                "link " + name,
                perSlot(rate),
                IntStream.range(0, problems.size())
                        .mapToObj(server ->
                                servers.get(server).server().links().share(name, downloads(problems.get(server))))
                        .toList())));
        return shared;
    }

    /** The largest download of each service. */
    private static long[] downloads(Problem problem) {
        return IntStream.range(0, problem.models())
                .mapToLong(model -> IntStream.range(0, problem.modes(model))
                        .mapToLong(mode -> problem.transferBytes(model, 0, mode))
                        .max()
                        .orElse(0))
                .toArray();
    }

    /**
     * The servers' problems and what they share.
     *
     * @throws BadInputException where the costs of all servers together overflow
     * @throws InfeasibleException where what they share does not carry what must be downloaded in slot 0
     */
    public Fleet fleet(List<ScenarioProblem> problems) {
        Scenario first = servers.get(0);
        List<Problem> each = problems.stream().map(ScenarioProblem::problem).toList();
        try {
            return sharesLinks()
                    ? new Fleet(names, each, shared(each))
                    : new Fleet(names, each, sharedBackhaulBytesPerSlot(), neighbours);
        } catch (BadInputException e) {
            throw new BadInputException(first.place("prices") + ": " + e.getMessage(), e);
        } catch (InfeasibleException e) {
            String key = sharesLinks() ? "links" : "sharedBackhaulBytesPerSecond";
            throw new InfeasibleException(first.place(key) + ": " + e.getMessage(), e);
        }
    }
}

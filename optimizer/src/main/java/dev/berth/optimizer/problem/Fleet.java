package dev.berth.optimizer.problem;

import dev.berth.record.BadInputException;
import java.math.BigInteger;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/**
 * Several edge servers that decide each for itself but download over one backhaul: in every slot the storage of all
 * models that rise from ABSENT, on all servers together, is at most {@code backhaulBytesPerSlot}. A model that two
 * servers take up counts twice. Valid once it exists.
 *
 * @param names one a server, unique, not blank
 * @param servers what each server decides; all have the same slots
 * @param backhaulBytesPerSlot bytes that may be downloaded in one slot, >= 0; {@link Long#MAX_VALUE} where the servers
 *     share nothing
 * @param neighbours how servers serve each other's requests; empty where each serves its own alone
 */
public record Fleet(
        List<String> names, List<Problem> servers, long backhaulBytesPerSlot, Optional<Neighbours> neighbours) {
    /** Name of a server by itself, which needs none. */
    public static final String ALONE = "server";

    /** Most servers that are neighbours of each other: what a plan looks at grows with the square of it. */
    public static final int MOST_NEIGHBOURS = 100;

    /**
     * Servers of a group are neighbours: a request may be served by any of them that keeps its model.
     *
     * @param requestNanos what a request takes between two of them, there and back, >= 0
     * @param groupSize the first so many servers are a group, the next so many another, and so on; 1 to
     *     {@link #MOST_NEIGHBOURS}
     */
    public record Neighbours(long requestNanos, int groupSize) {
        public Neighbours {
            if (requestNanos < 0 || groupSize < 1 || groupSize > MOST_NEIGHBOURS) {
                throw new IllegalArgumentException("out of range: requestNanos=" + requestNanos + ", groupSize="
                        + groupSize + ", expected >= 0 and 1 to " + MOST_NEIGHBOURS);
            }
        }
    }

    /** Servers that serve their own requests alone. */
    public Fleet(List<String> names, List<Problem> servers, long backhaulBytesPerSlot) {
        this(names, servers, backhaulBytesPerSlot, Optional.empty());
    }

    /**
     * Checks the servers against each other.
     *
     * @throws BadInputException where names or slots do not fit
     * @throws InfeasibleException where models that must be on their servers in slot 0 cannot all be downloaded in it
     */
    public Fleet {
        names = List.copyOf(names);
        servers = List.copyOf(servers);
        if (servers.isEmpty() || names.size() != servers.size() || new HashSet<>(names).size() < names.size()) {
            throw new BadInputException("servers " + names + ", expected at least one, each with a name of its own");
        }
        int slots = servers.get(0).slots();
        for (int server = 0; server < servers.size(); server++) {
            if (servers.get(server).slots() != slots) {
                throw new BadInputException("server " + names.get(server) + ": "
                        + servers.get(server).slots() + " slots, expected " + slots + " as for " + names.get(0));
            }
        }
        if (backhaulBytesPerSlot < 0) {
            throw new BadInputException(
                    "out of range: backhaulBytesPerSlot=" + backhaulBytesPerSlot + ", expected >= 0");
        }
        // Under prices of requests every server is charged for those of all its neighbours.
        double times = neighbours.map(Neighbours::groupSize).orElse(1);
        if (times * servers.stream().mapToDouble(Problem::dearest).sum() >= Problem.Costs.MAX_TOTAL_NANO_COST) {
            throw new BadInputException("costs overflow: the dearest plans of all servers together could cost 2^61"
                    + " nano-cost units or more; scale the prices down");
        }
        requirePlan(servers, backhaulBytesPerSlot);
    }

    /** There is a plan if and only if pinned models that are absent before slot 0 can be downloaded in it. */
    private static void requirePlan(List<Problem> servers, long backhaulBytesPerSlot) {
        BigInteger pinned = BigInteger.ZERO;
        for (Problem server : servers) {
            for (int model = 0; model < server.models(); model++) {
                pinned = pinned.add(BigInteger.valueOf(
                        server.transferBytes(model, server.initialMode(model), server.lowest(model))));
            }
        }
        if (pinned.compareTo(BigInteger.valueOf(backhaulBytesPerSlot)) > 0) {
            throw new InfeasibleException("no plan exists: models that must stay and are absent before slot 0 take "
                    + pinned + " bytes, the shared backhaul carries " + backhaulBytesPerSlot
                    + " in a slot; state them under initial, lower minResidency or raise the backhaul");
        }
    }

    /** One server by itself. */
    public static Fleet of(Problem server) {
        return new Fleet(List.of(ALONE), List.of(server), Long.MAX_VALUE);
    }

    /** Whether it is one server by itself, which shares nothing and whose name is not told. */
    public boolean isAlone() {
        return backhaulBytesPerSlot == Long.MAX_VALUE && names.equals(List.of(ALONE));
    }

    /**
     * The same servers, each by itself but for what they share to download.
     *
     * @param from index of the first
     * @param to index behind the last
     */
    public Fleet part(int from, int to) {
        return new Fleet(names.subList(from, to), servers.subList(from, to), backhaulBytesPerSlot, neighbours);
    }

    /** T, number of slots, >= 1. */
    public int slots() {
        return servers.get(0).slots();
    }
}

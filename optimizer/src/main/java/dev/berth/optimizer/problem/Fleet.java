package dev.berth.optimizer.problem;

import dev.berth.record.BadInputException;
import java.math.BigInteger;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/**
 * Several edge servers that decide each for itself but download over links that they share: in every slot what all
 * servers together download over each of them is at most what it carries. A model that two servers take up counts
 * twice. Valid once it exists.
 *
 * @param names one a server, unique, not blank
 * @param servers what each server decides; all have the same slots
 * @param links what servers share; may be none
 * @param neighbours how servers serve each other's requests; empty where each serves its own alone
 */
public record Fleet(List<String> names, List<Problem> servers, List<Shared> links, Optional<Neighbours> neighbours) {
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
    public Fleet(List<String> names, List<Problem> servers, List<Shared> links) {
        this(names, servers, links, Optional.empty());
    }

    /** Servers that serve their own requests alone and download all over one backhaul. */
    public Fleet(List<String> names, List<Problem> servers, long backhaulBytesPerSlot) {
        this(names, servers, backhaulBytesPerSlot, Optional.empty());
    }

    /**
     * A link that servers share.
     *
     * @param name for messages
     * @param bytesPerSlot bytes that it carries in one slot, >= 0
     * @param shares part of what each server downloads that comes over it, 0 to 1, one a server
     */
    public record Shared(String name, long bytesPerSlot, List<Double> shares) {
        public Shared {
            shares = List.copyOf(shares);
        }

        /** What comes over it of a server's download, in bytes, rounded up. */
        public long carried(int server, long bytes) {
            double share = shares.get(server);
            return share == 1 ? bytes : (long) Math.ceil(share * (double) bytes);
        }
    }

    /**
     * Servers that download all over one backhaul.
     *
     * @param backhaulBytesPerSlot bytes that may be downloaded in one slot, >= 0; {@link Long#MAX_VALUE} where the
     *     servers share nothing
     * @throws BadInputException as below
     * @throws InfeasibleException as below
     */
    public Fleet(
            List<String> names, List<Problem> servers, long backhaulBytesPerSlot, Optional<Neighbours> neighbours) {
        this(
                names,
                servers,
                backhaulBytesPerSlot == Long.MAX_VALUE
                        ? List.of()
                        : List.of(
                                new Shared("backhaul", backhaulBytesPerSlot, Collections.nCopies(servers.size(), 1.0))),
                neighbours);
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
        links = List.copyOf(links);
        for (Shared link : links) {
            requireRange(link, servers.size());
        }
        // Under prices of requests every server is charged for those of all its neighbours.
        double times = neighbours.map(Neighbours::groupSize).orElse(1);
        if (times * servers.stream().mapToDouble(Problem::dearest).sum() >= Problem.Costs.MAX_TOTAL_NANO_COST) {
            throw new BadInputException("costs overflow: the dearest plans of all servers together could cost 2^61"
                    + " nano-cost units or more; scale the prices down");
        }
        for (Shared link : links) {
            requirePlan(servers, link);
        }
    }

    private static void requireRange(Shared link, int servers) {
        if (link.bytesPerSlot() < 0) {
            throw new BadInputException(
                    "out of range: " + link.name() + "BytesPerSlot=" + link.bytesPerSlot() + ", expected >= 0");
        }
        if (link.shares().size() != servers || link.shares().stream().anyMatch(share -> !(share >= 0 && share <= 1))) {
            throw new BadInputException("out of range: shares of " + link.name() + "=" + link.shares()
                    + ", expected one a server from 0 to 1");
        }
    }

    /** There is a plan if and only if pinned models that are absent before slot 0 can be downloaded in it. */
    private static void requirePlan(List<Problem> servers, Shared link) {
        BigInteger pinned = BigInteger.ZERO;
        for (int number = 0; number < servers.size(); number++) {
            Problem server = servers.get(number);
            for (int model = 0; model < server.models(); model++) {
                long bytes = server.transferBytes(model, server.initialMode(model), server.lowest(model));
                pinned = pinned.add(BigInteger.valueOf(link.carried(number, bytes)));
            }
        }
        if (pinned.compareTo(BigInteger.valueOf(link.bytesPerSlot())) > 0) {
            throw new InfeasibleException("no plan exists: models that must stay and are absent before slot 0 take "
                    + pinned + " bytes, the shared " + link.name() + " carries " + link.bytesPerSlot()
                    + " in a slot; state them under initial, lower minResidency or raise the " + link.name());
        }
    }

    /** One server by itself. */
    public static Fleet of(Problem server) {
        return new Fleet(List.of(ALONE), List.of(server), Long.MAX_VALUE);
    }

    /** Whether it is one server by itself, which shares nothing and whose name is not told. */
    public boolean isAlone() {
        return links.isEmpty() && names.equals(List.of(ALONE));
    }

    /** Whether all that servers download comes over one link that they share, or over none. */
    public boolean hasOneBackhaul() {
        return links.isEmpty()
                || (links.size() == 1 && links.get(0).shares().stream().allMatch(share -> share == 1));
    }

    /** Bytes that servers may download together in a slot; only where {@link #hasOneBackhaul}. */
    public long backhaulBytesPerSlot() {
        return links.isEmpty() ? Long.MAX_VALUE : links.get(0).bytesPerSlot();
    }

    /**
     * The same servers, each by itself but for what they share to download.
     *
     * @param from index of the first
     * @param to index behind the last
     */
    public Fleet part(int from, int to) {
        List<Shared> own = links.stream()
                .map(link -> new Shared(
                        link.name(), link.bytesPerSlot(), link.shares().subList(from, to)))
                .toList();
        return new Fleet(names.subList(from, to), servers.subList(from, to), own, neighbours);
    }

    /** T, number of slots, >= 1. */
    public int slots() {
        return servers.get(0).slots();
    }
}

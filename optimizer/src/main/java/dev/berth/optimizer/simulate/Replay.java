package dev.berth.optimizer.simulate;

import dev.berth.optimizer.simulate.serve.Carrier;
import dev.berth.optimizer.simulate.serve.Earliest;
import java.util.List;
import java.util.Optional;

/**
 * One run through the workloads of all servers, event by event. Of events at the same time ends come first, then
 * beginnings of slots, then what comes over the network, then requests; of equals those of the first server.
 */
final class Replay {
    private static final int NONE = -1;

    private final SharedLink link;
    private final List<ServerReplay> servers;
    private final Optional<Routing> routing;
    private final Earliest endings;
    private final Earliest beginnings;
    private final Earliest requests;

    /** By ticket, those that wait for the link. */
    private final Earliest waiting;

    /** Waits first, and the link had no room for it since a download ended last. */
    private int refused = NONE;

    /**
     * Nothing has happened.
     *
     * @param servers stand before slot 0, in their order on the link
     * @param routing empty where every request stays with the server of its user
     */
    Replay(SharedLink link, List<ServerReplay> servers, Optional<Routing> routing) {
        this.link = link;
        this.servers = List.copyOf(servers);
        this.routing = routing;
        endings = new Earliest(servers.size());
        beginnings = new Earliest(servers.size());
        requests = new Earliest(servers.size());
        waiting = new Earliest(servers.size());
        routing.ifPresent(network -> network.connect(this.servers));
    }

    /** Runs to the end; once. */
    void run() {
        for (int server = 0; server < servers.size(); server++) {
            look(server);
            lookForDownload(server);
        }
        boolean more = true;
        while (more) {
            more = step();
        }
    }

    /** When something happens next at a server: to be told after each event there. */
    private void look(int server) {
        ServerReplay at = servers.get(server);
        endings.set(server, at.endNanos());
        beginnings.set(server, at.slotNanos());
        requests.set(server, at.requestNanos());
    }

    private void lookForDownload(int server) {
        waiting.set(server, servers.get(server).wantsDownload() ? link.firstTicket(server) : Carrier.IDLE);
    }

    private boolean step() {
        long coming = routing.map(Routing::nextNanos).orElse(Carrier.IDLE);
        long nowNanos = Math.min(Math.min(endings.least(), coming), Math.min(beginnings.least(), requests.least()));
        if (nowNanos == Carrier.IDLE) {
            return false;
        }
        routing.ifPresent(network -> network.now(nowNanos));
        int at;
        int other;
        if (nowNanos == endings.least()) {
            at = endings.first();
            other = at;
            servers.get(at).end();
            refused = NONE;
        } else if (nowNanos == beginnings.least()) {
            at = beginnings.first();
            other = at;
            servers.get(at).beginSlot();
        } else if (nowNanos == coming) {
            at = routing.orElseThrow().deliver();
            other = at;
        } else {
            at = requests.first();
            other = arrive(at);
        }
        lookForDownload(at);
        lookForDownload(other);
        startDownloads(nowNanos);
        servers.get(at).startIdle();
        if (other != at) {
            servers.get(other).startIdle();
        }
        look(at);
        look(other);
        if (link.movesOthers()) {
            lookAtEnds();
        }
        return true;
    }

    private void lookAtEnds() {
        for (int server = 0; server < servers.size(); server++) {
            endings.set(server, servers.get(server).endNanos());
        }
    }

    /** Gives the server that now may have something to serve. */
    private int arrive(int home) {
        if (routing.isPresent()) {
            routing.get().arrive(home);
            return home;
        }
        return servers.get(home).arrive().index();
    }

    /** On all servers: an end of one makes room for another, and so does a download that nobody wants any more. */
    private void startDownloads(long nowNanos) {
        while (waiting.least() != Carrier.IDLE && waiting.first() != refused) {
            int first = waiting.first();
            if (!link.hasRoom(first)) {
                refused = first;
                return;
            }
            servers.get(first).startDownload(nowNanos);
            lookForDownload(first);
            endings.set(first, servers.get(first).endNanos());
        }
    }
}

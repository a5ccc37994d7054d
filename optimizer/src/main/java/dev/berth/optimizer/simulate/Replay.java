package dev.berth.optimizer.simulate;

import dev.berth.optimizer.simulate.serve.Carrier;
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
        routing.ifPresent(network -> network.connect(this.servers));
    }

    /** Runs to the end; once. */
    void run() {
        boolean more = true;
        while (more) {
            more = step();
        }
    }

    private boolean step() {
        ServerReplay ending = servers.get(0);
        ServerReplay beginning = ending;
        ServerReplay asked = ending;
        for (ServerReplay server : servers) {
            ending = server.endNanos() < ending.endNanos() ? server : ending;
            beginning = server.slotNanos() < beginning.slotNanos() ? server : beginning;
            asked = server.requestNanos() < asked.requestNanos() ? server : asked;
        }
        long coming = routing.map(Routing::nextNanos).orElse(Carrier.IDLE);
        long nowNanos =
                Math.min(Math.min(ending.endNanos(), coming), Math.min(beginning.slotNanos(), asked.requestNanos()));
        if (nowNanos == Carrier.IDLE) {
            return false;
        }
        routing.ifPresent(network -> network.now(nowNanos));
        ServerReplay at;
        ServerReplay served = asked;
        if (nowNanos == ending.endNanos()) {
            at = ending;
            at.end();
        } else if (nowNanos == beginning.slotNanos()) {
            at = beginning;
            at.beginSlot();
        } else if (nowNanos == coming) {
            at = servers.get(routing.orElseThrow().deliver());
        } else {
            at = asked;
            served = arrive(at);
        }
        startDownloads(nowNanos);
        at.startIdle();
        if (served != asked) {
            served.startIdle();
        }
        return true;
    }

    /** Gives the server that now may have something to serve. */
    private ServerReplay arrive(ServerReplay home) {
        if (routing.isPresent()) {
            routing.get().arrive(home.index());
            return home;
        }
        return home.arrive();
    }

    /** On all servers: an end of one makes room for another, and so does a download that nobody wants any more. */
    private void startDownloads(long nowNanos) {
        int first = firstWaiting();
        while (first != NONE && link.hasRoom(first)) {
            servers.get(first).startDownload(nowNanos);
            first = firstWaiting();
        }
    }

    private int firstWaiting() {
        int first = NONE;
        for (int server = 0; server < servers.size(); server++) {
            boolean waits = servers.get(server).wantsDownload();
            if (waits && (first == NONE || link.firstTicket(server) < link.firstTicket(first))) {
                first = server;
            }
        }
        return first;
    }
}

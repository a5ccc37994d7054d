package dev.berth.optimizer.simulate;

import java.util.List;

/**
 * One run through the workloads of all servers, event by event. Of events at the same time ends come first, then
 * beginnings of slots, then requests; of equals those of the first server.
 */
final class Replay {
    private static final int NONE = -1;

    private final SharedLink link;
    private final List<ServerReplay> servers;

    /** @param servers stand before slot 0, in their order on the link */
    Replay(SharedLink link, List<ServerReplay> servers) {
        this.link = link;
        this.servers = List.copyOf(servers);
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
        long nowNanos = Math.min(ending.endNanos(), Math.min(beginning.slotNanos(), asked.requestNanos()));
        if (nowNanos == Carrier.IDLE) {
            return false;
        }
        ServerReplay at;
        ServerReplay served = asked;
        if (nowNanos == ending.endNanos()) {
            at = ending;
            at.end();
        } else if (nowNanos == beginning.slotNanos()) {
            at = beginning;
            at.beginSlot();
        } else {
            at = asked;
            served = at.arrive();
        }
        startDownloads(nowNanos);
        at.startIdle();
        if (served != asked) {
            served.startIdle();
        }
        return true;
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

package dev.berth.optimizer.simulate;

import dev.berth.optimizer.network.SharedLinks;
import dev.berth.optimizer.network.Sharing;
import dev.berth.optimizer.simulate.serve.Carrier;
import java.util.Optional;

/** The downloads of all servers in one run: who may start, and how long others would wait. */
final class SharedLink {
    /** Rates that add up to the link's but for rounding fit. */
    private static final double ROUNDING = 1 + 1e-9;

    private final Optional<SharedBackhaul> shared;

    /** Downloads over links that are shared by name. */
    private final Optional<Sharing> sharing;

    private final Carrier[] carriers;

    /** Share of the link that a download of each server takes; 0 where nothing is shared. */
    private final double[] shares;

    private long tickets;

    SharedLink(Optional<SharedBackhaul> shared, Optional<SharedLinks> links, int servers) {
        this.shared = shared;
        sharing = links.map(Sharing::new);
        carriers = new Carrier[servers];
        shares = new double[servers];
        shared.ifPresent(link -> {
            for (int server = 0; server < servers; server++) {
                shares[server] = Math.min(1, link.serverBytesPerSecond().get(server) / link.bytesPerSecond());
            }
        });
    }

    /** The downloads of a server, one at a time. */
    Carrier carrier(int server, long[] downloadNanos) {
        carriers[server] = new Carrier(downloadNanos);
        return carriers[server];
    }

    /** How long a download takes that takes {@code alone} nanoseconds at the server's own rate. */
    long downloadNanos(int server, long alone) {
        return shared.map(link -> link.serverBytesPerSecond().get(server) / link.bytesPerSecond())
                .filter(slower -> slower > 1)
                .map(slower -> Math.round((double) alone * slower))
                .orElse(alone);
    }

    /** Expects another time of a model from now on, where it is not under way yet. */
    void expect(int server, int model, long nanos) {
        carriers[server].expect(model, nanos);
    }

    /** Whether downloads of others end sooner or later where one begins or ends. */
    boolean movesOthers() {
        return sharing.isPresent();
    }

    /** A download of a server has begun, which takes {@code alone} nanoseconds where nobody else uses its links. */
    void begins(int server, long nowNanos, long bytes, long alone) {
        sharing.ifPresent(own -> {
            own.begin(server, nowNanos, bytes, alone);
            update(own);
        });
    }

    /** The download of a server has ended. */
    void ends(int server, long nowNanos) {
        sharing.ifPresent(own -> {
            own.end(server, nowNanos);
            update(own);
        });
    }

    private void update(Sharing own) {
        for (int server = 0; server < carriers.length; server++) {
            carriers[server].endsAt(own.endNanos(server));
        }
    }

    void ask(int server, int model) {
        carriers[server].ask(model, tickets++);
    }

    /** Whether a download of a server that carries nothing now fits beside those under way. */
    boolean hasRoom(int server) {
        return sharesBeside(server) + shares[server] <= ROUNDING;
    }

    private double sharesBeside(int own) {
        double sum = 0;
        for (int server = 0; server < carriers.length; server++) {
            sum += server == own || carriers[server].isIdle() ? 0 : shares[server];
        }
        return sum;
    }

    /** The ticket of the first download that a server has queued; only where it has. */
    long firstTicket(int server) {
        return carriers[server].firstTicket();
    }

    /**
     * Expected time until a model has been downloaded, were it asked for now: what its own server has queued, or, where
     * others wait or the link has no room left, what all servers have queued at the rate of the link. Over links that
     * are shared by name what is under way is taken to go on beside it.
     */
    long expectedNanos(int server, int model, long nowNanos) {
        Carrier own = carriers[server];
        long alone = own.expectedNanos(model, nowNanos);
        if (sharing.isPresent()) {
            double more = sharing.get().slowness(server) - 1;
            return own.carries(model) ? alone : alone + Math.round(more * (double) own.ownNanos(model));
        }
        if (shared.isEmpty() || own.carries(model) || (hasRoom(server) && !doOthersWait(server))) {
            return alone;
        }
        double before = 0;
        for (int each = 0; each < carriers.length; each++) {
            before += shares[each] * (double) carriers[each].backlogNanos(nowNanos);
        }
        return Math.max(alone, Math.round(before) + (own.isQueued(model) ? 0 : own.ownNanos(model)));
    }

    private boolean doOthersWait(int own) {
        for (int server = 0; server < carriers.length; server++) {
            if (server != own && carriers[server].isIdle() && carriers[server].hasQueued()) {
                return true;
            }
        }
        return false;
    }
}

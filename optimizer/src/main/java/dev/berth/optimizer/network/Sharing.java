package dev.berth.optimizer.network;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Downloads of several servers over links that some of them share, as time goes on. A shared link divides itself
 * equally among the downloads that use it (processor sharing, as flows of one transport protocol do in the mean); what
 * one of them cannot take, because its server's rate on the link is lower, the others get. Chunks are handed to
 * whichever link is free, so that a download uses all of its links until it ends. Where nobody else uses them it takes
 * what {@link Links#downloadNanos} says, to the nanosecond.
 *
 * <p>Which links a download uses is settled when it begins: those that it would use alone. Each server has one download
 * at a time.
 */
public final class Sharing {
    /** Where nothing is carried. */
    public static final long IDLE = Long.MAX_VALUE;

    private static final double NANO = 1e9;

    private final List<Links> servers;

    /** Rates of links that are shared, bytes per second, by name. */
    private final Map<String, Double> shared;

    private final Flow[] flows;

    /** One server's download. */
    private static final class Flow {
        final long beginNanos;

        /** What whole chunks, and parts one after the other, take beyond the closed form of all bytes. */
        final double extraNanos;

        final boolean[] uses;
        double bytesLeft;
        long sinceNanos;
        double[] rates;
        long endNanos;

        Flow(long beginNanos, double bytes, double extraNanos, boolean[] uses) {
            this.beginNanos = beginNanos;
            this.extraNanos = extraNanos;
            this.uses = uses;
            bytesLeft = bytes;
            sinceNanos = beginNanos;
            rates = new double[uses.length];
        }
    }

    /** Nothing is carried yet. */
    public Sharing(SharedLinks links) {
        servers = links.servers();
        shared = links.bytesPerSecond();
        flows = new Flow[servers.size()];
    }

    /**
     * A download begins.
     *
     * @param server that carries nothing
     * @param aloneNanos what it takes where nobody else uses its links, >= 0
     */
    public void begin(int server, long nowNanos, long bytes, long aloneNanos) {
        Links links = servers.get(server);
        double[] rates = links.rates();
        double[] delays = links.delays();
        double closed = bytes == 0 ? 0 : Links.seconds((double) bytes, rates, delays);
        boolean[] uses = new boolean[rates.length];
        for (int link = 0; link < rates.length; link++) {
            uses[link] = delays[link] < closed;
        }
        flows[server] = new Flow(nowNanos, (double) bytes, (double) aloneNanos - closed * NANO, uses);
        changed(nowNanos);
        if (Arrays.equals(flows[server].rates, masked(rates, uses))) {
            flows[server].endNanos = Math.addExact(nowNanos, aloneNanos);
        }
    }

    /** The download of a server has ended. */
    public void end(int server, long nowNanos) {
        flows[server] = null;
        changed(nowNanos);
    }

    /** When the download of a server ends as things are; {@link #IDLE} where there is none. */
    public long endNanos(int server) {
        return flows[server] == null ? IDLE : flows[server].endNanos;
    }

    /** How many times as long as alone a download of a server would take that began now, were all others to go on. */
    public double slowness(int server) {
        Flow before = flows[server];
        boolean[] all = new boolean[servers.get(server).links().size()];
        Arrays.fill(all, true);
        flows[server] = new Flow(0, 0, 0, all);
        double present = Arrays.stream(ratesOf(server)).sum();
        flows[server] = before;
        return servers.get(server).bytesPerSecond() / present;
    }

    private static double[] masked(double[] rates, boolean[] uses) {
        double[] masked = new double[rates.length];
        for (int link = 0; link < rates.length; link++) {
            masked[link] = uses[link] ? rates[link] : 0;
        }
        return masked;
    }

    /** Somebody has begun or ended: what was carried so far counts, and all that comes is divided anew. */
    private void changed(long nowNanos) {
        for (int server = 0; server < flows.length; server++) {
            Flow flow = flows[server];
            if (flow == null) {
                continue;
            }
            double[] rates = ratesOf(server);
            if (Arrays.equals(rates, flow.rates)) {
                // Nothing is rounded that does not change.
                continue;
            }
            carry(server, flow, nowNanos);
            flow.rates = rates;
            double seconds = flow.bytesLeft == 0 ? 0 : Links.seconds(flow.bytesLeft, rates, delaysLeft(server, flow));
            flow.endNanos = Math.max(nowNanos, Math.addExact(nowNanos, Math.round(seconds * NANO + flow.extraNanos)));
        }
    }

    private void carry(int server, Flow flow, long nowNanos) {
        List<Link> links = servers.get(server).links();
        double carried = 0;
        for (int link = 0; link < flow.rates.length; link++) {
            long from =
                    Math.max(flow.sinceNanos, flow.beginNanos + links.get(link).delayNanos());
            carried += flow.rates[link] * ((double) Math.max(0, nowNanos - from) / NANO);
        }
        flow.bytesLeft = Math.max(0, flow.bytesLeft - carried);
        flow.sinceNanos = nowNanos;
    }

    private double[] delaysLeft(int server, Flow flow) {
        return servers.get(server).links().stream()
                .mapToDouble(link -> (double) Math.max(0, flow.beginNanos + link.delayNanos() - flow.sinceNanos) / NANO)
                .toArray();
    }

    /** What each link of a server with a download carries now, bytes per second. */
    private double[] ratesOf(int server) {
        List<Link> links = servers.get(server).links();
        double[] rates = new double[links.size()];
        for (int link = 0; link < rates.length; link++) {
            if (flows[server].uses[link]) {
                Double whole = shared.get(links.get(link).name());
                rates[link] = whole == null
                        ? links.get(link).bytesPerSecond()
                        : part(
                                whole,
                                links.get(link).bytesPerSecond(),
                                users(links.get(link).name()));
            }
        }
        return rates;
    }

    /** The own rates, ascending, of all downloads that use a shared link. */
    private double[] users(String name) {
        List<Double> users = new ArrayList<>();
        for (int server = 0; server < flows.length; server++) {
            List<Link> links = servers.get(server).links();
            for (int link = 0; flows[server] != null && link < links.size(); link++) {
                if (flows[server].uses[link] && links.get(link).name().equals(name)) {
                    users.add(links.get(link).bytesPerSecond());
                }
            }
        }
        return users.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    }

    /** Equal shares, of which those with lower rates of their own leave something to the others. */
    private static double part(double whole, double own, double[] ascending) {
        double left = whole;
        for (int user = 0; user < ascending.length; user++) {
            double equal = left / (ascending.length - user);
            if (ascending[user] >= equal) {
                return Math.min(own, equal);
            }
            left -= ascending[user];
        }
        return own;
    }
}

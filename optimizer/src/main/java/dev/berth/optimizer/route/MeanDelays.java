package dev.berth.optimizer.route;

import java.util.ArrayList;
import java.util.List;

/**
 * Mean delays of requests that are split among servers: what each waits where nothing queues, and the queue of an M/G/1
 * server (Pollaczek and Khinchine) of its utilisation. Total delay a second is convex in the shares, so that a central
 * dispatcher's optimum is found and proven by Frank and Wolfe's method (1956), with steps between pairs of servers
 * (Lacoste-Julien and Jaggi, 2015).
 */
public final class MeanDelays {
    /** Beyond this utilisation the queue's delay goes on as its tangent: finite, convex, and dear. */
    private static final double FULL = 0.99;

    private static final int MOST_ROUNDS = 2000;
    private static final int HALVINGS = 50;

    private final List<Stream> streams;
    private final List<Queue> queues;

    /** Requests of one kind and origin. */
    public static final class Stream {
        private final double perSecond;
        private final double[] idleSeconds;
        private final double[] workSeconds;

        /**
         * Requests to be split; arrays have a value a server.
         *
         * @param perSecond how many, > 0
         * @param idleSeconds delay on each server where nothing queues, >= 0; infinite where it cannot be served
         * @param workSeconds what one takes of each server's time, >= 0
         */
        public Stream(double perSecond, double[] idleSeconds, double[] workSeconds) {
            this.perSecond = perSecond;
            this.idleSeconds = idleSeconds.clone();
            this.workSeconds = workSeconds.clone();
        }
    }

    /**
     * A server's queue.
     *
     * @param meanSeconds mean service time, > 0; infinite where nothing is served
     * @param residualSeconds what is left in the mean of the service that an arrival finds, E[S²]/2E[S], >= 0
     */
    public record Queue(double meanSeconds, double residualSeconds) {
        /** Waiting of all that arrive in a second, at a utilisation: ρ²r/(s(1−ρ)), by its tangent near and above 1. */
        double total(double utilisation) {
            return utilisation <= FULL ? curve(utilisation) : curve(FULL) + slope(FULL) * (utilisation - FULL);
        }

        private double curve(double utilisation) {
            return residualSeconds / meanSeconds * utilisation * utilisation / (1 - utilisation);
        }

        double slope(double utilisation) {
            double at = Math.min(FULL, utilisation);
            return residualSeconds / meanSeconds * at * (2 - at) / ((1 - at) * (1 - at));
        }
    }

    /**
     * A central optimum.
     *
     * @param shares of each stream by server
     * @param totalSeconds delay of all requests that arrive in a second
     * @param boundSeconds what no shares can be below
     */
    public record Optimum(List<double[]> shares, double totalSeconds, double boundSeconds) {}

    /** @param queues one a server */
    public MeanDelays(List<Stream> streams, List<Queue> queues) {
        this.streams = List.copyOf(streams);
        this.queues = List.copyOf(queues);
    }

    private double[] utilisations(List<double[]> shares) {
        double[] used = new double[queues.size()];
        for (int stream = 0; stream < shares.size(); stream++) {
            double[] row = shares.get(stream);
            Stream each = streams.get(stream);
            for (int server = 0; server < used.length; server++) {
                used[server] += row[server] == 0 ? 0 : each.perSecond * row[server] * each.workSeconds[server];
            }
        }
        return used;
    }

    /**
     * Delay of all requests that arrive in a second, in seconds: their mean delay times how many there are.
     *
     * @param shares a row a stream, a value a server, each row adds up to 1
     */
    public double total(List<double[]> shares) {
        double total = queued(utilisations(shares));
        for (int stream = 0; stream < shares.size(); stream++) {
            total += idle(stream, shares.get(stream));
        }
        return total;
    }

    private double queued(double[] used) {
        double total = 0;
        for (int server = 0; server < used.length; server++) {
            total += queues.get(server).total(used[server]);
        }
        return total;
    }

    private double idle(int stream, double[] row) {
        double total = 0;
        for (int server = 0; server < row.length; server++) {
            total += row[server] == 0
                    ? 0
                    : streams.get(stream).perSecond * row[server] * streams.get(stream).idleSeconds[server];
        }
        return total;
    }

    /**
     * The shares of a dispatcher that knows all streams.
     *
     * @param gap how far above its proven bound the total may be, as a share, > 0
     */
    public Optimum optimum(double gap) {
        List<double[]> shares = new ArrayList<>();
        for (int stream = 0; stream < streams.size(); stream++) {
            double[] row = new double[queues.size()];
            row[cheapest(dearness(stream, new double[queues.size()]), stream)] = 1;
            shares.add(row);
        }
        double total = total(shares);
        double bound = 0;
        for (int round = 0; round < MOST_ROUNDS; round++) {
            double[] used = utilisations(shares);
            double descent = 0;
            for (int stream = 0; stream < shares.size(); stream++) {
                descent += descent(shares.get(stream), dearness(stream, used), stream);
            }
            // The tangent at these shares is nowhere above the total.
            bound = Math.max(bound, total - descent);
            if (total - bound <= gap * total) {
                break;
            }
            for (int stream = 0; stream < shares.size(); stream++) {
                move(shares.get(stream), stream, used);
            }
            total = total(shares);
        }
        return new Optimum(shares, total, bound);
    }

    /** What the tangent of the total falls by where a stream goes to its cheapest server whole. */
    private static double descent(double[] row, double[] dearness, int stream) {
        double least = dearness[cheapest(dearness, stream)];
        double descent = 0;
        for (int server = 0; server < row.length; server++) {
            descent += row[server] == 0 ? 0 : row[server] * (dearness[server] - least);
        }
        return descent;
    }

    /** Moves as much of a stream as pays from the dearest server that it uses to the cheapest. */
    private void move(double[] row, int stream, double[] used) {
        double[] dearness = dearness(stream, used);
        int to = cheapest(dearness, stream);
        int from = to;
        for (int server = 0; server < row.length; server++) {
            from = row[server] > 0 && dearness[server] > dearness[from] ? server : from;
        }
        Stream each = streams.get(stream);
        double low = 0;
        double high = row[from];
        for (int halving = 0; halving < HALVINGS && from != to; halving++) {
            double moved = (low + high) / 2;
            double gain = more(each, from, used[from] - each.perSecond * moved * each.workSeconds[from])
                    - more(each, to, used[to] + each.perSecond * moved * each.workSeconds[to]);
            low = gain > 0 ? moved : low;
            high = gain > 0 ? high : moved;
        }
        if (from != to) {
            // All of it where even the last of it gains.
            double moved = high == row[from] ? high : low;
            row[from] -= moved;
            row[to] += moved;
            used[from] -= each.perSecond * moved * each.workSeconds[from];
            used[to] += each.perSecond * moved * each.workSeconds[to];
        }
    }

    /** What a little more of a stream on each server adds to the total. */
    private double[] dearness(int stream, double[] used) {
        double[] dearness = new double[used.length];
        for (int server = 0; server < used.length; server++) {
            dearness[server] = more(streams.get(stream), server, used[server]);
        }
        return dearness;
    }

    private double more(Stream stream, int server, double used) {
        return stream.perSecond
                * (stream.idleSeconds[server] + queues.get(server).slope(used) * stream.workSeconds[server]);
    }

    private static int cheapest(double[] dearness, int stream) {
        int best = 0;
        for (int server = 1; server < dearness.length; server++) {
            best = dearness[server] < dearness[best] ? server : best;
        }
        if (Double.isInfinite(dearness[best])) {
            throw new IllegalArgumentException("stream " + stream + " can be served nowhere");
        }
        return best;
    }
}

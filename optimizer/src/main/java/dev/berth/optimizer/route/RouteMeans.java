package dev.berth.optimizer.route;

import dev.berth.record.Reading;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.IntToLongFunction;

/**
 * What a run's requests would have waited on each server, had nothing queued, and what they would have taken of its
 * time, in the mean; so that shares of requests can be held against a central optimum by {@link MeanDelays}. Demand
 * that swings is taken for its mean.
 */
public final class RouteMeans {
    /** Figures that are kept; beyond that the optimum is not worked out. */
    private static final long MOST_FIGURES = 4_000_000;

    /** How far above its bound the optimum may be. */
    private static final double GAP = 1e-3;

    private static final double SECOND = 1e9;

    private final int servers;
    private final int services;
    private final double horizonSeconds;
    private final double[][] idleNanos;
    private final double[][] workNanos;
    private final long[] requests;
    private final double[] served;
    private final double[] servedNanos;
    private final double[] servedSquares;

    private RouteMeans(int servers, int services, double horizonSeconds) {
        this.servers = servers;
        this.services = services;
        this.horizonSeconds = horizonSeconds;
        idleNanos = new double[servers * services][];
        workNanos = new double[servers * services][];
        requests = new long[servers * services];
        served = new double[servers];
        servedNanos = new double[servers];
        servedSquares = new double[servers];
    }

    /**
     * Nothing seen yet; empty where there would be too much to keep.
     *
     * @param horizonSeconds how long requests come, > 0
     */
    public static Optional<RouteMeans> of(int servers, int services, double horizonSeconds) {
        return (long) servers * services * servers > MOST_FIGURES
                ? Optional.empty()
                : Optional.of(new RouteMeans(servers, services, horizonSeconds));
    }

    /**
     * A request.
     *
     * @param idle what it would wait on a server if nothing queued, network included, in nanoseconds
     * @param work what it would take of the server's device, in nanoseconds
     */
    public void add(RouteView view, IntToLongFunction idle, IntToLongFunction work) {
        int stream = view.home() * services + view.service();
        if (idleNanos[stream] == null) {
            idleNanos[stream] = new double[servers];
            workNanos[stream] = new double[servers];
        }
        requests[stream]++;
        for (int server = 0; server < servers; server++) {
            if (!view.canServe(server)) {
                idleNanos[stream][server] = Double.POSITIVE_INFINITY;
                continue;
            }
            double taken = (double) work.applyAsLong(server);
            idleNanos[stream][server] += (double) idle.applyAsLong(server);
            workNanos[stream][server] += taken;
            served[server] += taken > 0 ? 1 : 0;
            servedNanos[server] += taken;
            servedSquares[server] += taken * taken;
        }
    }

    /**
     * How much longer requests wait in the mean with a router's shares than with those of a central optimum, both by
     * the same mean delays, as a share of the optimum's; and how far the optimum may be from its bound is in it.
     */
    public Reading<Double> overOptimum(Router.Standing standing) {
        List<MeanDelays.Stream> streams = new ArrayList<>();
        List<double[]> shares = new ArrayList<>();
        for (Router.Device device : standing.devices()) {
            int stream = device.home() * services + device.service();
            streams.add(new MeanDelays.Stream(
                    (double) requests[stream] / horizonSeconds,
                    seconds(idleNanos[stream], requests[stream]),
                    seconds(workNanos[stream], requests[stream])));
            shares.add(device.shares().stream().mapToDouble(share -> share).toArray());
        }
        MeanDelays delays = new MeanDelays(streams, queues());
        MeanDelays.Optimum optimum = delays.optimum(GAP);
        return optimum.boundSeconds() > 0
                ? Reading.derived(delays.total(shares) / optimum.boundSeconds() - 1)
                : Reading.notSupported("nothing waits in the central optimum");
    }

    private List<MeanDelays.Queue> queues() {
        List<MeanDelays.Queue> queues = new ArrayList<>();
        for (int server = 0; server < servers; server++) {
            queues.add(
                    served[server] == 0
                            ? new MeanDelays.Queue(Double.POSITIVE_INFINITY, 0)
                            : new MeanDelays.Queue(
                                    servedNanos[server] / served[server] / SECOND,
                                    servedSquares[server] / servedNanos[server] / 2 / SECOND));
        }
        return queues;
    }

    private static double[] seconds(double[] nanos, long of) {
        return Arrays.stream(nanos).map(sum -> sum / (double) of / SECOND).toArray();
    }
}

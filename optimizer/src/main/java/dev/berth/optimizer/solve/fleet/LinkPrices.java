package dev.berth.optimizer.solve.fleet;

import dev.berth.optimizer.problem.Problem;
import dev.berth.optimizer.solve.prices.PriceAscent;
import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;

/**
 * Prices of a shared link, and with them those of all its servers' own capacities, climbed together: the bound that
 * they give is that of the linear relaxation of the whole fleet. Each step costs a sweep a server.
 */
final class LinkPrices {
    /** Sweeps of all servers at most. */
    static final int MAX_SWEEPS = 400;

    /** Of the bound: a rise a sweep that is worth another. */
    private static final double LEAST_RISE = 5e-6;

    /** What a sweep, which copies the costs, takes a model and slot, in steps. */
    static final int STEPS_PER_CELL = 4;

    private final List<LinkSweep> sweeps;
    private final List<Problem> servers;
    private final Workers workers;
    private final double linkBytes;
    private final double scale;
    private final IntConsumer told;
    private final int slots;
    private final double[] values;
    private double[] best;
    private double highest = Double.NEGATIVE_INFINITY;
    private int count;

    /**
     * Begins at prices of 0.
     *
     * @param servers that share the link
     * @param linkBytes what it carries in a slot, > 0
     * @param told after each sweep of all servers, how many there were
     */
    LinkPrices(List<Problem> servers, double linkBytes, Workers workers, IntConsumer told) {
        this.servers = servers;
        this.linkBytes = linkBytes;
        this.workers = workers;
        this.told = told;
        sweeps = servers.stream().map(LinkSweep::new).toList();
        slots = servers.get(0).slots();
        // The link is asked for by all servers, an own capacity by one: so that both curve alike.
        scale = Math.sqrt(servers.size());
        values = new double[servers.size()];
        best = new double[slots];
    }

    /**
     * Climbs.
     *
     * @param maxSweeps sweeps of all servers at most
     * @param stop whether whoever asked wants no more work done
     * @return the price of a byte in each slot, nano-cost units
     */
    double[] climb(int maxSweeps, BooleanSupplier stop) {
        int size = slots;
        for (LinkSweep sweep : sweeps) {
            size += sweep.prices().length * slots;
        }
        new PriceAscent(this::valueAndSlopes, size).run(maxSweeps, LEAST_RISE, stop);
        return best;
    }

    private double valueAndSlopes(double[] at, double[] slopes) {
        double[] perByte = new double[slots];
        double value = 0;
        for (int slot = 0; slot < slots; slot++) {
            perByte[slot] = scale * at[slot] / linkBytes;
            value -= scale * at[slot];
        }
        workers.each(sweeps.size(), server -> run(server, at, perByte));
        Arrays.fill(slopes, 0, slots, -1);
        int first = slots;
        for (int server = 0; server < sweeps.size(); server++) {
            LinkSweep sweep = sweeps.get(server);
            value += values[server];
            for (int slot = 0; slot < slots; slot++) {
                slopes[slot] += sweep.bytes()[slot] / linkBytes;
            }
            for (double[] used : sweep.used()) {
                for (int slot = 0; slot < slots; slot++) {
                    slopes[first + slot] = used[slot] - 1;
                }
                first += slots;
            }
        }
        for (int slot = 0; slot < slots; slot++) {
            slopes[slot] *= scale;
        }
        if (value > highest) {
            highest = value;
            best = perByte;
        }
        told.accept(++count);
        return value;
    }

    /** How often all servers were swept. */
    int sweeps() {
        return count;
    }

    /** The highest bound so far, nano-cost units, rounded. */
    double highest() {
        return highest;
    }

    /** Where a server's own prices lie among all. */
    private int first(int server) {
        int first = slots;
        for (int before = 0; before < server; before++) {
            first += sweeps.get(before).prices().length * slots;
        }
        return first;
    }

    private void run(int server, double[] at, double[] perByte) {
        LinkSweep sweep = sweeps.get(server);
        int first = first(server);
        for (double[] row : sweep.prices()) {
            System.arraycopy(at, first, row, 0, slots);
            first += slots;
        }
        Problem problem = servers.get(server);
        values[server] = sweep.run(perByte, new float[slots * problem.models() * problem.choices()]);
    }
}

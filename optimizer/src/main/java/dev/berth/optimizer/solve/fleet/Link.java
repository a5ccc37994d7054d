package dev.berth.optimizer.solve.fleet;

import dev.berth.optimizer.problem.Plan;
import dev.berth.optimizer.problem.Problem;
import java.util.Arrays;

/**
 * What servers of a fleet share.
 *
 * @param slots T, >= 1
 * @param bytesPerSlot bytes that all servers together may download in a slot, >= 0
 */
record Link(int slots, long bytesPerSlot) {
    /** More than what rounding prices and sums of them to double precision can add up to. */
    private static final double ROUNDING = 1e-12;

    /** What it carries in a slot, bytes; to divide by. */
    double capacity() {
        return Math.max(1, (double) bytesPerSlot);
    }

    /** A server without what it can never have: what no moves lead to of which each is carried in a slot. */
    Problem within(Problem server) {
        return within(server, bytesPerSlot);
    }

    /** @param mostBytes what the server may download in a slot at most */
    static Problem within(Problem server, long mostBytes) {
        byte[] highest = new byte[server.models()];
        for (int model = 0; model < highest.length; model++) {
            boolean[] isReached = reached(server, model, mostBytes);
            int most = server.highest(model);
            while (most > server.lowest(model) && !isReached[most]) {
                most--;
            }
            highest[model] = (byte) most;
        }
        return server.withHighest(highest);
    }

    /** Modes that a model comes to step by step, whenever that may be. */
    private static boolean[] reached(Problem server, int model, long mostBytes) {
        boolean[] isReached = new boolean[server.modes(model)];
        isReached[server.initialMode(model)] = true;
        boolean isNew = true;
        while (isNew) {
            isNew = false;
            for (int from = 0; from < isReached.length; from++) {
                for (int to = 0; to < isReached.length && isReached[from]; to++) {
                    if (!isReached[to] && server.transferBytes(model, from, to) <= mostBytes) {
                        isReached[to] = true;
                        isNew = true;
                    }
                }
            }
        }
        return isReached;
    }

    /** A server that pays for what it downloads. */
    Problem priced(Problem server, double[] prices) {
        double[] perByte = new double[prices.length];
        boolean any = false;
        for (int slot = 0; slot < prices.length; slot++) {
            perByte[slot] = prices[slot] / capacity();
            any |= perByte[slot] > 0;
        }
        return any ? server.withTransferPrices(perByte) : server;
    }

    /**
     * What the whole link costs over all slots, rounded up: at least what any plans are charged for it.
     *
     * @param prices of the whole link in each slot, nano-cost units
     */
    static long credit(double[] prices) {
        long credit = 0;
        for (double price : prices) {
            credit += (long) Math.ceil(price * (1 + ROUNDING));
        }
        return credit;
    }

    /** Adds what a server's plan downloads in each slot, in bytes. */
    static void count(Problem server, Plan plan, double[] used) {
        for (int model = 0; model < server.models(); model++) {
            int before = server.initialMode(model);
            for (int slot = 0; slot < used.length; slot++) {
                int now = plan.indexAt(slot, model);
                used[slot] += (double) server.transferBytes(model, before, now);
                before = now;
            }
        }
    }

    /**
     * Moves prices along the share of the link that is asked for too much, by Polyak's step.
     *
     * @param prices of the whole link in each slot; overwritten
     * @param used what is asked for in each slot, bytes
     * @param mostPrice no price is higher
     * @return false where there is no direction to go
     */
    boolean move(double[] prices, double[] used, double step, double gap, double mostPrice) {
        long[] carried = new long[slots];
        Arrays.fill(carried, bytesPerSlot);
        return move(prices, used, carried, step, gap, mostPrice);
    }

    /**
     * The same of several links at once, one value a link and slot.
     *
     * @param carried bytes that each link carries in each slot, >= 0
     */
    static boolean move(double[] prices, double[] used, long[] carried, double step, double gap, double mostPrice) {
        double norm = 0;
        double[] excess = new double[prices.length];
        for (int at = 0; at < prices.length; at++) {
            excess[at] = (used[at] - (double) carried[at]) / Math.max(1, (double) carried[at]);
            // A price of 0 stays there: a link that is not scarce does not count.
            excess[at] = excess[at] < 0 && prices[at] == 0 ? 0 : excess[at];
            norm += excess[at] * excess[at];
        }
        if (norm == 0) {
            return false;
        }
        double length = step * Math.max(0, gap) / norm;
        for (int at = 0; at < prices.length; at++) {
            prices[at] = Math.min(mostPrice, Math.max(0, prices[at] + length * excess[at]));
        }
        return true;
    }
}

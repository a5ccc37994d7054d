package dev.berth.optimizer.solve.fleet;

import dev.berth.optimizer.problem.Fleet;
import dev.berth.optimizer.problem.Plan;
import dev.berth.optimizer.problem.Problem;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Prices of all links that a small fleet shares, and what is asked of them; values of a link's slots lie together. */
final class PricedLinks {
    private final Fleet fleet;
    private final int slots;

    /** Bytes that each link carries in each slot. */
    private final long[] carried;

    /** Of the whole link in each slot, nano-cost units. */
    private final double[] prices;

    private final double[] used;
    private final double mostPrice;

    /**
     * Without prices.
     *
     * @param mostPriced what all downloads together may be charged at most, in nano-cost units
     */
    PricedLinks(Fleet fleet, double mostPriced) {
        this.fleet = fleet;
        slots = fleet.slots();
        List<Fleet.Shared> links = fleet.links();
        carried = new long[links.size() * slots];
        prices = new double[carried.length];
        used = new double[carried.length];
        double bytes = 0;
        for (Problem server : fleet.servers()) {
            for (int model = 0; model < server.models(); model++) {
                bytes += server.storageBytes(model);
            }
        }
        double narrowest = Double.POSITIVE_INFINITY;
        for (int link = 0; link < links.size(); link++) {
            long bytesPerSlot = links.get(link).bytesPerSlot();
            Arrays.fill(carried, link * slots, (link + 1) * slots, bytesPerSlot);
            narrowest = Math.min(narrowest, Math.max(1, (double) bytesPerSlot));
        }
        mostPrice = mostPriced / Math.max(1, links.size()) / slots / Math.max(1, bytes / narrowest);
    }

    /** Servers without what they can never have. */
    List<Problem> within() {
        List<Problem> servers = new ArrayList<>();
        for (int server = 0; server < fleet.servers().size(); server++) {
            double most = Long.MAX_VALUE;
            for (Fleet.Shared link : fleet.links()) {
                double share = link.shares().get(server);
                most = share > 0 ? Math.min(most, (double) link.bytesPerSlot() / share) : most;
            }
            servers.add(Link.within(fleet.servers().get(server), (long) most));
        }
        return servers;
    }

    /** A server that pays for what it downloads. */
    Problem priced(int number, Problem server) {
        double[] perByte = new double[slots];
        boolean any = false;
        for (int at = 0; at < prices.length; at++) {
            double share = fleet.links().get(at / slots).shares().get(number);
            perByte[at % slots] += share * (prices[at] / Math.max(1, (double) carried[at]));
            any |= perByte[at % slots] > 0;
        }
        return any ? server.withTransferPrices(perByte) : server;
    }

    /** What the whole of all links costs; see {@link Link#credit}. */
    long credit() {
        return Link.credit(prices);
    }

    /** Counts what plans download, one a server. */
    void count(List<Plan> plans) {
        Arrays.fill(used, 0);
        for (int number = 0; number < plans.size(); number++) {
            double[] bytes = new double[slots];
            Link.count(fleet.servers().get(number), plans.get(number), bytes);
            for (int at = 0; at < used.length; at++) {
                used[at] += fleet.links().get(at / slots).shares().get(number) * bytes[at % slots];
            }
        }
    }

    /** See {@link Link#move}. */
    boolean move(double step, double gap) {
        return Link.move(prices, used, carried, step, gap, mostPrice);
    }

    boolean isFree() {
        for (double price : prices) {
            if (price > 0) {
                return false;
            }
        }
        return true;
    }
}

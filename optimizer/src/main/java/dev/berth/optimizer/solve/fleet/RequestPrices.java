package dev.berth.optimizer.solve.fleet;

import dev.berth.optimizer.cost.Neighbourhood;
import dev.berth.optimizer.problem.Fleet;
import dev.berth.optimizer.problem.Plan;
import dev.berth.optimizer.problem.Problem;
import java.util.ArrayList;
import java.util.List;

/**
 * A price v for the requests of each model at each server in each slot, which may be served in n places at costs d. In
 * place of the cheapest d, every place is charged min(v, d) for what it keeps, and (n - 1)·v is given back: never more
 * than the cheapest d, since all places but the cheapest are charged v at most. So what the servers cost under any
 * prices, each solved by itself, is no more than any plans of the fleet cost. (It is the Lagrangian dual of facility
 * location, in which every request is assigned once; Erlenkotter, "A dual-based procedure for uncapacitated facility
 * location", Operations Research 26, 1978.)
 */
final class RequestPrices {
    private final Neighbourhood neighbourhood;
    private final Fleet fleet;

    /** A row a server, the models of slot 0 first. */
    private final double[][] prices;

    /** Prices outside of these raise no bound. */
    private final long[][] least;

    private final long[][] most;

    /** How many servers would serve for less than the price, in excess of one; laid out as the prices. */
    private final int[][] excess;

    private long constant;

    /** As high as they may be. */
    RequestPrices(Neighbourhood neighbourhood) {
        this.neighbourhood = neighbourhood;
        fleet = neighbourhood.fleet();
        int servers = fleet.servers().size();
        prices = new double[servers][];
        least = new long[servers][];
        most = new long[servers][];
        excess = new int[servers][];
        for (int home = 0; home < servers; home++) {
            int cells = fleet.slots() * models(home);
            prices[home] = new double[cells];
            least[home] = new long[cells];
            most[home] = new long[cells];
            excess[home] = new int[cells];
            for (int cell = 0; cell < cells; cell++) {
                range(home, cell);
                prices[home][cell] = (double) most[home][cell];
            }
        }
    }

    private int models(int home) {
        return fleet.servers().get(home).models();
    }

    /** From the least that requests cost anywhere to the most that they cost at home. */
    private void range(int home, int cell) {
        int slot = cell / models(home);
        int model = cell % models(home);
        least[home][cell] = Long.MAX_VALUE;
        for (int at : neighbourhood.servers(home, model)) {
            Problem other = fleet.servers().get(at);
            int there = neighbourhood.model(home, model, at);
            for (int mode = other.lowest(there); mode <= other.highest(there); mode++) {
                long cost = neighbourhood.cost(home, slot, model, at, mode);
                least[home][cell] = Math.min(least[home][cell], cost);
                most[home][cell] = at == home ? Math.max(most[home][cell], cost) : most[home][cell];
            }
        }
    }

    /** Servers under the prices, and what is then to be added to their costs: {@link #constant}. */
    List<Problem> charged(List<Problem> servers) {
        constant = 0;
        List<Problem> charged = new ArrayList<>();
        for (int server = 0; server < servers.size(); server++) {
            ChargedServer own = ChargedServer.of(neighbourhood, servers.get(server), server, (home, slot, model) ->
                    (long) prices[home][slot * models(home) + model]);
            charged.add(own.problem());
            constant += own.base();
            for (int cell = 0; cell < prices[server].length; cell++) {
                int places = neighbourhood.servers(server, cell % models(server)).length;
                constant -= (places - 1) * (long) prices[server][cell];
            }
        }
        return charged;
    }

    /** What is to be added to costs and bounds of the servers, in nano-cost units; may be below 0. */
    long constant() {
        return constant;
    }

    /** Counts who would serve under plans of the servers. */
    void count(List<Plan> plans) {
        for (int home = 0; home < excess.length; home++) {
            for (int cell = 0; cell < excess[home].length; cell++) {
                int slot = cell / models(home);
                int model = cell % models(home);
                excess[home][cell] = -1;
                for (int at : neighbourhood.servers(home, model)) {
                    int mode = plans.get(at).indexAt(slot, neighbourhood.model(home, model, at));
                    long cost = neighbourhood.cost(home, slot, model, at, mode);
                    excess[home][cell] += cost < (long) prices[home][cell] ? 1 : 0;
                }
            }
        }
    }

    /**
     * Moves the prices up where nobody would serve for less, and down where several would, by Polyak's step.
     *
     * @return false where there is no direction to go
     */
    boolean move(double step, double gap) {
        double norm = 0;
        for (int home = 0; home < excess.length; home++) {
            for (int cell = 0; cell < excess[home].length; cell++) {
                double price = prices[home][cell];
                boolean isAtEnd = excess[home][cell] < 0
                        ? price >= (double) most[home][cell]
                        : price <= (double) least[home][cell];
                excess[home][cell] = isAtEnd ? 0 : excess[home][cell];
                norm += (double) excess[home][cell] * excess[home][cell];
            }
        }
        if (norm == 0) {
            return false;
        }
        double length = step * Math.max(0, gap) / norm;
        for (int home = 0; home < excess.length; home++) {
            for (int cell = 0; cell < excess[home].length; cell++) {
                double moved = prices[home][cell] - length * excess[home][cell];
                prices[home][cell] = Math.max((double) least[home][cell], Math.min((double) most[home][cell], moved));
            }
        }
        return true;
    }
}

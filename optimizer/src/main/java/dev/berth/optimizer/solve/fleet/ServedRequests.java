package dev.berth.optimizer.solve.fleet;

import dev.berth.optimizer.cost.Neighbourhood;
import dev.berth.optimizer.problem.Fleet;
import dev.berth.optimizer.problem.Problem;
import java.util.List;

/** Where the requests of a fleet are served under plans that change cell by cell. For one thread. */
final class ServedRequests {
    private final Neighbourhood neighbourhood;
    private final Fleet fleet;

    /** Modes of each server, the models of slot 0 first; whoever changes one says so. */
    private final List<byte[]> modes;

    /** The server that serves, by home and cell. */
    private final int[][] cheapest;

    /** What that costs, and what the next one would; {@link Problem#NEVER} where there is none. */
    private final long[][] costs;

    private final long[][] nextCosts;

    /** @param modes one array a server, in its layout; kept */
    ServedRequests(Neighbourhood neighbourhood, List<byte[]> modes) {
        this.neighbourhood = neighbourhood;
        fleet = neighbourhood.fleet();
        this.modes = modes;
        cheapest = new int[modes.size()][];
        costs = new long[modes.size()][];
        nextCosts = new long[modes.size()][];
        for (int home = 0; home < cheapest.length; home++) {
            cheapest[home] = new int[modes.get(home).length];
            costs[home] = new long[modes.get(home).length];
            nextCosts[home] = new long[modes.get(home).length];
        }
    }

    private int models(int home) {
        return fleet.servers().get(home).models();
    }

    /** Counts anew. */
    void count() {
        for (int home = 0; home < cheapest.length; home++) {
            for (int cell = 0; cell < cheapest[home].length; cell++) {
                count(home, cell / models(home), cell % models(home));
            }
        }
    }

    /** A server keeps a model otherwise in a slot. */
    void changed(int at, int slot, int model) {
        for (int home : neighbourhood.servers(at, model)) {
            count(home, slot, neighbourhood.model(at, model, home));
        }
    }

    private void count(int home, int slot, int model) {
        int cell = slot * models(home) + model;
        costs[home][cell] = Problem.NEVER;
        nextCosts[home][cell] = Problem.NEVER;
        for (int at : neighbourhood.servers(home, model)) {
            int mode = modes.get(at)[slot * models(at) + neighbourhood.model(home, model, at)];
            long cost = neighbourhood.cost(home, slot, model, at, mode);
            if (cost < costs[home][cell]) {
                nextCosts[home][cell] = costs[home][cell];
                costs[home][cell] = cost;
                cheapest[home][cell] = at;
            } else {
                nextCosts[home][cell] = Math.min(nextCosts[home][cell], cost);
            }
        }
    }

    /** What requests cost were a server not to serve them; {@link Problem#NEVER} where no other does. */
    private long elsewhere(int home, int slot, int model, int at) {
        int cell = slot * models(home) + model;
        return cheapest[home][cell] == at ? nextCosts[home][cell] : costs[home][cell];
    }

    /**
     * What the requests that a server may serve cost where all other servers stay as they are.
     *
     * @param to filled, one a mode of the model
     */
    void charge(int at, int slot, int model, long[] to) {
        ChargedServer.charge(
                neighbourhood, at, slot, model, (home, when, there) -> elsewhere(home, when, there, at), to);
    }

    /** A server where all others stay as they are: a plan of it that costs less makes the fleet cost as much less. */
    Problem responding(Problem server, int at) {
        return ChargedServer.of(neighbourhood, server, at, (home, slot, model) -> elsewhere(home, slot, model, at))
                .problem();
    }
}

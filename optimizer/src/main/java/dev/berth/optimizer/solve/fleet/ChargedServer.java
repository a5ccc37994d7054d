package dev.berth.optimizer.solve.fleet;

import dev.berth.optimizer.cost.Neighbourhood;
import dev.berth.optimizer.problem.Problem;
import java.util.Arrays;

/**
 * A server that is charged for all requests that it may serve, its neighbours' among them: of those of a model at one
 * of them in a slot the lesser of a price and of what they cost where this server serves them.
 *
 * @param problem charged so, less the base
 * @param base what all its plans are charged beside the problem's costs, in nano-cost units
 */
record ChargedServer(Problem problem, long base) {
    /** A price for the requests of a model at a server in a slot, in nano-cost units, >= 0. */
    interface Price {
        long of(int home, int slot, int model);
    }

    /** @param server with the costs and limits of the one at index {@code at} */
    static ChargedServer of(Neighbourhood neighbourhood, Problem server, int at, Price price) {
        long[] delays = new long[server.slots() * server.models() * server.choices()];
        long[] costs = new long[server.choices()];
        long base = 0;
        for (int slot = 0; slot < server.slots(); slot++) {
            for (int model = 0; model < server.models(); model++) {
                int modes = server.modes(model);
                charge(neighbourhood, at, slot, model, price, costs);
                long least = Arrays.stream(costs, 0, modes).min().orElseThrow();
                int first = (slot * server.models() + model) * server.choices();
                for (int mode = 0; mode < modes; mode++) {
                    delays[first + mode] = costs[mode] - least;
                }
                base += least;
            }
        }
        return new ChargedServer(server.withDelayCosts(delays), base);
    }

    /**
     * What a server is charged for the requests of a model in a slot.
     *
     * @param costs filled, one a mode
     */
    static void charge(Neighbourhood neighbourhood, int at, int slot, int model, Price price, long[] costs) {
        int modes = neighbourhood.fleet().servers().get(at).modes(model);
        Arrays.fill(costs, 0, modes, 0);
        for (int home : neighbourhood.servers(at, model)) {
            int there = neighbourhood.model(at, model, home);
            long most = price.of(home, slot, there);
            for (int mode = 0; mode < modes; mode++) {
                costs[mode] += Math.min(most, neighbourhood.cost(home, slot, there, at, mode));
            }
        }
    }
}

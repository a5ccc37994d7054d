package dev.berth.optimizer.route;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Decentralised best response. A device, the users of one server who ask for one service, sends its requests to servers
 * in shares, sees the rewards of its own alone, and after so many answers shifts its shares towards the server that was
 * best for it, by ever smaller steps (fictitious play, Brown 1951) that are smaller still the less it gains. Where
 * delays grow with load and each device is small, that leads to an equilibrium of Wardrop's: servers that are used are
 * equally good, none that is not used is better. A fiftieth of the requests goes to all servers in turn, so that each
 * device knows them.
 */
final class BestResponse implements Router.Run {
    private static final double EXPLORED = 0.02;

    /** Steps shrink to this and no further, so that demand that changes is followed. */
    private static final double LEAST_STEP = 0.02;

    /** What a round says of a server counts at least so much against those before. */
    private static final double LEAST_WEIGHT = 0.1;

    /** A device has settled that could not lower what it sees by more. */
    static final double TOLERANCE = 0.1;

    private final RouteTerms terms;
    private final Map<Long, Device> devices = new TreeMap<>();

    BestResponse(RouteTerms terms) {
        this.terms = terms;
    }

    private Device device(int home, int service) {
        return devices.computeIfAbsent(
                (long) home * terms.services() + service, key -> new Device(home, service, terms.servers()));
    }

    @Override
    public int route(RouteView view) {
        return device(view.home(), view.service()).next(view);
    }

    @Override
    public void ended(Router.Ended ended) {
        Device device = device(ended.home(), ended.service());
        device.see(ended.server(), -ended.reward());
        if (device.answers == terms.learning().roundRequests()) {
            device.shift();
        }
    }

    @Override
    public boolean responds() {
        return true;
    }

    @Override
    public Optional<Router.Standing> standing() {
        List<Device> playing =
                devices.values().stream().filter(device -> device.rounds > 1).toList();
        if (playing.isEmpty()) {
            return Optional.empty();
        }
        double requests = 0;
        double settled = 0;
        double cost = 0;
        double saved = 0;
        int settling = 0;
        int played = 0;
        List<Router.Device> stand = new ArrayList<>();
        for (Device device : playing) {
            requests += device.sent;
            settled += device.isSettled() ? device.sent : 0;
            cost += device.sent * device.cost();
            saved += device.sent * (device.cost() - device.least());
            settling = device.isSettled() ? Math.max(settling, device.lastUnsettled + 1) : settling;
            played = Math.max(played, device.rounds);
            stand.add(new Router.Device(
                    device.home,
                    device.service,
                    Arrays.stream(device.shares).boxed().toList()));
        }
        return Optional.of(new Router.Standing(
                settled >= Router.Standing.SETTLED * requests ? settling : played,
                settled / requests,
                cost > 0 ? Math.max(0, saved / cost) : 0,
                stand));
    }

    private static final class Device {
        final int home;
        final int service;
        final double[] shares;

        /** What requests cost on each server, as this device sees it; NaN where it has seen none. */
        private final double[] costs;

        private final int[] seenRounds;
        private final double[] roundCosts;
        private final int[] roundAnswers;

        /** Of each server, what its share entitles it to less what it got. */
        private final double[] credits;

        private boolean hasShares;
        long sent;
        int answers;
        int rounds;
        int lastUnsettled;

        Device(int home, int service, int servers) {
            this.home = home;
            this.service = service;
            shares = new double[servers];
            costs = new double[servers];
            Arrays.fill(costs, Double.NaN);
            seenRounds = new int[servers];
            roundCosts = new double[servers];
            roundAnswers = new int[servers];
            credits = new double[servers];
        }

        /** Smooth weighted round robin: no chance in it, so that even small numbers keep the shares. */
        int next(RouteView view) {
            int able = 0;
            for (int server = 0; server < shares.length; server++) {
                able += view.canServe(server) ? 1 : 0;
            }
            if (!hasShares) {
                hasShares = true;
                for (int server = 0; server < shares.length; server++) {
                    shares[server] = view.canServe(server) ? 1.0 / able : 0;
                }
            }
            int most = home;
            for (int server = 0; server < shares.length; server++) {
                if (view.canServe(server)) {
                    credits[server] += (1 - EXPLORED) * shares[server] + EXPLORED / able;
                    most = credits[server] > credits[most] ? server : most;
                }
            }
            credits[most]--;
            sent++;
            return most;
        }

        void see(int server, double cost) {
            roundCosts[server] += cost;
            roundAnswers[server]++;
            answers++;
        }

        void shift() {
            for (int server = 0; server < shares.length; server++) {
                if (roundAnswers[server] > 0) {
                    double seen = roundCosts[server] / roundAnswers[server];
                    seenRounds[server]++;
                    double weight = Math.max(LEAST_WEIGHT, 1.0 / seenRounds[server]);
                    costs[server] = seenRounds[server] == 1 ? seen : costs[server] + weight * (seen - costs[server]);
                }
                roundCosts[server] = 0;
                roundAnswers[server] = 0;
            }
            answers = 0;
            rounds++;
            int best = cheapest();
            // Shorter the less there is to gain: else shares swing around an equilibrium as far as a step goes.
            double gain = Math.min(1, (cost() - least()) / Math.max(Double.MIN_NORMAL, TOLERANCE * Math.abs(cost())));
            double step = gain * Math.max(LEAST_STEP, 2.0 / (rounds + 2));
            for (int server = 0; server < shares.length; server++) {
                shares[server] *= 1 - step;
            }
            shares[best] += step;
            if (!isSettled()) {
                lastUnsettled = rounds;
            }
        }

        private int cheapest() {
            int best = -1;
            for (int server = 0; server < costs.length; server++) {
                boolean isCheaper = !Double.isNaN(costs[server]) && (best < 0 || costs[server] < costs[best]);
                best = isCheaper ? server : best;
            }
            return best;
        }

        /** What it sees its requests cost in the mean. */
        double cost() {
            double sum = 0;
            double weight = 0;
            for (int server = 0; server < costs.length; server++) {
                if (!Double.isNaN(costs[server])) {
                    sum += shares[server] * costs[server];
                    weight += shares[server];
                }
            }
            return weight > 0 ? sum / weight : 0;
        }

        double least() {
            return costs[cheapest()];
        }

        boolean isSettled() {
            return cost() - least() <= TOLERANCE * Math.abs(cost());
        }
    }
}

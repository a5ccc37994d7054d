package dev.berth.optimizer.route;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * LinUCB (Li, Chu, Langford and Schapire, WWW 2010) with two features, 1 and the size of the request: a line a server
 * for each service of each server's users, in units of the rewards' deviation. The width of confidence grows with the
 * logarithm of the answers as UCB1's does, so that a server that had bad luck at first is tried again. Those that would
 * be overloaded are left out.
 */
final class LinearBandit implements Router.Run {
    private final RouteTerms terms;
    private final Map<Long, Player> players = new HashMap<>();

    LinearBandit(RouteTerms terms) {
        this.terms = terms;
    }

    private Player player(int home, int service) {
        return players.computeIfAbsent((long) home * terms.services() + service, key -> new Player(terms.servers()));
    }

    @Override
    public int route(RouteView view) {
        Player player = player(view.home(), view.service());
        int server =
                Routers.best(view, each -> view.room(each) < 0 ? Double.NEGATIVE_INFINITY : worth(player, view, each));
        return view.room(server) < 0 ? Routers.best(view, view::room) : server;
    }

    private double worth(Player player, RouteView view, int server) {
        double deviation = player.all.answers() < 2 ? 1 : player.all.deviation();
        double width = player.lines[server].width(view.work()) * Math.sqrt(2 * Math.log(1 + player.all.answers()));
        return player.lines[server].at(view.work(), player.all.mean())
                + terms.learning().exploration() * deviation * width;
    }

    @Override
    public void ended(Router.Ended ended) {
        Player player = player(ended.home(), ended.service());
        player.fade(terms.learning().fading());
        player.all.see(ended.reward());
        player.lines[ended.server()].see(ended.work(), ended.reward());
    }

    private static final class Player {
        final Line[] lines;
        final Arm all = new Arm();

        Player(int servers) {
            lines = new Line[servers];
            Arrays.setAll(lines, server -> new Line());
        }

        void fade(double factor) {
            if (factor < 1) {
                all.fade(factor);
                for (Line line : lines) {
                    line.fade(factor);
                }
            }
        }
    }

    /** Ridge regression of rewards on size, with one pseudo-answer in each feature. */
    private static final class Line {
        private double ones;
        private double works;
        private double squares;
        private double rewards;
        private double products;

        void see(double work, double reward) {
            ones++;
            works += work;
            squares += work * work;
            rewards += reward;
            products += work * reward;
        }

        void fade(double factor) {
            ones *= factor;
            works *= factor;
            squares *= factor;
            rewards *= factor;
            products *= factor;
        }

        private double determinant() {
            return (ones + 1) * (squares + 1) - works * works;
        }

        /** Rewards are taken from the mean of all, so that what was not tried is expected to be like the others. */
        double at(double work, double mean) {
            double centred = rewards - mean * ones;
            double centredProducts = products - mean * works;
            double level = ((squares + 1) * centred - works * centredProducts) / determinant();
            double slope = ((ones + 1) * centredProducts - works * centred) / determinant();
            return mean + level + slope * work;
        }

        double width(double work) {
            double variance = ((squares + 1) - 2 * work * works + (ones + 1) * work * work) / determinant();
            return Math.sqrt(Math.max(0, variance));
        }
    }
}

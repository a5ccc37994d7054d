package dev.berth.optimizer.route;

import java.util.HashMap;
import java.util.Map;

/**
 * A stochastic bandit for each service of each server's users; servers are its arms. Each is tried once, those that
 * would be overloaded by the request last; then the one with most hope among those that would not.
 */
final class Bandit implements Router.Run {
    private final RouteTerms terms;
    private final Arm.Hope hope;
    private final Map<Long, Player> players = new HashMap<>();

    Bandit(RouteTerms terms, Arm.Hope hope) {
        this.terms = terms;
        this.hope = hope;
    }

    private Player player(int home, int service) {
        return players.computeIfAbsent((long) home * terms.services() + service, key -> new Player(terms.servers()));
    }

    @Override
    public int route(RouteView view) {
        Player player = player(view.home(), view.service());
        int server = safest(view, player);
        player.fade(terms.learning().fading());
        player.arms[server].chosen++;
        player.all.chosen++;
        return server;
    }

    private int safest(RouteView view, Player player) {
        int server = Routers.best(
                view, each -> view.room(each) < 0 ? Double.NEGATIVE_INFINITY : worth(player, player.arms[each]));
        return view.room(server) < 0 ? Routers.best(view, each -> worth(player, player.arms[each])) : server;
    }

    private double worth(Player player, Arm arm) {
        return arm.chosen == 0 ? Double.POSITIVE_INFINITY : hope.of(arm, player.all);
    }

    @Override
    public void ended(Router.Ended ended) {
        Player player = player(ended.home(), ended.service());
        player.arms[ended.server()].see(ended.reward());
        player.all.see(ended.reward());
    }

    private static final class Player {
        final Arm[] arms;
        final Arm all = new Arm();

        Player(int servers) {
            arms = new Arm[servers];
            for (int server = 0; server < servers; server++) {
                arms[server] = new Arm();
            }
        }

        void fade(double factor) {
            if (factor < 1) {
                for (Arm arm : arms) {
                    arm.fade(factor);
                }
                all.fade(factor);
            }
        }
    }
}

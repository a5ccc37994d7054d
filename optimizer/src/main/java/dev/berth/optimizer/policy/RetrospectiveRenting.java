package dev.berth.optimizer.policy;

import dev.berth.optimizer.problem.Residency;
import java.util.Arrays;

/**
 * Moves a model up once it would have paid in hindsight, and down once keeping it has lost what moving it up again
 * costs; decided at the start of each slot. The rule for one service without limits is that of Narayana, Moharir and
 * Karamchandani ("On renting edge resources for service hosting", 2021). Where room is short, rent on the larger share
 * decides: what has the least credit for its share gives way to what has more regret, and everything kept is charged
 * the same rent for its share. Host memory is not used.
 */
final class RetrospectiveRenting implements Policy.Run {
    private static final int LEVELS = Residency.COUNT;

    private final ServerTerms terms;
    private final Berths berths;
    private final Displacement displacement;
    private final long[] requests;
    private final double[] flow;

    /** What a kept model may still lose before it falls, at most what its last rise cost. */
    private final double[] credit;

    /** Three levels a model: what being there would have saved since its last change; 0 at or below where it is. */
    private final double[] regret;

    private final boolean[] refused;

    RetrospectiveRenting(ServerTerms terms, Berths berths) {
        this.terms = terms;
        this.berths = berths;
        int models = terms.models();
        requests = new long[models];
        flow = new double[models];
        credit = new double[models];
        regret = new double[models * LEVELS];
        refused = new boolean[models];
        displacement = new Displacement(terms, berths, new Credit());
    }

    @Override
    public void requested(int model, long arrivalNanos) {
        requests[model]++;
    }

    @Override
    public void slotBegins(int slot) {
        for (int model = 0; model < requests.length; model++) {
            if (berths.at(model) == Residency.HOSTED) {
                berths.keep(model, Residency.STORED);
            }
            if (slot == 0) {
                changed(model);
            } else {
                settle(model);
            }
        }
        Arrays.fill(requests, 0);
        Arrays.fill(refused, false);
        for (int claimant = strongest(); claimant >= 0; claimant = strongest()) {
            raise(claimant);
        }
    }

    /** Books the slot that has ended and lets the model fall where its credit is used up. */
    private void settle(int model) {
        Residency now = berths.at(model);
        for (int level = now.index() + 1; level < LEVELS; level++) {
            double saved = saved(model, now, Residency.of(level));
            regret[model * LEVELS + level] = Math.max(0, regret[model * LEVELS + level] + saved);
        }
        if (now != Residency.ABSENT) {
            Residency lower = Residency.of(now.index() - 1);
            flow[model] = saved(model, lower, now);
            credit[model] = Math.min(terms.switchingCost(model, lower, now), credit[model] + flow[model]);
            if (credit[model] < 0 && berths.allowed(model, lower)) {
                berths.keep(model, lower);
                changed(model);
            }
        }
    }

    /** What one residency instead of another would have saved in the slot that has ended, rent included. */
    private double saved(int model, Residency instead, Residency residency) {
        double rent = terms.rentPerNano(model, residency) - terms.rentPerNano(model, instead);
        double waiting = terms.waitCost(model, instead) - terms.waitCost(model, residency);
        return (double) requests[model] * waiting - rent * (double) terms.slotNanos();
    }

    private void changed(int model) {
        Arrays.fill(regret, model * LEVELS, (model + 1) * LEVELS, 0);
        Residency now = berths.at(model);
        flow[model] = 0;
        credit[model] = now == Residency.ABSENT ? 0 : terms.switchingCost(model, Residency.of(now.index() - 1), now);
    }

    private int strongest() {
        int strongest = -1;
        double most = 0;
        for (int model = 0; model < requests.length; model++) {
            double claim = refused[model] ? 0 : claim(model) / terms.largestShare(model);
            if (claim > most) {
                strongest = model;
                most = claim;
            }
        }
        return strongest;
    }

    /** The largest regret that has reached what the rise costs; 0 where there is none. */
    private double claim(int model) {
        double claim = 0;
        Residency now = berths.at(model);
        int highest = terms.highestUseful(model).index();
        for (int level = now.index() + 1; level <= highest; level++) {
            double due = regret[model * LEVELS + level];
            if (due >= terms.switchingCost(model, now, Residency.of(level))) {
                claim = Math.max(claim, due);
            }
        }
        return claim;
    }

    private void raise(int model) {
        Residency before = berths.at(model);
        int first = model * LEVELS;
        double claim = claim(model) / terms.largestShare(model);
        int wanted = regret[first + 2] >= regret[first + 1] ? 2 : 1;
        int highest = Math.min(wanted, terms.highestUseful(model).index());
        for (int level = before.index() + 1; level <= highest; level++) {
            if (berths.at(model).index() == level - 1) {
                displacement.climb(model, Residency.of(level), claim);
            }
        }
        refused[model] = true;
        if (berths.at(model) != before) {
            changed(model);
        }
    }

    private final class Credit implements Worth {
        @Override
        public void requested(int model) {}

        @Override
        public double of(int model) {
            return (credit[model] + Math.max(0, flow[model])) / terms.largestShare(model);
        }

        @Override
        public void gaveWay(double rent) {
            for (int model = 0; model < credit.length; model++) {
                credit[model] = Math.max(0, credit[model] - rent * terms.largestShare(model));
            }
        }
    }
}

package dev.berth.optimizer.simulate;

import dev.berth.optimizer.policy.ServerTerms;

/** What one seed came to; the figures of which means are taken. */
final class SimulatedRun {
    final Tally[] models;
    final Tally all = Tally.ofAll();
    final double resourcesNanoCost;
    final double delayNanoCost;
    final double switchingNanoCost;

    SimulatedRun(ServerTerms terms, Tally[] models) {
        this.models = models;
        for (Tally model : models) {
            all.add(model);
        }
        resourcesNanoCost = all.rentNanoCost;
        delayNanoCost = terms.prices().delayPerSecond() * (double) all.delayNanos;
        switchingNanoCost = terms.charging().chargesSwitching()
                ? terms.prices().switchingPerSecond() * (double) all.switchingNanos
                : 0;
    }

    double totalNanoCost() {
        return resourcesNanoCost + delayNanoCost + switchingNanoCost;
    }

    /** Share of requests that found their model so; 0 where there was no request. */
    double share(long part) {
        return all.requests() == 0 ? 0 : part / (double) all.requests();
    }

    double meanNanos() {
        return share(all.delayNanos);
    }
}

package dev.berth.optimizer.policy;

import dev.berth.optimizer.problem.Residency;

/**
 * Two caches, storage and above it memory: a requested model is loaded, and models worth less give way, from memory to
 * storage and from storage to nowhere. Where what would have to give way is worth more, the requested model itself
 * stays out, which the cloud makes possible. Allocates nothing per request.
 */
final class TieredCache implements Policy.Run {
    private final ServerTerms terms;
    private final Berths berths;
    private final Worth worth;
    private final Displacement displacement;

    TieredCache(ServerTerms terms, Berths berths, Worth worth) {
        this.terms = terms;
        this.berths = berths;
        this.worth = worth;
        displacement = new Displacement(terms, berths, worth);
    }

    @Override
    public void slotBegins(int slot) {}

    @Override
    public void requested(int model, long arrivalNanos) {
        worth.requested(model);
        Residency highest = terms.highestUseful(model);
        if (berths.at(model).index() >= highest.index()) {
            return;
        }
        double newcomer = worth.ofNewcomer(model);
        if (berths.at(model) == Residency.ABSENT) {
            displacement.climb(model, Residency.STORED, newcomer);
        }
        if (highest == Residency.LOADED && berths.at(model) == Residency.STORED) {
            displacement.climb(model, Residency.LOADED, newcomer);
        }
    }
}

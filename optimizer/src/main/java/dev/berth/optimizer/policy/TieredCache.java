package dev.berth.optimizer.policy;

import dev.berth.optimizer.problem.Residency;

/**
 * Caches one above the other, storage, host memory where it is planned with, and device memory: a requested model is
 * loaded, and models worth less give way, from device memory to host memory or storage, from there to nowhere. Where
 * what would have to give way is worth more, the requested model itself stays out, which the cloud makes possible.
 * Allocates nothing per request.
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
        if (berths.at(model).compareTo(highest) >= 0) {
            return;
        }
        double newcomer = worth.ofNewcomer(model);
        if (berths.at(model) == Residency.ABSENT) {
            displacement.climb(model, Residency.STORED, newcomer);
        }
        if (highest == Residency.LOADED && berths.at(model) != Residency.ABSENT) {
            displacement.climb(model, Residency.LOADED, newcomer);
        }
        if (berths.at(model) == Residency.STORED && terms.isHostable(model)) {
            displacement.climb(model, Residency.HOSTED, newcomer);
        }
    }
}

package dev.berth.optimizer.solve.search;

import dev.berth.optimizer.solve.corridors.Corridors;
import dev.berth.optimizer.solve.ground.PathImprovement;
import dev.berth.optimizer.solve.prices.BoundAscent;
import dev.berth.optimizer.solve.prices.PriceSweep;
import java.util.Optional;

/** Improves the best plan within corridors around it. */
final class CorridorPhase {
    private final SearchScope scope;
    private final PriceSweep sweep;
    private final PathImprovement paths;
    private final long seed;
    private Optional<Corridors> corridors = Optional.empty();

    /** @param seed of the corridors that are drawn */
    CorridorPhase(SearchScope scope, PriceSweep sweep, PathImprovement paths, long seed) {
        this.scope = scope;
        this.sweep = sweep;
        this.paths = paths;
        this.seed = seed;
    }

    /** From now on more models are free at a time. */
    void widen() {
        corridors().widen();
    }

    /**
     * Draws corridors that the best prices favour until the plan is close to the bound, many in a row bring little, or
     * the steps are used up.
     *
     * @param mostSteps that the whole search may have taken then
     * @param patience how many in a row, >= 1
     * @param worthwhile share of the gap that is more than little, >= 0
     */
    void runAtPrices(long mostSteps, int patience, double worthwhile) {
        corridors().value(sweep, scope.prices());
        run(mostSteps, patience, worthwhile);
    }

    /** Draws corridors, however little they bring, where a bound is lowest; where that is not known, at prices. */
    void runWhereLowest(BoundAscent further, long mostSteps, int patience) {
        if (corridors().value(further)) {
            run(mostSteps, patience, 0);
        } else {
            runAtPrices(mostSteps, patience, 0);
        }
    }

    private void run(long mostSteps, int patience, double worthwhile) {
        Corridors drawn = corridors();
        for (int idle = 0; idle < patience && scope.isWithin(mostSteps) && !scope.isClose(); ) {
            long before = drawn.steps();
            double gap = scope.gap();
            long saved = drawn.draw(scope.plan());
            scope.spend(drawn.steps() - before);
            idle = (double) saved > worthwhile * gap ? 0 : idle + 1;
            scope.save(saved);
            scope.tell("corridors");
        }
    }

    private Corridors corridors() {
        Corridors drawn = corridors.orElseGet(() -> new Corridors(scope.problem(), paths, seed));
        corridors = Optional.of(drawn);
        return drawn;
    }

    /** What was done, for people; empty where no corridor was drawn. */
    String note() {
        return corridors.map(Corridors::note).orElse("");
    }
}

package dev.berth.optimizer.solve.search;

import dev.berth.optimizer.solve.prices.BoundAscent;
import dev.berth.optimizer.solve.prices.PriceBound;
import dev.berth.optimizer.solve.prices.SlotBound;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Raises the bound beyond that of prices; in between, new plans are made. */
final class BoundPhase {
    private static final int ROUNDS_TO_REPAIR = 20;
    private static final int ROUNDS_PER_CORRIDOR = 2;
    private static final double REPAIRS_APART = 2;

    /** The same where each time a proof is tried. */
    private static final double PROOFS_APART = 1.2;

    /** One in so many steps at most goes into plans where bounds need them too. */
    static final int PLAN_SHARE = 3;

    private final SearchScope scope;
    private final RepairPhase repair;
    private final CorridorPhase corridors;
    private final List<BoundAscent> raised = new ArrayList<>();

    BoundPhase(SearchScope scope, RepairPhase repair, CorridorPhase corridors) {
        this.scope = scope;
        this.repair = repair;
        this.corridors = corridors;
    }

    /**
     * Raises the bound.
     *
     * @param mostSteps that the whole search may have taken then
     * @param isThorough whether corridors are drawn by turns at prices and where the bound is lowest
     */
    void run(BoundAscent further, long mostSteps, boolean isThorough) {
        run(further, mostSteps, isThorough, REPAIRS_APART, () -> false);
    }

    /** Raises the bound until it leaves so few plans that they are gone through, no more than that. */
    void prove(BoundAscent further, long mostSteps, BooleanSupplier proven) {
        run(further, mostSteps, false, PROOFS_APART, proven);
    }

    /** @param proven asked after each round of raising and plans, whether nothing is left to be done */
    void run(BoundAscent further, long mostSteps, boolean isThorough, BooleanSupplier proven) {
        run(further, mostSteps, isThorough, REPAIRS_APART, proven);
    }

    private void run(BoundAscent further, long mostSteps, boolean isThorough, double apart, BooleanSupplier proven) {
        raised.add(further);
        long done = 0;
        int rounds = ROUNDS_TO_REPAIR;
        boolean hasMore = true;
        boolean isLowest = false;
        while (hasMore) {
            hasMore = further.run(rounds, done + mostSteps - scope.steps(), scope.targetGap(), scope.cost());
            long raising = further.steps() - done;
            scope.spend(raising);
            done += raising;
            scope.raise((double) further.bound());
            scope.tell(further.note());
            repair.run(further);
            hasMore &= !proven.getAsBoolean() && !scope.isStopped();
            if (isThorough && hasMore) {
                long most = Math.min(mostSteps, scope.steps() + raising / PLAN_SHARE);
                int patience = rounds / ROUNDS_PER_CORRIDOR;
                if (isLowest) {
                    corridors.runWhereLowest(further, most, patience);
                } else {
                    corridors.runAtPrices(most, patience, 0);
                }
                isLowest = !isLowest;
            }
            rounds = (int) (rounds * apart);
        }
    }

    /** What no plan costs less than, in nano-cost units; holds to the unit. */
    long bound() {
        long bound = PriceBound.of(scope.problem(), scope.prices());
        for (BoundAscent further : raised) {
            bound = Math.max(bound, further.bound());
        }
        return Math.min(scope.cost(), bound);
    }

    /** The highest bound that is a sum over models and slots as one. */
    SlotBound bySlots() {
        SlotBound best = PriceBound.bySlots(scope.problem(), scope.prices());
        long bound = PriceBound.of(scope.problem(), scope.prices());
        for (BoundAscent further : raised) {
            Optional<SlotBound> sum = further.bySlots();
            if (sum.isPresent() && further.bound() > bound) {
                bound = further.bound();
                best = sum.get();
            }
        }
        return best;
    }

    /** What was done, for people; empty where prices were enough. */
    String note() {
        StringBuilder note = new StringBuilder();
        raised.forEach(further -> note.append(", ").append(further.note()));
        return note.toString();
    }
}

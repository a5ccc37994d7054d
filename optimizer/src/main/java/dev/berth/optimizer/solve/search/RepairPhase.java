package dev.berth.optimizer.solve.search;

import dev.berth.optimizer.problem.Problem;
import dev.berth.optimizer.solve.ground.PathImprovement;
import dev.berth.optimizer.solve.prices.BoundAscent;
import dev.berth.optimizer.solve.prices.PriceRepair;
import dev.berth.optimizer.solve.prices.PriceSweep;
import dev.berth.optimizer.solve.prices.PricedSlots;
import java.util.Arrays;
import java.util.Optional;

/** Makes plans of prices; where that brings the end within reach, each model's path is improved as well. */
final class RepairPhase {
    /** With more, deciding each slot exactly takes longer than corridors that bring more. */
    private static final int EXACT_MODELS = 100;

    private static final int NODES_PER_SLOT = 2000;

    /** What a repair costs, and the improvement of its paths, in sweeps. */
    private static final int REPAIR_SWEEPS = 6;

    private static final int EXACT_SWEEPS = 200;
    private static final int IMPROVEMENT_PASSES = 3;
    private static final int PASS_SWEEPS = 2;

    private final SearchScope scope;
    private final Problem problem;
    private final PriceSweep sweep;
    private final PathImprovement paths;
    private final PriceRepair repair;
    private final Optional<PricedSlots> exact;
    private final double[][] shares;
    private final double[][] repairedAt;
    private final float[] toGo;
    private final byte[] candidate;

    RepairPhase(SearchScope scope, PriceSweep sweep, PathImprovement paths) {
        this.scope = scope;
        this.sweep = sweep;
        this.paths = paths;
        problem = scope.problem();
        repair = new PriceRepair(problem);
        exact = problem.models() <= EXACT_MODELS
                ? Optional.of(new PricedSlots(problem, NODES_PER_SLOT))
                : Optional.empty();
        shares = PriceSweep.shares(problem);
        repairedAt = scope.noPrices();
        repairedAt[0][0] = -1;
        toGo = new float[scope.cells() * problem.choices()];
        candidate = new byte[scope.cells()];
    }

    /**
     * Makes plans of the best prices, but for those that it did that with last.
     *
     * @param nearGap gap to the bound, as a share of the cost, within which paths are improved
     */
    void run(double nearGap) {
        double[][] at = scope.prices();
        if (Arrays.deepEquals(at, repairedAt)) {
            return;
        }
        SearchScope.copy(at, repairedAt);
        sweep.costToGo(at, toGo);
        repair.run(at, toGo, candidate);
        scope.spendSweeps(REPAIR_SWEEPS);
        keep(nearGap);
        decideSlots(this::ahead, nearGap);
    }

    /** Takes the plan over that was found where a bound was raised, and makes another one there. */
    void run(BoundAscent further) {
        if (further.copyPlan(candidate)) {
            keep(1);
        }
        decideSlots(further::ahead, 1);
    }

    private void decideSlots(PricedSlots.Ahead ahead, double nearGap) {
        if (exact.isPresent()) {
            exact.get().run(ahead, scope.prices(), candidate);
            scope.spendSweeps(EXACT_SWEEPS);
            keep(nearGap);
        }
    }

    /** A slot's own limits are kept, so that its own prices are not charged. */
    private double ahead(int slot, int model, int mode) {
        double[][] at = scope.prices();
        int choice = model * problem.choices() + mode;
        return (double) toGo[slot * problem.models() * problem.choices() + choice]
                - PriceSweep.charge(at, slot, shares, choice);
    }

    private void keep(double nearGap) {
        long cost = paths.cost(candidate);
        if (scope.isClose(cost, nearGap)) {
            for (int pass = 0; pass < IMPROVEMENT_PASSES; pass++) {
                scope.spendSweeps(PASS_SWEEPS);
                long saved = paths.run(candidate);
                cost -= saved;
                if (saved == 0) {
                    break;
                }
            }
        }
        if (scope.offer(candidate, cost)) {
            scope.tell("prices of the capacities");
        }
    }
}

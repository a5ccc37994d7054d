package dev.berth.optimizer.solve.search;

import dev.berth.optimizer.problem.Problem;
import dev.berth.optimizer.solve.Effort;
import java.util.OptionalLong;

/**
 * What the phases of a search share: the cheapest plan, the highest bound with the prices that give it, and the steps
 * that are left. For one thread.
 */
final class SearchScope {
    private final Problem problem;
    private final Effort effort;
    private final long maxSteps;
    private final double targetGap;
    private final int cells;
    private final double[][] prices;
    private final byte[] plan;
    private long cost = Long.MAX_VALUE;
    private double value = Double.NEGATIVE_INFINITY;
    private long steps;

    /** Has no plan yet, and prices of 0. */
    SearchScope(Problem problem, Effort effort) {
        this.problem = problem;
        this.effort = effort;
        maxSteps = effort.anytimeLeft();
        targetGap = effort.targetGap();
        cells = problem.slots() * problem.models();
        prices = noPrices();
        plan = new byte[cells];
    }

    Problem problem() {
        return problem;
    }

    /** Models times slots: the steps of a sweep. */
    int cells() {
        return cells;
    }

    /** Difference of cost and bound that is small enough, as a share of the cost. */
    double targetGap() {
        return targetGap;
    }

    /** Prices of 0, a row for each resource and a value for each slot. */
    double[][] noPrices() {
        return new double[problem.resources()][problem.slots()];
    }

    /** Steps that the search may take. */
    long maxSteps() {
        return maxSteps;
    }

    /** Steps that the search took. */
    long steps() {
        return steps;
    }

    void spend(long more) {
        steps += more;
    }

    void spendSweeps(int sweeps) {
        spend((long) sweeps * cells);
    }

    /** Whether the search took fewer steps, and may take more. */
    boolean isWithin(long mostSteps) {
        return steps < mostSteps && !isStopped();
    }

    /** Whether nobody waits for more. */
    boolean isStopped() {
        return effort.isStopped();
    }

    /** Whether steps are left, and a gap. */
    boolean isOpen() {
        return isWithin(maxSteps) && !isClose();
    }

    boolean isClose() {
        return isClose(cost, targetGap);
    }

    /** Whether a plan of a cost is as close to the bound as is asked for. */
    boolean isClose(long planCost, double gap) {
        return (double) planCost - value <= gap * (double) planCost;
    }

    /** Cost of the cheapest plan beyond the bound. */
    double gap() {
        return (double) cost - value;
    }

    /** The cheapest plan, models of slot 0 first; who makes it cheaper in place says so by {@link #save}. */
    byte[] plan() {
        return plan;
    }

    long cost() {
        return cost;
    }

    /** Takes a plan over if it is the cheapest; returns whether it is. */
    boolean offer(byte[] candidate, long candidateCost) {
        boolean isCheapest = candidateCost < cost;
        if (isCheapest) {
            cost = candidateCost;
            System.arraycopy(candidate, 0, plan, 0, plan.length);
        }
        return isCheapest;
    }

    /** The plan became cheaper. */
    void save(long saved) {
        cost -= saved;
    }

    /** The highest bound so far, as prices or whatever raised it further give it; rounded. */
    double value() {
        return value;
    }

    /** Prices that give the highest bound, a row for each resource and a value for each slot. */
    double[][] prices() {
        return prices;
    }

    void raise(double to) {
        value = Math.max(value, to);
    }

    /** Takes prices over that give a higher bound; returns whether they do. */
    boolean raise(double to, double[][] at) {
        boolean rises = to > value;
        if (rises) {
            value = to;
            copy(at, prices);
        }
        return rises;
    }

    void tell(String stage) {
        effort.tell(stage, cost, OptionalLong.of(Math.min(cost, (long) value)));
    }

    static void copy(double[][] from, double[][] to) {
        for (int row = 0; row < from.length; row++) {
            System.arraycopy(from[row], 0, to[row], 0, from[row].length);
        }
    }
}

package dev.berth.optimizer.cost;

import dev.berth.optimizer.problem.Plan;
import dev.berth.optimizer.problem.Problem;

/**
 * Expected requests under a plan, of one server or several.
 *
 * @param requests of all slots and models, >= 0
 * @param fetched those of them that find their model absent and are served by a download and a load, >= 0
 * @param byNeighbours those of them that neighbours serve, >= 0
 */
public record ExpectedRequests(double requests, double fetched, double byNeighbours) {
    /** None. */
    public static final ExpectedRequests NONE = new ExpectedRequests(0, 0, 0);

    /** Counts those of a server that serves its own alone, slot by slot. */
    public static ExpectedRequests of(Problem problem, Plan plan) {
        PlanCost.requireShape(problem, plan);
        ExpectedRequests all = NONE;
        for (int slot = 0; slot < problem.slots(); slot++) {
            for (int model = 0; model < problem.models(); model++) {
                all = all.plus(of(problem, plan, slot, model));
            }
        }
        return all;
    }

    /** Those of a server that serves its own alone, in one slot and of one model. */
    static ExpectedRequests of(Problem problem, Plan plan, int slot, int model) {
        double expected = problem.expectedRequests(slot, model);
        boolean absent = !plan.isAllCloud() && plan.indexAt(slot, model) == 0;
        return new ExpectedRequests(expected, absent && problem.isFetched(model) ? expected : 0, 0);
    }

    /** Those of two servers together. */
    public ExpectedRequests plus(ExpectedRequests other) {
        return new ExpectedRequests(
                requests + other.requests, fetched + other.fetched, byNeighbours + other.byNeighbours);
    }

    /** Share of requests that are fetched for, 0 to 1; 0 where none is expected. */
    public double fetchedShare() {
        return requests == 0 ? 0 : fetched / requests;
    }

    /** Share of requests that neighbours serve, 0 to 1; 0 where none is expected. */
    public double neighbourShare() {
        return requests == 0 ? 0 : byNeighbours / requests;
    }
}

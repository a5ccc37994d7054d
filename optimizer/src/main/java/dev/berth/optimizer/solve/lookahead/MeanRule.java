package dev.berth.optimizer.solve.lookahead;

import dev.berth.optimizer.forecast.FadingMean;
import dev.berth.optimizer.problem.Problem;
import dev.berth.optimizer.solve.Effort;
import dev.berth.optimizer.solve.slot.SlotDecision;

/**
 * Expects the mean of the slots that it remembers for as many slots to come, and takes up what then costs least if it
 * is held, in the present slot too unless doing without it there pays the way back: two knapsacks. A load is thus made
 * once requests like the remembered ones pay it, which with a fading memory is the rule of who rents until renting has
 * cost as much as buying.
 *
 * <p>What is absent must be worth its load by the mean less some standard errors: {@value #STANDARD_ERRORS} where a
 * load takes {@value #REQUESTS_OF_A_DEAR_LOAD} requests or more to pay, in proportion less where it takes fewer, since
 * a load that a request or two pay is soon made good; and within {@value #VOUCHED_SLOTS} times the slots seen so far.
 * What is there already, and paid, must be worth keeping by the mean. Nothing is allocated per slot.
 */
final class MeanRule implements SlotRule {
    private static final double STANDARD_ERRORS = 2.5;
    private static final double REQUESTS_OF_A_DEAR_LOAD = 20;

    /** Slots to come that a slot seen vouches for, where a model is to be brought. */
    private static final double VOUCHED_SLOTS = 8;

    private final Problem problem;
    private final double mostAhead;
    private final FadingMean mean;
    private final SlotDecision decision;
    private final Effort effort;
    private final long[] costs;
    private final long dearest;
    private final double[] standardErrors;

    /**
     * Has seen nothing yet.
     *
     * @param memorySlots as of {@link FadingMean}
     * @param windowSlots most slots that a decision looks at, the present one included, >= 1
     * @param effort what decisions use is counted
     */
    MeanRule(Problem problem, double memorySlots, int windowSlots, long maxNodes, Effort effort) {
        this.problem = problem;
        this.effort = effort;
        mostAhead = Math.min(memorySlots, windowSlots - 1);
        mean = new FadingMean(problem.models(), memorySlots);
        decision = new SlotDecision(problem, maxNodes);
        costs = new long[problem.models() * problem.choices()];
        // A window may look dearer than any plan is; no sum of such costs overflows.
        dearest = (1L << 61) / problem.models();
        standardErrors = new double[problem.models()];
        for (int model = 0; model < standardErrors.length; model++) {
            standardErrors[model] = STANDARD_ERRORS * dearness(model);
        }
    }

    /** Requests that pay a load, as a share of those of a dear one; 0 to 1. */
    private double dearness(int model) {
        double rise = problem.switchingCost(model, 0, problem.highest(model));
        double paid = REQUESTS_OF_A_DEAR_LOAD * saved(problem, model);
        return rise < paid ? rise / paid : 1;
    }

    /** What one request saves where its model is as high as it may be rather than absent, in nano-cost units. */
    static double saved(Problem problem, int model) {
        return problem.requestCost(model, 0) - problem.requestCost(model, problem.highest(model));
    }

    @Override
    public void observe(double[] requests) {
        mean.observe(requests);
    }

    @Override
    public void decide(int slot, byte[] from, byte[] to) {
        double ahead = Math.min(mostAhead, problem.slots() - slot - 1);
        double vouched = Math.min(ahead, VOUCHED_SLOTS * (slot + 1));
        for (int model = 0; model < from.length; model++) {
            double requests = mean.mean(model, from[model] == 0 ? standardErrors[model] : 0);
            for (int residency = 0; residency < problem.modes(model); residency++) {
                double held = (from[model] == 0 ? vouched : ahead)
                        * ((double) problem.resourceCost(model, residency)
                                + requests * problem.requestCost(model, residency));
                costs[model * problem.choices() + residency] = problem.switchingCost(model, from[model], residency)
                        + problem.slotCost(slot, model, residency)
                        + Math.min(dearest, Math.round(held));
            }
        }
        decision.decide(costs);
        effort.spend(HeldWindow.steps(problem.models(), decision));
        decision.copyTo(to, 0);
        decidePresent(slot, from, to);
    }

    /** Does without what is to be held in this one slot where that, and going back to it, costs less. */
    private void decidePresent(int slot, byte[] from, byte[] to) {
        for (int model = 0; model < from.length; model++) {
            for (int residency = 0; residency < problem.modes(model); residency++) {
                costs[model * problem.choices() + residency] = problem.switchingCost(model, from[model], residency)
                        + problem.slotCost(slot, model, residency)
                        + problem.switchingCost(model, residency, to[model]);
            }
        }
        decision.decide(costs);
        effort.spend(HeldWindow.steps(problem.models(), decision));
        decision.copyTo(to, 0);
    }

    @Override
    public int windowSlots() {
        return 1 + (int) Math.min(mostAhead, problem.slots() - 1);
    }
}

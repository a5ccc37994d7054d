package dev.berth.optimizer.solve;

import dev.berth.optimizer.problem.Problem;
import dev.berth.optimizer.problem.Residency;

/** Experimental. */
final class SteadyRule implements SlotRule {
    static final double CAUTION = Double.parseDouble(System.getProperty("caution", "2"));
    static final double FULL = Double.parseDouble(System.getProperty("full", "20"));
    private final Problem problem;
    private final double memorySlots;
    private final SlotDecision decision;
    private final long[] costs;
    private final double[] requests;
    private final double[] caution;
    private double weight;

    SteadyRule(Problem problem, double memorySlots, long maxNodes) {
        this.problem = problem;
        this.memorySlots = memorySlots;
        decision = new SlotDecision(problem, maxNodes);
        costs = new long[problem.models() * Residency.COUNT];
        requests = new double[problem.models()];
        caution = new double[problem.models()];
        for (int model = 0; model < caution.length; model++) {
            double k = problem.switchingCost(model, 0, 2) / (problem.requestCost(model, 0) - problem.requestCost(model, 2));
            caution[model] = CAUTION * (k >= 0 ? Math.min(1, k / FULL) : 1);
        }
    }

    @Override
    public void observe(int slot) {
        double left = StrictMath.exp(-1 / memorySlots);
        weight = left * weight + 1;
        for (int model = 0; model < requests.length; model++) {
            requests[model] = left * requests[model] + problem.expectedRequests(slot, model);
        }
    }

    @Override
    public void decide(int slot, byte[] from, byte[] to) {
        double ahead = Math.min(memorySlots, problem.slots() - slot - 1);
        for (int model = 0; model < from.length; model++) {
            double sum = requests[model];
            if (from[model] == 0) {
                sum = Math.max(0, sum - caution[model] * Math.sqrt(sum));
            }
            for (int z = 0; z < Residency.COUNT; z++) {
                costs[model * Residency.COUNT + z] = problem.switchingCost(model, from[model], z) + problem.slotCost(slot, model, z)
                    + Math.round(ahead * (problem.resourceCost(model, z) + sum / weight * problem.requestCost(model, z)));
            }
        }
        decision.decide(costs);
        decision.copyTo(to, 0);
    }

    @Override
    public int windowSlots() {
        return 1 + (int) Math.min(memorySlots, problem.slots() - 1);
    }
}

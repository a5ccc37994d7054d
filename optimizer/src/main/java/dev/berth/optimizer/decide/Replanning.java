package dev.berth.optimizer.decide;

import dev.berth.optimizer.policy.Replanner;
import dev.berth.optimizer.problem.Plan;
import dev.berth.optimizer.problem.Problem;
import dev.berth.optimizer.solve.Effort;
import dev.berth.optimizer.solve.SolveLimits;
import dev.berth.optimizer.solve.Solver;
import dev.berth.optimizer.solve.shared.SharedSolver;
import java.util.Optional;

/**
 * Plans anew while a plan is followed. What was expected of the last slots is held against what came: with Poisson
 * requests twice the logarithm of the ratio of likelihoods, D = 2 Σ_m (o ln(o / e) - (o - e)) over models with o
 * requests where e were expected in the last {@value #SLOTS} slots, is about chi-squared with as many degrees of
 * freedom as there are models (the Poisson deviance; its mean is that number M, its variance 2 M). A drift is D above
 * the mean by more than {@value #DEVIATIONS} standard deviations.
 *
 * <p>A new plan is of the slots to come, from what is kept now: each model's forecast times (k + o) / (k + e), which is
 * the mean of its rate after o requests in the last slots where e were forecast and a gamma distribution with the
 * weight of k requests was thought of before: {@value #PRIOR}, or as many as were forecast in {@value #PRIOR_SLOTS}
 * slots where those are fewer. Where none were forecast it is as many as came in the mean. That is what is expected
 * from then on. For one run.
 */
final class Replanning implements Replanner {
    /** Slots that are looked back at: two hours where a slot is a quarter of one. */
    static final int SLOTS = 8;

    /** A false alarm in some thousand slots: chi-squared has a longer tail than a normal distribution. */
    static final int DEVIATIONS = 4;

    /** Requests that a forecast weighs as much as. */
    static final int PRIOR = 5;

    /** The same in slots, for models of which few requests were forecast. */
    static final double PRIOR_SLOTS = 2;

    /** Work of a new plan: about 50 ms. */
    private static final long STEPS = 5_000_000;

    private final Problem problem;
    private final Solver solver;
    private final SolveLimits limits;
    private final boolean waitsForDrift;
    private final int models;

    /** Requests as they were forecast, the models of slot 0 first. */
    private final double[] forecast;

    /** Requests as they are expected now, in the same order. */
    private final double[] expected;

    /** Requests that came, in the same order. */
    private final double[] seen;

    private int slot;

    /** First slot of the plan that is followed. */
    private int since;

    /**
     * Has seen nothing.
     *
     * @param problem of all slots, with the forecast that was planned with; costs are those of requests
     * @param solver of new plans
     */
    Replanning(Problem problem, Solver solver, SolveLimits limits, Replan when) {
        this.problem = problem;
        this.solver = solver;
        this.limits = limits.withEffort(STEPS, limits.targetGap());
        waitsForDrift = when == Replan.DRIFT;
        models = problem.models();
        forecast = new double[problem.slots() * models];
        seen = new double[forecast.length];
        for (int cell = 0; cell < forecast.length; cell++) {
            forecast[cell] = problem.expectedRequests(cell / models, cell % models);
        }
        expected = forecast.clone();
    }

    @Override
    public void requested(int model) {
        seen[slot * models + model]++;
    }

    @Override
    public Optional<Plan> slotBegins(int begun, byte[] modes) {
        slot = begun;
        boolean hasSeen = slot > since;
        if (!hasSeen || (waitsForDrift && !hasDrifted())) {
            return Optional.empty();
        }
        correct();
        since = slot;
        double[] toCome = new double[forecast.length - slot * models];
        System.arraycopy(expected, slot * models, toCome, 0, toCome.length);
        Problem rest = problem.with(slot, toCome, modes.clone());
        return Optional.of(
                new SharedSolver(solver).solve(rest, new Effort(limits)).plan());
    }

    private double sum(double[] requests, int model, int from) {
        double sum = 0;
        for (int back = Math.max(from, slot - SLOTS); back < slot; back++) {
            sum += requests[back * models + model];
        }
        return sum;
    }

    private boolean hasDrifted() {
        double deviance = 0;
        for (int model = 0; model < models; model++) {
            deviance += deviance(sum(seen, model, since), sum(expected, model, since));
        }
        return deviance > models + DEVIATIONS * Math.sqrt(2.0 * models);
    }

    /**
     * Of one model; infinite where something came that could not.
     *
     * @param observed requests, >= 0
     * @param expected requests, >= 0
     */
    static double deviance(double observed, double expected) {
        if (observed == 0) {
            return 2 * expected;
        }
        return expected == 0
                ? Double.POSITIVE_INFINITY
                : 2 * (observed * Math.log(observed / expected) - (observed - expected));
    }

    private void correct() {
        int back = Math.min(slot, SLOTS);
        for (int model = 0; model < models; model++) {
            double came = sum(seen, model, 0);
            double thought = sum(forecast, model, 0);
            double prior = Math.min(PRIOR, PRIOR_SLOTS * thought / back);
            double factor = (prior + came) / (prior + thought);
            for (int ahead = slot; ahead < problem.slots(); ahead++) {
                int cell = ahead * models + model;
                expected[cell] = forecast[cell] > 0 ? forecast[cell] * factor : came / back;
            }
        }
    }
}

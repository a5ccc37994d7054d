package dev.berth.optimizer.solve;

import dev.berth.optimizer.forecast.ForecastMethod;
import dev.berth.optimizer.forecast.Forecaster;
import dev.berth.optimizer.problem.Plan;
import dev.berth.optimizer.problem.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Receding horizon: in each slot it knows that slot's demand, forecasts some more, finds a plan of that window and
 * applies its first slot.
 *
 * <p>How far to look, and by which forecast, is decided by the past: {@link Outlook}s of one slot (which is what
 * {@code slot-exact} does), two, four and so on, each with each forecast, run side by side on the demand seen so far,
 * and the one that stands best decides. A forecast that does not hold therefore costs little more than looking at the
 * present slot alone.
 */
final class LookAhead implements Solver {
    static final String NAME = "lookahead";

    private final LookAheadOptions options;

    LookAhead(LookAheadOptions options) {
        this.options = options;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean exact() {
        return false;
    }

    @Override
    public Solution solve(Problem problem, SolveLimits limits) {
        List<Forecaster> forecasters = new ArrayList<>();
        List<Outlook> outlooks = new ArrayList<>();
        WindowSolver solver = WindowSolver.of(problem, limits);
        HeldWindow present = new HeldWindow(problem, limits);
        for (ForecastMethod method : options.methods()) {
            Forecaster forecaster = method.start(problem);
            forecasters.add(forecaster);
            if (outlooks.isEmpty()) {
                outlooks.add(new Outlook(problem, forecaster, 1, present));
            }
            for (int window = 2; window / 2 < options.windowSlots(); window *= 2) {
                outlooks.add(new Outlook(problem, forecaster, Math.min(window, options.windowSlots()), solver));
            }
        }
        int models = problem.models();
        byte[] residencies = new byte[problem.slots() * models];
        byte[] now = new byte[models];
        for (int model = 0; model < models; model++) {
            now[model] = (byte) problem.initial(model).index();
        }
        double[] requests = new double[models];
        double windows = 0;
        for (int slot = 0; slot < problem.slots(); slot++) {
            for (int model = 0; model < models; model++) {
                requests[model] = problem.expectedRequests(slot, model);
            }
            forecasters.forEach(forecaster -> forecaster.observe(requests));
            Outlook leader = leader(outlooks);
            now = leader.decide(slot, now).clone();
            for (Outlook outlook : outlooks) {
                outlook.advance(slot);
            }
            windows += leader.windowSlots();
            System.arraycopy(now, 0, residencies, slot * models, models);
        }
        String note = String.format(Locale.ROOT, "mean window %.1f slots", windows / problem.slots());
        return Solution.heuristic(problem, new Plan(models, residencies), note + "; " + solver.describe());
    }

    private static Outlook leader(List<Outlook> outlooks) {
        Outlook best = outlooks.get(0);
        for (Outlook outlook : outlooks) {
            best = outlook.score() < best.score() ? outlook : best;
        }
        return best;
    }
}

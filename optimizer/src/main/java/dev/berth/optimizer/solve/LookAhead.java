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
        List<Forecaster> forecasters =
                options.methods().stream().map(method -> method.start(problem)).toList();
        List<Outlook> outlooks = outlooks(problem, forecasters, limits);
        int models = problem.models();
        byte[] residencies = new byte[problem.slots() * models];
        byte[] now = new byte[models];
        for (int model = 0; model < models; model++) {
            now[model] = (byte) problem.initial(model).index();
        }
        double[] requests = new double[models];
        long windows = 0;
        for (int slot = 0; slot < problem.slots(); slot++) {
            for (int model = 0; model < models; model++) {
                requests[model] = problem.expectedRequests(slot, model);
            }
            forecasters.forEach(forecaster -> forecaster.observe(requests));
            Outlook leader = leader(outlooks);
            System.arraycopy(leader.decide(slot, now), 0, now, 0, models);
            System.arraycopy(now, 0, residencies, slot * models, models);
            windows += leader.windowSlots();
            for (Outlook outlook : outlooks) {
                outlook.advance(slot);
            }
        }
        return Solution.heuristic(problem, new Plan(models, residencies), note((double) windows / problem.slots()));
    }

    private String note(double meanWindow) {
        List<String> names =
                options.methods().stream().map(ForecastMethod::label).toList();
        return String.format(
                Locale.ROOT,
                "forecast by %s, windows of %.1f of at most %d slots",
                String.join(" or ", names),
                meanWindow,
                options.windowSlots());
    }

    /** The present slot alone first: of equals it leads. */
    private List<Outlook> outlooks(Problem problem, List<Forecaster> forecasters, SolveLimits limits) {
        List<Outlook> outlooks = new ArrayList<>();
        WindowSolver present = WindowSolver.of(problem, 1, limits);
        outlooks.add(new Outlook(problem, forecasters.get(0), 1, present));
        int longest = Math.min(options.windowSlots(), problem.slots());
        for (int window = 2; window / 2 < longest; window *= 2) {
            int length = Math.min(window, longest);
            WindowSolver solver = WindowSolver.of(problem, length, limits);
            for (Forecaster forecaster : forecasters) {
                outlooks.add(new Outlook(problem, forecaster, length, solver));
            }
        }
        return outlooks;
    }

    private static Outlook leader(List<Outlook> outlooks) {
        Outlook best = outlooks.get(0);
        for (Outlook outlook : outlooks) {
            best = outlook.score() < best.score() ? outlook : best;
        }
        return best;
    }
}

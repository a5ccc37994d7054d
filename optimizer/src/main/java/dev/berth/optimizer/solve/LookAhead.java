package dev.berth.optimizer.solve;

import dev.berth.optimizer.forecast.CautiousMean;
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
 * {@code slot-exact} does), two, four and so on to {@value WindowSolver#MAX_FORECAST_SLOTS}, each with each forecast,
 * run side by side on the demand seen so far, and the one that stands best decides. A forecast that does not hold
 * therefore costs little more than looking at the present slot alone. One more, which leads in slot 0, holds the mean
 * of the past against the whole of the rest: where demand is steady or sparse, waiting until a load has paid in
 * hindsight is dearer than believing what was seen. What is to be brought must be worth it by the mean less two
 * standard errors; what is there already, and paid, by the mean.
 */
final class LookAhead implements CountingSolver {
    static final String NAME = "lookahead";

    /** Taken off the mean of the past of a model that is to be brought. */
    private static final double STANDARD_ERRORS = 2;

    /** As a share of what it spent, what a forecast must have saved: what it is ahead by may be chance. */
    private static final double MISTRUST = 0.003;

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
    public Solution solve(Problem problem, Effort effort) {
        List<Forecaster> forecasters = new ArrayList<>();
        forecasters.add(new CautiousMean(problem.models(), STANDARD_ERRORS));
        forecasters.add(new CautiousMean(problem.models(), 0));
        options.methods().forEach(method -> forecasters.add(method.start(problem)));
        List<Outlook> outlooks = outlooks(problem, forecasters, effort);
        int models = problem.models();
        byte[] residencies = new byte[problem.slots() * models];
        byte[] now = new byte[models];
        for (int model = 0; model < models; model++) {
            now[model] = (byte) problem.initial(model).index();
        }
        double[] requests = new double[models];
        long windows = 0;
        int slots = problem.slots();
        int slot = 0;
        for (; slot < slots && (slot == 0 || !effort.isUsedUp()); slot++) {
            effort.tell("slot " + (slot + 1) + " of " + slots);
            for (int model = 0; model < models; model++) {
                requests[model] = problem.expectedRequests(slot, model);
            }
            forecasters.forEach(forecaster -> forecaster.observe(requests));
            Outlook leader = leader(outlooks, slot, now);
            System.arraycopy(leader.decide(slot, now), 0, now, 0, models);
            System.arraycopy(now, 0, residencies, slot * models, models);
            windows += leader.windowSlots();
            for (Outlook outlook : outlooks) {
                outlook.advance(slot);
            }
        }
        String note = SlotCosts.held(note((double) windows / slot), residencies, slot, slots);
        return Solution.heuristic(problem, new Plan(models, residencies), note);
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

    /**
     * The cautious one, then the present slot alone: of equals the first leads, in slot 0 therefore the cautious one.
     */
    private List<Outlook> outlooks(Problem problem, List<Forecaster> forecasters, Effort effort) {
        List<Outlook> outlooks = new ArrayList<>();
        int longest = Math.min(options.windowSlots(), problem.slots());
        Forecaster cautious = forecasters.get(0);
        Forecaster mean = forecasters.get(1);
        outlooks.add(new Outlook(problem, cautious, mean, longest, WindowSolver.of(problem, longest, effort), 0));
        outlooks.add(new Outlook(problem, cautious, mean, 1, WindowSolver.of(problem, 1, effort), 0));
        int longestForecast = Math.min(longest, WindowSolver.MAX_FORECAST_SLOTS);
        for (int window = 2; window / 2 < longestForecast; window *= 2) {
            int length = Math.min(window, longestForecast);
            WindowSolver solver = WindowSolver.of(problem, length, effort);
            for (Forecaster forecaster : forecasters.subList(2, forecasters.size())) {
                outlooks.add(new Outlook(problem, forecaster, forecaster, length, solver, MISTRUST));
            }
        }
        return outlooks;
    }

    private static Outlook leader(List<Outlook> outlooks, int slot, byte[] now) {
        Outlook best = outlooks.get(0);
        double least = best.outlay(slot, now);
        for (Outlook outlook : outlooks) {
            double outlay = outlook.outlay(slot, now);
            if (outlay < least) {
                least = outlay;
                best = outlook;
            }
        }
        return best;
    }
}

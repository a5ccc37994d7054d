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
 * {@code slot-exact} does), two, four and so on to {@value WindowSolver#MAX_FORECAST_SLOTS}, each with each forecast,
 * run side by side on the demand seen so far, and the one that stands best decides. A forecast that does not hold
 * therefore costs little more than looking at the present slot alone. One more, which leads in slot 0, holds the mean
 * of the past against the whole of the rest: where demand is steady or sparse, waiting until a load has paid in
 * hindsight is dearer than believing what was seen. What is to be brought must be worth it by the mean less two
 * standard errors; what is there already, and paid, by the mean.
 */
final class LookAhead implements Solver {
    static final String NAME = "lookahead";

    /** Taken off the mean of the past of a model that is to be brought. */
    private static final double STANDARD_ERRORS = 2;

    /** As a share of what it spent, what a forecast must have saved: what it is ahead by may be chance. */
    private static final double MISTRUST = Double.parseDouble(System.getProperty("mistrust", "0.003"));

    static final double EXCHANGE = Double.parseDouble(System.getProperty("exchange", "1"));
    static final double Z = Double.parseDouble(System.getProperty("z", "1"));
    static final double PATIENT = Double.parseDouble(System.getProperty("patient", "40"));
    static final String MEMORIES = System.getProperty("memories", "1e9,24,64");
    static final boolean WINDOWS = Boolean.parseBoolean(System.getProperty("windows", "true"));
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
        options.methods().forEach(method -> forecasters.add(method.start(problem)));
        List<Outlook> outlooks = outlooks(problem, forecasters, limits);
        int models = problem.models();
        byte[] residencies = new byte[problem.slots() * models];
        byte[] now = new byte[models];
        for (int model = 0; model < models; model++) {
            now[model] = (byte) problem.initial(model).index();
        }
        double[] requests = new double[models];
        long windows = 0;
        double saved = 0;
        double rise = 0;
        for (int model = 0; model < models; model++) {
            rise += problem.switchingCost(model, 0, 2);
        }
        for (int slot = 0; slot < problem.slots(); slot++) {
            for (int model = 0; model < models; model++) {
                requests[model] = problem.expectedRequests(slot, model);
            }
            forecasters.forEach(forecaster -> forecaster.observe(requests));
            for (int model = 0; model < models; model++) {
                saved += requests[model] * (problem.requestCost(model, 0) - problem.requestCost(model, 2));
            }
            double payback = saved > 0 ? rise * (slot + 1) / saved : 1e9;
            double doubt = Z * Math.min(1, payback / PATIENT);
            int at = slot;
            outlooks.forEach(outlook -> outlook.observe(at));
            Outlook leader = leader(outlooks, slot, now, doubt);
            System.arraycopy(leader.decide(slot, now), 0, now, 0, models);
            System.arraycopy(now, 0, residencies, slot * models, models);
            windows += leader.windowSlots();
            for (Outlook outlook : outlooks) {
                outlook.advance(slot);
                outlook.compare(outlooks.get(0));
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

    /**
     * The cautious one, then the present slot alone: of equals the first leads, in slot 0 therefore the cautious one.
     */
    private List<Outlook> outlooks(Problem problem, List<Forecaster> forecasters, SolveLimits limits) {
        List<Outlook> outlooks = new ArrayList<>();
        int longest = Math.min(options.windowSlots(), problem.slots());
        long nodes = Math.min(WindowSolver.MAX_NODES, limits.maxNodesPerSlot());
        for (String memory : MEMORIES.split(",")) {
            outlooks.add(new Outlook(problem, new SteadyRule(problem, Double.parseDouble(memory), nodes), 0));
        }
        outlooks.add(new Outlook(problem, new ForecastRule(problem, forecasters.get(0), 1, WindowSolver.of(problem, 1, limits)), 0));
        int longestForecast = Math.min(longest, WindowSolver.MAX_FORECAST_SLOTS);
        for (int window = 2; WINDOWS && window / 2 < longestForecast; window *= 2) {
            int length = Math.min(window, longestForecast);
            WindowSolver solver = WindowSolver.of(problem, length, limits);
            for (Forecaster forecaster : forecasters) {
                outlooks.add(new Outlook(problem, new ForecastRule(problem, forecaster, length, solver), MISTRUST));
            }
        }
        return outlooks;
    }

    private static Outlook leader(List<Outlook> outlooks, int slot, byte[] now, double doubt) {
        Outlook best = outlooks.get(0);
        double least = best.outlay(slot, now, doubt);
        for (Outlook outlook : outlooks) {
            double outlay = outlook.outlay(slot, now, doubt);
            if (outlay < least) {
                least = outlay;
                best = outlook;
            }
        }
        return best;
    }
}

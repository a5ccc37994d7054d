package dev.berth.optimizer.solve.lookahead;

import dev.berth.optimizer.forecast.ForecastMethod;
import dev.berth.optimizer.forecast.Forecaster;
import dev.berth.optimizer.problem.Plan;
import dev.berth.optimizer.problem.Problem;
import dev.berth.optimizer.solve.CountingSolver;
import dev.berth.optimizer.solve.Effort;
import dev.berth.optimizer.solve.Solution;
import dev.berth.optimizer.solve.ground.SlotCosts;
import dev.berth.record.BadInputException;
import dev.berth.text.Figures;
import java.util.ArrayList;
import java.util.List;

/**
 * Receding horizon: in each slot it knows that slot's demand, expects some more, and takes the first slot of what is
 * best then.
 *
 * <p>What to expect, and how far to look, is decided by the past: {@link Outlook}s run side by side on the demand seen
 * so far, and the one that stands best decides. They are
 *
 * <ul>
 *   <li>{@link MeanRule}s that remember all slots, a day or so of hours, and some days: where demand is sparse or loads
 *       are dear, nothing else looks far enough to see a load paid;
 *   <li>the present slot alone, which is what {@code slot-exact} does;
 *   <li>windows of two slots, four and so on to {@value WindowSolver#MAX_FORECAST_SLOTS}, each with each forecast.
 * </ul>
 *
 * <p>The first, which remembers everything, leads in slot 0. Others must be ahead of it by more than may be chance, the
 * more so the longer loads take to pay: what a dear load was worth shows late, and who made none looks cheap until
 * then.
 */
public final class LookAhead implements CountingSolver {
    static final String NAME = "lookahead";

    /** Memories in slots; the first leads in slot 0. */
    private static final double[] MEMORIES = {Double.POSITIVE_INFINITY, 24, 64};

    /** As a share of what it spent, what a forecast must have saved: what it is ahead by may be chance. */
    private static final double MISTRUST = 0.003;

    /** Slots that a load of a model asked for as often as the mean takes to pay, from which on doubt is full. */
    private static final double SLOTS_OF_A_DEAR_LOAD = 40;

    private final LookAheadOptions options;

    public LookAhead(LookAheadOptions options) {
        this.options = options;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String description() {
        return "receding horizon; picks among means of three memories and short forecast windows (EWMA "
                + "or mean reversion; last value, Holt–Winters on request) by what each would have cost so "
                + "far";
    }

    @Override
    public boolean exact() {
        return false;
    }

    @Override
    public Solution solve(Problem problem, Effort effort) {
        if (!problem.canForesee()) {
            throw new BadInputException(NAME + ": costs of slots are given, and no requests that could be forecast,"
                    + " expected services of a ProblemBuilder; use slot-exact or auto");
        }
        List<Forecaster> forecasters = new ArrayList<>();
        options.methods().forEach(method -> forecasters.add(method.start(problem)));
        List<Outlook> outlooks = outlooks(problem, forecasters, effort);
        int models = problem.models();
        byte[] residencies = new byte[problem.slots() * models];
        byte[] now = new byte[models];
        for (int model = 0; model < models; model++) {
            now[model] = (byte) problem.initialMode(model);
        }
        double[] requests = new double[models];
        Payback payback = new Payback(problem);
        long windows = 0;
        int slots = problem.slots();
        int slot = 0;
        for (; slot < slots && (slot == 0 || !effort.isUsedUp()); slot++) {
            effort.tell("slot " + (slot + 1) + " of " + slots);
            for (int model = 0; model < models; model++) {
                requests[model] = problem.expectedRequests(slot, model);
            }
            payback.observe(requests);
            forecasters.forEach(forecaster -> forecaster.observe(requests));
            outlooks.forEach(outlook -> outlook.observe(requests));
            Outlook leader = leader(outlooks, slot, now, Math.min(1, payback.slots() / SLOTS_OF_A_DEAR_LOAD));
            System.arraycopy(leader.decide(slot, now), 0, now, 0, models);
            System.arraycopy(now, 0, residencies, slot * models, models);
            windows += leader.windowSlots();
            for (Outlook outlook : outlooks) {
                outlook.advance(slot);
                outlook.compareTo(outlooks.get(0));
            }
        }
        String note = SlotCosts.held(problem, note((double) windows / slot), residencies, slot);
        return Solution.heuristic(problem, new Plan(models, residencies), note);
    }

    private String note(double meanWindow) {
        List<String> names =
                options.methods().stream().map(ForecastMethod::label).toList();
        return "forecast by " + String.join(" or ", names) + ", windows of "
                + Figures.plain(Math.round(10 * meanWindow) / 10.0) + " of at most " + options.windowSlots() + " slots";
    }

    /** Of equals the first leads. */
    private List<Outlook> outlooks(Problem problem, List<Forecaster> forecasters, Effort effort) {
        List<Outlook> outlooks = new ArrayList<>();
        int longest = Math.min(options.windowSlots(), problem.slots());
        long maxNodes = Math.min(WindowSolver.MAX_NODES, effort.limits().maxNodesPerSlot());
        // What holds for slots to come is not what held: means tell nothing of versions that arrive.
        boolean changes = problem.switchingKinds() > 1;
        for (double memory : longest > 1 && !changes ? MEMORIES : new double[0]) {
            outlooks.add(new Outlook(problem, new MeanRule(problem, memory, longest, maxNodes, effort), 0));
        }
        int longestForecast = Math.min(longest, WindowSolver.MAX_FORECAST_SLOTS);
        WindowSolver present = WindowSolver.of(problem, 1, effort);
        outlooks.add(new Outlook(problem, new ForecastRule(problem, forecasters.get(0), 1, present), 0));
        for (int window = 2; window / 2 < longestForecast; window *= 2) {
            int length = Math.min(window, longestForecast);
            WindowSolver solver = WindowSolver.of(problem, length, effort);
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

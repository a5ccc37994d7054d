package dev.berth.benchmarks.foresight;

import dev.berth.benchmarks.instance.Pressure;
import dev.berth.optimizer.forecast.ForecastMethod;
import dev.berth.optimizer.problem.Problem;
import dev.berth.optimizer.solve.LookAheadOptions;
import dev.berth.optimizer.solve.SolveLimits;
import dev.berth.optimizer.solve.Solver;
import dev.berth.optimizer.solve.Solvers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * One regime: every solver on the same problems, as ratios to {@code paper-ga} and to {@code slot-exact}; beside them
 * the demand over capacity, since where nothing is short every solver is right.
 */
final class Experiment {
    static final String HEADER =
            "demand,switching,models,slots,seeds,pressure,solver,overPaperGa,overPaperGaLow,overPaperGaHigh,"
                    + "overPaperGaWorst,overSlotExact,overSlotExactLow,overSlotExactHigh,overSlotExactWorst";

    /** Beyond, the exact optimum over all slots is out of reach. */
    private static final int MOST_MODELS_EXACT = 12;

    private final int models;
    private final int slots;
    private final int seeds;

    Experiment(int models, int slots, int seeds) {
        this.models = models;
        this.slots = slots;
        this.seeds = seeds;
    }

    private Map<String, Solver> solvers() {
        Map<String, Solver> solvers = new LinkedHashMap<>();
        solvers.put("paper-ga", Solvers.named("paper-ga"));
        solvers.put("slot-exact", Solvers.named("slot-exact"));
        solvers.put("static-greedy", Solvers.named("static-greedy"));
        for (ForecastMethod method : ForecastMethod.values()) {
            LookAheadOptions options = new LookAheadOptions(List.of(method), LookAheadOptions.DEFAULT_WINDOW_SLOTS);
            solvers.put("lookahead " + method.label(), Solvers.lookahead(options));
        }
        solvers.put("lookahead", Solvers.lookahead(LookAheadOptions.defaults()));
        if (models <= MOST_MODELS_EXACT) {
            solvers.put("horizon-exact", Solvers.named("horizon-exact"));
        }
        return solvers;
    }

    /** Lines of the CSV, one a solver. */
    List<String> run(DemandRegime demand, SwitchingWeight weight) {
        Map<String, Solver> solvers = solvers();
        Map<String, double[]> costs = new LinkedHashMap<>();
        solvers.keySet().forEach(name -> costs.put(name, new double[seeds]));
        double pressure = 0;
        for (int seed = 0; seed < seeds; seed++) {
            Problem problem = demand.problem(models, slots, weight, seed + 1);
            pressure += Pressure.of(problem) / seeds;
            SolveLimits limits = SolveLimits.ofThisMachine().withSeed(seed + 1);
            for (Map.Entry<String, Solver> solver : solvers.entrySet()) {
                long cost = solver.getValue().solve(problem, limits).cost().total();
                costs.get(solver.getKey())[seed] = (double) cost;
            }
        }
        List<String> lines = new ArrayList<>();
        for (Map.Entry<String, double[]> own : costs.entrySet()) {
            lines.add(String.join(
                    ",",
                    demand.label(),
                    weight.label(),
                    Integer.toString(models),
                    Integer.toString(slots),
                    Integer.toString(seeds),
                    String.format(Locale.ROOT, "%.2f", pressure),
                    own.getKey(),
                    fields(own.getValue(), costs.get("paper-ga")),
                    fields(own.getValue(), costs.get("slot-exact"))));
        }
        return lines;
    }

    private static String fields(double[] costs, double[] others) {
        double[] ratios = new double[costs.length];
        for (int seed = 0; seed < ratios.length; seed++) {
            ratios[seed] = costs[seed] == others[seed] ? 1 : costs[seed] / others[seed];
        }
        RatioSummary summary = RatioSummary.of(ratios);
        return String.format(
                Locale.ROOT, "%.5f,%.5f,%.5f,%.5f", summary.mean(), summary.low(), summary.high(), summary.worst());
    }
}

package dev.berth.optimizer.solve.choice;

import dev.berth.optimizer.baseline.Baseline;
import dev.berth.optimizer.solve.Solver;
import dev.berth.optimizer.solve.baselines.AllCloud;
import dev.berth.optimizer.solve.baselines.FetchPerRequest;
import dev.berth.optimizer.solve.baselines.StaticGreedy;
import dev.berth.optimizer.solve.genetic.GeneticSearch;
import dev.berth.optimizer.solve.genetic.PaperGenetic;
import dev.berth.optimizer.solve.horizon.HorizonExact;
import dev.berth.optimizer.solve.learned.DenoiserFile;
import dev.berth.optimizer.solve.learned.Learned;
import dev.berth.optimizer.solve.lookahead.LookAhead;
import dev.berth.optimizer.solve.lookahead.LookAheadOptions;
import dev.berth.optimizer.solve.search.Lagrangian;
import dev.berth.optimizer.solve.search.Neighbourhood;
import dev.berth.optimizer.solve.slot.SlotExact;
import dev.berth.record.BadInputException;
import java.util.List;

/**
 * All solvers, what they are held against first, then cheapest to run first; what lists them, helps and benchmarks too,
 * reads it here.
 */
public final class Solvers {
    private static final List<Solver> ALL = List.of(
            new AllCloud(),
            new FetchPerRequest(),
            new StaticGreedy(),
            new SlotExact(),
            new HorizonExact(),
            new Lagrangian(),
            new Neighbourhood(),
            new Auto(),
            new PaperGenetic(GeneticSearch.DEFAULT),
            Learned.shipped(),
            new LookAhead(LookAheadOptions.defaults()));

    private Solvers() {}

    /** Every solver. */
    public static List<Solver> all() {
        return ALL;
    }

    /** Those that need no requests to forecast: costs of slots are enough. */
    public static List<Solver> forModes() {
        return ALL.stream().filter(solver -> !(solver instanceof LookAhead)).toList();
    }

    /** Names of all solvers. */
    public static List<String> names() {
        return ALL.stream().map(Solver::name).toList();
    }

    /** {@code lookahead} with other options than those in {@link #all}. */
    public static Solver lookahead(LookAheadOptions options) {
        return new LookAhead(options);
    }

    /** {@code learned} with another network than that in {@link #all}. */
    public static Solver learned(DenoiserFile weights) {
        return Learned.with(weights);
    }

    /**
     * The solver of a name.
     *
     * @throws BadInputException where there is none
     */
    public static Solver named(String name) {
        return ALL.stream()
                .filter(solver -> solver.name().equals(name))
                .findFirst()
                .orElseThrow(() -> Baseline.unknown("solver", name, names()));
    }
}

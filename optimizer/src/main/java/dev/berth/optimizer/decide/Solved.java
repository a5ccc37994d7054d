package dev.berth.optimizer.decide;

import dev.berth.optimizer.baseline.Baseline;
import dev.berth.optimizer.solve.Solution;
import dev.berth.optimizer.solve.Solver;
import dev.berth.optimizer.solve.worst.WorstDelaySolver;
import dev.berth.record.BadInputException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A solver, what came of it and how long it took.
 *
 * @param worst the longest mean delay; empty where plans are made for the total cost
 */
record Solved(Solver solver, Solution solution, Optional<WorstDelaySolver.Found> worst, long elapsedNanos) {
    /** What all others are held against, which keeps nothing that is pinned: no plan. */
    private static boolean isAllCloud(Solver solver) {
        return solver.name().equals(Baseline.ALL_CLOUD);
    }

    /** Solvers without what they are held against. */
    static List<Solver> withoutAllCloud(List<Solver> solvers) {
        return solvers.stream().filter(solver -> !isAllCloud(solver)).toList();
    }

    /** Solvers with what they are held against, asked for or not, before them. */
    static List<Solver> afterAllCloud(List<Solver> solvers, Solver allCloud) {
        List<Solver> all = new ArrayList<>(List.of(allCloud));
        all.addAll(withoutAllCloud(solvers));
        return all;
    }

    /**
     * The cheapest plan, or that with the shortest longest mean delay and of those the cheapest; of equals the first.
     * All-cloud only where nothing else was asked for.
     */
    static Solved best(List<Solved> results, List<Solver> asked) {
        boolean plans = !withoutAllCloud(asked).isEmpty();
        return results.stream()
                .filter(result -> !plans || !isAllCloud(result.solver()))
                .min(Comparator.comparingLong((Solved result) -> result.worst()
                                .map(WorstDelaySolver.Found::meanNanos)
                                .orElse(0L))
                        .thenComparingLong(result -> result.solution().cost().total()))
                .orElseThrow(() -> new BadInputException(
                        "no solver could take this problem, expected one that can; use slot-exact"));
    }
}

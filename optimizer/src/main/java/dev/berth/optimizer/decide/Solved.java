package dev.berth.optimizer.decide;

import dev.berth.optimizer.baseline.Baseline;
import dev.berth.optimizer.solve.Solution;
import dev.berth.optimizer.solve.Solver;
import dev.berth.record.BadInputException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** A solver, what came of it and how long it took. */
record Solved(Solver solver, Solution solution, long elapsedNanos) {
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

    /** The cheapest plan, of equals the first; all-cloud only where nothing else was asked for. */
    static Solved best(List<Solved> results, List<Solver> asked) {
        boolean plans = !withoutAllCloud(asked).isEmpty();
        return results.stream()
                .filter(result -> !plans || !isAllCloud(result.solver()))
                .min(Comparator.comparingLong(result -> result.solution().cost().total()))
                .orElseThrow(() -> new BadInputException(
                        "no solver could take this problem, expected one that can; use slot-exact"));
    }
}

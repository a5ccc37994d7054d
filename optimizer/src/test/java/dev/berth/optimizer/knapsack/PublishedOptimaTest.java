package dev.berth.optimizer.knapsack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.optimizer.problem.Problem;
import dev.berth.optimizer.solve.Solution;
import dev.berth.optimizer.solve.SolveLimits;
import dev.berth.optimizer.solve.Solver;
import dev.berth.optimizer.solve.TooLargeException;
import dev.berth.optimizer.solve.choice.Solvers;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class PublishedOptimaTest {
    private static final SolveLimits LIMITS = new SolveLimits(64L << 20, 2_000_000);

    /** No solver may claim more than is true at whatever step it ends. */
    private static final SolveLimits FEWER_STEPS = new SolveLimits(64L << 20, 500_000);

    static Stream<Knapsack> upToThreeRows() {
        return OrLibrary.mknap2("mknap2-excerpt.txt").stream();
    }

    private static List<Knapsack> manyRows() {
        return OrLibrary.mknap1("mknap1.txt");
    }

    @ParameterizedTest
    @MethodSource("upToThreeRows")
    void slotExactProvesThePublishedOptimum(Knapsack knapsack) {
        Problem problem = knapsack.problem(0, 1);

        Solution solution = Solvers.named("slot-exact").solve(problem, LIMITS);

        assertTrue(solution.proven());
        assertEquals(knapsack.optimumCost(), solution.cost().total());
        assertTrue(knapsack.keepsAllRows(solution.plan()));
    }

    @ParameterizedTest
    @MethodSource("upToThreeRows")
    void noSolverBeatsThePublishedOptimumAndNoBoundIsAboveIt(Knapsack knapsack) {
        Problem problem = knapsack.problem(0, 1);
        for (Solver solver : Solvers.all()) {
            solveIfNotTooLarge(solver, problem).ifPresent(solution -> {
                assertTrue(solution.cost().total() >= knapsack.optimumCost(), solver.name());
                assertTrue(solution.bound().orElse(0) <= knapsack.optimumCost(), solver.name());
                assertTrue(knapsack.keepsAllRows(solution.plan()), solver.name());
            });
        }
    }

    /**
     * With three of its rows a problem is a relaxation of the published one; an optimum of that which keeps the other
     * rows too is an optimum of the published one. There are such rows for the first five of mknap1, there are none for
     * the other two.
     */
    @ParameterizedTest
    @CsvSource({"0, 0, 1, 4", "1, 0, 1, 2", "2, 6, 7, 9", "3, 0, 1, 9", "4, 0, 1, 9"})
    void threeRowsThatImplyTheOthersGiveThePublishedOptimum(int index, int one, int two, int three) {
        Knapsack knapsack = manyRows().get(index);

        Solution solution = Solvers.named("slot-exact").solve(knapsack.problem(one, two, three), LIMITS);

        assertTrue(solution.proven());
        assertTrue(knapsack.keepsAllRows(solution.plan()));
        assertEquals(knapsack.optimumCost(), solution.cost().total());
    }

    @Test
    void theProblemsAreTheLibrarys() {
        assertEquals(
                List.of(3800L, 87061L, 4015L, 6120L, 12400L, 10618L, 16537L),
                manyRows().stream().map(Knapsack::optimum).toList());
        assertEquals(
                List.of(141278L, 130883L, 95677L, 119337L, 98796L, 130623L, 1095445L, 624319L, 95168L),
                upToThreeRows().map(Knapsack::optimum).toList());
    }

    private static Optional<Solution> solveIfNotTooLarge(Solver solver, Problem problem) {
        try {
            return Optional.of(solver.solve(problem, FEWER_STEPS));
        } catch (TooLargeException tooLarge) {
            return Optional.empty();
        }
    }
}

package dev.berth.optimizer.solve.shared;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.optimizer.cost.Limits;
import dev.berth.optimizer.cost.PlanCost;
import dev.berth.optimizer.problem.InfeasibleException;
import dev.berth.optimizer.problem.Problem;
import dev.berth.optimizer.problem.RandomServices;
import dev.berth.optimizer.solve.BruteForce;
import dev.berth.optimizer.solve.Effort;
import dev.berth.optimizer.solve.Solution;
import dev.berth.optimizer.solve.SolveLimits;
import dev.berth.optimizer.solve.Solver;
import dev.berth.optimizer.solve.TooLargeException;
import dev.berth.optimizer.solve.choice.Solvers;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class SharedSolverTest {
    private static final Solver EXACT = Solvers.named("horizon-exact");

    /** Problems whose services share parts, without those that have no plan. */
    private static List<Problem> problems(int from, int count, int slots, int services) {
        List<Problem> problems = new ArrayList<>();
        for (long seed = from; problems.size() < count; seed++) {
            try {
                Problem problem = new RandomServices(seed, true).next(slots, services);
                if (problem.sharedParts().isPresent()) {
                    problems.add(problem);
                }
            } catch (InfeasibleException none) {
                // What must stay does not fit.
            }
        }
        return problems;
    }

    @Test
    void theCheapestPlanIsThatOfExhaustiveSearchWithPartsCountedOnce() {
        List<Problem> problems = problems(0, 300, 2, 2);
        problems.addAll(problems(1000, 12, 3, 2));
        problems.addAll(problems(2000, 12, 2, 3));
        int cheaper = 0;
        for (Problem problem : problems) {
            long cheapest = BruteForce.cheapest(problem);
            Solution exact = new SharedSolver(EXACT).solve(problem, new Effort(SolveLimits.ofThisMachine()));
            assertEquals(cheapest, exact.cost().total());
            assertTrue(exact.proven());
            if (problem.lowest(0) + problem.lowest(1) == 0) {
                cheaper += cheapest < BruteForce.cheapest(problem.withOwnCopies()) ? 1 : 0;
            }
            for (Solver solver : Solvers.all()) {
                Solution found = solved(solver, problem, SolveLimits.ofThisMachine());
                if (found != null) {
                    assertTrue(
                            found.cost().total() >= (solver.name().equals("all-cloud") ? 0 : cheapest), solver.name());
                    assertTrue(found.bound().orElse(0) <= cheapest, solver.name());
                }
            }
        }
        assertTrue(cheaper > 8, "problems that sharing makes cheaper: " + cheaper);
    }

    /** Keeps the limits; null where a solver that counts copies cannot keep what must stay. */
    private static Solution solved(Solver solver, Problem problem, SolveLimits limits) {
        try {
            Solution found = new SharedSolver(solver).solve(problem, new Effort(limits));
            assertEquals(java.util.Optional.empty(), Limits.broken(problem, found.plan()), solver.name());
            assertEquals(PlanCost.of(problem, found.plan()), found.cost());
            return found;
        } catch (TooLargeException tooMuch) {
            return null;
        }
    }

    @Test
    void pricesOfPartsGiveABoundWhereNotAllPlansAreGoneThrough() {
        int proven = 0;
        double gaps = 0;
        List<Problem> problems = problems(0, 60, 2, 2);
        for (Problem problem : problems) {
            long cheapest = BruteForce.cheapest(problem);
            Solution found = new SharedSolver(Solvers.named("lagrangian"), 0)
                    .solve(problem, new Effort(SolveLimits.ofThisMachine()));
            assertTrue(found.bound().getAsLong() <= cheapest);
            assertTrue(found.cost().total() >= cheapest);
            proven += found.proven() ? 1 : 0;
            Solution quick = new SharedSolver(Solvers.named("lagrangian"), 0)
                    .solve(
                            problem,
                            new Effort(
                                    new SolveLimits(1 << 20, 1000, 1, OptionalLong.of(3000), OptionalDouble.empty())));
            assertTrue(quick.bound().getAsLong() <= cheapest);
            gaps += cheapest == 0 ? 0 : 1 - (double) quick.bound().getAsLong() / (double) cheapest;
        }
        assertTrue(proven > 40, "proven: " + proven);
        assertTrue(gaps / problems.size() < 0.5, "mean gap: " + gaps / problems.size());
    }

    @Test
    void largerProblemsAreNeverDearerThanWithCopiesAndBoundsHold() {
        for (Problem problem : problems(5000, 12, 12, 5)) {
            Solution found = solved(Solvers.named("lagrangian"), problem, SolveLimits.ofThisMachine());
            Solution more = solved(Solvers.named("neighbourhood"), problem, SolveLimits.ofThisMachine());
            assertTrue(found.bound().getAsLong() <= more.cost().total());
            assertTrue(more.bound().getAsLong() <= found.cost().total());
            if (problem.lowest(0) == 0) {
                Solution copies =
                        Solvers.named("lagrangian").solve(problem.withOwnCopies(), SolveLimits.ofThisMachine());
                assertTrue(found.cost().total() <= copies.cost().total());
            }
        }
    }
}

package dev.berth.optimizer.solve.choice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.optimizer.baseline.Baseline;
import dev.berth.optimizer.cost.Limits;
import dev.berth.optimizer.cost.PlanCost;
import dev.berth.optimizer.problem.Capacity;
import dev.berth.optimizer.problem.Charging;
import dev.berth.optimizer.problem.Plan;
import dev.berth.optimizer.problem.Prices;
import dev.berth.optimizer.problem.Problem;
import dev.berth.optimizer.problem.ProblemBuilder;
import dev.berth.optimizer.problem.RandomProblems;
import dev.berth.optimizer.problem.Residency;
import dev.berth.optimizer.problem.Service;
import dev.berth.optimizer.solve.BruteForce;
import dev.berth.optimizer.solve.Solution;
import dev.berth.optimizer.solve.SolveLimits;
import dev.berth.optimizer.solve.Solver;
import dev.berth.optimizer.solve.TooLargeException;
import dev.berth.optimizer.solve.horizon.HorizonExact;
import dev.berth.optimizer.solve.horizon.HorizonSweep;
import dev.berth.optimizer.solve.horizon.JointStates;
import dev.berth.optimizer.solve.search.Lagrangian;
import dev.berth.optimizer.solve.slot.SlotExact;
import dev.berth.record.BadInputException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

public class SolversTest {
    private static final SolveLimits LIMITS = new SolveLimits(64L << 20, 2_000_000);

    /** Slots and models with at most 3^9 plans. */
    private static final int[][] SHAPES = {{1, 1}, {1, 4}, {2, 2}, {2, 4}, {3, 2}, {3, 3}, {4, 2}, {8, 1}};

    static Stream<Solver> solvers() {
        return Solvers.all().stream();
    }

    /** All but the one that makes none. */
    public static Stream<Solver> planners() {
        return solvers().filter(solver -> !solver.name().equals(Baseline.ALL_CLOUD));
    }

    @ParameterizedTest
    @EnumSource(Charging.class)
    void horizonExactEqualsBruteForce(Charging charging) {
        for (int seed = 0; seed < 240; seed++) {
            int[] shape = SHAPES[seed % SHAPES.length];
            Problem problem = new RandomProblems(seed).next(shape[0], shape[1], charging);

            Solution solution = new HorizonExact().solve(problem, LIMITS);

            assertEquals(BruteForce.cheapest(problem), solution.cost().total(), "seed " + seed);
            assertEquals(OptionalLong.of(solution.cost().total()), solution.bound());
            assertTrue(solution.proven());
        }
    }

    @Test
    void horizonExactEqualsBruteForceWhereTransfersAreDearerInSomeSlots() {
        for (int seed = 0; seed < 120; seed++) {
            int[] shape = SHAPES[seed % SHAPES.length];
            RandomProblems problems = new RandomProblems(seed);
            Problem problem = problems.withTransferPrices(
                    problems.next(shape[0], shape[1], List.of(Charging.values()).get(seed % 3)));

            assertEquals(
                    BruteForce.cheapest(problem),
                    new HorizonExact().solve(problem, LIMITS).cost().total(),
                    "seed " + seed);
        }
    }

    @ParameterizedTest
    @EnumSource(Charging.class)
    void slotExactIsOptimalInOneSlot(Charging charging) {
        for (int seed = 0; seed < 300; seed++) {
            Problem problem = new RandomProblems(seed).next(1, 1 + seed % 7, charging);

            Solution solution = new SlotExact().solve(problem, LIMITS);

            assertTrue(solution.proven(), "seed " + seed);
            assertEquals(BruteForce.cheapest(problem), solution.cost().total(), "seed " + seed);
        }
    }

    @ParameterizedTest
    @MethodSource("planners")
    void everySolverKeepsTheLimitsAndIsNeverBelowTheOptimum(Solver solver) {
        for (int seed = 0; seed < 90; seed++) {
            Charging charging = List.of(Charging.values()).get(seed % 3);
            RandomProblems problems = new RandomProblems(seed);
            Problem plain = problems.next(1 + seed % 12, 1 + seed % 6, charging);
            Problem problem = seed % 5 == 0 ? problems.withTransferPrices(plain) : plain;
            long optimum = new HorizonExact().solve(problem, LIMITS).cost().total();

            Solution solution = solver.solve(problem, LIMITS);

            assertEquals(Optional.empty(), Limits.broken(problem, solution.plan()), "seed " + seed);
            assertEquals(PlanCost.of(problem, solution.plan()), solution.cost());
            assertTrue(solution.cost().total() >= optimum, "seed " + seed);
            assertTrue(!solution.proven() || solution.cost().total() == optimum, "seed " + seed);
            assertTrue(solution.bound().orElse(0) <= optimum, "seed " + seed);
            assertTrue(!solver.exact() || solution.proven(), "seed " + seed);
            assertEquals(solution.plan(), solver.solve(problem, LIMITS).plan());
        }
    }

    @Test
    void slotExactIsOptimalWhereSwitchingIsFree() {
        for (int seed = 0; seed < 60; seed++) {
            Problem problem = new RandomProblems(seed).next(6, 5, Charging.PER_REQUEST);

            assertEquals(
                    new HorizonExact().solve(problem, LIMITS).cost().total(),
                    new SlotExact().solve(problem, LIMITS).cost().total(),
                    "seed " + seed);
        }
    }

    @Test
    void whereNoLimitBindsAutoIsExactWithAnyNumberOfModels() {
        int unlimited = 0;
        for (int seed = 0; seed < 300; seed++) {
            int models = seed % 2 == 0 ? 1 + seed % 5 : 40;
            Problem problem = new RandomProblems(seed).next(4, models, Charging.BOTH);
            boolean binds = HorizonExact.unlimited(problem).isEmpty();

            Solution solution = new Auto().solve(problem, LIMITS);

            assertEquals(
                    !binds,
                    solution.note().startsWith("horizon-exact, proven gap 0 %; no limit binds"),
                    "seed " + seed);
            if (!binds) {
                assertTrue(solution.proven(), "seed " + seed);
                assertEquals(OptionalLong.of(solution.cost().total()), solution.bound(), "seed " + seed);
                assertTrue(
                        new Lagrangian().solve(problem, LIMITS).cost().total()
                                >= solution.cost().total(),
                        "seed " + seed);
                unlimited++;
            } else if (models <= 5) {
                assertEquals(
                        new HorizonExact().solve(problem, LIMITS).cost().total(),
                        solution.cost().total(),
                        "seed " + seed);
            }
        }
        assertTrue(unlimited > 10, "unlimited " + unlimited);
    }

    @Test
    void rowsComputedAgainGiveTheSamePlanAsRowsKept() {
        for (int slots = 1; slots <= 40; slots++) {
            Problem problem = new RandomProblems(slots).next(slots, 4, Charging.BOTH);
            JointStates states = new JointStates(problem, JointStates.size(problem, 1000));
            Plan kept = new HorizonSweep(problem, states, 1).plan();
            for (int stride = 2; stride <= 7; stride++) {
                assertEquals(kept, new HorizonSweep(problem, states, stride).plan(), slots + "/" + stride);
            }
        }
    }

    @Test
    void slotDecisionProvesHundredsOfModels() {
        for (int seed = 0; seed < 6; seed++) {
            Problem problem = new RandomProblems(1000 + seed).next(2, 200, Charging.BOTH);

            Solution solution = new SlotExact().solve(problem, LIMITS);

            assertEquals("each slot's optimum proven", solution.note(), "seed " + seed);
        }
    }

    @Test
    void aProblemThatIsTooLargeIsRefusedBeforeAnythingIsAllocated() {
        Problem problem = crowded(20);

        String message = assertThrows(TooLargeException.class, () -> new HorizonExact().solve(problem, LIMITS))
                .getMessage();

        assertEquals(
                "horizon-exact: 21 models have more than 8388608 feasible joint states, the limit is 67.1 MB; "
                        + "use slot-exact, or allow more memory (java -Xmx)",
                message);
        assertEquals(
                "horizon-exact: 32 models, expected at most 31; use slot-exact",
                assertThrows(TooLargeException.class, () -> new HorizonExact().solve(crowded(31), LIMITS))
                        .getMessage());
    }

    @Test
    void whereNoLimitBindsAnySizeIsSolved() {
        Problem problem = free(200, 0);

        Solution solution = new HorizonExact().solve(problem, LIMITS);

        assertTrue(solution.proven());
        assertEquals("no limit binds: each model's cheapest path", solution.note());
        assertEquals(0, solution.cost().total());
        for (int model = 0; model < 200; model++) {
            assertEquals(Residency.LOADED, solution.plan().at(0, model));
        }
    }

    /**
     * Models that take nothing, and one that would be loaded if there were room for it: 3 to their power joint states.
     */
    private static Problem crowded(int models) {
        return free(models, 1);
    }

    /** All are asked for, and serve in no time where they are loaded. */
    private static Problem free(int models, int tooLarge) {
        ProblemBuilder builder = new ProblemBuilder(
                new Capacity(0, 0, OptionalLong.empty()), new Prices(0, 0, 0, 1, 0), Charging.BOTH, 1);
        double[][] demand = new double[1][models + tooLarge];
        for (int model = 0; model < demand[0].length; model++) {
            demand[0][model] = 1;
            builder.add(new Service("m" + model, model < models ? 0 : 1, 0, 0, 0, 1, 0, 2));
        }
        return builder.demand(demand).build();
    }

    @Test
    void memoryIsStatedAndKept() {
        Solution solution = new HorizonExact().solve(crowded(3), new SolveLimits(10_000, 1));

        assertEquals("27 feasible joint states, 1.22 kB", solution.note());
    }

    @Test
    void allCloudIsNeverCheaperThanTheOptimumUnlessModelsArePinned() {
        int dearer = 0;
        for (int seed = 0; seed < 90; seed++) {
            Problem problem = new RandomProblems(seed).next(1 + seed % 12, 1 + seed % 6, Charging.BOTH);
            Solution allCloud = Solvers.named("all-cloud").solve(problem, LIMITS);
            Solution fetching = Solvers.named("fetch-per-request").solve(problem, LIMITS);

            assertTrue(allCloud.plan().isAllCloud() && !fetching.plan().isAllCloud());
            assertEquals(0, allCloud.cost().resources() + allCloud.cost().switching(), "seed " + seed);
            if (IntStream.range(0, problem.models()).allMatch(model -> problem.lowest(model) == 0)) {
                assertTrue(allCloud.cost().total() >= fetching.cost().total(), "seed " + seed);
                dearer += allCloud.cost().total() > fetching.cost().total() ? 1 : 0;
            }
        }
        assertTrue(dearer > 10, "problems where fetching is sooner than the cloud: " + dearer);
    }

    @Test
    void theFormerNameIsToldWithBothThatItMayMean() {
        assertEquals(
                "no solver 'cloud-only', expected all-cloud, where every request is served by the cloud, or"
                        + " fetch-per-request, which cloud-only was and which downloads a model for a request where that"
                        + " is sooner",
                assertThrows(BadInputException.class, () -> Solvers.named("cloud-only"))
                        .getMessage());
    }

    @Test
    void anUnknownSolverIsRefusedByName() {
        assertEquals(
                "no solver 'best', expected one of "
                        + String.join(", ", solvers().map(Solver::name).toList()),
                assertThrows(BadInputException.class, () -> Solvers.named("best"))
                        .getMessage());
    }
}

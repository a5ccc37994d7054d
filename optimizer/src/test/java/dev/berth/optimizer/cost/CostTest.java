package dev.berth.optimizer.cost;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.optimizer.problem.Capacity;
import dev.berth.optimizer.problem.Charging;
import dev.berth.optimizer.problem.Plan;
import dev.berth.optimizer.problem.Prices;
import dev.berth.optimizer.problem.Problem;
import dev.berth.optimizer.problem.ProblemBuilder;
import dev.berth.optimizer.problem.RandomProblems;
import dev.berth.optimizer.problem.Residency;
import dev.berth.optimizer.problem.Service;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CostTest {
    private static final long SECOND = 1_000_000_000;
    private static final long GIBIBYTE = 1L << 30;

    private static Problem problem(Charging charging) {
        return new ProblemBuilder(
                        new Capacity(GIBIBYTE, GIBIBYTE, OptionalLong.empty()),
                        new Prices(1, 2, 0, 1, 10),
                        charging,
                        3600)
                .add(new Service("a", GIBIBYTE, GIBIBYTE, 0, 3 * SECOND, 2 * SECOND, SECOND, 4 * SECOND))
                .demand(new double[][] {{1}, {2}, {3}, {4}})
                .build();
    }

    private static Plan plan(int... residencies) {
        byte[] indices = new byte[residencies.length];
        for (int i = 0; i < indices.length; i++) {
            indices[i] = (byte) residencies[i];
        }
        return new Plan(1, indices);
    }

    // Stored, loaded, absent, loaded: storage 1 an hour, memory 2; waits 3, 1, 4, 1 s of 1, 2, 3, 4 requests.
    @Test
    void costOfAPlanWorkedOutOnPaper() {
        PlanCost cost = PlanCost.of(problem(Charging.BOTH), plan(1, 2, 0, 2));

        assertEquals((1 + 3 + 0 + 3) * SECOND, cost.resources());
        assertEquals((3 + 2 + 12 + 4) * SECOND, cost.delay());
        assertEquals(10 * (3 + 2 + 0 + 5) * SECOND, cost.switching());
        assertEquals(cost.resources() + cost.delay() + cost.switching(), cost.total());
    }

    @Test
    void chargingDecidesWhichTermsArePresent() {
        assertEquals(
                0, PlanCost.of(problem(Charging.PER_REQUEST), plan(1, 2, 0, 2)).switching());
        assertEquals(
                (4 + 2 + 12 + 4) * SECOND,
                PlanCost.of(problem(Charging.PER_SWITCH), plan(1, 2, 0, 2)).delay());
    }

    /**
     * Two models, two slots. All-cloud: a waits 4 s for each of 1 + 2 requests, b 10 s for each of 5 + 0, whatever is
     * pinned or was loaded before. Kept absent, a goes to the cloud (4 s against 6), b is fetched (9 s against 10).
     */
    @ParameterizedTest
    @EnumSource(Charging.class)
    void allCloudIsTheCloudsDelayOfEveryRequestAndNothingElse(Charging charging) {
        Problem problem = new ProblemBuilder(
                        new Capacity(GIBIBYTE, GIBIBYTE, OptionalLong.empty()),
                        new Prices(1, 2, 0, 1, 10),
                        charging,
                        3600)
                .add(new Service("a", GIBIBYTE / 2, GIBIBYTE, 0, 3 * SECOND, 2 * SECOND, SECOND, 4 * SECOND))
                .add(new Service("b", GIBIBYTE / 2, GIBIBYTE, 0, 6 * SECOND, 2 * SECOND, SECOND, 10 * SECOND))
                .initial("b", Residency.LOADED)
                .bounds("a", Residency.STORED, Residency.LOADED)
                .demand(new double[][] {{1, 5}, {2, 0}})
                .build();
        Plan allCloud = Plan.allCloud(2, 2);

        assertEquals(new PlanCost(0, (3 * 4 + 5 * 10) * SECOND, 0), PlanCost.of(problem, allCloud));
        assertEquals(Optional.empty(), Limits.broken(problem, allCloud));
        assertEquals(new ExpectedRequests(8, 0, 0), ExpectedRequests.of(problem, allCloud));

        Plan absent = new Plan(2, new byte[4]);
        boolean fetches = charging.chargesRequests();
        assertEquals(
                (3 * 4 + 5 * (fetches ? 9 : 10)) * SECOND,
                PlanCost.of(problem, absent).delay());
        assertEquals(new ExpectedRequests(8, fetches ? 5 : 0, 0), ExpectedRequests.of(problem, absent));
        assertEquals(
                "slot 0: model a is absent, expected stored to loaded",
                Limits.broken(problem, absent).orElseThrow());
        assertTrue(!absent.equals(allCloud) && allCloud.equals(Plan.allCloud(2, 2)));
        assertEquals(0, ExpectedRequests.NONE.fetchedShare());
        assertThrows(IllegalArgumentException.class, () -> new IncrementalCost(problem, allCloud));
    }

    @Test
    void aCloudOutOfReachIsToldAndChangesNoPlan() {
        Problem problem = new ProblemBuilder(
                        new Capacity(GIBIBYTE, GIBIBYTE, OptionalLong.empty()),
                        new Prices(1, 2, 0, 1, 10),
                        Charging.BOTH,
                        3600)
                .add(new Service("a", GIBIBYTE, GIBIBYTE, 0, 3 * SECOND, 2 * SECOND, SECOND, 1_000_000_000 * SECOND))
                .demand(new double[][] {{3}, {4}})
                .build();

        assertThrows(ArithmeticException.class, () -> PlanCost.of(problem, Plan.allCloud(2, 1)));
        assertEquals(42 * SECOND, PlanCost.of(problem, plan(0, 0)).total());
    }

    @ParameterizedTest
    @EnumSource(Charging.class)
    void incrementalCostEqualsTheSlowOneAfterEveryMove(Charging charging) {
        SplittableRandom random = new SplittableRandom(11);
        for (int seed = 0; seed < 30; seed++) {
            RandomProblems problems = new RandomProblems(seed);
            Problem plain = problems.next(1 + seed % 5, 1 + seed % 4, charging);
            Problem problem = seed % 3 == 0 ? problems.withTransferPrices(plain) : plain;
            IncrementalCost fast = new IncrementalCost(
                    problem, new Plan(problem.models(), new byte[problem.slots() * problem.models()]));
            for (int move = 0; move < 100; move++) {
                int slot = random.nextInt(problem.slots());
                int model = random.nextInt(problem.models());
                int to = random.nextInt(Residency.COUNT);
                long expected = fast.total() + fast.change(slot, model, to);
                fast.set(slot, model, to);
                assertEquals(to, fast.plan().indexAt(slot, model));
                assertEquals(expected, fast.total());
                assertEquals(PlanCost.of(problem, fast.plan()).total(), fast.total());
            }
        }
    }

    @Test
    void limitsNameTheSlotAndWhatIsShort() {
        Problem tight = new ProblemBuilder(
                        new Capacity(10, 5, OptionalLong.of(2)), new Prices(0, 0, 0, 0, 0), Charging.BOTH, 1)
                .add(new Service("a", 10, 5, 2, 0, 0, 0, 0))
                .add(new Service("b", 1, 0, 0, 0, 0, 0, 0))
                .add(new Service("c", 0, 1, 0, 0, 0, 0, 0))
                .add(new Service("d", 0, 0, 1, 0, 0, 0, 0))
                .demand(new double[][] {{0, 0, 0, 0}, {0, 0, 0, 0}})
                .build();

        assertEquals(Optional.empty(), broken(tight, 2, 0, 1, 1));
        assertEquals(Optional.of("slot 1: more storage than the server has"), broken(tight, 2, 1, 0, 0));
        assertEquals(Optional.of("slot 1: more memory than the server has"), broken(tight, 2, 0, 2, 0));
        assertEquals(Optional.of("slot 1: more energy than the server has"), broken(tight, 2, 0, 0, 2));
    }

    @Test
    void limitsNameAModelBelowOrAboveItsBounds() {
        Problem bounded = new ProblemBuilder(
                        new Capacity(10, 10, OptionalLong.empty()), new Prices(0, 0, 0, 0, 0), Charging.BOTH, 1)
                .add(new Service("a", 1, 1, 0, 0, 0, 0, 0))
                .bounds("a", Residency.STORED, Residency.STORED)
                .demand(new double[][] {{0}, {0}})
                .build();

        assertEquals(Optional.empty(), Limits.broken(bounded, plan(1, 1)));
        assertEquals(
                Optional.of("slot 1: model a is absent, expected stored to stored"),
                Limits.broken(bounded, plan(1, 0)));
        assertEquals(
                Optional.of("slot 0: model a is loaded, expected stored to stored"),
                Limits.broken(bounded, plan(2, 1)));
    }

    private static Optional<String> broken(Problem problem, int... slotOne) {
        byte[] indices = new byte[8];
        for (int model = 0; model < 4; model++) {
            indices[4 + model] = (byte) slotOne[model];
        }
        return Limits.broken(problem, new Plan(4, indices));
    }

    @Test
    void aPlanOfAnotherShapeIsRefused() {
        String message = assertThrows(
                        IllegalArgumentException.class, () -> PlanCost.of(problem(Charging.BOTH), plan(1, 2)))
                .getMessage();

        assertTrue(message.contains("plan of 2 slots × 1 models, expected 4 × 1"), message);
    }

    @Test
    void delayIsThatOfOneRequestTimesTheRequests() {
        Problem problem = new RandomProblems(5).next(6, 4, Charging.BOTH);
        for (int slot = 0; slot < 6; slot++) {
            for (int model = 0; model < 4; model++) {
                for (int residency = 0; residency < Residency.COUNT; residency++) {
                    double delay = problem.expectedRequests(slot, model) * problem.requestCost(model, residency);
                    assertEquals(delay, (double) problem.delayCost(slot, model, residency), 0.5 + 1e-9 * delay);
                }
            }
        }
    }
}

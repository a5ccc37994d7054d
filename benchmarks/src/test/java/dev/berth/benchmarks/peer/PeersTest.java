package dev.berth.benchmarks.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.benchmarks.instance.DemandShape;
import dev.berth.benchmarks.instance.Instance;
import dev.berth.benchmarks.instance.Regime;
import dev.berth.optimizer.cost.Limits;
import dev.berth.optimizer.cost.PlanCost;
import dev.berth.optimizer.problem.Charging;
import dev.berth.optimizer.problem.Plan;
import dev.berth.optimizer.problem.Problem;
import dev.berth.optimizer.solve.Solution;
import dev.berth.optimizer.solve.SolveLimits;
import dev.berth.optimizer.solve.Solver;
import dev.berth.optimizer.solve.choice.Solvers;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The natives of OR-Tools that this module takes are those of one platform. */
@EnabledOnOs(value = OS.LINUX, architectures = "amd64")
class PeersTest {
    private static final SolveLimits LIMITS = new SolveLimits(256L << 20, 2_000_000);

    /** Longer than any of these takes on any machine: what ends a solve is its proof, or that nothing gets better. */
    private static final PeerLimits PEER_LIMITS = new PeerLimits(86_400, 1);

    private static final Solver EXACT = Solvers.named("horizon-exact");

    /** Models and slots. */
    private static final int[][] SIZES = {{1, 1}, {3, 4}, {5, 3}, {6, 2}, {4, 5}, {2, 8}, {7, 1}};

    /** Instances in each charging mode for each of CP-SAT and SCIP: thousands of them in all. */
    private static final int SEEDS = 400;

    @ParameterizedTest
    @EnumSource(Charging.class)
    void cpSatProvesTheOptimumOfHorizonExact(Charging charging) {
        Solver peer = new CpSat(PEER_LIMITS);
        for (int seed = 0; seed < SEEDS; seed++) {
            Problem problem = small(seed, charging).problem();

            Solution solution = peer.solve(problem, LIMITS);

            assertTrue(solution.proven(), "seed " + seed);
            assertEquals(
                    EXACT.solve(problem, LIMITS).cost().total(), solution.cost().total(), "seed " + seed);
        }
    }

    @ParameterizedTest
    @EnumSource(Charging.class)
    void scipProvesTheOptimumOfHorizonExact(Charging charging) {
        Solver peer = new Scip(PEER_LIMITS);
        for (int seed = 0; seed < SEEDS; seed++) {
            Problem problem = small(seed, charging).problem();
            long optimum = EXACT.solve(problem, LIMITS).cost().total();

            Solution solution = peer.solve(problem, LIMITS);

            assertTrue(solution.proven(), "seed " + seed);
            assertEquals(
                    (double) optimum,
                    (double) solution.cost().total(),
                    Scip.TOLERANCE * (double) optimum,
                    "seed " + seed);
            assertTrue(solution.cost().total() >= optimum, "seed " + seed);
            assertTrue(solution.bound().orElseThrow() <= optimum, "seed " + seed);
        }
    }

    /** Its rows in bytes were what SCIP called plans optimal on that were not. */
    @ParameterizedTest
    @EnumSource(DemandShape.class)
    void scipProvesTheOptimumOfWeightsInGibibytes(DemandShape shape) {
        Problem problem = new Instance(Regime.TIGHT, shape, Charging.BOTH, 10, 30, 3).problem();
        long optimum = EXACT.solve(problem, LIMITS).cost().total();

        Solution solution = new Scip(PEER_LIMITS).solve(problem, LIMITS);

        assertEquals((double) optimum, (double) solution.cost().total(), Scip.TOLERANCE * (double) optimum);
    }

    @ParameterizedTest
    @EnumSource(Charging.class)
    void theGeneticAlgorithmKeepsTheLimitsAndIsNeverBelowTheOptimum(Charging charging) {
        for (int seed = 0; seed < Regime.values().length; seed++) {
            Problem problem = small(seed, charging).problem();

            Solution solution = new Genetic(new PeerLimits(0.05, 1)).solve(problem, LIMITS);

            assertTrue(
                    solution.cost().total()
                            >= EXACT.solve(problem, LIMITS).cost().total(),
                    "seed " + seed);
            assertEquals(Optional.empty(), Limits.broken(problem, solution.plan()), "seed " + seed);
        }
    }

    @Test
    void theGeneticAlgorithmFindsTheOptimumOfASmallProblem() {
        Problem problem = Instance.tight(4, 6, 1).problem();

        assertEquals(
                EXACT.solve(problem, LIMITS).cost(),
                new Genetic(PEER_LIMITS).solve(problem, LIMITS).cost());
    }

    @Test
    void aPlanNotFoundInTimeIsSaidSo() {
        Problem problem = Instance.tight(30, 100, 1).problem();

        Solution solution = new CpSat(new PeerLimits(1e-9, 1)).solve(problem, LIMITS);

        assertEquals("no plan found in the time allowed", solution.note());
        assertEquals(Solvers.named("fetch-per-request").solve(problem, LIMITS).cost(), solution.cost());
    }

    @Test
    void theGeneticAlgorithmHasAPlanHoweverLittleTimeItIsGiven() {
        Problem problem = Instance.tight(30, 100, 1).problem();

        Solution solution = new Genetic(new PeerLimits(1e-6, 1)).solve(problem, LIMITS);

        assertEquals("1 generations", solution.note());
    }

    @Test
    void aPlanThatBreaksALimitIsRefused() {
        Problem problem = Instance.tight(3, 2, 1).problem();
        Plan everything = new Plan(3, new byte[] {2, 2, 2, 2, 2, 2});

        IllegalStateException refused = assertThrows(
                IllegalStateException.class,
                () -> PeerSolutions.of("peer", problem, everything, OptionalLong.empty(), 0, true, ""));

        assertEquals("peer: plan breaks a limit, slot 0: more storage than the server has", refused.getMessage());
    }

    @Test
    void aBoundAboveTheCostIsRefusedButForRounding() {
        Problem problem = Instance.tight(3, 2, 1).problem();
        Plan nothing = new Plan(3, new byte[6]);
        long cost = PlanCost.of(problem, nothing).total();

        Solution rounded = PeerSolutions.of("peer", problem, nothing, OptionalLong.of(cost + 1), 1e-9, true, "");

        assertEquals(OptionalLong.of(cost), rounded.bound());
        assertThrows(
                IllegalStateException.class,
                () -> PeerSolutions.of("peer", problem, nothing, OptionalLong.of(cost * 2), 1e-9, true, ""));
    }

    private static Instance small(int seed, Charging charging) {
        int[] size = SIZES[seed % SIZES.length];
        Regime regime = List.of(Regime.values()).get(seed % Regime.values().length);
        DemandShape shape = List.of(DemandShape.values()).get(seed % 3);
        return new Instance(regime, shape, charging, size[0], size[1], seed);
    }
}

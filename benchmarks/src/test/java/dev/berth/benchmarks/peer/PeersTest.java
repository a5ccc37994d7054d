package dev.berth.benchmarks.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.benchmarks.instance.DemandShape;
import dev.berth.benchmarks.instance.Instance;
import dev.berth.benchmarks.instance.Regime;
import dev.berth.optimizer.problem.Charging;
import dev.berth.optimizer.problem.Problem;
import dev.berth.optimizer.solve.Solution;
import dev.berth.optimizer.solve.SolveLimits;
import dev.berth.optimizer.solve.Solver;
import dev.berth.optimizer.solve.Solvers;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PeersTest {
    private static final SolveLimits LIMITS = new SolveLimits(256L << 20, 2_000_000);
    private static final PeerLimits PEER_LIMITS = new PeerLimits(60, 1);
    private static final Solver EXACT = Solvers.named("horizon-exact");
    private static final int[][] SIZES = {{1, 1}, {3, 4}, {5, 6}, {6, 3}, {4, 12}, {2, 20}};

    @ParameterizedTest
    @EnumSource(Charging.class)
    void cpSatProvesTheOptimumOfHorizonExact(Charging charging) {
        Solver peer = new CpSat(PEER_LIMITS);
        for (int seed = 0; seed < 60; seed++) {
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
        for (int seed = 0; seed < 60; seed++) {
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

    private static Instance small(int seed, Charging charging) {
        int[] size = SIZES[seed % SIZES.length];
        Regime regime = List.of(Regime.values()).get(seed % 7);
        DemandShape shape = List.of(DemandShape.values()).get(seed % 3);
        return new Instance(regime, shape, charging, size[0], size[1], seed);
    }
}

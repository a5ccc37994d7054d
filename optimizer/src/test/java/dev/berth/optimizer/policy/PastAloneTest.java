package dev.berth.optimizer.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.berth.optimizer.cost.Limits;
import dev.berth.optimizer.problem.Capacity;
import dev.berth.optimizer.problem.Charging;
import dev.berth.optimizer.problem.Plan;
import dev.berth.optimizer.problem.Prices;
import dev.berth.optimizer.problem.Problem;
import dev.berth.optimizer.problem.ProblemBuilder;
import dev.berth.optimizer.problem.Service;
import dev.berth.optimizer.workload.Gaps;
import dev.berth.optimizer.workload.RenewalRequests;
import dev.berth.optimizer.workload.Requests;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a policy keeps in a slot follows from the slots before, whatever comes. */
class PastAloneTest {
    private static final int MODELS = 8;
    private static final int SLOTS = 24;
    private static final int SEEDS = 10;

    private static List<Policy> policies() {
        return Policies.all();
    }

    @ParameterizedTest
    @MethodSource("policies")
    void theFutureChangesNoEarlierDecisionAndLimitsHold(Policy policy) {
        boolean laterDiffers = false;
        for (long seed = 1; seed <= SEEDS; seed++) {
            RandomServers.Built built = RandomServers.next(seed, SLOTS, MODELS, Charging.BOTH, seed % 2 == 0);
            int turn = 1 + new SplittableRandom(seed).nextInt(SLOTS - 1);
            Plan one = plan(policy, built, SLOTS, seed);
            Plan other = plan(policy, built, turn, seed);

            for (int slot = 0; slot <= turn; slot++) {
                for (int model = 0; model < MODELS; model++) {
                    assertEquals(one.indexAt(slot, model), other.indexAt(slot, model), policy + ", seed " + seed);
                }
            }
            assertEquals(Optional.empty(), Limits.broken(built.problem(), one));
            assertEquals(Optional.empty(), Limits.broken(built.problem(), other));
            laterDiffers |= !one.equals(other);
        }
        // Else the demand of this test decides nothing.
        assertEquals(!List.of("all-cloud", "fetch-per-request", "static-top-k").contains(policy.name()), laterDiffers);
    }

    /** Up to a slot the demand is Zipf's, from then on that of the models in reverse. */
    private static Plan plan(Policy policy, RandomServers.Built built, int turn, long seed) {
        double[][] rates = new double[SLOTS][MODELS];
        for (int slot = 0; slot < SLOTS; slot++) {
            for (int model = 0; model < MODELS; model++) {
                rates[slot][model] = 40.0 / (1 + (slot < turn ? model : MODELS - 1 - model));
            }
        }
        double slotSeconds = RandomServers.SLOT_NANOS / 1e9;
        try (Requests requests = new RenewalRequests(rates, slotSeconds, Gaps.POISSON, seed)) {
            return PolicyPlan.of(policy, built.terms(), requests, SLOTS, seed);
        }
    }

    /** A tenth of the storage and half of the memory: rent is on the half. */
    @Test
    void rentIsOnTheLargerShare() {
        Service service = new Service("one", 100, 50, 0, 1, 1, 1, 1);
        Prices prices = new Prices(1, 1, 0, 1, 1);
        Problem problem = new ProblemBuilder(new Capacity(1000, 100, OptionalLong.empty()), prices, Charging.BOTH, 60)
                .add(service)
                .demand(new double[][] {{1}})
                .build();

        double share = new ServerTerms(problem, List.of(service), prices).largestShare(0);

        assertEquals(0.5, share);
    }
}

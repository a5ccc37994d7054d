package dev.berth.optimizer.simulate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.optimizer.cost.PlanCost;
import dev.berth.optimizer.policy.Policies;
import dev.berth.optimizer.policy.RandomServers;
import dev.berth.optimizer.problem.Charging;
import dev.berth.optimizer.problem.Plan;
import dev.berth.optimizer.problem.Problem;
import dev.berth.optimizer.problem.Service;
import dev.berth.optimizer.solve.SolveLimits;
import dev.berth.optimizer.solve.Solver;
import dev.berth.optimizer.solve.Solvers;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Where the simulator and the cost evaluator must agree: every delay is its mean, as many requests as are expected, all
 * of them after the slot's switches have ended and so far apart that nobody waits for another. They share no code and
 * may differ by the evaluator's rounding alone, half a nano-cost unit a term.
 */
class AgreementTest {
    private static final int SLOTS = 4;
    private static final int MODELS = 5;

    /** All switches of a slot one after another take less. */
    private static final long QUIET_NANOS = 1_000_000_000_000L;

    /** A download, a load and a request take less. */
    private static final long APART_NANOS = 70_000_000_000L;

    @ParameterizedTest
    @EnumSource(Charging.class)
    void costsAreEqualWhereNothingQueuesAndNothingIsRandom(Charging charging) {
        int moved = 0;
        for (int seed = 0; seed < 30; seed++) {
            RandomServers.Built built = RandomServers.next(seed, SLOTS, MODELS, charging, seed % 3 == 0);
            for (String name : List.of("cloud-only", "static-greedy", "slot-exact", "horizon-exact")) {
                Solver solver = Solvers.named(name);
                Plan plan = solver.solve(built.problem(), SolveLimits.ofThisMachine())
                        .plan();
                PlanCost cost = PlanCost.of(built.problem(), plan);
                SimulationResult result = simulate(built, plan);
                String which = "seed " + seed + " " + name;
                double cells = 0.5 * SLOTS * MODELS + 1;
                assertEquals(
                        (double) cost.resources(), result.resourcesNanoCost().mean(), cells, which);
                assertEquals((double) cost.delay(), result.delayNanoCost().mean(), cells, which);
                assertEquals(
                        (double) cost.switching(), result.switchingNanoCost().mean(), 2 * cells, which);
                assertEquals((double) cost.total(), result.totalNanoCost().mean(), 4 * cells, which);
                moved += cost.switching() > 0 || !charging.chargesSwitching() ? 1 : 0;
            }
        }
        assertTrue(moved > 10, "plans that move models: " + moved);
    }

    private static SimulationResult simulate(RandomServers.Built built, Plan plan) {
        List<Delays> preload = built.services().stream()
                .map(Service::preloadNanos)
                .map(Delays::constant)
                .toList();
        List<Delays> inference = built.services().stream()
                .map(Service::inferenceNanos)
                .map(Delays::constant)
                .toList();
        EdgeServer server = new EdgeServer(built.terms(), SLOTS, preload, inference);
        return new Simulation(
                        List.of(new Site(server, seed -> spaced(built.problem()))), Optional.empty(), 1, 1, 1)
                .of("plan", List.of(Policies.following("plan", plan)))
                .all();
    }

    private static FixedRequests spaced(Problem problem) {
        List<Long> arrivals = new ArrayList<>();
        List<Integer> models = new ArrayList<>();
        for (int slot = 0; slot < SLOTS; slot++) {
            long at = slot * RandomServers.SLOT_NANOS + QUIET_NANOS;
            for (int model = 0; model < MODELS; model++) {
                for (int request = 0; request < problem.expectedRequests(slot, model); request++) {
                    arrivals.add(at);
                    models.add(model);
                    at += APART_NANOS;
                }
            }
            assertTrue(at < (slot + 1) * RandomServers.SLOT_NANOS);
        }
        return new FixedRequests(
                arrivals.stream().mapToLong(Long::longValue).toArray(),
                models.stream().mapToInt(Integer::intValue).toArray());
    }
}

package dev.berth.optimizer.decide;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.optimizer.problem.Capacity;
import dev.berth.optimizer.problem.Charging;
import dev.berth.optimizer.problem.Plan;
import dev.berth.optimizer.problem.Prices;
import dev.berth.optimizer.problem.Problem;
import dev.berth.optimizer.problem.ProblemBuilder;
import dev.berth.optimizer.problem.Service;
import dev.berth.optimizer.solve.SolveLimits;
import dev.berth.optimizer.solve.choice.Solvers;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class ReplanningTest {
    private static final long SECOND = 1_000_000_000;

    /** Two models of which one fits; the first is forecast to be asked for, 100 times a slot. */
    private static Problem problem() {
        ProblemBuilder builder = new ProblemBuilder(
                new Capacity(10, 10, OptionalLong.empty()), new Prices(0, 0, 0, 1, 1), Charging.BOTH, 60);
        for (String name : new String[] {"one", "other"}) {
            builder.add(new Service(name, 10, 10, 0, SECOND, SECOND, 0, 10 * SECOND));
        }
        return builder.demand(new double[][] {{100, 1}, {100, 1}, {100, 1}, {100, 1}, {100, 1}})
                .build();
    }

    private static Replanning replanning(Replan when) {
        return new Replanning(problem(), Solvers.named("auto"), SolveLimits.ofThisMachine(), when);
    }

    private static void ask(Replanning replanning, int model, int requests) {
        for (int request = 0; request < requests; request++) {
            replanning.requested(model);
        }
    }

    @Test
    void thePoissonDevianceIsZeroAtTheMeanAndInfiniteForWhatCannotBe() {
        assertEquals(0, Replanning.deviance(7, 7), 1e-12);
        assertEquals(2 * (8 * Math.log(2) - 4), Replanning.deviance(8, 4), 1e-12);
        assertEquals(8, Replanning.deviance(0, 4), 1e-12);
        assertEquals(Double.POSITIVE_INFINITY, Replanning.deviance(1, 0));
    }

    @Test
    void whatComesAsExpectedChangesNoPlanUnlessEverySlotDoes() {
        for (Replan when : new Replan[] {Replan.DRIFT, Replan.EVERY_SLOT}) {
            Replanning replanning = replanning(when);
            assertEquals(Optional.empty(), replanning.slotBegins(0, new byte[2]));
            ask(replanning, 0, 108);
            ask(replanning, 1, 2);
            assertEquals(
                    when == Replan.EVERY_SLOT,
                    replanning.slotBegins(1, new byte[] {2, 0}).isPresent());
        }
    }

    /** After one slot: of 100 expected none came, instead 120 for the other. */
    @Test
    void aDriftMakesAPlanOfWhatWasSeenFromThatSlotOn() {
        Replanning replanning = replanning(Replan.DRIFT);
        assertEquals(Optional.empty(), replanning.slotBegins(0, new byte[2]));
        ask(replanning, 1, 120);
        Plan plan = replanning.slotBegins(1, new byte[] {2, 0}).orElseThrow();

        assertEquals(4, plan.slots());
        assertEquals(0, plan.indexAt(0, 0));
        assertEquals(2, plan.indexAt(0, 1));
        // Expected are now (5 + 0) / (5 + 100) of 100, and (2 + 120) / (2 + 1) of 1.
        ask(replanning, 0, 5);
        ask(replanning, 1, 41);
        assertTrue(replanning.slotBegins(2, new byte[] {0, 2}).isEmpty());
    }
}

package dev.berth.optimizer.solve.lookahead;

import static dev.berth.optimizer.solve.HotPath.MODELS;
import static dev.berth.optimizer.solve.HotPath.SLOTS;
import static dev.berth.optimizer.solve.HotPath.allocatesNothing;

import dev.berth.optimizer.problem.Problem;
import dev.berth.optimizer.solve.Effort;
import dev.berth.optimizer.solve.HotPath;
import dev.berth.optimizer.solve.SolveLimits;
import org.junit.jupiter.api.Test;

class MeanRuleAllocationTest {
    private final Problem problem = HotPath.problem(MODELS);

    @Test
    void aSlotByTheMean() {
        MeanRule rule = new MeanRule(problem, 24, SLOTS, 100, new Effort(SolveLimits.ofThisMachine()));
        byte[] now = new byte[MODELS];
        byte[] next = new byte[MODELS];
        double[][] requests = new double[SLOTS][MODELS];
        for (int cell = 0; cell < SLOTS * MODELS; cell++) {
            requests[cell / MODELS][cell % MODELS] = problem.expectedRequests(cell / MODELS, cell % MODELS);
        }
        allocatesNothing(number -> {
            rule.observe(requests[number % SLOTS]);
            rule.decide(number % SLOTS, now, next);
        });
    }
}

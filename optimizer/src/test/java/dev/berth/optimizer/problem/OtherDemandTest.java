package dev.berth.optimizer.problem;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.record.BadInputException;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class OtherDemandTest {
    @Test
    void aWindowOfTheSameDemandHasTheSameCosts() {
        for (int seed = 0; seed < 60; seed++) {
            Charging charging = List.of(Charging.values()).get(seed % 3);
            Problem problem = new RandomProblems(seed).next(6, 4, charging);
            Problem window = problem.with(0, requests(problem, 2, 5), new byte[] {2, 1, 0, 2});

            assertEquals(3, window.slots());
            assertEquals(Residency.STORED, window.initial(1));
            for (int cell = 0; cell < 3 * 4 * Residency.COUNT; cell++) {
                int slot = cell / 12;
                int model = cell / 3 % 4;
                assertEquals(problem.slotCost(slot + 2, model, cell % 3), window.slotCost(slot, model, cell % 3));
                assertEquals(problem.lowest(model), window.lowest(model));
            }
        }
    }

    private static double[] requests(Problem problem, int from, int to) {
        double[] requests = new double[(to - from) * problem.models()];
        for (int cell = 0; cell < requests.length; cell++) {
            requests[cell] = problem.expectedRequests(from + cell / problem.models(), cell % problem.models());
        }
        return requests;
    }

    @Test
    void demandThatCouldOverflowIsRefused() {
        Problem problem = new ProblemBuilder(
                        new Capacity(0, 0, OptionalLong.empty()), new Prices(0, 0, 0, 1, 0), Charging.BOTH, 1)
                .add(new Service("m", 0, 0, 0, 0, 0, 1_000_000_000, 0))
                .demand(new double[][] {{1}})
                .build();
        double[] requests = new double[1];
        Arrays.fill(requests, 1e18);

        BadInputException refused =
                assertThrows(BadInputException.class, () -> problem.with(0, requests, new byte[] {0}));

        assertTrue(refused.getMessage().startsWith("costs overflow: "), refused::getMessage);
    }
}

package dev.berth.optimizer.solve.learned.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.optimizer.problem.Problem;
import dev.berth.optimizer.solve.SolveLimits;
import dev.berth.optimizer.solve.horizon.HorizonExact;
import dev.berth.optimizer.solve.learned.Denoiser;
import dev.berth.optimizer.solve.learned.DenoiserFile;
import dev.berth.record.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class TrainerTest {
    private static DenoiserFile train(long seed) {
        return new Trainer(seed, 12, 8, 20).run((what, done, of) -> {});
    }

    @Test
    void theSameSeedGivesTheSameBytesAndTheErrorOnOtherProblemsFalls() {
        DenoiserFile trained = train(5);

        assertEquals(Json.pretty(trained), Json.pretty(train(5)));
        assertNotEquals(trained.weights(), train(6).weights());
        DenoiserFile.Training training = trained.training();
        assertTrue(training.lossAfter() < 0.6 * training.lossBefore(), training::toString);
        assertTrue(training.meanGap() < training.meanGapBefore(), training::toString);
        // A network that always says that a service is in no mode has an error of 1.
        assertTrue(training.lossAfter() < 0.8, training::toString);
    }

    @Test
    void everyPartOfTrainingIsTold() {
        List<String> told = new ArrayList<>();
        new Trainer(5, 2, 1, 1).run((what, done, of) -> told.add(what + " " + done + "/" + of));

        assertTrue(told.containsAll(List.of("solving problems to train on 1/2", "training 0/1")), told::toString);
    }

    @Test
    void problemsAreOfManyKindsAndTheSameForASeed() {
        TrainingProblems drawn = new TrainingProblems(1);
        TrainingProblems again = new TrainingProblems(1);
        TreeSet<Integer> modes = new TreeSet<>();
        TreeSet<String> charging = new TreeSet<>();
        int binding = 0;
        for (int i = 0; i < 60; i++) {
            Problem problem = drawn.next();
            Problem same = again.next();
            assertEquals(problem.capacity(), same.capacity());
            assertEquals(problem.slotCost(1, 1, 1), same.slotCost(1, 1, 1));
            modes.add(problem.choices());
            charging.add(problem.charging().label());
            binding += HorizonExact.unlimited(problem).isEmpty() ? 1 : 0;
        }
        assertTrue(modes.containsAll(List.of(3, 5)), modes::toString);
        assertEquals(3, charging.size());
        assertTrue(binding > 30, "limits bind in " + binding);
    }

    /** Without noise the network is shown the plan itself. */
    @Test
    void anExampleShowsEveryCellOfItsPlan() {
        Problem problem = new TrainingProblems(2).next();
        var solution = new HorizonExact().solve(problem, new SolveLimits(256L << 20, 1_000_000));
        double[] sums = new double[3];

        new Example(problem, solution).show(0, new SplittableRandom(1), (inputs, value) -> {
            sums[0]++;
            sums[1] += value;
            sums[2] += Math.abs(inputs[inputs.length - 7] - value);
        });

        int modes = 0;
        for (int model = 0; model < problem.models(); model++) {
            modes += problem.highest(model) - problem.lowest(model) + 1;
        }
        int services = problem.slots() * problem.models();
        assertEquals(problem.slots() * modes, sums[0]);
        assertEquals(2 * services - sums[0], sums[1]);
        assertEquals(0, sums[2], 1e-6);
    }

    @Test
    void nothingToTrainOnIsRefused() {
        assertEquals(
                "out of range: problems=0, heldOut=1, epochs=1, expected >= 1",
                assertThrows(IllegalArgumentException.class, () -> new Trainer(1, 0, 1, 1))
                        .getMessage());
    }

    @Test
    void untrainedNetworksOfASeedAreTheSame() {
        double[] weights = Denoiser.untrained(Denoiser.HIDDEN, 3).weights();

        assertEquals(0, weights[0] - Denoiser.untrained(Denoiser.HIDDEN, 3).weights()[0]);
        assertNotEquals(weights[0], Denoiser.untrained(Denoiser.HIDDEN, 4).weights()[0]);
    }
}

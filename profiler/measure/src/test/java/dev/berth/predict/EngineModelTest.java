package dev.berth.predict;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.dataset.CacheTier;
import dev.berth.dataset.Datasets;
import dev.berth.dataset.EngineProfile;
import dev.berth.dataset.EngineProfile.StageProfile;
import dev.berth.dataset.ModelProfile;
import dev.berth.predict.Contest.EngineScore;
import dev.berth.profiler.calibrate.Durations;
import dev.berth.record.Records;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EngineModelTest {
    private static final long MB = 1_000_000;

    /** Half a second to start the process, whatever the model, and half a nanosecond a byte to load it. */
    private static ModelProfile served(long bytes, EngineProfile like, Random noise) {
        Durations start = new Durations();
        Durations load = new Durations();
        Durations ready = new Durations();
        for (int run = 0; run < 10; run++) {
            long starting = (long) (5e8 * (1 + 0.02 * noise.nextGaussian()));
            long loading = (long) (0.5 * bytes * (1 + 0.02 * noise.nextGaussian()));
            start.add(starting);
            load.add(loading);
            ready.add(starting + loading);
        }
        EngineProfile engine = Records.with(
                like,
                Map.of(
                        "ready",
                        ready.distribution(100),
                        "stages",
                        List.of(
                                new StageProfile("process", start.distribution(100)),
                                new StageProfile("load", load.distribution(100)))));
        ModelProfile profile =
                Datasets.profile("m" + bytes, bytes, List.of(Datasets.preload(CacheTier.STORAGE_COLD, 9, bytes, 1000)));
        return Records.with(profile, Map.of("engines", List.of(engine)));
    }

    private static List<ModelProfile> models() {
        Random noise = new Random(1);
        EngineProfile like = Datasets.engine("any", 10, 1_000_000);
        List<ModelProfile> models = new ArrayList<>();
        for (long bytes : new long[] {50 * MB, 150 * MB, 500 * MB, 900 * MB, 2000 * MB, 4000 * MB}) {
            models.add(served(bytes, like, noise));
        }
        return models;
    }

    @Test
    void stagesAreAConstantAndABandwidth() {
        EngineModel engine = EngineModel.over(models()).get(0);

        List<EngineModel.Stage> split = engine.split();
        assertEquals("process", split.get(0).stage());
        assertEquals(5e8, split.get(0).startNanos(), 3e7);
        assertEquals(0, split.get(0).nanosPerByte(), 0.02);
        assertEquals(0.5, split.get(1).nanosPerByte(), 0.03);
    }

    @Test
    void aModelThatWasNotServedIsPredictedByTheSumOfItsStages() {
        EngineModel engine = EngineModel.over(models()).get(0);
        Work work = Work.of(models().get(2).model());
        Work asked = new Work(work.format(), 1200 * MB, work.files(), work.tensors(), work.headerReads(), 10_000);

        double predicted = engine.ready(asked).nanos();

        assertEquals(1, predicted / (5e8 + 0.5 * 1200 * MB), 0.05);
        assertEquals(
                predicted,
                engine.stagesOf(asked).values().stream()
                        .mapToDouble(Double::doubleValue)
                        .sum(),
                1);
        assertFalse(engine.extrapolates(asked));
        assertTrue(engine.extrapolates(new Work(work.format(), 9000 * MB, 1, 1, 1, 1)));
        assertFalse(engine.served("another format"));
    }

    @Test
    void stagesAreCloserThanBytesOverBandwidth() {
        List<EngineScore> scores = Contest.ofEngines(EngineModel.over(models()));

        assertEquals(
                List.of("stages", "fitted line", "bytes over bandwidth", "25 GB/s", "the runs' own noise"),
                scores.stream().map(score -> score.accuracy().method()).toList());
        assertTrue(scores.get(0).accuracy().medianError() < 0.05, scores.toString());
        assertTrue(scores.get(2).accuracy().medianError() > 0.2, scores.toString());
        assertTrue(scores.get(0).accuracy().within().optional().orElseThrow() > 0.7, scores.toString());
    }

    @Test
    void fewModelsTellNothingOfAnEngine() {
        assertTrue(EngineModel.over(models().subList(0, EngineModel.LEAST_MODELS - 1))
                .isEmpty());
    }
}

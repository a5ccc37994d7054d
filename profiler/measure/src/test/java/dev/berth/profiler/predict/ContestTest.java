package dev.berth.profiler.predict;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.dataset.DelayLine;
import dev.berth.dataset.ProfileDataset;
import dev.berth.dataset.ProfileDatasets;
import dev.berth.dataset.Samples;
import dev.berth.profiler.predict.Contest.Score;
import dev.berth.profiler.predict.Prediction.DelayPrediction;
import dev.berth.profiler.predict.Prediction.Interval;
import dev.berth.profiler.predict.Prediction.Method;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** On a dataset that was published. */
class ContestTest {
    private static final ProfileDataset DATASET =
            ProfileDatasets.read(Path.of("../../results/profiles/2026-11-24-epyc-2-cores-virtio/profiles.json"));

    @Test
    void eachSettingHasAllMethodsAndTheConstantIsFarOff() {
        List<Score> scores = Contest.of(DATASET);

        assertEquals(
                DATASET.delayLines().stream().map(DelayLine::tier).distinct().count() * 3, scores.size());
        for (int i = 0; i < scores.size(); i += 3) {
            assertEquals("terms", scores.get(i).method());
            assertEquals("25 GB/s", scores.get(i + 2).method());
            assertTrue(scores.get(i + 2).medianError() > 0.5, scores.get(i + 2).toString());
            double within = scores.get(i).within().optional().orElseThrow();
            assertTrue(within > 0.6 && within <= 1, scores.get(i).toString());
        }
    }

    @Test
    void predictionsOfADatasetWithManyModelsAreByTerms() {
        Prediction prediction = new Predictor(DATASET).of(Samples.model("new", 50_000_000));

        for (DelayPrediction delay : prediction.preload()) {
            assertEquals(Method.TERMS, delay.method());
            assertEquals(Interval.RUNS, delay.interval());
        }
    }
}

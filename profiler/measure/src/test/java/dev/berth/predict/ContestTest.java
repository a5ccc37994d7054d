package dev.berth.predict;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.dataset.DelayLine;
import dev.berth.dataset.ProfileDataset;
import dev.berth.dataset.ProfileDatasets;
import dev.berth.dataset.Samples;
import dev.berth.predict.Contest.Score;
import dev.berth.predict.Prediction.DelayPrediction;
import dev.berth.predict.Prediction.Interval;
import dev.berth.predict.Prediction.Method;
import dev.berth.record.Records;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** On a dataset that was published. */
class ContestTest {
    private static final ProfileDataset DATASET =
            ProfileDatasets.read(Path.of("../../results/profiles/2026-11-24-epyc-2-cores-virtio/profiles.json"));

    private static final ProfileDataset WIDE =
            ProfileDatasets.read(Path.of("../../results/profiles/2026-11-30-epyc-2-cores-wide/profiles.json"));

    @Test
    void eachSettingHasAllMethodsAndTheConstantIsFarOff() {
        List<Integer> told = new ArrayList<>();
        List<Score> scores = Contest.of(DATASET, (what, done, of) -> {
            assertTrue(done < of, what + " " + done + " of " + of);
            told.add(done);
        });
        assertEquals(IntStream.range(0, told.size()).boxed().toList(), told);
        assertFalse(told.isEmpty());

        assertEquals(
                DATASET.delayLines().stream().map(DelayLine::tier).distinct().count() * 4, scores.size());
        for (int i = 0; i < scores.size(); i += 4) {
            assertEquals("terms", scores.get(i).accuracy().method());
            assertEquals("25 GB/s", scores.get(i + 2).accuracy().method());
            assertTrue(
                    scores.get(i + 2).accuracy().medianError() > 0.5,
                    scores.get(i + 2).toString());
            double within = scores.get(i).accuracy().within().optional().orElseThrow();
            assertTrue(within > 0.6 && within <= 1, scores.get(i).toString());
            assertEquals("the runs' own noise", scores.get(i + 3).accuracy().method());
            assertTrue(
                    scores.get(i + 3).accuracy().medianError()
                            < scores.get(i + 2).accuracy().medianError(),
                    scores.get(i + 3).toString());
        }
    }

    @Test
    void anotherMachineIsPredictedFromThreeOfItsModels() {
        OtherMachine other = OtherMachine.of(DATASET);

        List<Score> scores = Contest.of(WIDE, other);

        List<Score> drawn = scores.stream()
                .filter(score -> score.accuracy().method().equals("terms, ceilings and three models"))
                .toList();
        assertEquals(2, drawn.size());
        for (Score score : drawn) {
            assertTrue(score.accuracy().medianError() < 0.15, score.toString());
            assertTrue(score.accuracy().within().optional().orElseThrow() > 0.8, score.toString());
        }
    }

    @Test
    void whatNothingWasMeasuredOnHasNoInterval() {
        OtherMachine ceilingsAlone = new OtherMachine("other", DATASET.ceilings(), List.of());

        Prediction prediction = new Predictor(WIDE, Optional.of(ceilingsAlone)).of(Samples.model("new", 50_000_000));

        assertEquals(2, prediction.preload().size());
        for (DelayPrediction delay : prediction.preload()) {
            assertEquals(Interval.NONE, delay.interval());
            assertTrue(delay.leaveOneOutError().optional().isEmpty());
        }
    }

    @Test
    void aDatasetOfFewModelsPredictsForNoOtherMachine() {
        ProfileDataset few =
                Records.with(DATASET, Map.of("models", DATASET.models().subList(0, 4)));

        Prediction prediction =
                new Predictor(few, Optional.of(OtherMachine.of(WIDE))).of(Samples.model("new", 50_000_000));

        assertTrue(prediction.preload().isEmpty());
        assertTrue(
                prediction.notes().get(0).contains("8 models"),
                prediction.notes().toString());
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

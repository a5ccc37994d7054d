package dev.berth.profiler.view;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.dataset.Datasets;
import dev.berth.dataset.ModelProfile;
import dev.berth.dataset.ProfileDataset;
import dev.berth.dataset.ProfileDatasets;
import dev.berth.record.Records;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TrustTest {
    private static final Path RESULTS = Path.of("../../results/profiles");

    /** Distances from the median of 10, which is 10: 0, 0, 0, 1, 1, 1, 2, 2, 90; their median is 1. */
    @Test
    void aRunFarFromTheMedianIsAnOutlier() {
        List<Long> samples = List.of(10L, 10L, 10L, 9L, 11L, 9L, 8L, 12L, 100L);

        assertEquals(1, Trust.outliers(samples));
        assertEquals(0, Trust.outliers(samples.subList(0, 8)));
    }

    /** Ten scaled deviations of 1.4826 are 14.826: 24 is within, 25 is not. */
    @Test
    void howFarIsFarIsTenDeviations() {
        List<Long> near = List.of(9L, 9L, 9L, 10L, 11L, 11L, 24L);
        List<Long> far = List.of(9L, 9L, 9L, 10L, 11L, 11L, 25L);

        assertEquals(0, Trust.outliers(near));
        assertEquals(1, Trust.outliers(far));
    }

    @Test
    void fewRunsAndRunsThatAreAlikeHaveNone() {
        assertEquals(0, Trust.outliers(List.of(1L, 1L, 1L, 1000L)));
        assertEquals(0, Trust.outliers(List.of(5L, 5L, 5L, 5L, 5L, 9L)));
    }

    /** Ten minutes on a machine that was shared: page-cache-warm loads vary, and the page says so. */
    @Test
    void whatVariesIsNamedWithItsLikelyCauseAndTheRemedy() {
        ProfileDataset dataset = ProfileDatasets.read(RESULTS.resolve("2026-11-30-epyc-2-cores-edge/profiles.json"));

        List<String> warnings = Trust.warnings(dataset);
        assertEquals(3, warnings.size(), warnings::toString);
        assertTrue(warnings.get(0).startsWith("coefficient of variation above 20 %: "), warnings.get(0));
        assertTrue(warnings.get(1).startsWith("drift above 10 % from the first third"), warnings.get(1));
        assertTrue(
                warnings.get(1).contains("musicgen-small page-cache-warm -79 %")
                        || warnings.get(1).contains("further series"),
                warnings.get(1));
        assertTrue(warnings.get(2).startsWith("outliers"), warnings.get(2));
        warnings.forEach(warning -> assertTrue(warning.contains("; likely "), warning));
        assertFalse(Trust.praise(dataset).isEmpty());
    }

    @Test
    void enginesAreSeriesTooAndNothingIsNotSteady() {
        ProfileDataset dataset = Datasets.dataset();
        ModelProfile first = dataset.models().get(0);
        ModelProfile served = Records.with(
                first, Map.of("preload", List.of(), "engines", List.of(Datasets.engine("any", 9, 1_000_000))));
        ModelProfile none = Records.with(first, Map.of("preload", List.of(), "engines", List.of()));

        List<String> praise = Stream.of(served, none)
                .map(model -> Records.with(dataset, Map.of("models", List.of(model), "delayLines", List.of())))
                .map(Trust::praise)
                .map(line -> line.orElse(""))
                .toList();

        assertTrue(praise.get(0).startsWith("steady: 1 series"), praise.toString());
        assertEquals("", praise.get(1));
    }
}

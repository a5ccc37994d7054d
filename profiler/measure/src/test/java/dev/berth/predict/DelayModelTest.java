package dev.berth.predict;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.dataset.CacheTier;
import dev.berth.dataset.Ceiling;
import dev.berth.dataset.Ceiling.Kind;
import dev.berth.dataset.Datasets;
import dev.berth.dataset.ModelProfile;
import dev.berth.dataset.ModelProfile.Preload;
import dev.berth.dataset.ModelRecord;
import dev.berth.dataset.PreloadPhase;
import dev.berth.dataset.Vocabulary;
import dev.berth.profiler.calibrate.Durations;
import dev.berth.record.Reading;
import dev.berth.record.Records;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DelayModelTest {
    private static final long MB = 1_000_000;

    /** 3 µs a tensor, of one format twice as long. */
    private static double parsing(Work work) {
        return 300_000 + 3000.0 * work.tensors() * (work.format().equals("pytorch") ? 2 : 1);
    }

    /** Half a nanosecond a byte beside it, streaming up to 32 ms while headers are parsed. */
    private static double law(Work work) {
        double moving = 500_000 + 0.5 * work.bytes();
        return parsing(work) + moving - Math.min(32e6, Math.min(parsing(work), moving));
    }

    private static ModelProfile profile(String format, long bytes, long tensors, Random noise) {
        ModelProfile profile = Datasets.profile(
                format + "-" + bytes + "-" + tensors,
                bytes,
                List.of(Datasets.preload(CacheTier.STORAGE_COLD, 9, bytes, 1000)));
        ModelRecord record = Records.with(
                profile.model(),
                Map.of(
                        "format",
                        format,
                        "tensors",
                        tensors,
                        "headerReads",
                        Reading.derived(1L),
                        "headerBytes",
                        Reading.derived(100 * tensors)));
        Work work = Work.of(record);
        Durations totals = new Durations();
        for (int i = 0; i < 40; i++) {
            totals.add((long) (law(work) * (1 + 0.05 * noise.nextGaussian())));
        }
        Durations parse = new Durations();
        for (int i = 0; i < 40; i++) {
            parse.add((long) parsing(work));
        }
        Preload preload = Records.with(
                profile.preload().get(0),
                Map.of(
                        "total",
                        totals.distribution(100),
                        "phases",
                        new TreeMap<>(Map.of(PreloadPhase.OPEN_PARSE, parse.distribution(100)))));
        return Records.with(profile, Map.of("model", record, "preload", List.of(preload)));
    }

    private static List<ModelProfile> models(long seed) {
        Random noise = new Random(seed);
        List<ModelProfile> models = new ArrayList<>();
        for (long bytes : new long[] {2 * MB, 20 * MB, 64 * MB, 200 * MB, 900 * MB, 3000 * MB}) {
            for (long tensors : new long[] {20, 300, 4000, 20_000}) {
                models.add(profile("safetensors", bytes + tensors, tensors, noise));
                models.add(profile("pytorch", bytes + 3 * tensors, tensors, noise));
            }
        }
        return models;
    }

    private static DelayModel fitted(long seed) {
        List<ModelProfile> models = models(seed);
        return DelayModel.over(models, models.get(0).preload().get(0).setting()).orElseThrow();
    }

    @Test
    void modelsThatWereNotMeasuredArePredicted() {
        DelayModel model = fitted(1);

        for (Work work : List.of(
                new Work("safetensors", 500 * MB, 1, 1000, 1, 100_000),
                new Work("safetensors", 40 * MB, 1, 10_000, 1, 1_000_000),
                new Work("pytorch", 1500 * MB, 1, 8000, 1, 800_000))) {
            assertEquals(1, model.delay(work).nanos() / law(work), 0.08, work.toString());
        }
    }

    @Test
    void aFormatThatWasNotMeasuredHasTheTermsAlone() {
        Work known = new Work("safetensors", 30 * MB, 1, 20_000, 1, 2_000_000);
        Work unknown = new Work("gguf", 30 * MB, 1, 20_000, 1, 2_000_000);
        Work slow = new Work("pytorch", 30 * MB, 1, 20_000, 1, 2_000_000);
        DelayModel model = fitted(1);

        assertTrue(model.delay(known).nanos() < model.delay(unknown).nanos());
        assertTrue(model.delay(unknown).nanos() < model.delay(slow).nanos());
    }

    @Test
    void nineInTenRunsOfModelsLeftOutLieWithin() {
        int runs = 0;
        int within = 0;
        for (long seed = 1; seed <= 3; seed++) {
            for (DelayModel.LeftOut left : fitted(seed).leftOut()) {
                runs += left.runs();
                within += left.within();
            }
        }

        assertEquals(0.9, within / (double) runs, 0.05);
    }

    /** As long parsing, and half as long moving, as {@link #law}. */
    private static Sample elsewhere(Work work) {
        double moving = (500_000 + 0.5 * work.bytes()) / 2;
        double total = parsing(work) + moving - Math.min(32e6, Math.min(parsing(work), moving));
        return new Sample("elsewhere", work, parsing(work), total, List.of(Math.round(total)));
    }

    @Test
    void aMachineWithTwiceTheBandwidthIsToldFromThreeModels() {
        DelayModel model = fitted(1);
        List<Sample> measured = Stream.of(
                        new Work("safetensors", 100 * MB, 1, 300, 1, 30_000),
                        new Work("safetensors", 300 * MB, 1, 300, 1, 30_000),
                        new Work("safetensors", 700 * MB, 1, 4000, 1, 400_000))
                .map(DelayModelTest::elsewhere)
                .toList();

        MachineFactors factors = new MachineFactors(1, 1, 1).drawnTo(measured, model);

        Work large = new Work("safetensors", 2500 * MB, 1, 4000, 1, 400_000);
        assertEquals(1, model.delay(large, factors).nanos() / elsewhere(large).total(), 0.1);
        assertEquals(2, model.delay(large).nanos() / elsewhere(large).total(), 0.2);
        assertTrue(factors.margin() > 1);
        assertTrue(factors.leaveOneOutError(measured, model).optional().orElseThrow() < 0.2);
    }

    @Test
    void withoutModelsTheCeilingsDecide() {
        List<Ceiling> slow = List.of(ceiling(Kind.DIRECT_READ_INTO_MEMORY, 1e9), ceiling(Kind.MEMCPY, 8e9));
        List<Ceiling> quick = List.of(ceiling(Kind.DIRECT_READ_INTO_MEMORY, 4e9), ceiling(Kind.MEMCPY, 16e9));

        MachineFactors cold = MachineFactors.of(Vocabulary.HOST, CacheTier.STORAGE_COLD, slow, quick);
        MachineFactors warm = MachineFactors.of(Vocabulary.HOST, CacheTier.PAGE_CACHE_WARM, slow, quick);
        MachineFactors unknown = MachineFactors.of(Vocabulary.HOST, CacheTier.STORAGE_COLD, slow, List.of());

        assertEquals(0.25, cold.transfer(), 1e-12);
        assertEquals(0.5, cold.parse(), 1e-12);
        assertEquals(0.5, warm.transfer(), 1e-12);
        assertEquals(new MachineFactors(1, 1, 1), unknown);
    }

    private static Ceiling ceiling(Kind kind, double rate) {
        return new Ceiling(kind, "any", rate, rate, rate, 3, MB, "as it came");
    }

    @Test
    void whatIsMoreThanEverMeasuredIsExtrapolated() {
        DelayModel model = fitted(1);

        assertFalse(model.extrapolates(new Work("safetensors", 500 * MB, 1, 1000, 1, 100_000)));
        assertTrue(model.extrapolates(new Work("safetensors", MB, 1, 1000, 1, 100_000)));
        assertTrue(model.extrapolates(new Work("safetensors", 9000 * MB, 1, 1000, 1, 100_000)));
        assertTrue(model.extrapolates(new Work("safetensors", 500 * MB, 80, 1000, 1, 100_000)));
        assertTrue(model.extrapolates(new Work("safetensors", 500 * MB, 1, 50_000, 1, 100_000)));
    }

    @Test
    void theFewestThatAreFittedAreEachPredictedByTheOthers() {
        List<ModelProfile> fewest = models(1).subList(0, DelayModel.LEAST_MODELS);

        DelayModel model = DelayModel.over(
                        fewest, fewest.get(0).preload().get(0).setting())
                .orElseThrow();

        assertEquals(DelayModel.LEAST_MODELS, model.leftOut().size());
        model.leftOut().forEach(left -> assertTrue(left.delay().nanos() > 0, left.toString()));
    }

    @Test
    void fewModelsHaveNone() {
        List<ModelProfile> few = models(1).subList(0, DelayModel.LEAST_MODELS - 1);

        assertTrue(DelayModel.over(few, few.get(0).preload().get(0).setting()).isEmpty());
    }
}

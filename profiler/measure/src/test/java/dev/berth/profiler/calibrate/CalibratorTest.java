package dev.berth.profiler.calibrate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.dataset.CacheTier;
import dev.berth.dataset.Ceiling;
import dev.berth.dataset.DelayLine;
import dev.berth.dataset.DeviceRecord;
import dev.berth.dataset.ModelProfile;
import dev.berth.dataset.ModelProfile.DeviceMemory;
import dev.berth.dataset.ModelProfile.Preload;
import dev.berth.dataset.ModelRecord;
import dev.berth.dataset.PreloadPhase;
import dev.berth.dataset.ProfileDataset;
import dev.berth.dataset.ProfileDatasets;
import dev.berth.dataset.Samples;
import dev.berth.dataset.raw.RawFolder;
import dev.berth.dataset.raw.RunRow;
import dev.berth.dataset.raw.SessionRecord;
import dev.berth.predict.Prediction;
import dev.berth.predict.Predictor;
import dev.berth.profiler.diff.DatasetDiff;
import dev.berth.record.BadInputException;
import dev.berth.record.Json;
import dev.berth.record.Reading;
import dev.berth.record.Records;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class CalibratorTest {
    private static final CacheTier COLD = CacheTier.STORAGE_COLD;
    private static final CacheTier WARM = CacheTier.PAGE_CACHE_WARM;
    private static final long MB = 1_000_000;

    private static ProfileDataset calibrate(RawFolder... folders) {
        return new Calibrator("berth test").calibrate(List.of(folders));
    }

    private static SessionRecord session(List<ModelRecord> models, Ceiling... ceilings) {
        return Samples.session(Samples.STARTED, List.of(Samples.host()), models, List.of(ceilings));
    }

    private static RawFolder oneModel(List<RunRow> rows, Ceiling... ceilings) {
        return Samples.folder("raw", session(List.of(Samples.model("a", 10 * MB)), ceilings), rows);
    }

    private static Preload onlyPreload(ProfileDataset dataset) {
        List<Preload> preload = dataset.models().get(0).preload();
        assertEquals(1, preload.size());
        return preload.get(0);
    }

    private static long[] milliseconds(int... values) {
        return java.util.Arrays.stream(values).mapToLong(value -> value * MB).toArray();
    }

    @Test
    void oneGroupWorkedOutByHand() {
        List<RunRow> rows = Samples.rows("a", "host", COLD, 10 * MB, milliseconds(10, 20, 10, 20, 20, 20, 30, 40, 30));

        Preload preload = onlyPreload(calibrate(oneModel(
                rows,
                Samples.ceiling(Ceiling.Kind.DIRECT_READ, "a", 1e9),
                Samples.ceiling(Ceiling.Kind.MEMCPY, "host", 5e9),
                Samples.ceiling(Ceiling.Kind.DIRECT_READ, "b", 7e9))));

        assertEquals(9, preload.total().n());
        assertEquals(20 * MB, preload.total().p50Nanos());
        assertEquals(0.5e9, preload.bytesPerSecond(), 1e-3);
        assertEquals(0.5, preload.fractionOfDisk().optional().orElseThrow(), 1e-12);
        assertEquals(0.1, preload.fractionOfLink().optional().orElseThrow(), 1e-12);
        // Medians of the thirds are 10 and 30 ms.
        assertEquals(2.0, preload.drift().optional().orElseThrow(), 1e-12);
        // Mean 200/9 ms, sum of squares 5200, so variance (5200 - 9 × (200/9)²) / 8.
        double mean = 200 / 9.0;
        assertEquals(Math.sqrt((5200 - 9 * mean * mean) / 8) / mean, preload.coefficientOfVariation(), 1e-12);
        assertEquals("storage", preload.boundBy());
        assertEquals(
                List.of(PreloadPhase.OPEN_PARSE, PreloadPhase.ALLOCATE, PreloadPhase.STORAGE_READ),
                List.copyOf(preload.phases().keySet()));
        assertEquals(16 * MB, preload.phases().get(PreloadPhase.STORAGE_READ).p50Nanos());
        assertEquals(List.of("cold in the guest only: virtualised by KVM, whose host may cache"), preload.notes());
    }

    @Test
    void theWayIntoTheHostsMemoryIsADirectReadThereForColdRunsAndMemcpyForWarmOnes() {
        List<RunRow> rows = new ArrayList<>(Samples.rows("a", "host", COLD, 10 * MB, milliseconds(20, 20, 20)));
        rows.addAll(Samples.rows("a", "host", WARM, 10 * MB, milliseconds(10, 10, 10)));

        List<Preload> preloads = calibrate(oneModel(
                        rows,
                        Samples.ceiling(Ceiling.Kind.DIRECT_READ, "a", 1e9),
                        Samples.ceiling(Ceiling.Kind.DIRECT_READ_INTO_MEMORY, "a", 0.625e9),
                        Samples.ceiling(Ceiling.Kind.MEMCPY, "host", 4e9)))
                .models()
                .get(0)
                .preload();

        assertEquals(0.5, preloads.get(0).fractionOfDisk().optional().orElseThrow(), 1e-12);
        assertEquals(0.8, preloads.get(0).fractionOfLink().optional().orElseThrow(), 1e-12);
        assertEquals(0.25, preloads.get(1).fractionOfLink().optional().orElseThrow(), 1e-12);
    }

    @Test
    void warmUpFailedAndUnprovenRunsAreLeftOutAndCounted() {
        List<RunRow> rows = new ArrayList<>(Samples.rows("a", "host", COLD, 10 * MB, milliseconds(10, 11, 12)));
        rows.add(Samples.row(Samples.key("a", "host", COLD, -1), 10 * MB, 900 * MB));
        rows.add(Samples.row(
                Samples.key("a", "host", COLD, 3),
                CacheTier.UNPROVEN,
                null,
                10 * MB,
                MB,
                Reading.notSupported("not checked")));
        rows.add(Samples.row(Samples.key("a", "host", COLD, 4), WARM, null, 10 * MB, MB, Reading.measured(true)));
        rows.add(Samples.row(
                Samples.key("a", "host", COLD, 5),
                CacheTier.UNPROVEN,
                "read failed",
                0,
                MB,
                Reading.notSupported("failed")));
        rows.add(Samples.row(Samples.key("a", "host", COLD, 6), COLD, null, 10 * MB, MB, Reading.measured(false)));

        Preload preload = onlyPreload(calibrate(oneModel(rows)));

        assertEquals(List.of(10 * MB, 11 * MB, 12 * MB), preload.total().samplesNanos());
        assertEquals(2, preload.unprovenRuns());
        assertEquals(2, preload.failedRuns());
        assertEquals(Reading.notSupported("no direct read ceiling of a in the session"), preload.fractionOfDisk());
        assertEquals(Reading.notSupported("n<9"), preload.drift());
    }

    @Test
    void tiersAndReaderSettingsAreNeverMixed() {
        List<RunRow> rows = new ArrayList<>(Samples.rows("a", "host", COLD, 10 * MB, milliseconds(10)));
        rows.addAll(Samples.rows("a", "host", WARM, 10 * MB, milliseconds(2)));
        RunRow.RunKey fourThreads = new RunRow.RunKey("a", "host", COLD, "direct", 4, Samples.CHUNK_BYTES, 0);
        rows.add(Samples.row(fourThreads, 10 * MB, 7 * MB));

        List<Preload> preload = calibrate(oneModel(rows)).models().get(0).preload();

        assertEquals(
                List.of(10 * MB, 7 * MB, 2 * MB),
                preload.stream().map(entry -> entry.total().p50Nanos()).toList());
        assertEquals(
                Reading.notSupported("page-cache-warm: bytes do not come from storage"),
                preload.get(2).fractionOfDisk());
        assertEquals(List.of(), preload.get(2).notes());
    }

    @Test
    void aGroupWithoutAProvenRunIsSaidAndTheOthersKept() {
        List<RunRow> rows = new ArrayList<>(Samples.rows("a", "host", WARM, 10 * MB, milliseconds(2)));
        rows.add(Samples.row(
                Samples.key("a", "host", COLD, 0),
                CacheTier.UNPROVEN,
                null,
                10 * MB,
                MB,
                Reading.notSupported("not checked")));

        ProfileDataset dataset = calibrate(oneModel(rows));

        assertEquals(WARM, onlyPreload(dataset).tier());
        assertTrue(
                dataset.notes()
                        .contains("model a has no profile for host, storage-cold, direct, 2 threads, 1.05 MB chunks:"
                                + " 1 unproven (12 pages were in the page cache)"),
                dataset.notes().toString());
    }

    @Test
    void nothingProvenAtAllIsRefused() {
        List<RunRow> rows = List.of(Samples.row(
                Samples.key("a", "host", COLD, 0),
                CacheTier.UNPROVEN,
                "disk gone",
                0,
                MB,
                Reading.notSupported("failed")));

        String message = assertThrows(BadInputException.class, () -> calibrate(oneModel(rows)))
                .getMessage();

        assertTrue(message.contains("no run that ended well") && message.contains("1 failed (disk gone)"), message);
    }

    @Test
    void sessionsOfOneMachineMergeInAnyOrder() {
        Random random = new Random(11);
        List<RawFolder> folders = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            long[] totals = random.longs(20, MB, 50 * MB).toArray();
            SessionRecord session = Samples.session(
                    "2026-01-31T12:00:0" + (9 - i) + "Z",
                    List.of(Samples.host()),
                    List.of(Samples.model("a", 10 * MB)),
                    List.of(Samples.ceiling(Ceiling.Kind.DIRECT_READ, "a", 1e9 * (1 + i))));
            folders.add(Samples.folder("raw" + i, session, Samples.rows("a", "host", COLD, 10 * MB, totals)));
        }
        Calibrator calibrator = new Calibrator("berth test");
        String expected = Json.pretty(calibrator.calibrate(folders));
        for (int i = 0; i < 10; i++) {
            Collections.shuffle(folders, random);
            assertEquals(expected, Json.pretty(calibrator.calibrate(folders)));
        }
        String lastRun = folders.stream()
                .flatMap(folder -> Samples.list(folder.rows()).stream())
                .map(RunRow::startedUtc)
                .max(Comparator.naturalOrder())
                .orElseThrow();
        assertEquals(lastRun, calibrator.calibrate(folders).createdUtc(), "the same files whenever it is calibrated");
        Preload merged = onlyPreload(calibrator.calibrate(folders));
        assertEquals(80, merged.total().n());
        assertTrue(merged.total().p90Nanos().optional().isPresent(), "80 runs carry a 90th percentile");
    }

    @Test
    void eachRunIsHeldAgainstTheCeilingOfItsOwnSession() {
        List<RawFolder> folders = new ArrayList<>();
        for (int i = 1; i <= 3; i++) {
            SessionRecord session = Samples.session(
                    "2026-01-31T12:00:0" + i + "Z",
                    List.of(Samples.host()),
                    List.of(Samples.model("a", 10 * MB)),
                    List.of(Samples.ceiling(Ceiling.Kind.DIRECT_READ, "a", 1e9 * i)));
            // The disk gives i GB/s and the preload half of it: 20 / i ms.
            folders.add(Samples.folder(
                    "raw" + i, session, Samples.rows("a", "host", COLD, 10 * MB, 20 * MB / i, 20 * MB / i)));
        }

        Preload preload = onlyPreload(new Calibrator("berth test").calibrate(folders));

        assertEquals(0.5, preload.fractionOfDisk().optional().orElseThrow(), 1e-6);
    }

    @Test
    void anotherMachineIsRefused() {
        RawFolder here = oneModel(Samples.rows("a", "host", COLD, 10 * MB, MB));
        SessionRecord session = here.session();
        SessionRecord other = Records.with(session, "machine", Samples.machine(Reading.measured("Xen")));

        String message = assertThrows(
                        BadInputException.class,
                        () -> calibrate(here, Samples.folder("there", other, Samples.list(here.rows()))))
                .getMessage();

        assertTrue(
                message.contains(session.machine().fingerprint())
                        && message.contains(other.machine().fingerprint()),
                message);
        assertTrue(message.endsWith("calibrate each machine apart, or 'berth merge' them into a folder"), message);
    }

    @Test
    void aModelThatChangedBetweenSessionsIsRefused() {
        RawFolder before = oneModel(Samples.rows("a", "host", COLD, 10 * MB, MB));
        ModelRecord changed = Records.with(Samples.model("a", 10 * MB), "fingerprint", "sha256:other");

        String message = assertThrows(
                        BadInputException.class,
                        () -> calibrate(
                                before,
                                Samples.folder("later", session(List.of(changed)), Samples.list(before.rows()))))
                .getMessage();

        assertTrue(message.startsWith("later: model a is not the one of the same name"), message);
    }

    @Test
    void samplesThatAreFewerThanTheRunsAreTold() {
        long[] all = new long[Durations.MAX_SAMPLES];
        Arrays.fill(all, MB);
        long[] more = Arrays.copyOf(all, all.length + 1);
        more[all.length] = MB;

        assertFalse(thinned(all));
        assertTrue(thinned(more));
    }

    private static boolean thinned(long[] totalNanos) {
        return calibrate(oneModel(Samples.rows("a", "host", COLD, 10 * MB, totalNanos))).notes().stream()
                .anyMatch(note -> note.startsWith("samplesNanos of 1 setting "));
    }

    @Test
    void weightsThatTheFilesCodeAreToldAndTheirStoredBytesAreWhatWasLoaded() {
        ModelRecord coded = Records.with(
                Samples.model("a", 10 * MB),
                Map.of(
                        "format",
                        "onnx",
                        "weightBytes",
                        MB,
                        "weightBytesByType",
                        new TreeMap<>(Map.of("F32", MB)),
                        "storedBytes",
                        10L * MB));
        ProfileDataset dataset = calibrate(
                Samples.folder("coded", session(List.of(coded)), Samples.rows("a", "host", COLD, 10 * MB, MB)));

        assertTrue(
                dataset.notes()
                        .contains("model a: its files code " + MB + " bytes of weights in " + 10L * MB
                                + ", which were read and held as they are"),
                dataset.notes().toString());
        assertEquals(
                Reading.derived(10L * MB),
                dataset.models().get(0).deviceMemory().get(0).weightBytes());
        assertEquals(MB, dataset.models().get(0).model().weightBytes());
    }

    @Test
    void runsOfDifferentBytesAreRefused() {
        List<RunRow> rows = new ArrayList<>(Samples.rows("a", "host", COLD, 10 * MB, MB));
        rows.addAll(Samples.rows("a", "host", COLD, 11 * MB, MB));

        String message = assertThrows(BadInputException.class, () -> calibrate(oneModel(rows)))
                .getMessage();

        assertTrue(message.contains("[10000000, 11000000] bytes"), message);
    }

    @Test
    void deviceMemoryOfTheHostIsWhatWasRequested() {
        ProfileDataset dataset = calibrate(oneModel(Samples.rows("a", "host", COLD, 10 * MB, MB, MB)));

        DeviceMemory memory = dataset.models().get(0).deviceMemory().get(0);
        assertEquals(Reading.measured(10 * MB), memory.requestedBytes());
        assertEquals(Reading.derived(10 * MB), memory.allocatedBytes());
        assertEquals(Reading.measured(30 * MB), memory.peakBytes());
        assertEquals(Reading.derived(0.0), memory.predictionError());
        assertEquals(2, memory.n());
        assertTrue(dataset.notes().contains(MemoryCalibration.HOST_NOTE));
    }

    @Test
    void deviceMemoryOfAGpuIsTheMedianDifferenceOfItsFreeMemory() {
        RawFolder folder = Samples.folder(
                "raw",
                Samples.session(
                        Samples.STARTED,
                        List.of(Samples.cuda(false)),
                        List.of(Samples.model("a", 10 * MB)),
                        List.of(Samples.ceiling(Ceiling.Kind.PINNED_HOST_TO_DEVICE, "cuda:0", 20e9))),
                Samples.rows("a", "cuda:0", COLD, 10 * MB, MB, MB, MB));

        ProfileDataset dataset = calibrate(folder);

        DeviceMemory memory = dataset.models().get(0).deviceMemory().get(0);
        assertEquals(Reading.measured(20 * MB), memory.allocatedBytes());
        assertEquals(1.0, memory.predictionError().optional().orElseThrow(), 1e-12);
        assertEquals(0.5, onlyPreload(dataset).fractionOfLink().optional().orElseThrow(), 1e-12);
        assertTrue(dataset.notes().stream().noneMatch(MemoryCalibration.HOST_NOTE::equals));
    }

    @Test
    void aStandInDriverIsFlaggedAndRefusedForPublishing() {
        DeviceRecord standIn = Samples.cuda(true);
        ProfileDataset dataset = calibrate(Samples.folder(
                "raw",
                Samples.session(Samples.STARTED, List.of(standIn), List.of(Samples.model("a", 10 * MB)), List.of()),
                Samples.rows("a", "cuda:0", COLD, 10 * MB, MB)));

        assertTrue(dataset.notes().stream().anyMatch(note -> note.contains("stand-in driver")));
        String message = assertThrows(
                        BadInputException.class, () -> ProfileDatasets.requireReal(dataset, "profiles.json"))
                .getMessage();
        assertTrue(message.startsWith("profiles.json: device cuda:0 was a stand-in"), message);
    }

    private static RawFolder modelsOnALine(long... sizes) {
        List<ModelRecord> models = new ArrayList<>();
        List<RunRow> rows = new ArrayList<>();
        for (int i = 0; i < sizes.length; i++) {
            String name = "m" + i;
            models.add(Samples.model(name, sizes[i]));
            // 2 ms + bytes at 0.5 GB/s, and disturbed runs that must not move the median.
            long line = 2 * MB + 2 * sizes[i];
            rows.addAll(Samples.rows(name, "host", COLD, sizes[i], line, line - 1000, line + 1000, 50 * line, line));
        }
        return Samples.folder("raw", session(models), rows);
    }

    @Test
    void theLineOfAMachineIsRecovered() {
        ProfileDataset dataset = calibrate(modelsOnALine(MB, 3 * MB, 29 * MB, 90 * MB));

        assertEquals(1, dataset.delayLines().size());
        DelayLine line = dataset.delayLines().get(0);
        assertEquals(2.0 * MB, line.interceptNanos().value(), 1);
        assertEquals(2, line.nanosPerByte().value(), 1e-6);
        assertEquals(
                0.5e9, line.bandwidthBytesPerSecond().optional().orElseThrow().value(), 100);
        assertEquals(4, line.models());
        assertEquals(20, line.runs());
        assertEquals(0, line.leaveOneOutWorst(), 1e-6);
        assertEquals(MB, line.minBytes());
        assertEquals(90 * MB, line.maxBytes());
    }

    @Test
    void twoSizesAreNoLineAndTheNoteSaysWhy() {
        ProfileDataset dataset = calibrate(modelsOnALine(MB, MB, 3 * MB, 3 * MB));

        assertEquals(List.of(), dataset.delayLines());
        assertTrue(
                dataset.notes()
                        .contains("no fitted line for host, storage-cold, direct, 2 threads, 1.05 MB chunks:"
                                + " 2 distinct model sizes, at least 3 are needed"),
                dataset.notes().toString());
    }

    @Test
    void aModelThatWasNotMeasuredIsPredictedFromTheLine() {
        ProfileDataset dataset = calibrate(modelsOnALine(MB, 3 * MB, 29 * MB, 90 * MB));

        Prediction inside = new Predictor(dataset).of(Samples.model("new", 10 * MB));
        Prediction beyond = new Predictor(dataset).of(Samples.model("huge", 900 * MB));

        assertEquals(
                22.0 * MB,
                inside.preload().get(0).delayNanos().optional().orElseThrow().value(),
                10);
        assertEquals(false, inside.preload().get(0).extrapolated());
        assertEquals(true, beyond.preload().get(0).extrapolated());
        assertEquals(
                10 * MB,
                inside.deviceMemory().get(0).allocatedBytes().optional().orElseThrow());
        assertEquals(List.of(), inside.notes());
    }

    @Test
    void withoutALineNothingIsPredictedAndThatIsSaid() {
        Prediction prediction = new Predictor(calibrate(modelsOnALine(MB, 3 * MB))).of(Samples.model("new", 10 * MB));

        assertEquals(List.of(), prediction.preload());
        assertEquals(1, prediction.notes().size());
    }

    @Test
    void aDatasetAgainstItselfIsTheSameAndAgainstASlowerOneIsNot() {
        ProfileDataset before = calibrate(modelsOnALine(MB, 3 * MB, 29 * MB));
        assertEquals(false, DatasetDiff.between(before, before, 0.05).differs());

        long[] quick = new Random(1).longs(30, 10 * MB, 11 * MB).toArray();
        long[] slow = java.util.Arrays.stream(quick).map(nanos -> nanos * 3 / 2).toArray();
        ProfileDataset fast = calibrate(oneModel(Samples.rows("a", "host", COLD, 10 * MB, quick)));
        ProfileDataset slower = calibrate(oneModel(Samples.rows("a", "host", COLD, 10 * MB, slow)));
        DatasetDiff diff = DatasetDiff.between(fast, slower, 0.05);

        assertEquals(DatasetDiff.Verdict.SLOWER, diff.changes().get(0).verdict());
        assertEquals(1.5, diff.changes().get(0).medianRatio(), 0.02);
        assertEquals(
                DatasetDiff.Verdict.FASTER,
                DatasetDiff.between(slower, fast, 0.05).changes().get(0).verdict());
        assertEquals(false, DatasetDiff.between(fast, slower, 0.6).differs(), "below a threshold of 60 %");
        assertEquals(List.of("m0", "m1", "m2"), names(before));
        assertEquals(1, DatasetDiff.between(before, fast, 0.05).onlyInFirst().size());
        assertEquals(1, DatasetDiff.between(before, fast, 0.05).onlyInSecond().size());
    }

    private static List<String> names(ProfileDataset dataset) {
        return dataset.models().stream()
                .map(ModelProfile::model)
                .map(ModelRecord::name)
                .toList();
    }
}

package dev.berth.profiler.calibrate;

import dev.berth.dataset.CacheTier;
import dev.berth.dataset.Ceiling;
import dev.berth.dataset.Distribution;
import dev.berth.dataset.ModelProfile.Preload;
import dev.berth.dataset.ModelRecord;
import dev.berth.dataset.PreloadPhase;
import dev.berth.dataset.PreloadSetting;
import dev.berth.dataset.Vocabulary;
import dev.berth.record.BadInputException;
import dev.berth.record.Provenance;
import dev.berth.record.Reading;
import dev.berth.statistics.OrderStatistics;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;

/** The runs of one model in one setting as a {@link Preload}. */
final class PreloadCalibration {
    private static final int MIN_N_DRIFT = 9;

    /** How far above the ceiling a median may lie before it is said: ceilings are medians themselves. */
    private static final double CEILING_TOLERANCE = 1.05;

    private final String model;
    private final PreloadSetting setting;
    private final Runs runs;
    private final int samples;

    /**
     * @param runs with at least one that counts
     * @param samples most samples of a distribution, >= 1
     */
    PreloadCalibration(String model, PreloadSetting setting, Runs runs, int samples) {
        this.model = model;
        this.setting = setting;
        this.runs = runs;
        this.samples = samples;
    }

    /** @throws BadInputException where the runs delivered different numbers of bytes */
    Preload preload() {
        long bytes = bytes();
        Distribution total = runs.totals().distribution(samples);
        Reading<Double> ofDisk = fractionOfDisk();
        return new Preload(
                setting.device(),
                setting.tier(),
                setting.reader(),
                setting.threads(),
                setting.chunkBytes(),
                bytes,
                Provenance.MEASURED,
                total,
                phases(),
                bytes * 1e9 / Math.max(1, total.p50Nanos()),
                ofDisk,
                fractionOfLink(),
                boundBy(),
                total.meanNanos() == 0 ? 0 : total.standardDeviationNanos() / total.meanNanos(),
                drift(runs.totals().samples()),
                runs.unprovenCount(),
                runs.failedCount(),
                notes(ofDisk),
                runs.energy());
    }

    private long bytes() {
        SortedSet<Long> delivered = runs.delivered();
        if (delivered.size() > 1) {
            throw new BadInputException("model " + model + " (" + setting.describe() + "): runs delivered " + delivered
                    + " bytes, expected one number; the model changed between the runs, calibrate them apart");
        }
        return delivered.first();
    }

    private SortedMap<PreloadPhase, Distribution> phases() {
        SortedMap<PreloadPhase, Distribution> phases = new TreeMap<>();
        runs.phases().forEach((phase, durations) -> phases.put(phase, durations.distribution(samples)));
        return phases;
    }

    private Reading<Double> fractionOfDisk() {
        if (setting.tier() != CacheTier.STORAGE_COLD) {
            return Reading.notSupported(setting.tier().label() + ": bytes do not come from storage");
        }
        return fractionOf(Ceiling.Kind.DIRECT_READ, model);
    }

    private Reading<Double> fractionOfLink() {
        if (setting.tier() == CacheTier.DEVICE_RESIDENT) {
            return Reading.notSupported(setting.tier().label() + ": no bytes are copied");
        }
        if (!Vocabulary.isHost(setting.device())) {
            Reading<Double> pinned = fractionOf(Ceiling.Kind.PINNED_HOST_TO_DEVICE, setting.device());
            Reading<Double> pageable = fractionOf(Ceiling.Kind.PAGEABLE_HOST_TO_DEVICE, setting.device());
            return pinned.optional().isEmpty() && pageable.optional().isPresent() ? pageable : pinned;
        }
        if (setting.tier() == CacheTier.STORAGE_COLD) {
            Reading<Double> intoMemory = fractionOf(Ceiling.Kind.DIRECT_READ_INTO_MEMORY, model);
            if (intoMemory.optional().isPresent()) {
                return intoMemory;
            }
        }
        return fractionOf(Ceiling.Kind.MEMCPY, setting.device());
    }

    /** The time the ceiling of each run's own session would need, over the median time taken. */
    private Reading<Double> fractionOf(Ceiling.Kind kind, String subject) {
        Optional<double[]> slowdowns = runs.slowdowns(kind);
        if (slowdowns.isEmpty()) {
            return Reading.notSupported("no " + kind.label() + " ceiling of " + subject + " in the session");
        }
        double median = OrderStatistics.median(slowdowns.get());
        return median > 0 ? Reading.derived(1 / median) : Reading.failed("runs took no time");
    }

    /**
     * The most frequent; of equally frequent ones the first by name. Rows do not know where reads found their bytes.
     */
    private String boundBy() {
        SortedMap<String, Integer> counts = runs.boundBy();
        String most = counts.firstKey();
        for (String candidate : counts.keySet()) {
            if (counts.get(candidate) > counts.get(most)) {
                most = candidate;
            }
        }
        return setting.tier() == CacheTier.PAGE_CACHE_WARM && most.equals(Vocabulary.BOUND_BY_STORAGE)
                ? Vocabulary.BOUND_BY_MEMORY
                : most;
    }

    private static Reading<Double> drift(List<Long> samples) {
        int n = samples.size();
        if (n < MIN_N_DRIFT) {
            return Reading.notSupported("n<" + MIN_N_DRIFT);
        }
        long first = new OrderStatistics(samples.subList(0, n / 3)).median();
        long last = new OrderStatistics(samples.subList(n - n / 3, n)).median();
        return first == 0
                ? Reading.failed("the first third of the runs took no time")
                : Reading.derived((double) last / first - 1);
    }

    private List<String> notes(Reading<Double> ofDisk) {
        List<String> notes = new ArrayList<>();
        if (setting.tier() == CacheTier.STORAGE_COLD) {
            GuestCold.note(runs.firstSession().machine()).ifPresent(notes::add);
            holes().ifPresent(notes::add);
        }
        ofDisk.optional()
                .filter(fraction -> fraction > CEILING_TOLERANCE)
                .ifPresent(
                        fraction -> notes.add(
                                "loads were faster than direct reads of the same files: a layer below may cache, or the ceiling was disturbed"));
        runs.fallbacks().forEach(fallback -> notes.add("fallback: " + fallback));
        runs.notes().warnings(model + " " + setting.tier().label()).ifPresent(notes::add);
        return notes;
    }

    /** Bytes without blocks are read without the device; a page at the files' ends is no hole. */
    private Optional<String> holes() {
        return runs.firstSession().models().stream()
                .filter(record -> record.name().equals(model))
                .map(ModelRecord::storage)
                .filter(storage -> storage.allocatedBytes()
                        .optional()
                        .filter(allocated -> allocated < storage.apparentBytes())
                        .isPresent())
                .findFirst()
                .map(storage -> model + ": only "
                        + storage.allocatedBytes().optional().orElseThrow() + " of " + storage.apparentBytes()
                        + " bytes of its files are allocated on the disk; the rest are holes, or compressed, and its cold"
                        + " delay is not that of a whole file");
    }
}

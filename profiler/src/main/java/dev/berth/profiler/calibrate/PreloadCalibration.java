package dev.berth.profiler.calibrate;

import dev.berth.profile.BadInputException;
import dev.berth.profile.CacheTier;
import dev.berth.profile.Ceiling;
import dev.berth.profile.Distribution;
import dev.berth.profile.ModelProfile.Preload;
import dev.berth.profile.ModelRecord;
import dev.berth.profile.PreloadPhase;
import dev.berth.profile.Provenance;
import dev.berth.profile.Reading;
import dev.berth.profile.RunRow;
import dev.berth.profiler.calibrate.Runs.Run;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The runs of one model in one setting as a {@link Preload}. */
final class PreloadCalibration {
    private static final int MIN_N_DRIFT = 9;

    /** Phases are disjoint and complete; clocks are read between them, so the sum may miss this much. */
    private static final double PHASE_SUM_TOLERANCE = 0.01;

    /** How far above the ceiling a median may lie before it is said: ceilings are medians themselves. */
    private static final double CEILING_TOLERANCE = 1.05;

    private final String model;
    private final Setting setting;
    private final Runs runs;
    private final List<RunRow> rows;

    /** @param runs with at least one proven run */
    PreloadCalibration(String model, Setting setting, Runs runs) {
        this.model = model;
        this.setting = setting;
        this.runs = runs;
        this.rows = runs.proven().stream().map(Run::row).toList();
    }

    /** @throws BadInputException where the runs delivered different numbers of bytes */
    Preload preload() {
        long bytes = bytes();
        Distribution total = Durations.of(rows.stream().map(RunRow::totalNanos).toList());
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
                drift(total.samplesNanos()),
                runs.unprovenCount(),
                runs.failedCount(),
                notes(ofDisk));
    }

    private long bytes() {
        Set<Long> delivered = rows.stream().map(RunRow::bytes).collect(Collectors.toCollection(TreeSet::new));
        if (delivered.size() > 1) {
            throw new BadInputException("model " + model + " (" + setting.describe() + "): runs delivered " + delivered
                    + " bytes, expected one number; the model changed between the runs, calibrate them apart");
        }
        return delivered.iterator().next();
    }

    private SortedMap<PreloadPhase, Distribution> phases() {
        Set<PreloadPhase> seen = EnumSet.noneOf(PreloadPhase.class);
        rows.forEach(row -> seen.addAll(row.phaseNanos().keySet()));
        SortedMap<PreloadPhase, Distribution> phases = new TreeMap<>();
        for (PreloadPhase phase : seen) {
            phases.put(
                    phase,
                    Durations.of(rows.stream()
                            .map(row -> row.phaseNanos().getOrDefault(phase, 0L))
                            .toList()));
        }
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
        if (!setting.device().equals("host")) {
            return fractionOf(Ceiling.Kind.PINNED_HOST_TO_DEVICE, setting.device());
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
        List<Double> slowdowns = new ArrayList<>();
        for (Run run : runs.proven()) {
            OptionalDouble ceiling = ceiling(run, kind, subject);
            if (ceiling.isPresent() && run.row().bytes() > 0) {
                slowdowns.add(run.row().totalNanos()
                        * ceiling.getAsDouble()
                        / (run.row().bytes() * 1e9));
            }
        }
        if (slowdowns.isEmpty()) {
            return Reading.notSupported("no " + kind.label() + " ceiling of " + subject + " in the session");
        }
        double median = OrderStatistics.median(
                slowdowns.stream().mapToDouble(Double::doubleValue).toArray());
        return median > 0 ? Reading.derived(1 / median) : Reading.failed("runs took no time");
    }

    private static OptionalDouble ceiling(Run run, Ceiling.Kind kind, String subject) {
        return run.session().ceilings().stream()
                .filter(ceiling -> ceiling.kind() == kind && ceiling.subject().equals(subject))
                .mapToDouble(Ceiling::bytesPerSecond)
                .max();
    }

    /** The most frequent; of equally frequent ones the first by name. */
    private String boundBy() {
        SortedMap<String, Integer> counts = new TreeMap<>();
        rows.forEach(row -> counts.merge(row.boundBy(), 1, Integer::sum));
        String most = counts.firstKey();
        for (String candidate : counts.keySet()) {
            if (counts.get(candidate) > counts.get(most)) {
                most = candidate;
            }
        }
        return most;
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
            GuestCold.note(runs.proven().get(0).session().machine()).ifPresent(notes::add);
            holes().ifPresent(notes::add);
        }
        ofDisk.optional()
                .filter(fraction -> fraction > CEILING_TOLERANCE)
                .ifPresent(
                        fraction -> notes.add(
                                "faster than direct reads of the same files: a layer below may cache, or the ceiling was disturbed"));
        long unbalanced =
                rows.stream().filter(PreloadCalibration::missesItsTotal).count();
        if (unbalanced > 0) {
            notes.add(unbalanced + " of " + rows.size() + " runs have phases that miss the total by more than 1 %");
        }
        Set<String> fallbacks = new TreeSet<>();
        rows.forEach(row -> fallbacks.addAll(row.fallbacks()));
        fallbacks.forEach(fallback -> notes.add("fallback: " + fallback));
        RunNotes.warnings(
                        model + " " + setting.tier().label(),
                        rows.stream().map(RunRow::warnings).toList())
                .ifPresent(notes::add);
        return notes;
    }

    /** Bytes without blocks are read without the device; a page at the files' ends is no hole. */
    private Optional<String> holes() {
        return runs.proven().get(0).session().models().stream()
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

    private static boolean missesItsTotal(RunRow row) {
        long sum = row.phaseNanos().values().stream().mapToLong(Long::longValue).sum();
        return Math.abs(sum - row.totalNanos()) > PHASE_SUM_TOLERANCE * row.totalNanos();
    }
}

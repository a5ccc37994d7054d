package dev.berth.profiler.calibrate;

import dev.berth.dataset.Ceiling;
import dev.berth.dataset.Energy;
import dev.berth.dataset.PreloadPhase;
import dev.berth.dataset.PreloadSetting;
import dev.berth.dataset.raw.RunRow;
import dev.berth.dataset.raw.SessionRecord;
import dev.berth.record.Reading;
import dev.berth.statistics.EvenSample;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The runs of one model in one setting, taken one by one and sorted into those that count and those that are left out,
 * warm-up apart. What is kept of them takes as much memory for any number of runs.
 */
final class Runs {
    private final PreloadSetting setting;
    private final Durations totals = new Durations();
    private final Map<PreloadPhase, Durations> phases = new EnumMap<>(PreloadPhase.class);
    private final Set<PreloadPhase> phasesSeen = EnumSet.noneOf(PreloadPhase.class);
    private final Map<Ceiling.Kind, EvenSample> slowdowns = new EnumMap<>(Ceiling.Kind.class);
    private final SortedSet<Long> delivered = new TreeSet<>();
    private final SortedMap<String, Integer> boundBy = new TreeMap<>();
    private final SortedSet<String> fallbacks = new TreeSet<>();
    private final RunNotes notes = new RunNotes();
    private final EnergyCalibration energy = new EnergyCalibration();
    private int unproven;
    private String lastUnproven = "";
    private int failed;
    private String lastFailed = "";
    private Optional<SessionRecord> firstSession = Optional.empty();
    private Optional<SessionRecord> session = Optional.empty();
    /** Of {@link #session}, for this model and device. */
    private final Map<Ceiling.Kind, Double> ceilings = new EnumMap<>(Ceiling.Kind.class);

    Runs(PreloadSetting setting) {
        this.setting = setting;
        for (PreloadPhase phase : PreloadPhase.values()) {
            phases.put(phase, new Durations());
        }
    }

    /**
     * Takes a run.
     *
     * @param of the session it belongs to, which holds the ceilings it is judged by
     * @return whether it loaded the model, whatever tier it came from
     */
    boolean add(SessionRecord of, RunRow row) {
        if (row.key().warmUp()) {
            return false;
        }
        if (row.failure() != null || isWrong(row.verified())) {
            failed++;
            lastFailed = row.failure() == null ? "bytes on the device differ from the file's" : row.failure();
            return false;
        }
        if (row.tier() != row.key().requestedTier()) {
            unproven++;
            lastUnproven = row.cache().reason();
        } else {
            addProven(of, row);
        }
        return true;
    }

    /** A run whose bytes on the device are not the file's has loaded nothing, however fast it was. */
    private static boolean isWrong(Reading<Boolean> verified) {
        return verified.optional().filter(equal -> !equal).isPresent();
    }

    private void addProven(SessionRecord of, RunRow row) {
        if (session.isEmpty() || !session.get().equals(of)) {
            enter(of, row.key().model());
        }
        totals.add(row.totalNanos());
        phasesSeen.addAll(row.phaseNanos().keySet());
        phases.forEach((phase, durations) -> durations.add(row.phaseNanos().getOrDefault(phase, 0L)));
        delivered.add(row.bytes());
        if (row.bytes() > 0) {
            ceilings.forEach((kind, bytesPerSecond) -> slowdowns
                    .computeIfAbsent(kind, one -> new EvenSample(Durations.MAX_SAMPLES))
                    .add(row.totalNanos() * bytesPerSecond / (row.bytes() * 1e9)));
        }
        boundBy.merge(row.boundBy(), 1, Integer::sum);
        fallbacks.addAll(row.fallbacks());
        notes.add(row.warnings());
        energy.add(row.energy());
    }

    private void enter(SessionRecord of, String model) {
        session = Optional.of(of);
        firstSession = firstSession.or(() -> session);
        ceilings.clear();
        for (Ceiling ceiling : of.ceilings()) {
            String subject =
                    switch (ceiling.kind()) {
                        case MEMCPY, FRESH_MEMORY, IDLE_MEMORY, PINNED_HOST_TO_DEVICE, PAGEABLE_HOST_TO_DEVICE ->
                            setting.device();
                        default -> model;
                    };
            if (ceiling.subject().equals(subject)) {
                ceilings.merge(ceiling.kind(), ceiling.bytesPerSecond(), Math::max);
            }
        }
    }

    /** Of the runs that count. */
    Durations totals() {
        return totals;
    }

    /** Of the runs that count, every phase that any of them had. */
    SortedMap<PreloadPhase, Durations> phases() {
        SortedMap<PreloadPhase, Durations> seen = new TreeMap<>(phases);
        seen.keySet().retainAll(phasesSeen);
        return seen;
    }

    /** Of each run that counts, how often the ceiling of its own session would fit into the time it took. */
    Optional<double[]> slowdowns(Ceiling.Kind kind) {
        return Optional.ofNullable(slowdowns.get(kind)).map(EvenSample::doubles);
    }

    /** Numbers of bytes that runs delivered. */
    SortedSet<Long> delivered() {
        return delivered;
    }

    /** How many runs were bound by what. */
    SortedMap<String, Integer> boundBy() {
        return boundBy;
    }

    SortedSet<String> fallbacks() {
        return fallbacks;
    }

    /** Of the runs that count; there must be one. */
    Energy.OfRuns energy() {
        return energy.energy();
    }

    /** What the device said while they were made. */
    RunNotes notes() {
        return notes;
    }

    /** The session of the first run that counts; there must be one. */
    SessionRecord firstSession() {
        return firstSession.orElseThrow();
    }

    int unprovenCount() {
        return unproven;
    }

    int failedCount() {
        return failed;
    }

    /** Why none counts, from the last run of each kind; for a group without a proven run. */
    String whyNoneProven() {
        List<String> reasons = new ArrayList<>();
        if (unproven > 0) {
            reasons.add(unproven + " unproven (" + lastUnproven + ")");
        }
        if (failed > 0) {
            reasons.add(failed + " failed (" + lastFailed + ")");
        }
        return reasons.isEmpty() ? "warm-up runs only" : String.join(", ", reasons);
    }
}

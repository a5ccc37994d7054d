package dev.berth.profiler.calibrate;

import dev.berth.dataset.DelayLine.Estimate;
import dev.berth.dataset.Distribution;
import dev.berth.dataset.LoadKind;
import dev.berth.dataset.ModelProfile.ConcurrentPreload;
import dev.berth.dataset.ModelProfile.Reload;
import dev.berth.dataset.PreloadSetting;
import dev.berth.dataset.raw.ConcurrentRow;
import dev.berth.dataset.raw.ConcurrentRow.ConcurrentKey;
import dev.berth.record.Reading;
import dev.berth.statistics.EvenSample;
import dev.berth.statistics.OrderStatistics;
import dev.berth.statistics.RatioShift;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** The re-loads and concurrent loads of one model. */
final class ConcurrentCalibration {
    private final String model;
    private final SortedMap<Series, Rows> series = new TreeMap<>();
    private final List<Reload> reloads = new ArrayList<>();
    private final List<ConcurrentPreload> concurrent = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private int samples = Durations.MAX_SAMPLES;

    /** What rows must share to be counted together. */
    private record Series(PreloadSetting setting, LoadKind kind, int loads) implements Comparable<Series> {
        private static final Comparator<Series> ORDER = Comparator.comparing(Series::setting)
                .thenComparing(Series::kind)
                .thenComparingInt(Series::loads);

        static Series of(ConcurrentKey key) {
            return new Series(key.setting(), key.kind(), key.loads());
        }

        /** What it is compared with. */
        Series alone() {
            return new Series(setting, LoadKind.CONCURRENT, 1);
        }

        @Override
        public int compareTo(Series other) {
            return ORDER.compare(this, other);
        }

        String describe() {
            return setting.describe() + ", " + kind.label() + (loads > 1 ? ", " + loads + " loads" : "");
        }
    }

    /** Rows of one series, sorted into those that count and those that are left out. */
    private static final class Rows {
        private final Durations delays = new Durations();
        private final Durations spans = new Durations();
        private final EvenSample copyRates = new EvenSample(Durations.MAX_SAMPLES);
        private final TreeSet<String> fallbacks = new TreeSet<>();
        private final RunNotes notes = new RunNotes();
        private Optional<ConcurrentRow> first = Optional.empty();
        private int unproven;
        private int failed;
        private String reason = "";

        void add(ConcurrentRow row) {
            if (row.failure() != null) {
                failed++;
                reason = row.failure();
            } else if (row.tier() != row.key().requestedTier()) {
                unproven++;
                reason = row.cache().reason();
            } else {
                addProven(row);
            }
        }

        private void addProven(ConcurrentRow row) {
            first = first.or(() -> Optional.of(row));
            // One value a run: the mean delay of its loads.
            delays.add(Math.round(row.delayNanos().stream()
                    .mapToLong(Long::longValue)
                    .average()
                    .orElseThrow()));
            spans.add(row.spanNanos());
            row.copyBytesPerSecond().optional().ifPresent(copyRates::add);
            fallbacks.addAll(row.fallbacks());
            notes.add(row.warnings());
        }
    }

    /** Of one model. */
    ConcurrentCalibration(String model) {
        this.model = model;
    }

    /** Takes a row, in executed order. */
    void add(ConcurrentRow row) {
        series.computeIfAbsent(Series.of(row.key()), one -> new Rows()).add(row);
    }

    /**
     * Makes figures of what was taken.
     *
     * @param mostSamples most samples of a distribution, >= 1
     */
    void calibrate(int mostSamples) {
        samples = mostSamples;
        series.forEach(this::calibrate);
    }

    /** How many distributions that is at most. */
    int distributions() {
        return 2 * series.size();
    }

    List<Reload> reloads() {
        return List.copyOf(reloads);
    }

    List<ConcurrentPreload> concurrent() {
        return List.copyOf(concurrent);
    }

    /** Which series have no figure, and why. */
    List<String> notes() {
        return List.copyOf(notes);
    }

    private void calibrate(Series one, Rows rows) {
        if (rows.first.isEmpty()) {
            notes.add("model " + model + " has no figure for " + one.describe() + ": " + rows.unproven + " unproven, "
                    + rows.failed + " failed (" + rows.reason + ")");
        } else if (one.kind() == LoadKind.RELOAD) {
            reloads.add(reload(one.setting(), rows));
        } else if (alone(one).isEmpty()) {
            notes.add("model " + model + " has no figure for " + one.describe()
                    + ": no load alone proved its tier to compare with");
        } else {
            concurrent.add(concurrent(one, rows, alone(one)));
        }
    }

    private List<Long> alone(Series one) {
        return series.getOrDefault(one.alone(), new Rows()).delays.samples();
    }

    private Reload reload(PreloadSetting setting, Rows rows) {
        return new Reload(
                setting.device(),
                setting.tier(),
                setting.reader(),
                setting.threads(),
                setting.chunkBytes(),
                rows.delays.distribution(samples),
                rows.unproven,
                rows.failed);
    }

    private ConcurrentPreload concurrent(Series one, Rows rows, List<Long> alone) {
        Distribution spans = rows.spans.distribution(samples);
        boolean isAlone = one.equals(one.alone());
        RatioShift shift = RatioShift.of(array(alone), array(rows.delays.samples()));
        PreloadSetting setting = one.setting();
        return new ConcurrentPreload(
                setting.device(),
                setting.tier(),
                setting.reader(),
                setting.threads(),
                setting.chunkBytes(),
                one.kind(),
                one.loads(),
                rows.delays.distribution(samples),
                spans,
                isAlone ? 1 : shift.ratio(),
                isAlone ? Reading.notSupported("it is what others are compared with") : interval(shift),
                alone.size(),
                (double) rows.first.orElseThrow().bytes() * 1e9 / Math.max(1, spans.p50Nanos()),
                copyRate(rows),
                rows.unproven,
                rows.failed,
                notes(one, rows));
    }

    private static Reading<Estimate> interval(RatioShift shift) {
        return shift.interval()
                .map(Reading::derived)
                .orElseGet(() -> Reading.notSupported("too few runs for an interval"));
    }

    private static Reading<Double> copyRate(Rows rows) {
        return rows.copyRates.isEmpty()
                ? rows.first.orElseThrow().copyBytesPerSecond()
                : Reading.derived(OrderStatistics.median(rows.copyRates.doubles()));
    }

    private List<String> notes(Series one, Rows rows) {
        List<String> lines = new ArrayList<>();
        rows.fallbacks.forEach(fallback -> lines.add("fallback: " + fallback));
        rows.notes.warnings(model + " " + one.describe()).ifPresent(lines::add);
        return lines;
    }

    private static long[] array(List<Long> values) {
        return values.stream().mapToLong(Long::longValue).toArray();
    }
}

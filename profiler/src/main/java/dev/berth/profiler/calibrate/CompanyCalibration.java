package dev.berth.profiler.calibrate;

import dev.berth.profile.LoadKind;
import dev.berth.profile.LoadModel.Estimate;
import dev.berth.profile.LoadsRow;
import dev.berth.profile.LoadsRow.LoadsKey;
import dev.berth.profile.ModelProfile.Contention;
import dev.berth.profile.ModelProfile.Reload;
import dev.berth.profile.Reading;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** The loads of one model in company and after an unload. */
final class CompanyCalibration {
    private final String model;
    private final SortedMap<Series, Rows> series = new TreeMap<>();
    private final List<Reload> reloads = new ArrayList<>();
    private final List<Contention> contention = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    /** What rows must share to be counted together. */
    private record Series(Setting setting, LoadKind kind, int loads) implements Comparable<Series> {
        private static final Comparator<Series> ORDER = Comparator.comparing(Series::setting)
                .thenComparing(Series::kind)
                .thenComparingInt(Series::loads);

        static Series of(LoadsKey key) {
            Setting setting =
                    new Setting(key.device(), key.requestedTier(), key.reader(), key.threads(), key.chunkBytes());
            return new Series(setting, key.kind(), key.loads());
        }

        /** What it is compared with. */
        Series alone() {
            return new Series(setting, LoadKind.TOGETHER, 1);
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
        private final List<LoadsRow> proven = new ArrayList<>();
        private int unproven;
        private int failed;
        private String reason = "";

        void add(LoadsRow row) {
            if (row.failure() != null) {
                failed++;
                reason = row.failure();
            } else if (row.tier() != row.key().requestedTier()) {
                unproven++;
                reason = row.cache().reason();
            } else {
                proven.add(row);
            }
        }

        /** One value a run: the mean delay of its loads. */
        List<Long> delays() {
            return proven.stream()
                    .map(row -> Math.round(row.delayNanos().stream()
                            .mapToLong(Long::longValue)
                            .average()
                            .orElseThrow()))
                    .toList();
        }

        List<Long> spans() {
            return proven.stream().map(LoadsRow::spanNanos).toList();
        }
    }

    /** @param rows of one model, in executed order; may be none */
    CompanyCalibration(String model, List<LoadsRow> rows) {
        this.model = model;
        rows.forEach(row ->
                series.computeIfAbsent(Series.of(row.key()), one -> new Rows()).add(row));
        series.forEach(this::calibrate);
    }

    List<Reload> reloads() {
        return List.copyOf(reloads);
    }

    List<Contention> contention() {
        return List.copyOf(contention);
    }

    /** Which series have no figure, and why. */
    List<String> notes() {
        return List.copyOf(notes);
    }

    private void calibrate(Series one, Rows rows) {
        if (rows.proven.isEmpty()) {
            notes.add("model " + model + " has no figure for " + one.describe() + ": " + rows.unproven + " unproven, "
                    + rows.failed + " failed (" + rows.reason + ")");
        } else if (one.kind() == LoadKind.RELOAD) {
            reloads.add(reload(one.setting(), rows));
        } else if (alone(one).isEmpty()) {
            notes.add("model " + model + " has no figure for " + one.describe()
                    + ": no load alone proved its tier to compare with");
        } else {
            contention.add(contention(one, rows, alone(one)));
        }
    }

    private List<Long> alone(Series one) {
        return series.getOrDefault(one.alone(), new Rows()).delays();
    }

    private static Reload reload(Setting setting, Rows rows) {
        return new Reload(
                setting.device(),
                setting.tier(),
                setting.reader(),
                setting.threads(),
                setting.chunkBytes(),
                Durations.of(rows.delays()),
                rows.unproven,
                rows.failed);
    }

    private Contention contention(Series one, Rows rows, List<Long> alone) {
        List<Long> delays = rows.delays();
        List<Long> spans = rows.spans();
        boolean isAlone = one.equals(one.alone());
        RatioShift shift = RatioShift.of(array(alone), array(delays));
        Setting setting = one.setting();
        return new Contention(
                setting.device(),
                setting.tier(),
                setting.reader(),
                setting.threads(),
                setting.chunkBytes(),
                one.kind(),
                one.loads(),
                Durations.of(delays),
                Durations.of(spans),
                isAlone ? 1 : shift.ratio(),
                isAlone ? Reading.notSupported("it is what others are compared with") : interval(shift),
                alone.size(),
                (double) rows.proven.get(0).bytes() * 1e9 / Math.max(1, new OrderStatistics(spans).median()),
                copyRate(rows.proven),
                rows.unproven,
                rows.failed,
                notes(one, rows.proven));
    }

    private static Reading<Estimate> interval(RatioShift shift) {
        return shift.interval()
                .map(Reading::derived)
                .orElseGet(() -> Reading.notSupported("too few runs for an interval"));
    }

    private static Reading<Double> copyRate(List<LoadsRow> rows) {
        double[] rates = rows.stream()
                .flatMap(row -> row.copyBytesPerSecond().optional().stream())
                .mapToDouble(Double::doubleValue)
                .toArray();
        return rates.length == 0 ? rows.get(0).copyBytesPerSecond() : Reading.derived(OrderStatistics.median(rates));
    }

    private List<String> notes(Series one, List<LoadsRow> rows) {
        TreeSet<String> fallbacks = new TreeSet<>();
        rows.forEach(row -> row.fallbacks().forEach(fallback -> fallbacks.add("fallback: " + fallback)));
        List<String> lines = new ArrayList<>(fallbacks);
        RunNotes.warnings(
                        model + " " + one.describe(),
                        rows.stream().map(LoadsRow::warnings).toList())
                .ifPresent(lines::add);
        return lines;
    }

    private static long[] array(List<Long> values) {
        return values.stream().mapToLong(Long::longValue).toArray();
    }
}

package dev.berth.profiler.diff;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.berth.dataset.DelayLine.Estimate;
import dev.berth.dataset.ModelProfile;
import dev.berth.dataset.ModelProfile.Preload;
import dev.berth.dataset.PreloadSetting;
import dev.berth.dataset.ProfileDataset;
import dev.berth.dataset.WeightProvenance;
import dev.berth.record.Reading;
import dev.berth.statistics.Holm;
import dev.berth.statistics.MannWhitney;
import dev.berth.statistics.RatioShift;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What changed from one dataset to another: every model, device, tier and reader setting that both have is tested with
 * the Mann–Whitney test, p-values corrected by Holm's step-down rule so that comparing many models does not by itself
 * find a change.
 *
 * @param sameMachine whether both carry one machine fingerprint
 * @param threshold smallest relative change that counts, for example 0.05
 * @param changes one for each point both datasets have, ordered by model and setting
 * @param onlyInFirst points of the first alone, for people, a line for all settings that lack the same models
 * @param onlyInSecond points of the second alone, likewise
 * @param notes what a reader must know, for example that a model's files changed
 */
public record DatasetDiff(
        boolean sameMachine,
        double threshold,
        List<Change> changes,
        List<String> onlyInFirst,
        List<String> onlyInSecond,
        List<String> notes) {
    private static final double ALPHA = 0.05;

    /** The finding on one point. */
    public enum Verdict {
        /** No change that is both significant and above the threshold. */
        @JsonProperty("same")
        SAME,
        /** Significantly longer, by more than the threshold. */
        @JsonProperty("slower")
        SLOWER,
        /** Significantly shorter, by more than the threshold. */
        @JsonProperty("faster")
        FASTER
    }

    /**
     * One point compared.
     *
     * @param model name of the model
     * @param setting how it was preloaded, from the tier that the runs proved; its components stand beside the others
     *     in JSON
     * @param firstN runs in the first dataset
     * @param secondN runs in the second
     * @param firstP50Nanos median in the first
     * @param secondP50Nanos median in the second
     * @param ratio median over all pairs of runs of second / first, with its 95 % confidence interval; not supported
     *     where there are too few runs for an interval
     * @param medianRatio the same ratio alone
     * @param mannWhitneyU pairs in which the second's run is longer, ties half
     * @param pValue two-sided
     * @param holmPValue the same, corrected for the number of points compared
     * @param exact whether the p-value is from the permutation distribution or its normal approximation
     * @param verdict the finding
     */
    public record Change(
            String model,
            @JsonUnwrapped PreloadSetting setting,
            int firstN,
            int secondN,
            long firstP50Nanos,
            long secondP50Nanos,
            Reading<Estimate> ratio,
            double medianRatio,
            double mannWhitneyU,
            double pValue,
            double holmPValue,
            boolean exact,
            Verdict verdict) {}

    private record Point(String model, PreloadSetting setting) implements Comparable<Point> {
        @Override
        public int compareTo(Point other) {
            return Comparator.comparing(Point::model)
                    .thenComparing(Point::setting)
                    .compare(this, other);
        }
    }

    /**
     * Compares.
     *
     * @param threshold smallest relative change that counts, >= 0: at 0.05 a median ratio above 1.05 or below 1 / 1.05
     */
    public static DatasetDiff between(ProfileDataset first, ProfileDataset second, double threshold) {
        if (!(threshold >= 0) || Double.isInfinite(threshold)) {
            throw new IllegalArgumentException("threshold out of range: " + threshold + ", expected >= 0");
        }
        SortedMap<Point, Preload> before = points(first);
        SortedMap<Point, Preload> after = points(second);
        TreeSet<Point> both = new TreeSet<>(before.keySet());
        both.retainAll(after.keySet());
        List<MannWhitney> tests = new ArrayList<>();
        both.forEach(point -> tests.add(MannWhitney.of(samples(before.get(point)), samples(after.get(point)))));
        double[] corrected =
                Holm.adjusted(tests.stream().mapToDouble(MannWhitney::pValue).toArray());
        List<Change> changes = new ArrayList<>();
        for (Point point : both) {
            int i = changes.size();
            changes.add(change(point, before.get(point), after.get(point), tests.get(i), corrected[i], threshold));
        }
        return new DatasetDiff(
                first.machine().fingerprint().equals(second.machine().fingerprint()),
                threshold,
                List.copyOf(changes),
                missing(before, after),
                missing(after, before),
                changedModels(first, second));
    }

    /** Whether any point changed. */
    public boolean differs() {
        return changes.stream().anyMatch(change -> change.verdict() != Verdict.SAME);
    }

    private static SortedMap<Point, Preload> points(ProfileDataset dataset) {
        SortedMap<Point, Preload> points = new TreeMap<>();
        for (ModelProfile profile : dataset.models()) {
            for (Preload preload : profile.preload()) {
                points.put(new Point(profile.model().name(), preload.setting()), preload);
            }
        }
        return points;
    }

    private static long[] samples(Preload preload) {
        return preload.total().samplesNanos().stream()
                .mapToLong(Long::longValue)
                .toArray();
    }

    private static Change change(
            Point point, Preload before, Preload after, MannWhitney test, double corrected, double threshold) {
        RatioShift shift = RatioShift.of(samples(before), samples(after));
        return new Change(
                point.model(),
                point.setting(),
                before.total().n(),
                after.total().n(),
                before.total().p50Nanos(),
                after.total().p50Nanos(),
                shift.interval().map(Reading::derived).orElseGet(() -> Reading.notSupported("too few runs")),
                shift.ratio(),
                test.u(),
                test.pValue(),
                corrected,
                test.exact(),
                verdict(shift.ratio(), corrected, threshold));
    }

    private static Verdict verdict(double ratio, double pValue, double threshold) {
        if (pValue >= ALPHA) {
            return Verdict.SAME;
        }
        if (ratio > 1 + threshold) {
            return Verdict.SLOWER;
        }
        return ratio < 1 / (1 + threshold) ? Verdict.FASTER : Verdict.SAME;
    }

    private static List<String> missing(SortedMap<Point, Preload> here, SortedMap<Point, Preload> there) {
        SortedMap<PreloadSetting, List<String>> models = new TreeMap<>();
        here.keySet().stream()
                .filter(point -> !there.containsKey(point))
                .forEach(point -> models.computeIfAbsent(point.setting(), setting -> new ArrayList<>())
                        .add(point.model()));
        Map<List<String>, List<String>> settings = new LinkedHashMap<>();
        models.forEach((setting, names) ->
                settings.computeIfAbsent(names, alike -> new ArrayList<>()).add(setting.describe()));
        return settings.entrySet().stream()
                .map(alike -> String.join(", ", alike.getKey()) + " (" + String.join("; ", alike.getValue()) + ")")
                .toList();
    }

    private static List<String> changedModels(ProfileDataset first, ProfileDataset second) {
        List<String> notes = new ArrayList<>();
        List<String> synthetic = new ArrayList<>();
        for (ModelProfile before : first.models()) {
            for (ModelProfile after : second.models()) {
                boolean same = before.model().name().equals(after.model().name());
                if (same && !before.model().fingerprint().equals(after.model().fingerprint())) {
                    notes.add("model " + before.model().name() + ": its files changed from "
                            + before.model().fingerprint() + " to "
                            + after.model().fingerprint());
                }
                if (same && before.model().provenance() != after.model().provenance()) {
                    notes.add("model " + before.model().name() + ": its weights are "
                            + before.model().provenance().label() + " in the first and "
                            + after.model().provenance().label() + " in the second");
                } else if (same && before.model().provenance() == WeightProvenance.SYNTHETIC) {
                    synthetic.add(before.model().name());
                }
            }
        }
        if (!synthetic.isEmpty()) {
            notes.add("weights are " + WeightProvenance.SYNTHETIC.label() + " in both of "
                    + String.join(", ", synthetic));
        }
        return notes;
    }
}

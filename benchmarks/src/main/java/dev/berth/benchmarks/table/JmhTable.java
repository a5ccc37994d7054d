package dev.berth.benchmarks.table;

import dev.berth.benchmarks.compare.Gap;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;

/** Markdown tables from the JSON of JMH: the hot path by model-slot, whole solves by instance. */
final class JmhTable {
    private static final double NANOS_PER_MILLISECOND = 1e6;
    private static final String COST = "costNanoUnits";
    private static final String BOUND = "boundNanoUnits";
    private static final String ALL_CLOUD = "allCloudNanoUnits";

    private JmhTable() {}

    static String of(List<JmhResult> results) {
        List<JmhResult> solves = results.stream()
                .filter(result -> result.metric(COST).isPresent())
                .toList();
        List<JmhResult> others =
                results.stream().filter(result -> result.metric(COST).isEmpty()).toList();
        List<String> lines = new ArrayList<>();
        if (!others.isEmpty()) {
            lines.add("| benchmark | parameters | ns/op | ± | ns per model-slot | B/op | B per model-slot | JDK |");
            lines.add("|---|---|---:|---:|---:|---:|---:|---|");
            others.forEach(result -> lines.add(hotPath(result)));
        }
        if (!solves.isEmpty()) {
            if (!lines.isEmpty()) {
                lines.add("");
            }
            lines.add("| instance | solver | ms | ± | ns per model-slot | cost gap % | savings gap % | own cost gap % |"
                    + " own savings gap % | JDK |");
            lines.add("|---|---|---:|---:|---:|---:|---:|---:|---:|---|");
            Map<String, Double> bounds = bestBounds(solves);
            solves.forEach(result -> lines.add(solve(result, bounds)));
        }
        return String.join("\n", lines) + "\n";
    }

    private static String hotPath(JmhResult result) {
        OptionalDouble perSlot = result.metric("modelSlots");
        OptionalDouble bytes = result.metric("gc.alloc.rate.norm");
        OptionalDouble bytesPerSlot = perSlot.isPresent() && bytes.isPresent()
                ? OptionalDouble.of(bytes.getAsDouble() * perSlot.getAsDouble() / result.nanos())
                : OptionalDouble.empty();
        return row(
                result.benchmark(),
                String.join(
                        ", ",
                        result.params().entrySet().stream()
                                .map(param -> param.getKey() + " " + param.getValue())
                                .toList()),
                number(OptionalDouble.of(result.nanos())),
                number(result.errorNanos()),
                number(perSlot),
                number(bytes),
                number(bytesPerSlot),
                result.jdk());
    }

    private static String solve(JmhResult result, Map<String, Double> bounds) {
        double bestBound = bounds.get(instance(result));
        double ownBound = result.metric(BOUND).orElse(0);
        return row(
                instance(result),
                result.params().getOrDefault("solver", ""),
                milliseconds(result.nanos()),
                result.errorNanos().isPresent()
                        ? milliseconds(result.errorNanos().getAsDouble())
                        : number(OptionalDouble.empty()),
                number(result.metric("modelSlots")),
                percent(result, bestBound, true),
                percent(result, bestBound, false),
                percent(result, ownBound, true),
                percent(result, ownBound, false),
                result.jdk());
    }

    private static String instance(JmhResult result) {
        return result.params().getOrDefault("instance", "");
    }

    /** The largest bound that any solver has proven for an instance; a bound of 0 is none. */
    private static Map<String, Double> bestBounds(List<JmhResult> solves) {
        Map<String, Double> bounds = new TreeMap<>();
        solves.forEach(
                result -> bounds.merge(instance(result), result.metric(BOUND).orElse(0), Math::max));
        return bounds;
    }

    private static String percent(JmhResult result, double bound, boolean ofCost) {
        if (bound == 0) {
            return "–";
        }
        OptionalDouble allCloud = result.metric(ALL_CLOUD);
        if (allCloud.isEmpty() && !ofCost) {
            // Written before all-cloud was among the results: what was saved then is not what is saved now.
            return "–";
        }
        Gap gap = new Gap(Math.round(result.metric(COST).orElse(0)), Math.round(bound), Math.round(allCloud.orElse(0)));
        OptionalDouble share = ofCost ? OptionalDouble.of(gap.ofCost()) : gap.ofSavings();
        return share.isPresent() ? String.format(Locale.ROOT, "%.4f", 100 * share.getAsDouble()) : "–";
    }

    private static String milliseconds(double nanos) {
        return number(OptionalDouble.of(nanos / NANOS_PER_MILLISECOND));
    }

    private static String number(OptionalDouble value) {
        if (value.isEmpty()) {
            return "–";
        }
        double number = value.getAsDouble();
        return String.format(Locale.ROOT, Math.abs(number) < 1e6 ? "%.4g" : "%.3e", number);
    }

    private static String row(String... cells) {
        return "| " + String.join(" | ", cells) + " |";
    }
}

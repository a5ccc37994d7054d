package dev.berth.benchmarks.compare;

import dev.berth.benchmarks.instance.Instance;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.StringJoiner;

/**
 * One solver on one instance, beside what all of the run know of that instance.
 *
 * @param instance the problem
 * @param pressure demand over capacity
 * @param cloudOnlyNanoUnits cost of nothing at the edge
 * @param bestBoundNanoUnits the largest bound that any solver of the run has proven; empty where none has
 * @param solver name
 * @param outcome what it made of it
 */
record Row(
        Instance instance,
        double pressure,
        long cloudOnlyNanoUnits,
        OptionalLong bestBoundNanoUnits,
        String solver,
        Outcome outcome) {
    static final String HEADER = String.join(
            ",",
            "regime",
            "shape",
            "charging",
            "models",
            "slots",
            "seed",
            "demandOverCapacity",
            "solver",
            "solved",
            "runs",
            "medianSeconds",
            "leastSeconds",
            "nanosPerModelSlot",
            "costNanoUnits",
            "boundNanoUnits",
            "bestBoundNanoUnits",
            "cloudOnlyNanoUnits",
            "ownCostGap",
            "ownSavingsGap",
            "costGap",
            "savingsGap",
            "proven",
            "note");

    /** (cost - bound) / cost with the solver's own bound; empty where it has none. */
    String ownCostGap() {
        return costGap(outcome.boundNanoUnits());
    }

    /** (cost - bound) / cost with the best bound of the run: the plan is at most this share dearer than it need be. */
    String costGap() {
        return costGap(bestBoundNanoUnits);
    }

    /** (cost - bound) / (cloud-only - bound) with the solver's own bound: share of the savings that may be missed. */
    String ownSavingsGap() {
        return savingsGap(outcome.boundNanoUnits());
    }

    /** The same with the best bound of the run. */
    String savingsGap() {
        return savingsGap(bestBoundNanoUnits);
    }

    private String costGap(OptionalLong bound) {
        return bound.isPresent() ? share(outcome.costNanoUnits() - bound.getAsLong(), outcome.costNanoUnits()) : "";
    }

    private String savingsGap(OptionalLong bound) {
        return bound.isPresent()
                ? share(outcome.costNanoUnits() - bound.getAsLong(), cloudOnlyNanoUnits - bound.getAsLong())
                : "";
    }

    private String share(long part, long whole) {
        if (!outcome.solved()) {
            return "";
        }
        return part == 0 ? "0" : String.format(Locale.ROOT, "%.3g", (double) part / (double) whole);
    }

    String toCsv() {
        StringJoiner line = new StringJoiner(",");
        line.add(instance.regime().label()).add(instance.shape().label());
        line.add(instance.charging().label()).add(Integer.toString(instance.models()));
        line.add(Integer.toString(instance.slots())).add(Long.toString(instance.seed()));
        line.add(String.format(Locale.ROOT, "%.4g", pressure)).add(solver);
        line.add(Boolean.toString(outcome.solved()))
                .add(Integer.toString(outcome.seconds().size()));
        if (outcome.solved()) {
            double cells = (double) instance.models() * instance.slots();
            line.add(Double.toString(outcome.medianSeconds()))
                    .add(Double.toString(
                            outcome.seconds().stream().mapToDouble(s -> s).min().orElseThrow()))
                    .add(String.format(Locale.ROOT, "%.4g", outcome.medianSeconds() * 1e9 / cells))
                    .add(Long.toString(outcome.costNanoUnits()));
        } else {
            line.add("").add("").add("").add("");
        }
        line.add(text(outcome.boundNanoUnits())).add(text(bestBoundNanoUnits));
        line.add(Long.toString(cloudOnlyNanoUnits)).add(ownCostGap()).add(ownSavingsGap());
        line.add(costGap()).add(savingsGap()).add(Boolean.toString(outcome.proven()));
        return line.add('"' + outcome.note().replace('"', '\'') + '"').toString();
    }

    private static String text(OptionalLong value) {
        return value.isPresent() ? Long.toString(value.getAsLong()) : "";
    }
}

package dev.berth.benchmarks.compare;

import dev.berth.benchmarks.published.Publication;
import dev.berth.benchmarks.published.Solve;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.StringJoiner;

/**
 * One solver on one instance, beside what all of the run know of that instance.
 *
 * @param task the problem
 * @param pressure demand over capacity; no number where it is not known
 * @param allCloudNanoUnits cost were the cloud to serve every request
 * @param bestBoundNanoUnits the largest bound that any solver of the run has proven; empty where none has
 * @param solver name
 * @param outcome what it made of it
 */
record Row(
        Task task,
        double pressure,
        long allCloudNanoUnits,
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
            "allCloudNanoUnits",
            "ownCostGap",
            "ownSavingsGap",
            "costGap",
            "savingsGap",
            "proven",
            "note");

    /** {@link Gap#ofCost} with the solver's own bound; empty where it has none. */
    String ownCostGap() {
        return costGap(outcome.boundNanoUnits());
    }

    /** The same with the best bound of the run. */
    String costGap() {
        return costGap(bestBoundNanoUnits);
    }

    /** {@link Gap#ofSavings} with the solver's own bound; empty where it has none. */
    String ownSavingsGap() {
        return savingsGap(outcome.boundNanoUnits());
    }

    /** The same with the best bound of the run. */
    String savingsGap() {
        return savingsGap(bestBoundNanoUnits);
    }

    private String costGap(OptionalLong bound) {
        return gap(bound).map(gap -> share(gap.ofCost())).orElse("");
    }

    private String savingsGap(OptionalLong bound) {
        return gap(bound)
                .map(Gap::ofSavings)
                .filter(OptionalDouble::isPresent)
                .map(gap -> share(gap.getAsDouble()))
                .orElse("");
    }

    private Optional<Gap> gap(OptionalLong bound) {
        return outcome.solved() && bound.isPresent()
                ? Optional.of(new Gap(outcome.costNanoUnits(), bound.getAsLong(), allCloudNanoUnits))
                : Optional.empty();
    }

    private static String share(double share) {
        return share == 0 ? "0" : String.format(Locale.ROOT, "%.3g", share);
    }

    /** What is published of it. */
    Publication.Solved solved() {
        return new Publication.Solved(
                new Solve(
                        solver,
                        outcome.solved() ? outcome.costNanoUnits() : null,
                        outcome.boundNanoUnits().isPresent()
                                ? outcome.boundNanoUnits().getAsLong()
                                : null,
                        outcome.solved() ? outcome.medianSeconds() : null),
                plan());
    }

    private List<List<Integer>> plan() {
        List<List<Integer>> slots = new ArrayList<>();
        for (int begin = 0; begin < outcome.plan().length(); begin += task.models()) {
            slots.add(outcome.plan()
                    .substring(begin, begin + task.models())
                    .chars()
                    .mapToObj(digit -> digit - '0')
                    .toList());
        }
        return slots;
    }

    String toCsv() {
        StringJoiner line = new StringJoiner(",");
        task.cells().forEach(line::add);
        line.add(Double.isNaN(pressure) ? "" : String.format(Locale.ROOT, "%.4g", pressure))
                .add(solver);
        line.add(Boolean.toString(outcome.solved()))
                .add(Integer.toString(outcome.seconds().size()));
        if (outcome.solved()) {
            double cells = (double) task.models() * task.slots();
            line.add(Double.toString(outcome.medianSeconds()))
                    .add(Double.toString(
                            outcome.seconds().stream().mapToDouble(s -> s).min().orElseThrow()))
                    .add(String.format(Locale.ROOT, "%.4g", outcome.medianSeconds() * 1e9 / cells))
                    .add(Long.toString(outcome.costNanoUnits()));
        } else {
            line.add("").add("").add("").add("");
        }
        line.add(text(outcome.boundNanoUnits())).add(text(bestBoundNanoUnits));
        line.add(Long.toString(allCloudNanoUnits)).add(ownCostGap()).add(ownSavingsGap());
        line.add(costGap()).add(savingsGap()).add(Boolean.toString(outcome.proven()));
        return line.add('"' + outcome.note().replace('"', '\'') + '"').toString();
    }

    private static String text(OptionalLong value) {
        return value.isPresent() ? Long.toString(value.getAsLong()) : "";
    }
}

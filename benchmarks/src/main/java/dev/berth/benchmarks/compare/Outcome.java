package dev.berth.benchmarks.compare;

import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * What one solver made of one instance.
 *
 * @param solved whether there is a plan; where not, the note says why
 * @param seconds wall-clock of each timed solve, in order; empty where not solved
 * @param costNanoUnits cost of the plan by the slow evaluator, >= 0
 * @param boundNanoUnits what the solver has proven no plan to cost less than; empty where nothing
 * @param proven whether the solver calls its plan the cheapest
 * @param plan residencies of its plan as digits, the models of slot 0 first; empty where they were not asked for
 * @param note one line for people
 */
record Outcome(
        boolean solved,
        List<Double> seconds,
        long costNanoUnits,
        OptionalLong boundNanoUnits,
        boolean proven,
        String plan,
        String note) {
    private static final String NO_BOUND = "-";

    Outcome {
        seconds = List.copyOf(seconds);
        if (solved == seconds.isEmpty()) {
            throw new IllegalArgumentException("out of range: solved=" + solved + ", seconds=" + seconds
                    + ", expected times exactly where there is a plan");
        }
    }

    static Outcome none(String why) {
        return new Outcome(false, List.of(), 0, OptionalLong.empty(), false, "", why);
    }

    /** Median of the timed solves; the lower of the two in the middle where their number is even. */
    double medianSeconds() {
        return seconds.stream().sorted().toList().get((seconds.size() - 1) / 2);
    }

    /** One line without line breaks, read back by {@link #parse}. */
    String toLine() {
        String times = String.join(",", seconds.stream().map(String::valueOf).toList());
        String bound = boundNanoUnits.isPresent() ? Long.toString(boundNanoUnits.getAsLong()) : NO_BOUND;
        return String.join(
                "\t",
                Boolean.toString(solved),
                times,
                Long.toString(costNanoUnits),
                bound,
                Boolean.toString(proven),
                plan,
                note.replaceAll("\\s+", " "));
    }

    static Outcome parse(String line) {
        String[] words = line.split("\t", -1);
        return new Outcome(
                Boolean.parseBoolean(words[0]),
                Stream.of(words[1].split(","))
                        .filter(word -> !word.isEmpty())
                        .map(Double::valueOf)
                        .toList(),
                Long.parseLong(words[2]),
                words[3].equals(NO_BOUND) ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(words[3])),
                Boolean.parseBoolean(words[4]),
                words[5],
                words[6]);
    }
}

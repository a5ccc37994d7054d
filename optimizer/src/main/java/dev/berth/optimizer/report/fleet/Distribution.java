package dev.berth.optimizer.report.fleet;

import dev.berth.optimizer.document.FleetFolder.Server;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Function;

/** How a figure is distributed over servers: exact, from all of them. */
final class Distribution {
    private final double[] sorted;

    private Distribution(double[] sorted) {
        this.sorted = sorted;
    }

    /** @param figure of a server; empty where it has none, which then counts for nothing */
    static Distribution of(List<Server> servers, Function<Server, OptionalDouble> figure) {
        return new Distribution(servers.stream()
                .map(figure)
                .flatMapToDouble(OptionalDouble::stream)
                .sorted()
                .toArray());
    }

    static OptionalDouble some(long value) {
        return OptionalDouble.of((double) value);
    }

    /** Servers that have the figure. */
    int n() {
        return sorted.length;
    }

    /** The least value that so great a share of the servers does not pass: the nearest rank. */
    double at(double share) {
        int rank = (int) Math.ceil(share * sorted.length);
        return sorted[Math.max(0, rank - 1)];
    }

    /** A value and the share of the servers that do not pass it. */
    record Step(double value, double share) {}

    /**
     * Steps of the distribution, the least value among them at 0.
     *
     * @param most steps; with more servers those evenly among all
     */
    List<Step> steps(int most) {
        List<Step> steps = new ArrayList<>();
        if (sorted.length == 0) {
            return steps;
        }
        steps.add(new Step(sorted[0], 0));
        int count = Math.min(most, sorted.length);
        for (int step = 1; step <= count; step++) {
            int rank = (int) ((long) step * sorted.length / count);
            steps.add(new Step(sorted[rank - 1], (double) rank / sorted.length));
        }
        return steps;
    }
}

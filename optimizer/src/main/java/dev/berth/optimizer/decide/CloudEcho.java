package dev.berth.optimizer.decide;

import dev.berth.optimizer.problem.Service;
import dev.berth.optimizer.simulate.SimulationResult;
import dev.berth.record.Reading;
import dev.berth.text.Figures;
import java.util.List;
import java.util.TreeSet;

/** Says which percentiles of simulated delays are but the delay that is assumed for the cloud. */
final class CloudEcho {
    /** A percentile comes from a histogram of three digits. */
    private static final double SAME = 1e-3;

    private CloudEcho() {}

    /** One line for each such delay, in order; none where no percentile is one. */
    static List<String> notes(Servers servers, List<SimulationResult> results) {
        TreeSet<Long> cloudNanos = new TreeSet<>();
        servers.built()
                .forEach(server -> server.services().stream()
                        .map(Service::cloudNanos)
                        .filter(nanos -> nanos > 0)
                        .forEach(cloudNanos::add));
        return cloudNanos.stream()
                .filter(nanos -> results.stream()
                        .anyMatch(result -> is(result.delay().p95Nanos(), nanos)
                                || is(result.delay().p99Nanos(), nanos)))
                .map(nanos -> "a p95 or p99 of " + Figures.milliseconds(nanos)
                        + " ms only echoes the delay assumed for the cloud")
                .toList();
    }

    private static boolean is(Reading<Long> percentile, long cloudNanos) {
        return percentile
                .optional()
                .filter(nanos -> Math.abs((double) (nanos - cloudNanos)) <= SAME * (double) cloudNanos)
                .isPresent();
    }
}

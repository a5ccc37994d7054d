package dev.berth.optimizer.scenario;

import dev.berth.optimizer.workload.DemandGenerator;
import dev.berth.optimizer.workload.Gaps;
import dev.berth.optimizer.workload.TraceFile;
import java.nio.file.Path;
import java.util.Arrays;

/** Where expected requests come from. */
public sealed interface Demand {
    /**
     * Computed from few figures.
     *
     * @param generator the figures
     * @param gaps how requests come when they are drawn one by one
     */
    record Generated(DemandGenerator generator, Gaps gaps) implements Demand {}

    /** Rows in the scenario file itself: one a slot, one value a model in the dataset's order. */
    final class Matrix implements Demand {
        private final double[][] requests;
        private final String place;

        /** @param place file, line and key, for messages */
        Matrix(double[][] requests, String place) {
            this.requests = requests;
            this.place = place;
        }

        String place() {
            return place;
        }

        double[][] requests() {
            return Arrays.stream(requests).map(double[]::clone).toArray(double[][]::new);
        }
    }

    /**
     * A CSV file: a header with model names, one row of expected requests a slot.
     *
     * @param file resolved against the scenario file's folder
     * @param place file, line and key that name it, for messages
     */
    record Csv(Path file, String place) implements Demand {}

    /**
     * Counted in a recorded trace.
     *
     * @param trace its file, resolved against the scenario file's folder
     * @param place file, line and key that name that file, for messages
     */
    record Traced(TraceFile trace, String place) implements Demand {}
}

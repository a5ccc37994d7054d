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

        Matrix(double[][] requests) {
            this.requests = requests;
        }

        double[][] requests() {
            return Arrays.stream(requests).map(double[]::clone).toArray(double[][]::new);
        }
    }

    /**
     * A CSV file: a header with model names, one row of expected requests a slot.
     *
     * @param file resolved against the scenario file's folder
     */
    record Csv(Path file) implements Demand {}

    /**
     * Counted in a recorded trace.
     *
     * @param trace its file, resolved against the scenario file's folder
     */
    record Traced(TraceFile trace) implements Demand {}
}

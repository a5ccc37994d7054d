package dev.berth.optimizer.workload;

import dev.berth.record.BadInputException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * A trace read through once: how many requests of each model fall into each slot. Immutable; the file must not change
 * as long as this is used.
 */
public final class Trace {
    private static final double NANOS_PER_SECOND = 1e9;

    private final TraceFile file;
    private final List<String> models;
    private final Set<String> leftOut;
    private final long horizonNanos;
    private final double[][] counts;
    private final double meanWork;
    private final long requests;

    /**
     * Reads a trace as far as the slots go.
     *
     * @param models names, in the problem's order, at least one
     * @param leftOut names of models that the trace may have and that are skipped
     * @param slots T, >= 1
     * @param slotSeconds Δ, > 0
     * @throws BadInputException naming file and line of the first fault; also where no request falls into the slots
     */
    public Trace(TraceFile file, List<String> models, Set<String> leftOut, int slots, double slotSeconds) {
        this(file, models, leftOut, false, slots, slotSeconds);
    }

    private Trace(
            TraceFile file, List<String> models, Set<String> leftOut, boolean anyName, int slots, double slotSeconds) {
        this.file = file;
        this.models = List.copyOf(models);
        this.leftOut = Set.copyOf(leftOut);
        double slotNanos = slotSeconds * NANOS_PER_SECOND;
        horizonNanos = (long) (slots * slotNanos);
        counts = new double[slots][models.size()];
        long count = 0;
        double work = 0;
        try (TraceRequests cursor = new TraceRequests(file, this.models, this.leftOut, anyName, horizonNanos, 1)) {
            while (cursor.next()) {
                int slot = Math.min(slots - 1, (int) (cursor.arrivalNanos() / slotNanos));
                counts[slot][cursor.model()]++;
                work += cursor.rawWork();
                count++;
            }
            if (cursor.isEmpty()) {
                throw new BadInputException(file.file() + ": no requests below the header, expected one a line");
            }
        }
        if (count == 0) {
            throw new BadInputException(
                    file.file() + ": no request in the " + slots * slotSeconds + " s from " + file.startOffsetSeconds()
                            + " s after the first on, expected some; check the start and the scale");
        }
        requests = count;
        meanWork = file.format() instanceof TraceFile.Format.Azure2023 ? work / (double) count : 1;
    }

    /**
     * Reads a trace as far as the slots go, whatever models it names.
     *
     * @throws BadInputException as the constructor does
     */
    public static void check(TraceFile file, int slots, double slotSeconds) {
        new Trace(file, List.of("any"), Set.of(), true, slots, slotSeconds);
    }

    /** Requests that fall into the slots, >= 1. */
    public long requests() {
        return requests;
    }

    /** Requests of each slot, one value a model in each: a planner that expects these knows the trace beforehand. */
    public double[][] expectedRequests() {
        return Arrays.stream(counts).map(double[]::clone).toArray(double[][]::new);
    }

    /** The requests one by one, read from the file again. */
    public Requests open() {
        return new TraceRequests(file, models, leftOut, false, horizonNanos, meanWork);
    }
}

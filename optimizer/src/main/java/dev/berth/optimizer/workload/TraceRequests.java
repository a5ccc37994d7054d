package dev.berth.optimizer.workload;

import dev.berth.record.BadInputException;
import java.util.List;
import java.util.Set;

/** The requests of a trace that fall into the slots; streamed, in memory of one line. */
final class TraceRequests implements Requests {
    private static final int MAX_LINE_BYTES = 1 << 16;
    private static final double NANOS_PER_SECOND = 1e9;

    private final CsvLines lines;
    private final TraceRows rows;
    private final Timestamps timestamps = new Timestamps();
    private final double scale;
    private final double meanWork;
    private final long offsetNanos;
    private final long horizonNanos;

    /** What each model has left over of its requests, in requests. */
    private final double[] owed;

    private boolean begun;
    private boolean ended;
    private boolean iso;
    private long startNanos;
    private long lastNanos;
    private int model;

    /**
     * Stands before the first request.
     *
     * @param leftOut names of models that the trace may have and that are skipped
     * @param anyName whether every other name stands for the first model
     * @param horizonNanos end of the last slot; what comes later is left out
     * @param meanWork what the work of a line is divided by
     */
    TraceRequests(
            TraceFile trace,
            List<String> models,
            Set<String> leftOut,
            boolean anyName,
            long horizonNanos,
            double meanWork) {
        scale = trace.scale();
        this.meanWork = meanWork;
        offsetNanos = (long) (trace.startOffsetSeconds() * NANOS_PER_SECOND);
        this.horizonNanos = horizonNanos;
        owed = new double[models.size()];
        lines = new CsvLines(trace.file(), MAX_LINE_BYTES);
        try {
            if (!lines.next()) {
                throw new BadInputException(trace.file() + ": empty, expected a header and one request a line");
            }
            rows = trace.format() instanceof TraceFile.Format.Azure2023 azure
                    ? new AzureRows(lines, azure, models.size())
                    : new NamedRows(lines, models, leftOut, anyName);
        } catch (BadInputException e) {
            lines.close();
            throw e;
        }
    }

    @Override
    public boolean next() {
        if (owed[model] >= 1) {
            owed[model]--;
            return true;
        }
        while (!ended && lines.next()) {
            readTimestamp();
            if (arrivalNanos() >= horizonNanos) {
                break;
            }
            // Every line is taken, so that what is drawn for it does not depend on where slot 0 begins.
            boolean wanted = rows.take(lines);
            if (wanted && arrivalNanos() >= 0) {
                model = rows.model();
                owed[model] += scale;
                if (owed[model] >= 1) {
                    owed[model]--;
                    return true;
                }
            }
        }
        ended = true;
        return false;
    }

    /** Whether there was no line but the header. */
    boolean isEmpty() {
        return !begun;
    }

    private void readTimestamp() {
        int column = rows.timestampColumn();
        if (column >= lines.cells() || !timestamps.parse(lines.bytes(), lines.start(column), lines.end(column))) {
            throw lines.fault(
                    Math.min(column, lines.cells() - 1),
                    "a timestamp: seconds, or ISO-8601 such as 2023-11-16T18:15:46.680590Z");
        }
        if (!begun) {
            begun = true;
            iso = timestamps.isIso();
            startNanos = timestamps.nanos() + offsetNanos;
            lastNanos = timestamps.nanos();
        }
        if (timestamps.isIso() != iso) {
            throw lines.fault(column, "a timestamp of the same kind as in the lines before");
        }
        if (timestamps.nanos() < lastNanos) {
            throw lines.fault(column, "a timestamp not before that of the line before; sort the file by time");
        }
        lastNanos = timestamps.nanos();
    }

    @Override
    public long arrivalNanos() {
        return lastNanos - startNanos;
    }

    @Override
    public int model() {
        return model;
    }

    /** Work before it is divided by the mean. */
    double rawWork() {
        return rows.work();
    }

    @Override
    public double work() {
        return rows.work() / meanWork;
    }

    @Override
    public void close() {
        lines.close();
    }
}

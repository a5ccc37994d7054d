package dev.berth.optimizer.workload;

/**
 * Requests one by one, in order of arrival; a cursor that stands before the first one. Reading it allocates nothing per
 * request, so that workloads of any length are streamed. For one thread.
 */
public interface Requests extends AutoCloseable {
    /**
     * Moves to the next request.
     *
     * @return false at the end
     * @throws dev.berth.record.BadInputException where the source is a file and its next line is faulty or out of order
     */
    boolean next();

    /** Arrival of the request it stands at, in nanoseconds since the start of slot 0, >= 0, never falling. */
    long arrivalNanos();

    /** Index of the model that is asked for, as in the problem. */
    int model();

    /** Work of this request as a multiple of the model's mean request, finite and > 0; 1 where it is not known. */
    double work();

    @Override
    void close();
}

package dev.berth.predict;

import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * A method that predictions are held against; found by {@link java.util.ServiceLoader}, so that one that needs a large
 * library is there where its module is on the class path.
 */
public interface Opponent {
    /** In words, as the table has it. */
    String name();

    /**
     * Learns from models that were measured. The same models give the same function.
     *
     * @param works what their loads are made of
     * @param nanos their median delays, > 0, one a model
     * @return the predicted delay of a model in nanoseconds
     */
    ToDoubleFunction<Work> fit(List<Work> works, List<Double> nanos);
}

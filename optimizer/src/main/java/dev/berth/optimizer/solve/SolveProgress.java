package dev.berth.optimizer.solve;

import java.util.OptionalLong;

/**
 * How far a solve is.
 *
 * @param stage what is being done, for people
 * @param cost of the cheapest plan so far, nano-cost units; empty where there is none yet
 * @param bound no plan costs less, nano-cost units; empty where none is known
 * @param done parts of the stage that are done, 0 to {@code of}
 * @param of how many parts of about equal length the stage has; 0 where that is not known
 */
public record SolveProgress(String stage, OptionalLong cost, OptionalLong bound, int done, int of) {
    /** Of a stage of which no parts are known. */
    public SolveProgress(String stage, OptionalLong cost, OptionalLong bound) {
        this(stage, cost, bound, 0, 0);
    }

    static SolveProgress at(String stage) {
        return new SolveProgress(stage, OptionalLong.empty(), OptionalLong.empty());
    }

    SolveProgress part(int partsDone, int parts) {
        return new SolveProgress(stage, cost, bound, partsDone, parts);
    }
}

package dev.berth.optimizer.solve;

import java.util.OptionalLong;

/**
 * How far a solve is.
 *
 * @param stage what is being done, for people
 * @param cost of the cheapest plan so far, nano-cost units; empty where there is none yet
 * @param bound no plan costs less, nano-cost units; empty where none is known
 */
public record SolveProgress(String stage, OptionalLong cost, OptionalLong bound) {
    static SolveProgress at(String stage) {
        return new SolveProgress(stage, OptionalLong.empty(), OptionalLong.empty());
    }
}

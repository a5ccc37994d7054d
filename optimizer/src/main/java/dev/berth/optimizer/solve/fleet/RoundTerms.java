package dev.berth.optimizer.solve.fleet;

import dev.berth.optimizer.solve.Effort;
import dev.berth.optimizer.solve.SolveLimits;
import java.io.Serializable;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;

/**
 * What holds for each server in a round of prices.
 *
 * @param round from 1
 * @param prices of the whole link in each slot, nano-cost units, >= 0; empty where servers share nothing
 * @param linkBytesPerSlot bytes that all servers together may download in a slot, >= 0
 * @param steps that a server may use, >= 1
 * @param isAsked whether the steps hold for solvers that end by themselves too
 * @param gap of a server at which its solver stops, >= 0
 * @param nodesPerSlot as {@link SolveLimits#maxNodesPerSlot}
 * @param seed of solvers that draw at random
 * @param memoryBytes memory for the solve of a server, >= 1
 */
public record RoundTerms(
        int round,
        List<Double> prices,
        long linkBytesPerSlot,
        long steps,
        boolean isAsked,
        double gap,
        long nodesPerSlot,
        long seed,
        long memoryBytes)
        implements Serializable {
    /**
     * What the solve of one server may use.
     *
     * @param stop whether whoever asked wants no more work done
     */
    Effort effort(BooleanSupplier stop) {
        SolveLimits limits = new SolveLimits(
                memoryBytes,
                nodesPerSlot,
                seed,
                isAsked ? OptionalLong.of(steps) : OptionalLong.empty(),
                OptionalDouble.of(gap));
        return new Effort(limits, progress -> {}, stop).sidePart(steps, gap);
    }

    /**
     * What making plans keep a link may use, of a block together.
     *
     * @param stop whether whoever asked wants no more work done
     */
    public Effort keeping(BooleanSupplier stop) {
        return new Effort(new SolveLimits(memoryBytes, nodesPerSlot), progress -> {}, stop)
                .sidePart(Long.MAX_VALUE, gap);
    }

    double[] priceArray() {
        return prices.stream().mapToDouble(Double::doubleValue).toArray();
    }
}

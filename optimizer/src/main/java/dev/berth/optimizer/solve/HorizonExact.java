package dev.berth.optimizer.solve;

import dev.berth.optimizer.cost.Limits;
import dev.berth.optimizer.problem.Plan;
import dev.berth.optimizer.problem.Problem;
import java.util.Optional;

/**
 * The cheapest plan over all slots, by dynamic programming over the feasible joint states.
 *
 * <p>Where each model's own cheapest path keeps the limits together with the others', that is the plan.
 *
 * <p>Lowering costs nothing and keeps every limit, so a move from joint state a to b may go down to what both have in
 * common and up from there without leaving the feasible states, and both halves one model at a time. One sweep down and
 * one sweep up per model and slot therefore find the cheapest predecessor of every state.
 *
 * <p>No back-pointers are kept: the cost rows of every k-th slot are, the rows between are computed again on the way
 * back, and the predecessor of the one state that the plan goes through is the first whose cost and move add up to the
 * unit. k is 1 where all rows fit into the memory allowed.
 */
final class HorizonExact implements Solver {
    @Override
    public String name() {
        return "horizon-exact";
    }

    @Override
    public boolean exact() {
        return true;
    }

    /** The optimum where no limit binds, for any number of models; else nothing. */
    static Optional<Solution> unlimited(Problem problem) {
        Plan apart = new Plan(problem.models(), PathImprovement.unlimited(problem));
        return Limits.broken(problem, apart).isEmpty()
                ? Optional.of(Solution.optimal(problem, apart, "no limit binds: each model's cheapest path"))
                : Optional.empty();
    }

    @Override
    public Solution solve(Problem problem, SolveLimits limits) {
        return unlimited(problem).orElseGet(() -> limited(problem, limits));
    }

    /** The optimum, without looking whether any limit binds. */
    Solution limited(Problem problem, SolveLimits limits) {
        if (problem.models() > JointStates.MAX_MODELS) {
            throw new TooLargeException(name() + ": " + problem.models() + " models, expected at most "
                    + JointStates.MAX_MODELS + "; use slot-exact");
        }
        long maxStates = Math.min(limits.maxMemoryBytes() / Long.BYTES, Integer.MAX_VALUE - 8);
        JointStates.Size size = JointStates.size(problem, maxStates);
        int stride = stride(problem.slots(), size, limits.maxMemoryBytes());
        if (size.states() > maxStates || stride == 0) {
            throw new TooLargeException(tooLarge(problem, size, limits, maxStates));
        }
        String note = size.states() + " feasible joint states, " + megabytes(memoryBytes(problem.slots(), size, stride))
                + " MB";
        JointStates states = new JointStates(problem, size);
        return Solution.optimal(problem, new HorizonSweep(problem, states, stride).plan(), note);
    }

    private String tooLarge(Problem problem, JointStates.Size size, SolveLimits limits, long maxStates) {
        String need = size.states() > maxStates
                ? "more than " + maxStates + " feasible joint states"
                : size.states() + " feasible joint states, at least "
                        + megabytes(memoryBytes(problem.slots(), size, squareRoot(problem.slots()))) + " MB";
        return name() + ": " + problem.models() + " models have " + need + ", the limit is "
                + megabytes(limits.maxMemoryBytes()) + " MB; use slot-exact, or allow more memory (java -Xmx)";
    }

    private static long megabytes(long bytes) {
        return (bytes + 999_999) / 1_000_000;
    }

    private static int squareRoot(int slots) {
        return (int) Math.ceil(Math.sqrt(slots));
    }

    /** Memory of states, moves, kept rows and the rows of one stretch between kept ones. */
    private static long memoryBytes(int slots, JointStates.Size size, int stride) {
        long kept = ((long) slots + stride - 1) / stride;
        long rows = kept + (stride - 1) + 1;
        return size.bytes() + rows * size.states() * Long.BYTES;
    }

    /** Smallest k that fits the memory; 0 where none does. */
    private static int stride(int slots, JointStates.Size size, long maxMemoryBytes) {
        for (int stride = 1; stride <= squareRoot(slots); stride++) {
            if (memoryBytes(slots, size, stride) <= maxMemoryBytes) {
                return stride;
            }
        }
        return 0;
    }
}

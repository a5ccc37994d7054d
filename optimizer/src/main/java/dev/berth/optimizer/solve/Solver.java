package dev.berth.optimizer.solve;

import dev.berth.optimizer.problem.Problem;

/** A way to find a plan; stateless, the same problem and limits give the same plan. */
public interface Solver {
    /** Name on the command line and in files. */
    String name();

    /** What it does, in a sentence or two of Markdown: the row that README has of it. */
    String description();

    /** Whether every plan it returns is the cheapest there is over all slots. */
    boolean exact();

    /** Whether what it returns tells what no plan costs less than. */
    default boolean knowsBound() {
        return exact();
    }

    /**
     * Finds a plan that keeps every limit of the problem. There always is one: nothing but what is pinned. All-cloud
     * alone, which all others are held against, keeps not even that.
     *
     * @throws TooLargeException where the problem needs more than the limits allow; nothing large was allocated
     */
    Solution solve(Problem problem, SolveLimits limits);

    /** The same; what is used is counted, and who asked for it is told how far it is. */
    default Solution solve(Problem problem, Effort effort) {
        return solve(problem, effort.limits());
    }
}

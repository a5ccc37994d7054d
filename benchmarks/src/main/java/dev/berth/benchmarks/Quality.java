package dev.berth.benchmarks;

import dev.berth.optimizer.solve.Solution;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** What a solve came to, in JMH's result beside its time; set anew by every solve, all in nano-cost units. */
@AuxCounters(AuxCounters.Type.EVENTS)
@State(Scope.Thread)
public class Quality {
    /** Cost of the plan, by the slow evaluator. */
    public long costNanoUnits;

    /** What no plan costs less than, as far as the solver has proven; 0 where nothing, which is true of every plan. */
    public long boundNanoUnits;

    /** Cost were the cloud to serve every request. */
    public long allCloudNanoUnits;

    void set(Solution solution, long allCloud) {
        costNanoUnits = solution.cost().total();
        boundNanoUnits = solution.bound().orElse(0);
        allCloudNanoUnits = allCloud;
    }
}

package dev.berth.benchmarks.foresight;

import dev.berth.optimizer.policy.Policy;
import dev.berth.optimizer.policy.PolicyPlan;
import dev.berth.optimizer.policy.ServerTerms;
import dev.berth.optimizer.problem.Plan;
import dev.berth.optimizer.problem.Problem;
import dev.berth.optimizer.workload.Requests;

/**
 * One server and the requests it gets: solvers see them counted, slot by slot; policies see them one by one.
 *
 * @param problem its demand is the counts of the requests
 * @param terms of its server
 * @param requests the requests
 */
record Case(Problem problem, ServerTerms terms, RequestLog requests) {
    /** What a policy keeps, slot by slot, having seen the slots before. */
    Plan follow(Policy policy, long seed) {
        try (Requests opened = requests.open()) {
            return PolicyPlan.of(policy, terms, opened, problem.slots(), seed);
        }
    }
}

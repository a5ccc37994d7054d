package dev.berth.benchmarks.foresight;

import dev.berth.optimizer.policy.Policies;
import dev.berth.optimizer.policy.Policy;
import dev.berth.optimizer.policy.PolicyPlan;
import dev.berth.optimizer.policy.ServerTerms;
import dev.berth.optimizer.problem.Plan;
import dev.berth.optimizer.problem.Problem;
import dev.berth.optimizer.problem.Service;
import dev.berth.optimizer.simulate.Delays;
import dev.berth.optimizer.simulate.EdgeServer;
import dev.berth.optimizer.simulate.SimulatedModel;
import dev.berth.optimizer.simulate.Simulation;
import dev.berth.optimizer.simulate.SimulationResult;
import dev.berth.optimizer.simulate.Site;
import dev.berth.optimizer.workload.Requests;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;

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

    /**
     * What a plan costs when the requests come one by one, in nano-cost units; delays are those that are planned with.
     */
    long simulated(Plan plan, long seed) {
        return simulated(Policies.following("plan", plan), seed);
    }

    /**
     * What a policy really costs, moves within slots and requests that wait for them included. The device serves all
     * requests at once, as planners assume: with as many as the instances have, they would queue without end.
     */
    long simulated(Policy policy, long seed) {
        EdgeServer server = EdgeServer.of(terms, problem.slots(), delays(Service::preloadNanos), delays(service -> 0));
        Site site = new Site(server, drawn -> requests.open());
        SimulationResult result = new Simulation(List.of(site), Optional.empty(), 1, seed, 1)
                .of(policy.name(), List.of(policy))
                .all();
        double inferenceNanos = 0;
        for (int model = 0; model < terms.models(); model++) {
            SimulatedModel simulated = result.models().get(model);
            long served = simulated.delay().n() - simulated.servedByCloud();
            inferenceNanos += (double) served * (double) terms.service(model).inferenceNanos();
        }
        return Math.round(result.totalNanoCost().mean() + terms.prices().delayPerSecond() * inferenceNanos);
    }

    private List<Delays> delays(ToLongFunction<Service> delay) {
        return IntStream.range(0, terms.models())
                .mapToObj(model -> Delays.constant(delay.applyAsLong(terms.service(model))))
                .toList();
    }
}

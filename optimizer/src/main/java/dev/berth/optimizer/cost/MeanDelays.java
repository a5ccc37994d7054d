package dev.berth.optimizer.cost;

import dev.berth.optimizer.problem.Fleet;
import dev.berth.optimizer.problem.Plan;
import dev.berth.optimizer.problem.Problem;
import java.util.ArrayList;
import java.util.List;

/**
 * What requests are expected to wait under plans in the mean over all slots: those of each server of a fleet, or of
 * each service of a server by itself. Groups without requests are left out. Slow and obvious.
 *
 * @param groups in the order of servers, or of services
 */
public record MeanDelays(List<Group> groups) {
    /**
     * Requests that have a mean of their own.
     *
     * @param name of the server or service
     * @param requests expected in all slots, > 0
     * @param seconds mean that one of them waits, >= 0
     */
    public record Group(String name, double requests, double seconds) {}

    public MeanDelays {
        groups = List.copyOf(groups);
    }

    /**
     * Of plans.
     *
     * @param plans one a server
     */
    public static MeanDelays of(Fleet fleet, List<Plan> plans) {
        List<Group> groups = new ArrayList<>();
        for (int server = 0; server < plans.size(); server++) {
            Problem problem = fleet.servers().get(server);
            if (fleet.isAlone()) {
                for (int model = 0; model < problem.models(); model++) {
                    add(groups, problem.names().get(model), problem, plans.get(server), model, model + 1);
                }
            } else {
                add(groups, fleet.names().get(server), problem, plans.get(server), 0, problem.models());
            }
        }
        return new MeanDelays(groups);
    }

    private static void add(List<Group> groups, String name, Problem problem, Plan plan, int from, int to) {
        double requests = 0;
        double waited = 0;
        for (int slot = 0; slot < problem.slots(); slot++) {
            for (int model = from; model < to; model++) {
                double expected = problem.expectedRequests(slot, model);
                double seconds = plan.isAllCloud()
                        ? problem.cloudSeconds(model)
                        : problem.delaySeconds(slot, model, plan.indexAt(slot, model));
                requests += expected;
                waited += expected * seconds;
            }
        }
        if (requests > 0) {
            groups.add(new Group(name, requests, waited / requests));
        }
    }

    /** The group that waits longest, of equals the first; one without name or delay where there are no requests. */
    public Group worst() {
        Group worst = new Group("", 0, 0);
        for (Group group : groups) {
            worst = worst.requests() == 0 || group.seconds() > worst.seconds() ? group : worst;
        }
        return worst;
    }
}

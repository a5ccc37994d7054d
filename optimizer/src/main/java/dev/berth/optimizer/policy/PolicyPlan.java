package dev.berth.optimizer.policy;

import dev.berth.optimizer.problem.Plan;
import dev.berth.optimizer.workload.Requests;

/** What a policy keeps, slot by slot, so that it can be held against plans. */
public final class PolicyPlan {
    private PolicyPlan() {}

    /**
     * The residencies with which each slot begins, once the policy has seen the requests of all slots before.
     *
     * @param requests stands before the first one; read to the end of the last slot, not closed
     * @param slots number of slots, >= 1
     */
    public static Plan of(Policy policy, ServerTerms terms, Requests requests, int slots, long seed) {
        if (!policy.servesAtEdge()) {
            return Plan.allCloud(slots, terms.models());
        }
        Berths berths = Berths.initial(terms, (model, from, to) -> {});
        Policy.Run run = policy.start(terms, berths, seed);
        byte[] modes = new byte[Math.multiplyExact(slots, terms.models())];
        boolean more = requests.next();
        for (int slot = 0; slot < slots; slot++) {
            berths.slotBegins(slot);
            run.slotBegins(slot);
            for (int model = 0; model < terms.models(); model++) {
                modes[slot * terms.models() + model] = (byte) berths.modeAt(model);
            }
            while (more && requests.arrivalNanos() < (slot + 1) * terms.slotNanos()) {
                run.requested(requests.model(), requests.arrivalNanos());
                more = requests.next();
            }
        }
        return new Plan(terms.models(), modes);
    }
}

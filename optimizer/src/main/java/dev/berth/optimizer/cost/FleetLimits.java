package dev.berth.optimizer.cost;

import dev.berth.optimizer.problem.Fleet;
import dev.berth.optimizer.problem.Plan;
import dev.berth.optimizer.problem.Problem;
import dev.berth.optimizer.problem.Residency;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Whether the plans of a fleet's servers keep their own limits and that of the shared backhaul; slow and obvious. */
public final class FleetLimits {
    private FleetLimits() {}

    /**
     * The first limit that the plans break, in words; empty where they keep all.
     *
     * @param plans one a server
     * @throws IllegalArgumentException where a plan has another shape than its server's problem
     */
    public static Optional<String> broken(Fleet fleet, List<Plan> plans) {
        for (int server = 0; server < plans.size(); server++) {
            Optional<String> fault = Limits.broken(fleet.servers().get(server), plans.get(server));
            if (fault.isPresent()) {
                return Optional.of("server " + fleet.names().get(server) + ": " + fault.get());
            }
        }
        List<Integer> overloaded = overloadedSlots(fleet, plans);
        return overloaded.isEmpty()
                ? Optional.empty()
                : Optional.of("slot " + overloaded.get(0) + ": more downloads than the shared backhaul carries");
    }

    /** Slots in which plans download more than the shared backhaul carries, in order. */
    public static List<Integer> overloadedSlots(Fleet fleet, List<Plan> plans) {
        List<Integer> overloaded = new ArrayList<>();
        for (int slot = 0; slot < fleet.slots(); slot++) {
            long left = fleet.backhaulBytesPerSlot();
            for (int server = 0; server < plans.size() && left >= 0; server++) {
                left = less(left, fleet.servers().get(server), plans.get(server), slot);
            }
            if (left < 0) {
                overloaded.add(slot);
            }
        }
        return overloaded;
    }

    /** What downloads of a server leave of the backhaul; below 0, and no further, where they take more. */
    private static long less(long backhaul, Problem problem, Plan plan, int slot) {
        long left = backhaul;
        for (int model = 0; model < problem.models() && left >= 0; model++) {
            Residency before = slot == 0 ? problem.initial(model) : plan.at(slot - 1, model);
            boolean downloaded = before == Residency.ABSENT && plan.at(slot, model) != Residency.ABSENT;
            left -= downloaded ? problem.storageBytes(model) : 0;
        }
        return left;
    }
}

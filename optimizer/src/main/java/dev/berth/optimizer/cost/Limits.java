package dev.berth.optimizer.cost;

import dev.berth.optimizer.problem.Fleet;
import dev.berth.optimizer.problem.Plan;
import dev.berth.optimizer.problem.Problem;
import dev.berth.optimizer.problem.Resource;
import dev.berth.optimizer.problem.SharedParts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Whether plans keep the limits of their servers and of what these share; slow and obvious. */
public final class Limits {
    private Limits() {}

    /**
     * The first limit that a plan breaks, in words; empty where it keeps all. A server that is not used
     * ({@link Plan#isAllCloud}) is held to none.
     *
     * @throws IllegalArgumentException where the plan has another shape than the problem
     */
    public static Optional<String> broken(Problem problem, Plan plan) {
        PlanCost.requireShape(problem, plan);
        if (problem.sharedParts().isPresent()) {
            SharedParts parts = problem.sharedParts().get();
            return broken(parts.apart(), parts.whole(plan));
        }
        if (plan.isAllCloud()) {
            return Optional.empty();
        }
        for (int slot = 0; slot < problem.slots(); slot++) {
            Optional<String> fault = brokenIn(problem, plan, slot);
            if (fault.isPresent()) {
                return fault;
            }
        }
        return Optional.empty();
    }

    /**
     * The first limit that the plans break, in words; empty where they keep all.
     *
     * @param plans one a server
     * @throws IllegalArgumentException where a plan has another shape than its server's problem
     */
    public static Optional<String> broken(Fleet fleet, List<Plan> plans) {
        for (int server = 0; server < plans.size(); server++) {
            Optional<String> fault = broken(fleet.servers().get(server), plans.get(server));
            if (fault.isPresent()) {
                return fleet.isAlone()
                        ? fault
                        : Optional.of("server " + fleet.names().get(server) + ": " + fault.get());
            }
        }
        for (Fleet.Shared link : fleet.links()) {
            List<Integer> overloaded = overloadedSlots(fleet, link, plans);
            if (!overloaded.isEmpty()) {
                return Optional.of(
                        "slot " + overloaded.get(0) + ": more downloads than the shared " + link.name() + " carries");
            }
        }
        return Optional.empty();
    }

    /** What a plan takes of a resource in the slot that takes most; parts that services share count once. */
    public static long mostUsed(Problem problem, Plan plan, Resource resource) {
        PlanCost.requireShape(problem, plan);
        if (problem.sharedParts().isPresent()) {
            SharedParts parts = problem.sharedParts().get();
            return mostUsed(parts.apart(), parts.whole(plan), resource);
        }
        long most = 0;
        for (int slot = 0; slot < problem.slots(); slot++) {
            long used = 0;
            for (int model = 0; model < problem.models(); model++) {
                used += resource.use(problem.mode(model, plan.indexAt(slot, model)));
            }
            most = Math.max(most, used);
        }
        return most;
    }

    /** Slots in which plans download more than a shared link carries, in order. */
    private static List<Integer> overloadedSlots(Fleet fleet, Fleet.Shared link, List<Plan> plans) {
        List<Integer> overloaded = new ArrayList<>();
        for (int slot = 0; slot < fleet.slots(); slot++) {
            long left = link.bytesPerSlot();
            for (int server = 0; server < plans.size() && left >= 0; server++) {
                left = less(left, fleet, link, server, plans.get(server), slot);
            }
            if (left < 0) {
                overloaded.add(slot);
            }
        }
        return overloaded;
    }

    /** What downloads of a server leave of a link; below 0, and no further, where they take more. */
    private static long less(long carried, Fleet fleet, Fleet.Shared link, int server, Plan plan, int slot) {
        Problem problem = fleet.servers().get(server);
        long left = carried;
        for (int model = 0; model < problem.models() && left >= 0; model++) {
            int before = slot == 0 ? problem.initialMode(model) : plan.indexAt(slot - 1, model);
            left -= link.carried(server, problem.transferBytes(model, before, plan.indexAt(slot, model)));
        }
        return left;
    }

    private static Optional<String> brokenIn(Problem problem, Plan plan, int slot) {
        long[] left = new long[Resource.COUNT];
        for (Resource resource : Resource.values()) {
            left[resource.index()] = resource.limit(problem.capacity()).orElse(0);
        }
        for (int model = 0; model < problem.models(); model++) {
            int mode = plan.indexAt(slot, model);
            int before = slot == 0 ? problem.initialMode(model) : plan.indexAt(slot - 1, model);
            if (mode < problem.lowest(model) || mode > problem.highest(model)) {
                return Optional.of(outOfBounds(problem, slot, model, mode));
            }
            if (problem.switchingCost(slot, model, before, mode) >= Problem.NEVER) {
                return Optional.of("slot " + slot + ": model " + problem.names().get(model) + " cannot go from "
                        + problem.mode(model, before).name() + " to "
                        + problem.mode(model, mode).name());
            }
            if (!problem.isLetThrough(slot, model, mode)) {
                return Optional.of("slot " + slot + ": model "
                        + problem.names().get(model) + " is "
                        + problem.mode(model, mode).name() + ", which would pass more requests on than may be");
            }
            for (Resource resource : Resource.values()) {
                // Checked after each model: a difference of two values >= 0 cannot overflow.
                left[resource.index()] -= problem.use(resource.index(), model, mode);
                if (left[resource.index()] < 0) {
                    return Optional.of("slot " + slot + ": more " + resource.label() + " than the server has");
                }
            }
        }
        return Optional.empty();
    }

    private static String outOfBounds(Problem problem, int slot, int model, int mode) {
        return "slot " + slot + ": model " + problem.names().get(model) + " is "
                + (mode < problem.modes(model) ? problem.mode(model, mode).name() : "in mode " + mode)
                + ", expected " + problem.mode(model, problem.lowest(model)).name() + " to "
                + problem.mode(model, problem.highest(model)).name();
    }
}

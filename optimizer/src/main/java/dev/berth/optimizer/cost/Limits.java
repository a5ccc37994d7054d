package dev.berth.optimizer.cost;

import dev.berth.optimizer.problem.Capacity;
import dev.berth.optimizer.problem.Fleet;
import dev.berth.optimizer.problem.Plan;
import dev.berth.optimizer.problem.Problem;
import dev.berth.optimizer.problem.Residency;
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
        List<Integer> overloaded = overloadedSlots(fleet, plans);
        return overloaded.isEmpty()
                ? Optional.empty()
                : Optional.of("slot " + overloaded.get(0) + ": more downloads than the shared backhaul carries");
    }

    /** Slots in which plans download more than the shared backhaul carries, in order. */
    public static List<Integer> overloadedSlots(Fleet fleet, List<Plan> plans) {
        List<Integer> overloaded = new ArrayList<>();
        boolean shares = fleet.backhaulBytesPerSlot() < Long.MAX_VALUE;
        for (int slot = 0; shares && slot < fleet.slots(); slot++) {
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

    private static Optional<String> brokenIn(Problem problem, Plan plan, int slot) {
        Room room = new Room(problem.capacity());
        for (int model = 0; model < problem.models(); model++) {
            Residency residency = plan.at(slot, model);
            if (residency.index() < problem.lowest(model) || residency.index() > problem.highest(model)) {
                return Optional.of(outOfBounds(problem, slot, model, residency));
            }
            boolean stored = residency != Residency.ABSENT;
            boolean loaded = residency == Residency.LOADED;
            room.storage -= stored ? problem.storageBytes(model) : 0;
            room.memory -= loaded ? problem.memoryBytes(model) : 0;
            room.energy -= loaded && room.energyLimited ? problem.energyMillijoules(model) : 0;
            // Checked after each model: a difference of two values >= 0 cannot overflow.
            String over = room.over();
            if (!over.isEmpty()) {
                return Optional.of("slot " + slot + ": more " + over + " than the server has");
            }
        }
        return Optional.empty();
    }

    private static String outOfBounds(Problem problem, int slot, int model, Residency residency) {
        return "slot " + slot + ": model " + problem.names().get(model) + " is " + residency.label() + ", expected "
                + Residency.of(problem.lowest(model)).label() + " to "
                + Residency.of(problem.highest(model)).label();
    }

    private static final class Room {
        private final boolean energyLimited;
        private long storage;
        private long memory;
        private long energy;

        Room(Capacity capacity) {
            storage = capacity.storageBytes();
            memory = capacity.memoryBytes();
            energyLimited = capacity.energyMillijoules().isPresent();
            energy = capacity.energyMillijoules().orElse(0);
        }

        String over() {
            if (storage < 0) {
                return "storage";
            }
            if (memory < 0) {
                return "memory";
            }
            return energy < 0 ? "energy" : "";
        }
    }
}

package dev.berth.optimizer.cost;

import dev.berth.optimizer.problem.Capacity;
import dev.berth.optimizer.problem.Plan;
import dev.berth.optimizer.problem.Problem;
import dev.berth.optimizer.problem.Residency;
import java.util.Optional;

/** Whether a plan keeps the limits of its problem; slow and obvious. */
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

package dev.berth.optimizer.document;

import dev.berth.optimizer.problem.Plan;
import dev.berth.optimizer.problem.Residency;
import dev.berth.optimizer.problem.Service;
import java.util.ArrayList;
import java.util.List;

/**
 * One model and its residencies.
 *
 * @param name as in the dataset
 * @param storageBytes what it takes when stored or loaded
 * @param memoryBytes what it takes when loaded
 * @param transferNanos download over the backhaul
 * @param preloadNanos from storage into device memory
 * @param inferenceNanos one request
 * @param stretches slots of one residency, in order, without gaps
 */
public record ModelPlan(
        String name,
        long storageBytes,
        long memoryBytes,
        long transferNanos,
        long preloadNanos,
        long inferenceNanos,
        List<Stretch> stretches) {
    public ModelPlan {
        stretches = List.copyOf(stretches);
        long covered = 0;
        for (Stretch stretch : stretches) {
            if (stretch.fromSlot() != covered) {
                throw new IllegalArgumentException("out of range: a stretch of " + name + " begins at slot "
                        + stretch.fromSlot() + ", expected " + covered);
            }
            covered += stretch.slots();
        }
    }

    /**
     * Slots through which a residency lasts.
     *
     * @param fromSlot first slot, from 0
     * @param slots how many, >= 1
     * @param residency the residency
     */
    public record Stretch(int fromSlot, int slots, Residency residency) {
        public Stretch {
            if (fromSlot < 0 || slots < 1) {
                throw new IllegalArgumentException(
                        "out of range: fromSlot=" + fromSlot + ", slots=" + slots + ", expected >= 0 and >= 1");
            }
        }
    }

    /** Models of a plan, in its order. */
    public static List<ModelPlan> of(List<Service> services, Plan plan) {
        List<ModelPlan> models = new ArrayList<>();
        for (int model = 0; model < services.size(); model++) {
            Service service = services.get(model);
            models.add(new ModelPlan(
                    service.name(),
                    service.storageBytes(),
                    service.memoryBytes(),
                    service.transferNanos(),
                    service.preloadNanos(),
                    service.inferenceNanos(),
                    stretches(plan, model)));
        }
        return models;
    }

    private static List<Stretch> stretches(Plan plan, int model) {
        List<Stretch> stretches = new ArrayList<>();
        int from = 0;
        for (int slot = 1; slot <= plan.slots(); slot++) {
            Residency before = plan.at(slot - 1, model);
            if (slot == plan.slots() || plan.at(slot, model) != before) {
                stretches.add(new Stretch(from, slot - from, before));
                from = slot;
            }
        }
        return stretches;
    }

    /** Slots of all stretches together. */
    long slots() {
        return stretches.stream().mapToLong(Stretch::slots).sum();
    }
}

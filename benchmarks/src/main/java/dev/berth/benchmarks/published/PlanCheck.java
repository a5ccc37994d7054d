package dev.berth.benchmarks.published;

import java.util.List;
import java.util.Optional;

/** Costs and limits of a published plan, worked out from its file alone. */
final class PlanCheck {
    private PlanCheck() {}

    /** What is wrong with what a file says of its best plan; empty where all of it is right, or there is none. */
    static Optional<String> fault(InstanceFile file) {
        BestKnown best = file.best();
        if (best == null) {
            return Optional.empty();
        }
        Optional<String> broken = broken(file, best.plan());
        if (broken.isPresent()) {
            return broken;
        }
        long cost = cost(file, best.plan());
        return cost == best.planNanoCost()
                ? Optional.empty()
                : Optional.of("planNanoCost=" + best.planNanoCost() + ", expected " + cost + ", which the plan costs");
    }

    private static Optional<String> broken(InstanceFile file, List<List<Integer>> plan) {
        if (plan.size() != file.slots()) {
            return Optional.of("plan of " + plan.size() + " slots, expected " + file.slots());
        }
        for (int slot = 0; slot < file.slots(); slot++) {
            List<Integer> before = slot == 0 ? initial(file) : plan.get(slot - 1);
            Optional<String> broken = broken(file, slot, before, plan.get(slot));
            if (broken.isPresent()) {
                return broken;
            }
        }
        return Optional.empty();
    }

    private static Optional<String> broken(InstanceFile file, int slot, List<Integer> before, List<Integer> modes) {
        List<InstanceService> services = file.services();
        if (modes.size() != services.size()) {
            return Optional.of(
                    "slot " + slot + " of the plan with " + modes.size() + " modes, expected " + services.size());
        }
        long[] taken = new long[Amounts.NAMES.size()];
        for (int index = 0; index < modes.size(); index++) {
            InstanceService service = services.get(index);
            int mode = modes.get(index);
            if (mode < service.lowestMode() || mode > service.highestMode()) {
                return Optional.of("mode " + mode + " of " + service.name() + " in slot " + slot + ", expected "
                        + service.lowestMode() + " to " + service.highestMode());
            }
            if (service.switchingNanoCost().get(before.get(index)).get(mode) == null) {
                return Optional.of(service.name() + " moves from mode " + before.get(index) + " to " + mode
                        + " in slot " + slot + ", which cannot be");
            }
            for (int resource = 0; resource < taken.length; resource++) {
                taken[resource] = Math.addExact(
                        taken[resource], service.modes().get(mode).uses().get(resource));
            }
        }
        for (int resource = 0; resource < taken.length; resource++) {
            Long limit = file.limits().values().get(resource);
            if (limit != null && taken[resource] > limit) {
                return Optional.of(Amounts.NAMES.get(resource) + "=" + taken[resource] + " in slot " + slot
                        + ", expected at most " + limit);
            }
        }
        return Optional.empty();
    }

    private static long cost(InstanceFile file, List<List<Integer>> plan) {
        long cost = 0;
        List<Integer> before = initial(file);
        for (int slot = 0; slot < plan.size(); slot++) {
            for (int index = 0; index < before.size(); index++) {
                InstanceService service = file.services().get(index);
                int mode = plan.get(slot).get(index);
                cost = Math.addExact(
                        cost,
                        Math.addExact(
                                service.servingNanoCost().get(slot).get(mode),
                                service.switchingNanoCost()
                                        .get(before.get(index))
                                        .get(mode)));
            }
            before = plan.get(slot);
        }
        return cost;
    }

    private static List<Integer> initial(InstanceFile file) {
        return file.services().stream().map(InstanceService::initialMode).toList();
    }
}

package dev.berth.benchmarks.published;

import dev.berth.optimizer.problem.Problem;
import dev.berth.optimizer.problem.Residency;
import dev.berth.optimizer.problem.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** Problems of three residencies as instances of three modes. */
final class ProblemFile {
    private ProblemFile() {}

    /** The instance, of which nothing is known yet. */
    static InstanceFile of(String name, String about, Problem problem) {
        if (problem.hasTransferPrices()) {
            throw new IllegalArgumentException("transfer prices of single slots, expected none");
        }
        List<ModalService> services = new ArrayList<>();
        for (int model = 0; model < problem.models(); model++) {
            services.add(service(problem, model));
        }
        return new InstanceFile(
                InstanceFile.SCHEMA_VERSION, name, about, problem.slots(), limits(problem), services, null, List.of());
    }

    private static Amounts limits(Problem problem) {
        OptionalLong energy = problem.capacity().energyMillijoules();
        return new Amounts(
                problem.capacity().storageBytes(),
                null,
                problem.capacity().memoryBytes(),
                energy.isPresent() ? energy.getAsLong() : null,
                null);
    }

    private static ModalService service(Problem problem, int model) {
        List<Mode> modes = new ArrayList<>();
        List<List<Long>> switching = new ArrayList<>();
        for (Residency residency : Residency.values()) {
            modes.add(new Mode(
                    residency.label(),
                    taken(Resource.STORAGE, residency, problem.storageBytes(model)),
                    0,
                    taken(Resource.MEMORY, residency, problem.memoryBytes(model)),
                    taken(Resource.ENERGY, residency, problem.energyMillijoules(model)),
                    0));
            List<Long> row = new ArrayList<>();
            for (int to = 0; to < Residency.COUNT; to++) {
                row.add(problem.switchingCost(model, residency.index(), to));
            }
            switching.add(row);
        }
        List<List<Long>> serving = new ArrayList<>();
        for (int slot = 0; slot < problem.slots(); slot++) {
            List<Long> row = new ArrayList<>();
            for (int mode = 0; mode < Residency.COUNT; mode++) {
                row.add(problem.slotCost(slot, model, mode));
            }
            serving.add(row);
        }
        return new ModalService(
                problem.names().get(model),
                modes,
                problem.initial(model).index(),
                problem.lowest(model),
                problem.highest(model),
                serving,
                switching);
    }

    private static long taken(Resource resource, Residency residency, long use) {
        return residency.index() >= resource.from().index() ? use : 0;
    }
}

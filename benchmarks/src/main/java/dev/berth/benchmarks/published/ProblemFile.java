package dev.berth.benchmarks.published;

import dev.berth.optimizer.problem.Problem;
import dev.berth.optimizer.problem.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** Problems as instances. */
final class ProblemFile {
    private ProblemFile() {}

    /** The instance, of which nothing is known yet. */
    static InstanceFile of(String name, String about, Problem problem) {
        if (problem.switchingKinds() > 1) {
            throw new IllegalArgumentException("moves that cost more in some slots than in others, expected none");
        }
        List<ModalService> services = new ArrayList<>();
        for (int model = 0; model < problem.models(); model++) {
            services.add(service(problem, model));
        }
        return new InstanceFile(
                InstanceFile.SCHEMA_VERSION, name, about, problem.slots(), limits(problem), services, null, List.of());
    }

    private static Amounts limits(Problem problem) {
        return new Amounts(
                limit(problem, Resource.STORAGE),
                limit(problem, Resource.HOST_MEMORY),
                limit(problem, Resource.MEMORY),
                limit(problem, Resource.ENERGY),
                limit(problem, Resource.COMPUTE));
    }

    private static Long limit(Problem problem, Resource resource) {
        OptionalLong limit = resource.limit(problem.capacity());
        return limit.isPresent() ? limit.getAsLong() : null;
    }

    private static ModalService service(Problem problem, int model) {
        List<Mode> modes = new ArrayList<>();
        List<List<Long>> switching = new ArrayList<>();
        for (int from = 0; from < problem.modes(model); from++) {
            dev.berth.optimizer.problem.Mode mode = problem.mode(model, from);
            modes.add(new Mode(
                    mode.name(),
                    mode.storageBytes(),
                    mode.hostMemoryBytes(),
                    mode.memoryBytes(),
                    mode.energyMillijoules(),
                    mode.computePpm()));
            List<Long> row = new ArrayList<>();
            for (int to = 0; to < problem.modes(model); to++) {
                long cost = problem.switchingCost(model, from, to);
                row.add(cost >= Problem.NEVER ? null : cost);
            }
            switching.add(row);
        }
        List<List<Long>> serving = new ArrayList<>();
        for (int slot = 0; slot < problem.slots(); slot++) {
            List<Long> row = new ArrayList<>();
            for (int mode = 0; mode < problem.modes(model); mode++) {
                row.add(problem.slotCost(slot, model, mode));
            }
            serving.add(row);
        }
        return new ModalService(
                problem.names().get(model),
                modes,
                problem.initialMode(model),
                problem.lowest(model),
                problem.highest(model),
                serving,
                switching);
    }
}

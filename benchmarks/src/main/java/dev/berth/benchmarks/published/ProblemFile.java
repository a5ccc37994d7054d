package dev.berth.benchmarks.published;

import dev.berth.optimizer.problem.Capacity;
import dev.berth.optimizer.problem.ModalService;
import dev.berth.optimizer.problem.Mode;
import dev.berth.optimizer.problem.ModesBuilder;
import dev.berth.optimizer.problem.Problem;
import dev.berth.optimizer.problem.Residency;
import dev.berth.optimizer.problem.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** Problems as instances, and back. */
final class ProblemFile {
    private ProblemFile() {}

    /**
     * The instance, of which nothing is known yet.
     *
     * @param problem whose moves cost the same in every slot
     */
    static InstanceFile of(String name, String about, Problem problem) {
        if (problem.hasTransferPrices() || problem.switchingKinds() > 1) {
            throw new IllegalArgumentException(
                    "moves cost more in some slots than in others, expected the same in all");
        }
        List<InstanceService> services = new ArrayList<>();
        for (int service = 0; service < problem.models(); service++) {
            services.add(service(problem, service));
        }
        Capacity capacity = problem.capacity();
        Amounts limits = new Amounts(
                capacity.storageBytes(),
                orNull(capacity.hostMemoryBytes()),
                capacity.memoryBytes(),
                orNull(capacity.energyMillijoules()),
                orNull(capacity.computePpm()));
        return new InstanceFile(
                InstanceFile.SCHEMA_VERSION, name, about, problem.slots(), limits, services, null, List.of());
    }

    private static Long orNull(OptionalLong limit) {
        return limit.isPresent() ? limit.getAsLong() : null;
    }

    private static InstanceService service(Problem problem, int service) {
        List<InstanceMode> modes = new ArrayList<>();
        List<List<Long>> switching = new ArrayList<>();
        for (int mode = 0; mode < problem.modes(service); mode++) {
            modes.add(mode(problem.mode(service, mode)));
            List<Long> row = new ArrayList<>();
            for (int to = 0; to < problem.modes(service); to++) {
                long cost = problem.switchingCost(service, mode, to);
                row.add(cost >= Problem.NEVER ? null : cost);
            }
            switching.add(row);
        }
        List<List<Long>> serving = new ArrayList<>();
        for (int slot = 0; slot < problem.slots(); slot++) {
            List<Long> row = new ArrayList<>();
            for (int mode = 0; mode < problem.modes(service); mode++) {
                row.add(problem.slotCost(slot, service, mode));
            }
            serving.add(row);
        }
        return new InstanceService(
                problem.names().get(service),
                modes,
                problem.initialMode(service),
                problem.lowest(service),
                problem.highest(service),
                serving,
                switching);
    }

    private static InstanceMode mode(Mode mode) {
        return new InstanceMode(
                mode.name(),
                Resource.STORAGE.use(mode),
                Resource.HOST_MEMORY.use(mode),
                Resource.MEMORY.use(mode),
                Resource.ENERGY.use(mode),
                Resource.COMPUTE.use(mode));
    }

    /**
     * The problem of an instance; of its demand nothing is known but what slots cost.
     *
     * @throws dev.berth.record.BadInputException where it is none that solvers take
     */
    static Problem problem(InstanceFile file) {
        Amounts limits = file.limits();
        Capacity capacity = new Capacity(
                orMost(limits.storageBytes()),
                orMost(limits.deviceMemoryBytes()),
                optional(limits.energyMillijoules()),
                optional(limits.hostMemoryBytes()),
                optional(limits.computePpm()));
        ModesBuilder builder = new ModesBuilder(capacity, file.slots());
        file.services().forEach(service -> builder.add(modal(service)));
        return builder.build();
    }

    /** Storage and device memory have limits always: one that nothing reaches. */
    private static long orMost(Long limit) {
        return limit == null ? Long.MAX_VALUE : limit;
    }

    private static OptionalLong optional(Long limit) {
        return limit == null ? OptionalLong.empty() : OptionalLong.of(limit);
    }

    private static ModalService modal(InstanceService service) {
        List<Mode> modes = service.modes().stream()
                .map(mode -> new Mode(
                        mode.name(),
                        residency(mode),
                        mode.storageBytes(),
                        mode.deviceMemoryBytes(),
                        mode.energyMillijoules(),
                        mode.hostMemoryBytes(),
                        mode.computePpm()))
                .toList();
        return new ModalService(
                        service.name(), modes, table(service.servingNanoCost()), table(service.switchingNanoCost()))
                .initial(service.initialMode())
                .bounds(service.lowestMode(), service.highestMode());
    }

    /** What pictures show it as. */
    private static Residency residency(InstanceMode mode) {
        return mode.deviceMemoryBytes() > 0
                ? Residency.LOADED
                : mode.storageBytes() > 0 ? Residency.STORED : Residency.ABSENT;
    }

    private static long[][] table(List<List<Long>> rows) {
        return rows.stream()
                .map(row -> row.stream()
                        .mapToLong(cost -> cost == null ? Problem.NEVER : cost)
                        .toArray())
                .toArray(long[][]::new);
    }
}

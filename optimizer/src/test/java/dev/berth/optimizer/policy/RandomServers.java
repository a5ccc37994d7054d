package dev.berth.optimizer.policy;

import dev.berth.optimizer.problem.Capacity;
import dev.berth.optimizer.problem.Charging;
import dev.berth.optimizer.problem.Prices;
import dev.berth.optimizer.problem.Problem;
import dev.berth.optimizer.problem.ProblemBuilder;
import dev.berth.optimizer.problem.Residency;
import dev.berth.optimizer.problem.Service;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.SplittableRandom;

/** Seeded problems together with what they were built from; demand in whole requests. */
public final class RandomServers {
    /** Slots are long enough that every load ends well within one. */
    public static final long SLOT_NANOS = 14_400_000_000_000L;

    private static final long MEGABYTE = 1_000_000;
    private static final long MILLISECOND = 1_000_000;

    private RandomServers() {}

    /** A problem, its models and its prices. */
    public record Built(Problem problem, List<Service> services, Prices prices) {
        public Built {
            services = List.copyOf(services);
        }

        public ServerTerms terms() {
            return new ServerTerms(problem, services, prices);
        }
    }

    /**
     * Where {@code bounded}, some models may not be loaded, some must stay that are not there before slot 0, and more
     * may be wanted before slot 0 than fits.
     */
    public static Built next(long seed, int slots, int models, Charging charging, boolean bounded) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Service> services = new ArrayList<>();
        for (int model = 0; model < models; model++) {
            services.add(service(model, random));
        }
        Prices prices = new Prices(
                random.nextDouble() * 0.2, random.nextDouble(), random.nextDouble(), 0.01, random.nextDouble() * 0.1);
        double share = random.nextDouble(0.3, 1);
        Capacity capacity = new Capacity(
                (long) (share
                        * services.stream().mapToLong(Service::storageBytes).sum()),
                (long) (share
                        * services.stream().mapToLong(Service::memoryBytes).sum()
                        / 2),
                random.nextBoolean() ? OptionalLong.of(models * 1500L) : OptionalLong.empty());
        ProblemBuilder builder = new ProblemBuilder(capacity, prices, charging, SLOT_NANOS / 1e9);
        services.forEach(builder::add);
        builder.initial("model-0", Residency.LOADED);
        if (bounded) {
            builder.bounds("model-1", Residency.ABSENT, Residency.STORED);
            builder.bounds("model-2", Residency.ABSENT, Residency.ABSENT);
            pin(builder, services.get(3), capacity, 2);
            pin(builder, services.get(4), capacity, 3);
            builder.initial("model-1", Residency.LOADED)
                    .initial("model-2", Residency.LOADED)
                    .initial("model-4", Residency.STORED);
        }
        return new Built(builder.demand(demand(random, slots, models)).build(), services, prices);
    }

    /** Where it takes less than a part of the server; loaded where that is so of memory too. */
    private static void pin(ProblemBuilder builder, Service service, Capacity capacity, int parts) {
        if (service.storageBytes() > capacity.storageBytes() / parts) {
            return;
        }
        boolean loads = service.memoryBytes() <= capacity.memoryBytes() / parts
                && service.energyMillijoules() <= capacity.energyMillijoules().orElse(Long.MAX_VALUE) / parts;
        builder.bounds(service.name(), loads ? Residency.LOADED : Residency.STORED, Residency.LOADED);
    }

    private static Service service(int model, SplittableRandom random) {
        long storage = random.nextLong(1, 500) * MEGABYTE;
        return new Service(
                "model-" + model,
                storage,
                storage * 6 / 5,
                random.nextInt(4) * 1000L,
                random.nextLong(1, 60_000) * MILLISECOND,
                random.nextLong(1, 3000) * MILLISECOND,
                random.nextLong(1, 300) * MILLISECOND,
                random.nextLong(1, 20_000) * MILLISECOND);
    }

    private static double[][] demand(SplittableRandom random, int slots, int models) {
        double[][] demand = new double[slots][models];
        for (double[] row : demand) {
            for (int model = 0; model < models; model++) {
                row[model] = random.nextInt(3) == 0 ? 0 : random.nextInt(12);
            }
        }
        return demand;
    }
}

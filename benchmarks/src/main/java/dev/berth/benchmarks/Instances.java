package dev.berth.benchmarks;

import dev.berth.optimizer.problem.Capacity;
import dev.berth.optimizer.problem.Charging;
import dev.berth.optimizer.problem.Prices;
import dev.berth.optimizer.problem.Problem;
import dev.berth.optimizer.problem.ProblemBuilder;
import dev.berth.optimizer.problem.Service;
import dev.berth.optimizer.workload.DemandGenerator;
import java.util.OptionalLong;
import java.util.SplittableRandom;

/** Problems of the benchmarks: tight, 30 % of all storage and 25 % of all memory, demand that drifts. */
final class Instances {
    private static final long MEBIBYTE = 1L << 20;
    private static final double SLOT_SECONDS = 900;
    private static final double BACKHAUL_BYTES_PER_NANO = 0.125;
    private static final double PRELOAD_BYTES_PER_NANO = 2;

    private Instances() {}

    /** The same sizes and seed give the same problem. */
    static Problem tight(int slots, int models, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Service[] services = new Service[models];
        long storage = 0;
        long memory = 0;
        for (int model = 0; model < models; model++) {
            services[model] = service(model, random);
            storage += services[model].storageBytes();
            memory += services[model].memoryBytes();
        }
        ProblemBuilder builder = new ProblemBuilder(
                new Capacity(storage * 3 / 10, memory / 4, OptionalLong.empty()),
                new Prices(0.0005, 0.02, 0, 0.001, 0.01),
                Charging.BOTH,
                SLOT_SECONDS);
        for (Service service : services) {
            builder.add(service);
        }
        return builder.demand(new DemandGenerator(0.05 * models, 0.9, 4, 0.6, seed)
                        .expectedRequests(slots, models, SLOT_SECONDS))
                .build();
    }

    private static Service service(int model, SplittableRandom random) {
        // From 0.25 to 16 GiB, as many between 0.25 and 0.5 as between 8 and 16.
        long storageBytes = Math.round(256 * StrictMath.pow(2, 6 * random.nextDouble())) * MEBIBYTE;
        return new Service(
                "model-" + model,
                storageBytes,
                storageBytes + storageBytes / 10,
                0,
                Math.round((double) storageBytes / BACKHAUL_BYTES_PER_NANO),
                Math.round((double) storageBytes / PRELOAD_BYTES_PER_NANO),
                500_000_000,
                4_000_000_000L);
    }
}

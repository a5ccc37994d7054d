package dev.berth.optimizer.solve.learned.training;

import dev.berth.optimizer.problem.Capacity;
import dev.berth.optimizer.problem.Charging;
import dev.berth.optimizer.problem.Prices;
import dev.berth.optimizer.problem.Problem;
import dev.berth.optimizer.problem.ProblemBuilder;
import dev.berth.optimizer.problem.Residency;
import dev.berth.optimizer.problem.Service;
import dev.berth.optimizer.workload.DemandGenerator;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;

/**
 * Seeded servers small enough for {@code horizon-exact}, of all kinds: few or many requests, roomy or tight, cheap or
 * dear to switch, models with a copy in host memory or in two sizes, storage that changes every few slots. The same
 * seed gives the same problems on every JDK.
 */
final class TrainingProblems {
    private static final long MEBIBYTE = 1L << 20;
    private static final double BYTES_PER_GIBIBYTE = 1L << 30;
    private static final double NANO = 1e9;
    private static final double SMALLER = 0.5;
    private static final List<Charging> CHARGINGS = List.of(Charging.BOTH, Charging.PER_SWITCH, Charging.PER_REQUEST);

    private final SplittableRandom random;

    TrainingProblems(long seed) {
        random = new SplittableRandom(seed);
    }

    /** The next problem. */
    Problem next() {
        int models = random.nextInt(3, 10);
        int slots = random.nextInt(12, 41);
        double slotSeconds = List.of(300.0, 900.0, 3600.0).get(random.nextInt(3));
        boolean isPlain = random.nextInt(4) > 0;
        boolean hasEnergy = random.nextInt(5) == 0;
        double backhaul = log(0.03, 1);
        List<Service> services = new ArrayList<>();
        for (int model = 0; model < models; model++) {
            services.add(service("model-" + model, isPlain, hasEnergy, backhaul));
        }
        ProblemBuilder builder = new ProblemBuilder(
                        capacity(services, isPlain, hasEnergy), prices(), CHARGINGS.get(random.nextInt(3)), slotSeconds)
                .demand(demand(slots, models, slotSeconds))
                .storageEvery(random.nextInt(5) == 0 ? random.nextInt(2, 5) : 1);
        for (Service service : services) {
            builder.add(service).initial(service.name(), Residency.of(random.nextInt(4) == 0 ? 2 : 0));
        }
        return builder.build();
    }

    /** As many from 1 to 2 as from 2 to 4. */
    private double log(double least, double most) {
        return least * StrictMath.pow(most / least, random.nextDouble());
    }

    private Service service(String name, boolean isPlain, boolean hasEnergy, double bytesPerNano) {
        long bytes = Math.round(log(256, 16_384)) * MEBIBYTE;
        double preload = log(0.5, 4);
        long cloudNanos = Math.round(log(1, 8) * NANO);
        long inferenceNanos = Math.round(log(0.1, 0.9) * NANO);
        boolean isHosted = !isPlain && random.nextBoolean();
        Service.Part whole = part("large", bytes, hasEnergy, bytesPerNano, preload, isHosted);
        List<Service.Variant> variants = new ArrayList<>();
        variants.add(new Service.Variant("large", List.of(whole), List.of(new Service.Setting("", inferenceNanos, 1))));
        if (!isPlain && !isHosted) {
            long half = Math.round((double) bytes * SMALLER);
            variants.add(new Service.Variant(
                    "small",
                    List.of(part("small", half, hasEnergy, bytesPerNano, preload, false)),
                    List.of(new Service.Setting("", Math.round((double) inferenceNanos * SMALLER), 0.9))));
        }
        return new Service(name, cloudNanos, variants, Optional.empty());
    }

    private static Service.Part part(
            String name, long bytes, boolean hasEnergy, double bytesPerNano, double preload, boolean isHosted) {
        long transferNanos = Math.round((double) bytes / bytesPerNano);
        long preloadNanos = Math.round((double) bytes / preload);
        return new Service.Part(
                name,
                bytes,
                bytes + bytes / 10,
                hasEnergy ? Math.round((double) bytes / BYTES_PER_GIBIBYTE * 40_000) : 0,
                transferNanos,
                preloadNanos,
                isHosted
                        ? Optional.of(new Service.Hosting(bytes, preloadNanos, preloadNanos / 5, preloadNanos / 5))
                        : Optional.empty());
    }

    private Capacity capacity(List<Service> services, boolean isPlain, boolean hasEnergy) {
        double storage = 0;
        double energy = 0;
        for (Service service : services) {
            Service.Part part = service.variants().get(0).parts().get(0);
            storage += (double) part.storageBytes();
            energy += (double) part.energyMillijoules();
        }
        long storageBytes = (long) (storage * log(0.15, 1));
        long memoryBytes = (long) (storage * 1.1 * log(0.1, 1));
        return new Capacity(
                storageBytes,
                memoryBytes,
                hasEnergy ? OptionalLong.of((long) (energy * log(0.1, 0.6))) : OptionalLong.empty(),
                isPlain ? OptionalLong.empty() : OptionalLong.of((long) (storage * log(0.1, 1))),
                OptionalLong.empty());
    }

    private Prices prices() {
        return new Prices(
                log(0.0001, 0.005), log(0.004, 0.1), 0, 0.001, log(0.0005, 0.1), log(0.0005, 0.01), log(0.0001, 0.005));
    }

    private double[][] demand(int slots, int models, double slotSeconds) {
        double rate = log(0.003, 0.3) * models;
        double[][] requests = new DemandGenerator(
                        rate, log(0.4, 1.3), random.nextInt(5) * 2, random.nextDouble(), random.nextLong())
                .expectedRequests(slots, models, slotSeconds);
        boolean isBursty = random.nextBoolean();
        for (int model = 0; model < models && isBursty; model++) {
            boolean isBurst = random.nextInt(4) == 0;
            for (int slot = 0; slot < slots; slot++) {
                requests[slot][model] *= isBurst ? 3 : 0.3;
                isBurst = isBurst ? random.nextInt(8) > 0 : random.nextInt(24) == 0;
            }
        }
        return requests;
    }
}

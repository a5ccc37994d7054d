package dev.berth.benchmarks.foresight;

import dev.berth.optimizer.policy.ServerTerms;
import dev.berth.optimizer.problem.Capacity;
import dev.berth.optimizer.problem.Charging;
import dev.berth.optimizer.problem.Prices;
import dev.berth.optimizer.problem.Problem;
import dev.berth.optimizer.problem.ProblemBuilder;
import dev.berth.optimizer.problem.Service;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.SplittableRandom;

/**
 * A server for checkpoints of 2 to 7 GB. What differs from one real server to the next is drawn by the seed: how fast
 * backhaul and storage are, how far the cloud is, how much room there is, what room costs.
 */
final class SparseServer {
    private static final double DELAY_PER_SECOND = 0.001;
    private static final double GIBIBYTE = 1L << 30;
    private static final double NANOS_PER_SECOND = 1e9;
    private static final double INFERENCE_SECONDS = 5;

    /** Storage of a mean model over its memory, what each costs. */
    private static final double STORAGE_RENT = 0.1;

    private SparseServer() {}

    /**
     * A case.
     *
     * @param paybackSlots slots after which a model asked for as often as the mean has paid its load, rent apart
     */
    static Case make(RequestLog requests, int slots, int models, double slotSeconds, double paybackSlots, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double backhaulBytesPerSecond = between(random, 0.05e9, 0.5e9);
        double preloadBytesPerSecond = between(random, 0.2e9, 2e9);
        double cloudSeconds = INFERENCE_SECONDS + between(random, 5, 60);
        double storageShare = between(random, 0.15, 0.5);
        double memoryShare = between(random, 0.08, 0.3);
        double rent = between(random, 0.02, 0.5);
        List<Service> services = new ArrayList<>();
        double storage = 0;
        double rise = 0;
        for (int model = 0; model < models; model++) {
            double bytes = 2e9 + 5e9 * random.nextDouble();
            storage += bytes;
            rise += bytes / backhaulBytesPerSecond + bytes / preloadBytesPerSecond;
            services.add(new Service(
                    "checkpoint-" + model,
                    (long) bytes,
                    (long) (1.1 * bytes),
                    0,
                    (long) (bytes / backhaulBytesPerSecond * NANOS_PER_SECOND),
                    (long) (bytes / preloadBytesPerSecond * NANOS_PER_SECOND),
                    (long) (INFERENCE_SECONDS * NANOS_PER_SECOND),
                    (long) (cloudSeconds * NANOS_PER_SECOND)));
        }
        double[][] counts = requests.counts(slots, models, slotSeconds * NANOS_PER_SECOND);
        double mean = 0;
        for (double[] slot : counts) {
            for (double count : slot) {
                mean += count / slots / models;
            }
        }
        double saved = Math.max(mean, 1e-6) * (Math.min(cloudSeconds - INFERENCE_SECONDS, rise / models)) * DELAY_PER_SECOND;
        double memoryRent = rent * saved / (1.1 * storage / models / GIBIBYTE * slotSeconds / 3600);
        Prices prices = new Prices(
                STORAGE_RENT * memoryRent,
                memoryRent,
                0,
                DELAY_PER_SECOND,
                paybackSlots * saved / (rise / models));
        Capacity capacity = new Capacity(
                (long) (storageShare * storage), (long) (memoryShare * 1.1 * storage), OptionalLong.empty());
        ProblemBuilder builder = new ProblemBuilder(capacity, prices, Charging.BOTH, slotSeconds);
        services.forEach(builder::add);
        Problem problem = builder.demand(counts).build();
        return new Case(problem, new ServerTerms(problem, services, prices), requests);
    }

    /** Log-uniform. */
    static double between(SplittableRandom random, double least, double most) {
        return least * StrictMath.pow(most / least, random.nextDouble());
    }
}

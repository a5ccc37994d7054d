package dev.berth.benchmarks.foresight;

import dev.berth.optimizer.policy.ServerTerms;
import dev.berth.optimizer.problem.Capacity;
import dev.berth.optimizer.problem.Charging;
import dev.berth.optimizer.problem.Prices;
import dev.berth.optimizer.problem.Problem;
import dev.berth.optimizer.problem.ProblemBuilder;
import dev.berth.optimizer.problem.Service;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.SplittableRandom;

/**
 * A tight server for checkpoints of 2 to 7 GB. How fast backhaul and storage are, how far the cloud is, how much room
 * there is and what it costs is drawn by the seed.
 */
final class SparseServer {
    private static final double LEAST_BYTES = 2e9;
    private static final double MOST_BYTES = 7e9;
    private static final double MEMORY_OVER_STORAGE = 1.1;
    private static final double INFERENCE_SECONDS = 5;
    private static final double DELAY_PER_SECOND = 0.001;

    /** Price of storage over that of as much memory. */
    private static final double STORAGE_PRICE = 0.1;

    private static final double GIBIBYTE = 1L << 30;
    private static final double SECONDS_PER_HOUR = 3600;
    private static final double NANOS_PER_SECOND = 1e9;

    private SparseServer() {}

    /**
     * A server that gets given requests.
     *
     * @param paybackSlots slots after which a model asked for as often as the mean has paid its load, rent apart
     */
    static Case make(RequestLog requests, int slots, int models, double slotSeconds, double paybackSlots, long seed) {
        SplittableRandom random = new SplittableRandom(~seed);
        double backhaulBytesPerSecond = between(random, 0.05e9, 0.5e9);
        double preloadBytesPerSecond = between(random, 0.2e9, 2e9);
        double cloudSeconds = between(random, 5, 60);
        double storageShare = between(random, 0.15, 0.5);
        double memoryShare = between(random, 0.08, 0.3);
        double rent = between(random, 0.02, 0.5);
        double[] bytes = random.doubles(models, LEAST_BYTES, MOST_BYTES).toArray();
        double allBytes = Arrays.stream(bytes).sum();
        double riseSeconds = allBytes / models * (1 / backhaulBytesPerSecond + 1 / preloadBytesPerSecond);
        double[][] counts = requests.counts(slots, models, slotSeconds * NANOS_PER_SECOND);
        double savedPerSlot = mean(counts) * Math.min(cloudSeconds, riseSeconds) * DELAY_PER_SECOND;
        double memoryHours = MEMORY_OVER_STORAGE * allBytes / models / GIBIBYTE * slotSeconds / SECONDS_PER_HOUR;
        double memoryPrice = rent * savedPerSlot / memoryHours;
        Prices prices = new Prices(
                STORAGE_PRICE * memoryPrice,
                memoryPrice,
                0,
                DELAY_PER_SECOND,
                paybackSlots * savedPerSlot / riseSeconds);
        Capacity capacity = new Capacity(
                (long) (storageShare * allBytes),
                (long) (memoryShare * MEMORY_OVER_STORAGE * allBytes),
                OptionalLong.empty());
        ProblemBuilder builder = new ProblemBuilder(capacity, prices, Charging.BOTH, slotSeconds);
        List<Service> services = new ArrayList<>();
        for (double size : bytes) {
            services.add(new Service(
                    "checkpoint-" + services.size(),
                    (long) size,
                    (long) (MEMORY_OVER_STORAGE * size),
                    0,
                    (long) (size / backhaulBytesPerSecond * NANOS_PER_SECOND),
                    (long) (size / preloadBytesPerSecond * NANOS_PER_SECOND),
                    (long) (INFERENCE_SECONDS * NANOS_PER_SECOND),
                    (long) ((INFERENCE_SECONDS + cloudSeconds) * NANOS_PER_SECOND)));
        }
        services.forEach(builder::add);
        Problem problem = builder.demand(counts).build();
        return new Case(problem, new ServerTerms(problem, services, prices), requests);
    }

    /** Requests of a model in a slot; of no requests at all as if there were few. */
    private static double mean(double[][] counts) {
        double sum = Arrays.stream(counts).flatMapToDouble(Arrays::stream).sum();
        return Math.max(1, sum) / counts.length / counts[0].length;
    }

    /** Log-uniform. */
    static double between(SplittableRandom random, double least, double most) {
        return least * StrictMath.pow(most / least, random.nextDouble());
    }
}

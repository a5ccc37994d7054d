package dev.berth.optimizer.problem;

import java.util.OptionalLong;
import java.util.SplittableRandom;

/**
 * Seeded random problems of every awkward kind: ties, zero demand, huge models, capacities for all or nothing, models
 * that are pinned or forbidden.
 */
public final class RandomProblems {
    private static final long GIBIBYTE = 1L << 30;
    private static final long MILLISECOND = 1_000_000;

    private final SplittableRandom random;

    /** Of its own, so that the other draws do not depend on it. */
    private final SplittableRandom boundsRandom;

    public RandomProblems(long seed) {
        random = new SplittableRandom(seed);
        boundsRandom = new SplittableRandom(~seed);
    }

    /** A problem of exactly that size; everything else is drawn. */
    public Problem next(int slots, int models, Charging charging) {
        boolean ties = random.nextInt(4) == 0;
        boolean energy = random.nextInt(3) == 0;
        Service[] services = new Service[models];
        for (int model = 0; model < models; model++) {
            services[model] = service(model, ties, energy);
        }
        boolean bounded = boundsRandom.nextInt(3) == 0;
        Residency[] lowest = bounds(models, bounded, Residency.ABSENT);
        Residency[] highest = bounds(models, bounded, Residency.LOADED);
        Capacity drawn = capacity(services, energy);
        ProblemBuilder builder = new ProblemBuilder(roomFor(drawn, services, lowest), prices(ties), charging, 900);
        for (int model = 0; model < models; model++) {
            Service service = services[model];
            builder.add(service);
            Residency most = highest[model].index() < lowest[model].index() ? lowest[model] : highest[model];
            builder.bounds(service.name(), lowest[model], most);
            if (random.nextInt(4) == 0) {
                builder.initial(service.name(), Residency.of(random.nextInt(Residency.COUNT)));
            }
        }
        return builder.demand(demand(slots, models, ties)).build();
    }

    /** Prices of transfers in some slots, of the size of the other costs; 0 in others. */
    public Problem withTransferPrices(Problem problem) {
        double[] prices = new double[problem.slots()];
        for (int slot = 0; slot < prices.length; slot++) {
            prices[slot] = random.nextBoolean() ? 0 : random.nextDouble() * 10;
        }
        return problem.withTransferPrices(prices);
    }

    private Service service(int model, boolean ties, boolean energy) {
        long step = ties ? GIBIBYTE : GIBIBYTE / 97;
        boolean huge = random.nextInt(8) == 0;
        long storage = (huge ? 1000 : 1 + random.nextInt(ties ? 2 : 400)) * step;
        return new Service(
                "model-" + model,
                random.nextInt(10) == 0 ? 0 : storage,
                random.nextInt(10) == 0 ? 0 : storage + storage / 5,
                energy ? random.nextInt(5) * 1000L : 0,
                random.nextInt(ties ? 3 : 100_000) * MILLISECOND,
                random.nextInt(ties ? 3 : 20_000) * MILLISECOND,
                random.nextInt(ties ? 2 : 500) * MILLISECOND,
                random.nextInt(ties ? 4 : 40_000) * MILLISECOND);
    }

    private Capacity capacity(Service[] services, boolean energy) {
        long storage = 0;
        long memory = 0;
        long joules = 0;
        for (Service service : services) {
            storage += service.storageBytes();
            memory += service.memoryBytes();
            joules += service.energyMillijoules();
        }
        return new Capacity(
                share(storage), share(memory), energy ? OptionalLong.of(share(joules)) : OptionalLong.empty());
    }

    private Residency[] bounds(int models, boolean bounded, Residency usual) {
        Residency[] bounds = new Residency[models];
        for (int model = 0; model < models; model++) {
            boolean drawn = bounded && boundsRandom.nextInt(3) == 0;
            bounds[model] = drawn ? Residency.of(boundsRandom.nextInt(Residency.COUNT)) : usual;
        }
        return bounds;
    }

    /** At least what pinned models take, so that there is a plan; often no more. */
    private static Capacity roomFor(Capacity drawn, Service[] services, Residency[] lowest) {
        long storage = 0;
        long memory = 0;
        long joules = 0;
        for (int model = 0; model < services.length; model++) {
            storage += lowest[model] != Residency.ABSENT ? services[model].storageBytes() : 0;
            memory += lowest[model] == Residency.LOADED ? services[model].memoryBytes() : 0;
            joules += lowest[model] == Residency.LOADED ? services[model].energyMillijoules() : 0;
        }
        OptionalLong energy = drawn.energyMillijoules().isPresent()
                ? OptionalLong.of(Math.max(drawn.energyMillijoules().getAsLong(), joules))
                : OptionalLong.empty();
        return new Capacity(Math.max(drawn.storageBytes(), storage), Math.max(drawn.memoryBytes(), memory), energy);
    }

    private long share(long whole) {
        return switch (random.nextInt(6)) {
            case 0 -> 0;
            case 1 -> whole;
            default -> whole / 100 * random.nextInt(10, 90);
        };
    }

    private Prices prices(boolean ties) {
        double scale = ties ? 1 : random.nextDouble() * 2;
        return new Prices(
                random.nextInt(3) * 0.01 * scale,
                random.nextInt(4) * 0.5 * scale,
                random.nextInt(2) * 0.1,
                random.nextInt(4) * 0.01 * scale,
                random.nextInt(4) * 0.05 * scale);
    }

    private double[][] demand(int slots, int models, boolean ties) {
        boolean none = random.nextInt(12) == 0;
        double[][] demand = new double[slots][models];
        for (double[] row : demand) {
            for (int model = 0; model < models; model++) {
                row[model] = none || random.nextInt(5) == 0 ? 0 : ties ? random.nextInt(3) : random.nextDouble() * 50;
            }
        }
        return demand;
    }
}

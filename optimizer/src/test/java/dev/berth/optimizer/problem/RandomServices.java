package dev.berth.optimizer.problem;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;

/**
 * Seeded random servers whose services have variants with parts in common, settings that take shares of compute or pass
 * requests on, copies in host memory, and versions that arrive; alone and combined.
 */
public final class RandomServices {
    private static final int SCALE = 1_000_000_000;

    private final SplittableRandom random;
    private final List<Service> services = new ArrayList<>();
    private Prices prices;
    private final boolean shares;
    private final List<Service.Part> pool = new ArrayList<>();
    private int steps;

    public RandomServices(long seed) {
        this(seed, false);
    }

    /** @param shares whether services consist of the same few parts, that are kept once */
    public RandomServices(long seed, boolean shares) {
        random = new SplittableRandom(seed);
        this.shares = shares;
    }

    /** Prices of the last problem. */
    public Prices lastPrices() {
        return prices;
    }

    /** The services of the last problem. */
    public List<Service> services() {
        return List.copyOf(services);
    }

    /** A problem of that size whose services have up to about seven modes. */
    public Problem next(int slots, int count) {
        return next(slots, count, 1 + random.nextInt(100), 10);
    }

    /**
     * The same.
     *
     * @param deferralShares passed on is a share of requests in so many steps; with 1 none or all
     */
    public Problem next(int slots, int count, double slotSeconds, int deferralShares) {
        steps = deferralShares;
        services.clear();
        pool.clear();
        boolean hosts = shares && random.nextInt(3) == 0;
        for (String part : shares ? List.of("p", "q") : List.<String>of()) {
            pool.add(part(part, hosts));
        }
        for (int service = 0; service < count; service++) {
            String name = "service-" + service;
            services.add(shares ? sharing(name, slots) : service(name, slots));
        }
        Charging charging = List.of(Charging.PER_REQUEST, Charging.PER_SWITCH, Charging.BOTH)
                .get(random.nextInt(3));
        Capacity capacity = new Capacity(
                random.nextInt(4 * count) + 1L,
                random.nextInt(4 * count) + 1L,
                OptionalLong.empty(),
                random.nextBoolean() ? OptionalLong.of(random.nextInt(3 * count)) : OptionalLong.empty(),
                random.nextBoolean() ? OptionalLong.of(1_000_000) : OptionalLong.empty());
        double[][] demand = new double[slots][count];
        for (double[] row : demand) {
            for (int service = 0; service < count; service++) {
                row[service] = random.nextInt(3) == 0 ? 0 : random.nextInt(40);
            }
        }
        prices = drawnPrices();
        ProblemBuilder builder = new ProblemBuilder(capacity, prices, charging, slotSeconds)
                .demand(demand)
                .storageEvery(random.nextInt(3) == 0 ? 1 + random.nextInt(3) : 1);
        services.forEach(builder::add);
        services.forEach(service -> builder.initial(service.name(), Residency.of(random.nextInt(4))));
        services.stream()
                .filter(service -> random.nextInt(6) == 0)
                .forEach(service -> builder.bounds(service.name(), Residency.ABSENT, Residency.of(random.nextInt(4))));
        if (shares) {
            builder.shareParts();
            services.stream()
                    .filter(service ->
                            service.variants().size() == 1 && service.updates().isEmpty())
                    .filter(service -> random.nextInt(6) == 0)
                    .forEach(service -> builder.bounds(service.name(), Residency.STORED, Residency.LOADED));
        }
        return builder.build();
    }

    /** Of one part or two, of which most are shared. */
    private List<Service.Part> parts() {
        List<Service.Part> parts = new ArrayList<>(List.of(pool.get(random.nextInt(pool.size()))));
        boolean hosts = pool.get(0).hosting().isPresent();
        Service.Part other = random.nextInt(3) == 0
                ? part("own-" + random.nextInt(1_000_000), hosts)
                : pool.get(random.nextInt(pool.size()));
        if (random.nextBoolean() && !parts.contains(other)) {
            parts.add(other);
        }
        return parts;
    }

    private Service sharing(String name, int slots) {
        List<Service.Variant> variants = new ArrayList<>(List.of(new Service.Variant("one", parts(), settings())));
        if (random.nextInt(3) == 0) {
            variants.add(new Service.Variant("other", parts(), settings()));
        }
        boolean updates = variants.size() == 1 && random.nextInt(6) == 0;
        return new Service(
                name,
                nanos(),
                variants,
                updates
                        ? Optional.of(new Service.Updates(List.of(random.nextInt(slots)), 0.5, 0.1, true))
                        : Optional.empty());
    }

    private Prices drawnPrices() {
        return new Prices(price(), price(), price(), price(), price(), price(), price());
    }

    private double price() {
        return random.nextInt(4) == 0 ? 0 : random.nextInt(1000) / 100.0;
    }

    private Service service(String name, int slots) {
        List<Service.Variant> variants = new ArrayList<>();
        int count = 1 + random.nextInt(2);
        boolean hosts = random.nextInt(3) == 0;
        Service.Part first = part("a", hosts);
        variants.add(new Service.Variant("small", List.of(first), settings()));
        if (count > 1) {
            Service.Part second = part("b", hosts);
            variants.add(
                    random.nextBoolean()
                            ? new Service.Variant("both", List.of(first, second), settings())
                            : new Service.Variant("large", List.of(second), settings()));
        }
        Optional<Service.Updates> updates = count == 1 && random.nextInt(3) == 0
                ? Optional.of(new Service.Updates(
                        List.of(random.nextInt(slots)),
                        random.nextInt(1, 11) / 10.0,
                        random.nextInt(11) / 10.0,
                        random.nextBoolean()))
                : Optional.empty();
        Service.Way way = random.nextInt(3) == 0 ? new Service.Way(nanos(), random.nextBoolean()) : Service.Way.NONE;
        long cloudNanos = nanos() + (way.isToCloud() ? way.nanos() : 0);
        return new Service(name, way, cloudNanos, variants, updates);
    }

    private Service.Part part(String name, boolean hosts) {
        return new Service.Part(
                name,
                random.nextInt(4),
                random.nextInt(4),
                random.nextInt(3),
                nanos(),
                nanos(),
                hosts
                        ? Optional.of(new Service.Hosting(random.nextInt(3), nanos(), nanos(), nanos()))
                        : Optional.empty());
    }

    private List<Service.Setting> settings() {
        List<Service.Setting> settings = new ArrayList<>();
        int count = 1 + random.nextInt(2);
        for (int setting = 0; setting < count; setting++) {
            settings.add(new Service.Setting(
                    "setting " + setting,
                    nanos(),
                    random.nextInt(11) / 10.0,
                    random.nextInt(3) == 0
                            ? Optional.of(new Service.Deferral(
                                    random.nextInt(steps + 1) / (double) steps,
                                    nanos(),
                                    random.nextBoolean(),
                                    random.nextInt(3) == 0 ? random.nextInt(40) : Double.POSITIVE_INFINITY))
                            : Optional.empty(),
                    random.nextInt(4) * 250_000L));
        }
        return settings;
    }

    private long nanos() {
        return random.nextInt(4) == 0 ? 0 : (long) (random.nextDouble() * 4 * SCALE);
    }
}

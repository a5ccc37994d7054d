package dev.berth.benchmarks.instance;

import dev.berth.command.Nearest;
import dev.berth.optimizer.problem.Capacity;
import dev.berth.optimizer.problem.Charging;
import dev.berth.optimizer.problem.Prices;
import dev.berth.optimizer.problem.Problem;
import dev.berth.optimizer.problem.ProblemBuilder;
import dev.berth.optimizer.problem.Residency;
import dev.berth.optimizer.problem.Service;
import dev.berth.record.BadInputException;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A problem by name; the same name gives the same problem everywhere.
 *
 * @param regime how the limits stand to the demand
 * @param shape how demand moves
 * @param charging which terms are present
 * @param models >= 1
 * @param slots of a quarter of an hour, >= 1
 * @param modes of each model, 3 to {@value Modes#MOST}: absent, stored and loaded; with more, {@link Modes}
 * @param seed of sizes and demand
 */
public record Instance(
        Regime regime, DemandShape shape, Charging charging, int models, int slots, int modes, long seed) {
    private static final long MEBIBYTE = 1L << 20;
    private static final double SLOT_SECONDS = 900;
    private static final double SWITCHING_PER_SECOND = 0.01;
    private static final double BACKHAUL_BYTES_PER_NANO = 0.125;
    private static final double PRELOAD_BYTES_PER_NANO = 2;
    private static final long MILLIJOULES_PER_GIBIBYTE = 40_000;

    public Instance {
        if (models < 1 || slots < 1) {
            throw new BadInputException(
                    "out of range: models=" + models + ", slots=" + slots + ", expected at least 1 of each");
        }
        if (modes < Residency.COUNT || modes > Modes.MOST) {
            throw new BadInputException(
                    "out of range: modes=" + modes + ", expected " + Residency.COUNT + " to " + Modes.MOST);
        }
    }

    /** Models that are absent, stored or loaded. */
    public Instance(Regime regime, DemandShape shape, Charging charging, int models, int slots, long seed) {
        this(regime, shape, charging, models, slots, Residency.COUNT, seed);
    }

    /** Tight, drifting demand, both charges. */
    public static Instance tight(int models, int slots, long seed) {
        return new Instance(Regime.TIGHT, DemandShape.DRIFT, Charging.BOTH, models, slots, seed);
    }

    /**
     * Reads a name as {@link #name} writes it.
     *
     * @throws BadInputException where it is not one
     */
    public static Instance named(String name) {
        String[] parts = name.split("/", -1);
        String[] sizes = parts.length == 5 ? parts[3].split("x", -1) : new String[0];
        if (sizes.length != 2 && sizes.length != 3) {
            throw new BadInputException("instance '" + name
                    + "', expected REGIME/SHAPE/CHARGING/MODELSxSLOTS/SEED, such as tight/drift/both/10x288/1, or"
                    + " MODELSxSLOTSxMODES in it");
        }
        return new Instance(
                one("regime", parts[0], Arrays.asList(Regime.values()), Regime::label),
                one("shape", parts[1], Arrays.asList(DemandShape.values()), DemandShape::label),
                one("charging", parts[2], Arrays.asList(Charging.values()), Charging::label),
                (int) number(name, sizes[0]),
                (int) number(name, sizes[1]),
                sizes.length == 2 ? Residency.COUNT : (int) number(name, sizes[2]),
                number(name, parts[4]));
    }

    private static <T> T one(String what, String word, List<T> values, Function<T, String> label) {
        return values.stream()
                .filter(value -> label.apply(value).equals(word))
                .findFirst()
                .orElseThrow(() -> new BadInputException(what + " '" + word + "', expected one of "
                        + String.join(", ", values.stream().map(label).toList())
                        + Nearest.hint(word, values.stream().map(label).toList())));
    }

    private static long number(String name, String word) {
        try {
            return Integer.parseInt(word);
        } catch (NumberFormatException wrong) {
            throw new BadInputException("instance '" + name + "': '" + word + "', expected a whole number", wrong);
        }
    }

    /** {@code regime/shape/charging/MODELSxSLOTS/seed}, with {@code xMODES} where they are more than three. */
    public String name() {
        String size = models + "x" + slots + (modes == Residency.COUNT ? "" : "x" + modes);
        return String.join("/", regime.label(), shape.label(), charging.label(), size, Long.toString(seed));
    }

    /** Builds the problem. */
    public Problem problem() {
        return problem(SWITCHING_PER_SECOND);
    }

    /**
     * Builds the problem with another price of switching.
     *
     * @param switchingPerSecond cost units for a second of download or preload, finite and >= 0
     */
    public Problem problem(double switchingPerSecond) {
        return problem(
                prices(switchingPerSecond), SLOT_SECONDS, shape.expectedRequests(slots, models, SLOT_SECONDS, seed));
    }

    /**
     * Builds the problem with other prices, slots and demand.
     *
     * @param slotSeconds length of a slot, > 0
     * @param expectedRequests one row a slot, one value a model; changed where the regime is one of demand
     */
    public Problem problem(Prices prices, double slotSeconds, double[][] expectedRequests) {
        if (modes > Residency.COUNT) {
            return new Modes(prices, slotSeconds, charging, modes)
                    .problem(services(), capacity(drawnServices()), demand(expectedRequests));
        }
        ProblemBuilder builder = new ProblemBuilder(capacity(drawnServices()), prices, charging, slotSeconds);
        services().forEach(builder::add);
        if (regime == Regime.PINNED) {
            pin(builder);
        }
        return builder.demand(demand(expectedRequests)).build();
    }

    /**
     * Of five models one may not be loaded and one not even stored; two must stay, as long as half of the room is left.
     */
    private void pin(ProblemBuilder builder) {
        List<Service> services = services();
        Capacity capacity = capacity(drawnServices());
        long storageBytes = capacity.storageBytes() / 2;
        long memoryBytes = capacity.memoryBytes() / 2;
        for (int model = 0; model < models; model++) {
            Service service = services.get(model);
            builder.initial(service.name(), Residency.of(model % Residency.COUNT));
            boolean stores = service.storageBytes() <= storageBytes;
            boolean loads = stores && service.memoryBytes() <= memoryBytes;
            switch (model % 5) {
                case 0 -> builder.bounds(service.name(), Residency.ABSENT, Residency.STORED);
                case 1 -> builder.bounds(service.name(), Residency.ABSENT, Residency.ABSENT);
                case 2 -> {
                    builder.bounds(service.name(), stores ? Residency.STORED : Residency.ABSENT, Residency.LOADED);
                    storageBytes -= stores ? service.storageBytes() : 0;
                }
                case 3 -> {
                    builder.bounds(service.name(), loads ? Residency.LOADED : Residency.ABSENT, Residency.LOADED);
                    storageBytes -= loads ? service.storageBytes() : 0;
                    memoryBytes -= loads ? service.memoryBytes() : 0;
                }
                default -> builder.bounds(service.name(), Residency.ABSENT, Residency.LOADED);
            }
        }
    }

    /** Prices of all instances, with that of a second of download or preload. */
    public static Prices prices(double switchingPerSecond) {
        return new Prices(0.0005, 0.02, 0, 0.001, switchingPerSecond);
    }

    /** The models, in the order of their indices. */
    public List<Service> services() {
        Service[] services = drawnServices();
        enlarge(services, capacity(services));
        return List.of(services);
    }

    private Service[] drawnServices() {
        SplittableRandom random = new SplittableRandom(seed);
        Service[] services = new Service[models];
        for (int model = 0; model < models; model++) {
            services[model] = service(model, random);
        }
        return services;
    }

    private Service service(int model, SplittableRandom random) {
        // From 0.25 to 16 GiB, as many between 0.25 and 0.5 as between 8 and 16.
        long mebibytes = Math.round(256 * StrictMath.pow(2, 6 * random.nextDouble()));
        return service(model, (regime == Regime.EQUAL_MODELS ? 2048 : mebibytes) * MEBIBYTE);
    }

    private Service service(int model, long storageBytes) {
        long energyMillijoules =
                regime == Regime.ENERGY ? storageBytes / MEBIBYTE * MILLIJOULES_PER_GIBIBYTE / 1024 : 0;
        return new Service(
                "model-" + model,
                storageBytes,
                storageBytes + storageBytes / 10,
                energyMillijoules,
                Math.round((double) storageBytes / BACKHAUL_BYTES_PER_NANO),
                Math.round((double) storageBytes / PRELOAD_BYTES_PER_NANO),
                500_000_000,
                4_000_000_000L);
    }

    private Capacity capacity(Service[] services) {
        long storage = Stream.of(services).mapToLong(Service::storageBytes).sum();
        long memory = Stream.of(services).mapToLong(Service::memoryBytes).sum();
        long energy = Stream.of(services).mapToLong(Service::energyMillijoules).sum();
        return switch (regime) {
            case LOOSE -> new Capacity(storage, memory, OptionalLong.empty());
            case ENERGY -> new Capacity(storage, memory, OptionalLong.of(energy / 4));
            case NOTHING_FITS -> new Capacity(255 * MEBIBYTE, 255 * MEBIBYTE, OptionalLong.empty());
            case TIGHT, HUGE_MODELS, ZERO_DEMAND, EQUAL_MODELS, PINNED ->
                new Capacity(storage * 3 / 10, memory / 4, OptionalLong.empty());
        };
    }

    /** Storage and memory of one or two models become most of the server's. */
    private void enlarge(Service[] services, Capacity capacity) {
        if (regime != Regime.HUGE_MODELS) {
            return;
        }
        int huge = Math.min(models, seed % 2 == 0 ? 2 : 1);
        long storageBytes = Math.min(capacity.storageBytes(), capacity.memoryBytes()) / 11 * 9;
        for (int model = 0; model < huge; model++) {
            services[model] = service(model, storageBytes);
        }
    }

    private double[][] demand(double[][] requests) {
        for (double[] slot : requests) {
            if (regime == Regime.ZERO_DEMAND) {
                Arrays.fill(slot, 0);
            } else if (regime == Regime.EQUAL_MODELS) {
                Arrays.fill(slot, Arrays.stream(slot).average().orElse(0));
            }
        }
        return requests;
    }
}

package dev.berth.optimizer.policy;

import dev.berth.optimizer.problem.Capacity;
import dev.berth.optimizer.problem.Charging;
import dev.berth.optimizer.problem.Prices;
import dev.berth.optimizer.problem.Problem;
import dev.berth.optimizer.problem.Residency;
import dev.berth.optimizer.problem.Resource;
import dev.berth.optimizer.problem.Service;
import java.util.List;

/**
 * What may be known of an edge server without knowing the future: its models, what it has, what everything costs, but
 * no demand. Costs are unrounded nano-cost units (1e9 of them are one unit of the prices), worked out here apart from
 * the planner's own.
 */
public final class ServerTerms {
    private static final double NANO = 1e9;
    private static final double GIBIBYTE = 1L << 30;
    private static final double NANOS_PER_HOUR = 3600e9;
    private static final double MILLIJOULES_PER_MEGAJOULE = 1e9;

    private final List<Service> services;
    private final Capacity capacity;
    private final Prices prices;
    private final Charging charging;
    private final long slotNanos;
    /** Of each resource, in its unit; the largest value where there is none. */
    private final long[] limits = new long[Resource.COUNT];

    /** What models take of the limits: a row for each resource, a value for each residency of each model. */
    private final long[][] uses;

    private final Residency[] initial;
    private final Residency[] lowest;
    private final Residency[] highest;

    /**
     * Terms of a problem's server; its demand is left behind.
     *
     * @param services the models as the problem was built from them, in the order of their indices
     * @param prices the prices it was built with
     */
    public ServerTerms(Problem problem, List<Service> services, Prices prices) {
        if (services.size() != problem.models()) {
            throw new IllegalArgumentException(
                    "out of range: services=" + services.size() + ", expected " + problem.models());
        }
        this.services = List.copyOf(services);
        this.prices = prices;
        capacity = problem.capacity();
        charging = problem.charging();
        slotNanos = Math.max(1, Math.round(problem.slotSeconds() * NANO));
        uses = new long[Resource.COUNT][services.size() * Residency.COUNT];
        for (int row = 0; row < limits.length; row++) {
            Resource resource = Resource.of(row);
            limits[row] = resource.limit(capacity).orElse(Long.MAX_VALUE);
            for (int model = 0; model < services.size(); model++) {
                for (int residency = 0; residency < Residency.COUNT; residency++) {
                    uses[row][model * Residency.COUNT + residency] = problem.use(row, model, residency);
                }
            }
        }
        initial = new Residency[services.size()];
        lowest = new Residency[services.size()];
        highest = new Residency[services.size()];
        for (int model = 0; model < initial.length; model++) {
            initial[model] = problem.initial(model);
            lowest[model] = Residency.of(problem.lowest(model));
            highest[model] = Residency.of(problem.highest(model));
        }
    }

    /** Number of models, >= 1. */
    public int models() {
        return services.size();
    }

    /** A model as planners know it: means of its delays. */
    public Service service(int model) {
        return services.get(model);
    }

    /** What the server has. */
    public Capacity capacity() {
        return capacity;
    }

    /** What resources and waiting cost. */
    public Prices prices() {
        return prices;
    }

    /** Who waits for a load. */
    public Charging charging() {
        return charging;
    }

    /** Length of a slot in nanoseconds, > 0. */
    public long slotNanos() {
        return slotNanos;
    }

    /** Residency before slot 0, at most the highest; below the lowest where what must stay is not there yet. */
    public Residency initial(int model) {
        return initial[model];
    }

    /** Lowest residency that a model may have. */
    public Residency lowest(int model) {
        return lowest[model];
    }

    /** Highest residency that a model may have. */
    public Residency highest(int model) {
        return highest[model];
    }

    /** What a model takes of a resource at a residency, in its unit; 0 where there is no limit. */
    public long use(Resource resource, int model, Residency residency) {
        return uses[resource.index()][model * Residency.COUNT + residency.index()];
    }

    /** Resources that one model takes in one nanosecond at a residency, in nano-cost units. */
    public double rentPerNano(int model, Residency residency) {
        Service service = services.get(model);
        double storage = prices.storagePerGibibyteHour() * (service.storageBytes() / GIBIBYTE) / NANOS_PER_HOUR;
        double memory = prices.memoryPerGibibyteHour() * (service.memoryBytes() / GIBIBYTE) / NANOS_PER_HOUR;
        double energy = prices.energyPerMegajoule()
                * (service.energyMillijoules() / MILLIJOULES_PER_MEGAJOULE)
                / (double) slotNanos;
        return switch (residency) {
            case ABSENT -> 0;
            case STORED -> storage * NANO;
            case LOADED -> (storage + memory + energy) * NANO;
        };
    }

    /** What one request of a model is expected to wait at a residency with nobody before it, in nanoseconds. */
    public long expectedWaitNanos(int model, Residency residency) {
        Service service = services.get(model);
        long stored = service.preloadNanos() + service.inferenceNanos();
        if (residency == Residency.LOADED) {
            return service.inferenceNanos();
        }
        if (!charging.chargesRequests()) {
            return service.cloudNanos();
        }
        return residency == Residency.STORED
                ? stored
                : Math.min(service.cloudNanos(), service.transferNanos() + stored);
    }

    /** What that wait costs, in nano-cost units. */
    public double waitCost(int model, Residency residency) {
        return prices.delayPerSecond() * (double) expectedWaitNanos(model, residency);
    }

    /** What a change of residency costs, in nano-cost units; 0 downwards and where switching is not charged. */
    public double switchingCost(int model, Residency from, Residency to) {
        if (!charging.chargesSwitching()) {
            return 0;
        }
        Service service = services.get(model);
        long nanos = 0;
        if (from == Residency.ABSENT && to != Residency.ABSENT) {
            nanos += service.transferNanos();
        }
        if (from != Residency.LOADED && to == Residency.LOADED) {
            nanos += service.preloadNanos();
        }
        return prices.switchingPerSecond() * (double) nanos;
    }

    /** The highest residency that a model may have, that fits an empty server, and that serves requests. */
    public Residency highestUseful(int model) {
        if (!fitsEmpty(model, Residency.STORED)) {
            return Residency.ABSENT;
        }
        if (highest[model] == Residency.LOADED && fitsEmpty(model, Residency.LOADED)) {
            return Residency.LOADED;
        }
        boolean stores = charging.chargesRequests() && highest[model] != Residency.ABSENT;
        return stores ? Residency.STORED : Residency.ABSENT;
    }

    private boolean fitsEmpty(int model, Residency residency) {
        boolean fits = true;
        for (int row = 0; row < limits.length; row++) {
            fits &= use(Resource.of(row), model, residency) <= limits[row];
        }
        return fits;
    }

    /**
     * The largest share of any one resource that a model takes when loaded: with several resources, rent is charged on
     * this. Above 1 where it never fits; tiny but above 0 where it takes nothing.
     */
    public double largestShare(int model) {
        double share = Double.MIN_NORMAL;
        for (int row = 0; row < limits.length; row++) {
            share = Math.max(share, share(use(Resource.of(row), model, Residency.LOADED), limits[row]));
        }
        return share;
    }

    private static double share(long part, long whole) {
        return part == 0 ? 0 : whole == 0 ? Double.MAX_VALUE : part / (double) whole;
    }
}

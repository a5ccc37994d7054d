package dev.berth.optimizer.policy;

import dev.berth.optimizer.problem.Capacity;
import dev.berth.optimizer.problem.Charging;
import dev.berth.optimizer.problem.Mode;
import dev.berth.optimizer.problem.Prices;
import dev.berth.optimizer.problem.Problem;
import dev.berth.optimizer.problem.Residency;
import dev.berth.optimizer.problem.Resource;
import dev.berth.optimizer.problem.Service;
import dev.berth.optimizer.problem.ServiceModes;
import dev.berth.optimizer.problem.SharedParts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What may be known of an edge server without knowing the future: its models, what it has, what everything costs, but
 * no demand. Costs are unrounded nano-cost units (1e9 of them are one unit of the prices), worked out here apart from
 * the planner's own.
 */
public final class ServerTerms {
    private static final int RESIDENCIES = Residency.values().length;
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

    /** What models take of the limits: a row for each resource, {@link #choices} values a model. */
    private final long[][] uses;

    private final int choices;
    private final List<ServiceModes> modes = new ArrayList<>();

    /** The same as if each service had copies of its own: what policies reckon with. */
    private final List<ServiceModes> copies = new ArrayList<>();

    private final Problem problem;
    private final Residency[] lowest;
    private final Residency[] highest;

    /** Mode (index) that stands for each residency in the first version, by its index; four values a model. */
    private final int[] firsts;

    /** Whether a model has one variant that never changes. */
    private final boolean[] isSingle;

    /**
     * Terms of a problem's server; nobody is told of its demand.
     *
     * @param services the models as the problem was built from them, in the order of their indices
     * @param prices the prices it was built with
     */
    public ServerTerms(Problem problem, List<Service> services, Prices prices) {
        if (services.size() != problem.models()) {
            throw new IllegalArgumentException(
                    "out of range: services=" + services.size() + ", expected " + problem.models());
        }
        this.problem = problem;
        this.services = List.copyOf(services);
        this.prices = prices;
        capacity = problem.capacity();
        charging = problem.charging();
        choices = problem.choices();
        slotNanos = Math.max(1, Math.round(problem.slotSeconds() * NANO));
        Set<String> shared =
                problem.sharedParts().map(parts -> Set.copyOf(parts.names())).orElse(Set.of());
        for (int model = 0; model < services.size(); model++) {
            modes.add(new ServiceModes(services.get(model), shared));
            copies.add(new ServiceModes(services.get(model)));
        }
        lowest = new Residency[services.size()];
        highest = new Residency[services.size()];
        firsts = new int[services.size() * RESIDENCIES];
        isSingle = new boolean[services.size()];
        for (int model = 0; model < services.size(); model++) {
            Service service = services.get(model);
            isSingle[model] =
                    service.variants().size() == 1 && service.updates().isEmpty();
            lowest[model] = problem.residency(model, problem.lowest(model));
            highest[model] = highestOf(model);
            for (int residency = 0; residency < RESIDENCIES; residency++) {
                firsts[model * RESIDENCIES + residency] = found(0, model, Residency.of(residency));
            }
        }
        uses = new long[Resource.COUNT][services.size() * choices];
        for (int row = 0; row < limits.length; row++) {
            limits[row] = Resource.of(row).limit(capacity).orElse(Long.MAX_VALUE);
            for (int model = 0; model < services.size(); model++) {
                for (int mode = 0; mode < problem.modes(model); mode++) {
                    uses[row][model * choices + mode] = problem.use(row, model, mode);
                }
            }
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

    /** The modes of a model. */
    public ServiceModes modes(int model) {
        return modes.get(model);
    }

    /** Residency before slot 0, at most the highest; below the lowest where what must stay is not there yet. */
    public Residency initial(int model) {
        return problem.initial(model);
    }

    /** Mode (index) before slot 0. */
    public int initialMode(int model) {
        return problem.initialMode(model);
    }

    /** Lowest residency that a model may have. */
    public Residency lowest(int model) {
        return lowest[model];
    }

    /** Lowest mode (index) that a model may be in. */
    public int lowestMode(int model) {
        return problem.lowest(model);
    }

    /** Highest residency that a model may have. */
    public Residency highest(int model) {
        return highest[model];
    }

    private Residency highestOf(int model) {
        Residency most = Residency.ABSENT;
        for (int mode = problem.lowest(model); mode <= problem.highest(model); mode++) {
            Residency residency = modes.get(model).at(mode).residency();
            boolean isPossible = problem.switchingCost(0, model, 0, mode) < Problem.NEVER;
            most = isPossible && residency.compareTo(most) > 0 ? residency : most;
        }
        return most;
    }

    /** Whether a model may go from one mode (index) to another at the beginning of a slot. */
    boolean isAllowed(int slot, int model, int from, int to) {
        int at = Math.min(slot, problem.slots() - 1);
        return problem.lowest(model) <= to
                && to <= problem.highest(model)
                && problem.switchingCost(at, model, from, to) < Problem.NEVER;
    }

    /** The same where services share parts and others have what they need. */
    boolean isAllowedBesideOthers(int slot, int model, int from, int to) {
        Problem counted = problem.sharedParts().map(SharedParts::apart).orElse(problem);
        int at = Math.min(slot, problem.slots() - 1);
        return problem.lowest(model) <= to
                && to <= problem.highest(model)
                && counted.switchingCost(at, model, from, to) < Problem.NEVER;
    }

    /** Parts that services share and that are kept once; empty where there are none. */
    public Optional<SharedParts> sharedParts() {
        return problem.sharedParts();
    }

    /** What a shared part takes of storage in one nanosecond, in nano-cost units. */
    public double sharedRentPerNano(int part) {
        SharedParts parts = problem.sharedParts().orElseThrow();
        long bytes = parts.apart().mode(parts.services() + part, 1).storageBytes();
        return prices.storagePerGibibyteHour() * (bytes / GIBIBYTE) / NANOS_PER_HOUR * NANO;
    }

    /**
     * The mode (index) in which policies keep a model at a residency: its first variant and setting, in the newest
     * version of a slot; the one below where it cannot be kept so.
     */
    int mode(int slot, int model, Residency residency) {
        return isSingle[model] ? firsts[model * RESIDENCIES + residency.index()] : found(slot, model, residency);
    }

    /** Whether a model has one variant that never changes, so that a residency always stands for the same mode. */
    boolean isSingle(int model) {
        return isSingle[model];
    }

    private int found(int slot, int model, Residency residency) {
        ServiceModes own = modes.get(model);
        int mode = own.indexOf(residency, 0, own.newest(slot));
        return mode >= 0 ? mode : residency == Residency.ABSENT ? 0 : found(slot, model, below(residency));
    }

    /** The next residency down, whether a model can be kept so or not. */
    private static Residency below(Residency residency) {
        return switch (residency) {
            case ABSENT, STORED -> Residency.ABSENT;
            case HOSTED -> Residency.STORED;
            case LOADED -> Residency.HOSTED;
        };
    }

    /** Whether new versions of models arrive. */
    boolean hasUpdates() {
        return services.stream().anyMatch(service -> service.updates().isPresent());
    }

    /** Whether a model can be kept in host memory. */
    boolean isHostable(int model) {
        return modes.get(model).indexOf(Residency.HOSTED, 0, 0) >= 0;
    }

    private int first(int model, Residency residency) {
        return firsts[model * RESIDENCIES + residency.index()];
    }

    /** What a model takes of a resource in a mode (index), in its unit; 0 where there is no limit. */
    public long use(Resource resource, int model, int mode) {
        return uses[resource.index()][model * choices + mode];
    }

    /** Resources that one model takes in one nanosecond at a residency, in nano-cost units. */
    public double rentPerNano(int model, Residency residency) {
        return rentPerNano(model, first(model, residency));
    }

    /** Resources that one model takes in one nanosecond in a mode (index), in nano-cost units. */
    public double rentPerNano(int model, int mode) {
        Mode kept = problem.mode(model, mode);
        double storage = prices.storagePerGibibyteHour() * (kept.storageBytes() / GIBIBYTE) / NANOS_PER_HOUR;
        double memory = prices.memoryPerGibibyteHour() * (kept.memoryBytes() / GIBIBYTE) / NANOS_PER_HOUR;
        double host = prices.hostMemoryPerGibibyteHour() * (kept.hostMemoryBytes() / GIBIBYTE) / NANOS_PER_HOUR;
        double energy = prices.energyPerMegajoule()
                * (kept.energyMillijoules() / MILLIJOULES_PER_MEGAJOULE)
                / (double) slotNanos;
        return switch (kept.residency()) {
            case ABSENT -> 0;
            case STORED -> storage * NANO;
            case HOSTED -> (storage + host) * NANO;
            case LOADED -> (storage + memory + energy) * NANO;
        };
    }

    /** What one request of a model is expected to wait at a residency with nobody before it, in nanoseconds. */
    public long expectedWaitNanos(int model, Residency residency) {
        Service service = services.get(model);
        Service.Variant variant = service.variants().get(0);
        long inference =
                Math.round(service.way().nanos() + variant.settings().get(0).servedNanos());
        long transfer = 0;
        long preload = 0;
        long wake = 0;
        for (Service.Part part : variant.parts()) {
            transfer += part.transferNanos();
            preload += part.preloadNanos();
            wake += part.hosting().map(Service.Hosting::wakeNanos).orElse(part.preloadNanos());
        }
        if (residency == Residency.LOADED) {
            return inference;
        }
        if (!charging.chargesRequests()) {
            return service.cloudNanos();
        }
        return switch (residency) {
            case HOSTED -> wake + inference;
            case STORED -> preload + inference;
            default -> Math.min(service.cloudNanos(), transfer + preload + inference);
        };
    }

    /** What that wait and the answer's lack of quality cost, in nano-cost units. */
    public double waitCost(int model, Residency residency) {
        boolean served = residency == Residency.LOADED
                || (charging.chargesRequests()
                        && (residency != Residency.ABSENT
                                || expectedWaitNanos(model, residency)
                                        < services.get(model).cloudNanos()));
        double loss = served
                ? 1 - services.get(model).variants().get(0).settings().get(0).quality()
                : 0;
        return prices.delayPerSecond() * (double) expectedWaitNanos(model, residency)
                + prices.qualityPerRequest() * loss * NANO;
    }

    /** What a change of residency costs, in nano-cost units; 0 downwards and where switching is not charged. */
    public double switchingCost(int model, Residency from, Residency to) {
        if (!charging.chargesSwitching()) {
            return 0;
        }
        ServiceModes.Move move = copies.get(model).move(first(model, from), first(model, to));
        return prices.switchingPerSecond() * (double) (move.downloadNanos() + move.loadNanos());
    }

    /** The highest residency that a model may have, that fits an empty server, and that serves requests. */
    public Residency highestUseful(int model) {
        if (!fitsEmpty(model, Residency.STORED)) {
            return Residency.ABSENT;
        }
        Residency highest = highest(model);
        if (highest == Residency.LOADED && fitsEmpty(model, Residency.LOADED)) {
            return Residency.LOADED;
        }
        boolean stores = charging.chargesRequests() && highest != Residency.ABSENT;
        return stores ? Residency.STORED : Residency.ABSENT;
    }

    private boolean fitsEmpty(int model, Residency residency) {
        boolean fits = true;
        for (int row = 0; row < limits.length; row++) {
            fits &= use(Resource.of(row), model, first(model, residency)) <= limits[row];
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
            share = Math.max(share, share(use(Resource.of(row), model, first(model, Residency.LOADED)), limits[row]));
        }
        return share;
    }

    private static double share(long part, long whole) {
        return part == 0 ? 0 : whole == 0 ? Double.MAX_VALUE : part / (double) whole;
    }
}

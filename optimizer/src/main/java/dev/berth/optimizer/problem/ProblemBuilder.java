package dev.berth.optimizer.problem;

import dev.berth.record.BadInputException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Collects what a {@link Problem} is made of and checks it as a whole. */
public final class ProblemBuilder {
    /** Most cells (slots × models) of a problem; the arrays index three modes a cell. */
    public static final int MAX_CELLS = Integer.MAX_VALUE / ModesBuilder.RESIDENCIES / 2;

    private static final double NANO = 1e9;
    private static final double GIBIBYTE = 1L << 30;
    private static final double SECONDS_PER_HOUR = 3600;
    private static final double MILLIJOULES_PER_MEGAJOULE = 1e9;

    private final List<Service> services = new ArrayList<>();
    private final Map<String, Residency> initial = new TreeMap<>();
    private final Map<String, Range> ranges = new TreeMap<>();
    private final List<String> faults = new ArrayList<>();
    private final Capacity capacity;
    private final Prices prices;
    private final Charging charging;
    private final double slotSeconds;
    private double[][] demand = {};

    /**
     * Starts a problem.
     *
     * @param slotSeconds Δ, length of a slot in seconds, finite and > 0
     */
    public ProblemBuilder(Capacity capacity, Prices prices, Charging charging, double slotSeconds) {
        this.capacity = capacity;
        this.prices = prices;
        this.charging = charging;
        this.slotSeconds = slotSeconds;
    }

    private record Range(Residency lowest, Residency highest) {
        static final Range ANY = new Range(Residency.ABSENT, Residency.LOADED);
    }

    /** Adds a model; its index is the number of models added before it. */
    public ProblemBuilder add(Service service) {
        services.add(service);
        return this;
    }

    /** Expected requests λ, finite and >= 0: one row a slot, one value a model in each. */
    public ProblemBuilder demand(double[][] requests) {
        demand = requests;
        return this;
    }

    /**
     * Residency of a model before slot 0; ABSENT where not set. It is lowered to what the model may have, and to what
     * fits the server: in the order of the models, beside those that must stay.
     */
    public ProblemBuilder initial(String model, Residency residency) {
        initial.put(model, residency);
        return this;
    }

    /**
     * The residencies a model may have in every slot; ABSENT to LOADED where not set.
     *
     * @param lowest at most {@code highest}
     */
    public ProblemBuilder bounds(String model, Residency lowest, Residency highest) {
        ranges.put(model, new Range(lowest, highest));
        return this;
    }

    /**
     * Checks everything and computes the costs.
     *
     * @throws BadInputException with every fault
     * @throws InfeasibleException where there is no other fault and the lowest residencies do not fit the server
     */
    public Problem build() {
        faults.clear();
        checkServer();
        checkServices();
        checkDemand();
        throwFaults();
        Footprint footprint = new Footprint(
                capacity, services.stream().map(ProblemBuilder::modes).toList());
        Waiting waiting = waiting(footprint.choices);
        Costs costs = costs(waiting);
        Switching switching = switching(footprint);
        checkTotal(costs.dearest(switching));
        throwFaults();
        Problem.Bounds bounds = bounds(footprint);
        List<String> names = services.stream().map(Service::name).toList();
        return new Problem(names, charging, footprint, waiting, costs, switching, bounds);
    }

    private void throwFaults() {
        if (!faults.isEmpty()) {
            throw new BadInputException(faults);
        }
    }

    private void checkServer() {
        least("capacity storageBytes", capacity.storageBytes());
        least("capacity memoryBytes", capacity.memoryBytes());
        capacity.energyMillijoules().ifPresent(energy -> least("capacity energyMillijoules", energy));
        least("prices storagePerGibibyteHour", prices.storagePerGibibyteHour());
        least("prices memoryPerGibibyteHour", prices.memoryPerGibibyteHour());
        least("prices energyPerMegajoule", prices.energyPerMegajoule());
        least("prices delayPerSecond", prices.delayPerSecond());
        least("prices switchingPerSecond", prices.switchingPerSecond());
        least("prices hostMemoryPerGibibyteHour", prices.hostMemoryPerGibibyteHour());
        capacity.hostMemoryBytes().ifPresent(bytes -> least("capacity hostMemoryBytes", bytes));
        if (!(slotSeconds > 0) || Double.isInfinite(slotSeconds)) {
            faults.add("out of range: slotSeconds=" + slotSeconds + ", expected a finite number > 0");
        }
    }

    private void checkServices() {
        if (services.isEmpty()) {
            faults.add("no models, expected at least one");
        }
        Set<String> names = new HashSet<>();
        for (Service service : services) {
            String model = "model " + service.name() + " ";
            if (service.name().isBlank() || !names.add(service.name())) {
                faults.add("model name '" + service.name() + "', expected a name that is not blank and not used twice");
            }
            least(model + "storageBytes", service.storageBytes());
            least(model + "memoryBytes", service.memoryBytes());
            least(model + "energyMillijoules", service.energyMillijoules());
            least(model + "transferNanos", service.transferNanos());
            least(model + "preloadNanos", service.preloadNanos());
            least(model + "inferenceNanos", service.inferenceNanos());
            least(model + "cloudNanos", service.cloudNanos());
            service.hosting().ifPresent(hosting -> {
                least(model + "hostMemoryBytes", hosting.hostMemoryBytes());
                least(model + "fillNanos", hosting.fillNanos());
                least(model + "wakeNanos", hosting.wakeNanos());
                least(model + "sleepNanos", hosting.sleepNanos());
            });
        }
        checkInitial(names);
        checkBounds(names);
    }

    private void checkInitial(Set<String> names) {
        for (String name : initial.keySet()) {
            if (!names.contains(name)) {
                faults.add("initial residency of unknown model " + name + ", expected one of " + sorted(names));
            }
        }
    }

    private void checkBounds(Set<String> names) {
        ranges.forEach((name, range) -> {
            if (!names.contains(name)) {
                faults.add("bounds of unknown model " + name + ", expected one of " + sorted(names));
            }
            if (range.lowest() == Residency.HOSTED) {
                faults.add("model " + name + " lowest residency=hosted, expected absent, stored or loaded");
            }
            if (range.lowest().compareTo(range.highest()) > 0) {
                faults.add("out of range: model " + name + " lowest residency="
                        + range.lowest().label() + ", expected at most its highest, "
                        + range.highest().label());
            }
        });
    }

    private static List<String> sorted(Set<String> names) {
        return names.stream().sorted().toList();
    }

    private void checkDemand() {
        if (demand.length == 0) {
            faults.add("no demand, expected at least one slot");
        }
        if ((long) demand.length * services.size() > MAX_CELLS) {
            faults.add("too large: slots=" + demand.length + ", models=" + services.size() + ", expected at most "
                    + MAX_CELLS + " of their product");
            return;
        }
        for (int slot = 0; slot < demand.length; slot++) {
            if (demand[slot].length != services.size()) {
                faults.add("demand of slot " + slot + " has " + demand[slot].length + " values, expected "
                        + services.size() + ", one a model");
                continue;
            }
            for (int model = 0; model < demand[slot].length; model++) {
                double requests = demand[slot][model];
                if (!(requests >= 0) || Double.isInfinite(requests)) {
                    least(
                            "demand of slot " + slot + " model "
                                    + services.get(model).name(),
                            requests);
                }
            }
        }
    }

    private void least(String what, long value) {
        if (value < 0) {
            faults.add("out of range: " + what + "=" + value + ", expected >= 0");
        }
    }

    private void least(String what, double value) {
        if (!(value >= 0) || Double.isInfinite(value)) {
            faults.add("out of range: " + what + "=" + value + ", expected a finite number >= 0");
        }
    }

    private Problem.Bounds bounds(Footprint footprint) {
        byte[] wanted = new byte[services.size()];
        byte[] lowest = new byte[wanted.length];
        byte[] highest = new byte[wanted.length];
        for (int model = 0; model < wanted.length; model++) {
            String name = services.get(model).name();
            Range range = ranges.getOrDefault(name, Range.ANY);
            List<Mode> modes = footprint.modes.get(model);
            wanted[model] = highest(modes, initial.getOrDefault(name, Residency.ABSENT));
            lowest[model] = highest(modes, range.lowest());
            highest[model] = highest(modes, range.highest());
        }
        footprint.require(lowest);
        return new Problem.Bounds(footprint.before(wanted, lowest, highest), lowest, highest);
    }

    /** Index of the highest mode up to a residency. */
    private static byte highest(List<Mode> modes, Residency residency) {
        int mode = modes.size() - 1;
        while (modes.get(mode).residency().compareTo(residency) > 0) {
            mode--;
        }
        return (byte) mode;
    }

    private static List<Mode> modes(Service service) {
        Mode stored = new Mode(Residency.STORED.label(), Residency.STORED, service.storageBytes(), 0, 0);
        Mode loaded = new Mode(
                Residency.LOADED.label(),
                Residency.LOADED,
                service.storageBytes(),
                service.memoryBytes(),
                service.energyMillijoules());
        return service.hosting()
                .map(hosting -> new Mode(
                        Residency.HOSTED.label(),
                        Residency.HOSTED,
                        service.storageBytes(),
                        0,
                        0,
                        hosting.hostMemoryBytes(),
                        0))
                .map(hosted -> List.of(Mode.absent(), stored, hosted, loaded))
                .orElse(List.of(Mode.absent(), stored, loaded));
    }

    private Costs costs(Waiting waiting) {
        int choices = waiting.choices;
        long[] resources = new long[services.size() * choices];
        for (int model = 0; model < services.size(); model++) {
            Service service = services.get(model);
            int loaded = model * choices + (service.hosting().isPresent() ? 3 : 2);
            resources[model * choices + 1] = Waiting.nanoCost(storagePrice(service));
            service.hosting()
                    .ifPresent(hosting -> resources[loaded - 1] = Waiting.nanoCost(storagePrice(service)
                            + hourly(prices.hostMemoryPerGibibyteHour(), hosting.hostMemoryBytes())));
            resources[loaded] = Waiting.nanoCost(storagePrice(service) + loadedPrice(service));
        }
        return new Costs(choices, resources, waiting.delays());
    }

    private double hourly(double perGibibyteHour, long bytes) {
        return perGibibyteHour * (bytes / GIBIBYTE) * (slotSeconds / SECONDS_PER_HOUR);
    }

    /** Moves cost what their downloads and loads take, each rounded by itself; giving up is free. */
    private Switching switching(Footprint footprint) {
        int choices = footprint.choices;
        long[] costs = new long[services.size() * choices * choices];
        long[] bytes = new long[costs.length];
        for (int model = 0; model < services.size(); model++) {
            Service service = services.get(model);
            int loaded = service.hosting().isPresent() ? 3 : 2;
            long transfer = moved(service.transferNanos());
            long preload = moved(service.preloadNanos());
            int absent = model * choices * choices;
            int stored = absent + choices;
            costs[absent + 1] = transfer;
            costs[absent + loaded] = both(transfer, preload);
            costs[stored + loaded] = preload;
            for (int to = 1; to <= loaded; to++) {
                bytes[absent + to] = service.storageBytes();
            }
            if (service.hosting().isPresent()) {
                Service.Hosting hosting = service.hosting().get();
                costs[absent + 2] = both(transfer, moved(hosting.fillNanos()));
                costs[stored + 2] = moved(hosting.fillNanos());
                costs[stored + choices + loaded] = moved(hosting.wakeNanos());
                costs[absent + loaded * choices + 2] = moved(hosting.sleepNanos());
            }
        }
        return new Switching(footprint, new long[][] {costs}, new byte[0], bytes);
    }

    private long moved(long nanos) {
        return Waiting.nanoCost((charging.chargesSwitching() ? prices.switchingPerSecond() : 0) * (nanos / NANO));
    }

    /** Beyond 2^61 the costs overflow anyway, which is told. */
    private static long both(long one, long other) {
        return Math.min(Problem.NEVER - 1, one) + Math.min(Problem.NEVER - 1, other);
    }

    private double storagePrice(Service service) {
        return hourly(prices.storagePerGibibyteHour(), service.storageBytes());
    }

    private double loadedPrice(Service service) {
        double memory =
                prices.memoryPerGibibyteHour() * (service.memoryBytes() / GIBIBYTE) * (slotSeconds / SECONDS_PER_HOUR);
        return memory + prices.energyPerMegajoule() * (service.energyMillijoules() / MILLIJOULES_PER_MEGAJOULE);
    }

    private Waiting waiting(int choices) {
        int models = services.size();
        double[] seconds = new double[models * choices];
        double[] cloudSeconds = new double[models];
        double[] fetchSeconds = new double[models];
        double[] requests = new double[demand.length * models];
        for (int model = 0; model < models; model++) {
            Service service = services.get(model);
            double[] own = delaySeconds(service);
            System.arraycopy(own, 0, seconds, model * choices, own.length);
            cloudSeconds[model] = service.cloudNanos() / NANO;
            fetchSeconds[model] = fetchSeconds(service);
        }
        for (int slot = 0; slot < demand.length; slot++) {
            System.arraycopy(demand[slot], 0, requests, slot * models, models);
        }
        return new Waiting(
                slotSeconds, prices.delayPerSecond(), choices, seconds, cloudSeconds, fetchSeconds, requests);
    }

    /** Seconds one request waits, by residency; see the table of {@link Problem}. */
    private double[] delaySeconds(Service service) {
        double inference = service.inferenceNanos() / NANO;
        double cloud = service.cloudNanos() / NANO;
        double absent = charging.chargesRequests() ? Math.min(cloud, fetchSeconds(service)) : cloud;
        double stored = charging.chargesRequests() ? service.preloadNanos() / NANO + inference : cloud;
        return service.hosting()
                .map(hosting -> charging.chargesRequests() ? hosting.wakeNanos() / NANO + inference : cloud)
                .map(hosted -> new double[] {absent, stored, hosted, inference})
                .orElse(new double[] {absent, stored, inference});
    }

    private static double fetchSeconds(Service service) {
        return service.transferNanos() / NANO + (service.preloadNanos() / NANO + service.inferenceNanos() / NANO);
    }

    private void checkTotal(double dearest) {
        if (dearest >= Costs.MAX_TOTAL_NANO_COST) {
            faults.add("costs overflow: the dearest plan could cost " + dearest / NANO + ", expected less than "
                    + Costs.MAX_TOTAL_NANO_COST / NANO + "; scale the prices down");
        }
    }
}

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

    private static final int CHOICES = ModesBuilder.RESIDENCIES;

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
        Waiting waiting = waiting();
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
            if (range.lowest().index() > range.highest().index()) {
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
            wanted[model] = (byte) initial.getOrDefault(name, Residency.ABSENT).index();
            lowest[model] = (byte) range.lowest().index();
            highest[model] = (byte) range.highest().index();
        }
        footprint.require(lowest);
        return new Problem.Bounds(footprint.before(wanted, lowest, highest), lowest, highest);
    }

    private static List<Mode> modes(Service service) {
        return List.of(
                Mode.absent(),
                new Mode(Residency.STORED.label(), Residency.STORED, service.storageBytes(), 0, 0),
                new Mode(
                        Residency.LOADED.label(),
                        Residency.LOADED,
                        service.storageBytes(),
                        service.memoryBytes(),
                        service.energyMillijoules()));
    }

    private Costs costs(Waiting waiting) {
        long[] resources = new long[services.size() * CHOICES];
        for (int model = 0; model < services.size(); model++) {
            Service service = services.get(model);
            resources[model * CHOICES + 1] = Waiting.nanoCost(storagePrice(service));
            resources[model * CHOICES + 2] = Waiting.nanoCost(storagePrice(service) + loadedPrice(service));
        }
        return new Costs(CHOICES, resources, waiting.delays());
    }

    /** Rises cost what their downloads and preloads take, each rounded by itself; downwards is free. */
    private Switching switching(Footprint footprint) {
        long[] costs = new long[services.size() * CHOICES * CHOICES];
        long[] bytes = new long[costs.length];
        double price = charging.chargesSwitching() ? prices.switchingPerSecond() : 0;
        for (int model = 0; model < services.size(); model++) {
            Service service = services.get(model);
            long transfer = Waiting.nanoCost(price * (service.transferNanos() / NANO));
            long preload = Waiting.nanoCost(price * (service.preloadNanos() / NANO));
            int absent = model * CHOICES * CHOICES;
            int stored = absent + CHOICES;
            costs[absent + 1] = transfer;
            // Beyond 2^61 the costs overflow anyway, which is told.
            costs[absent + 2] = Math.min(Problem.NEVER - 1, transfer) + Math.min(Problem.NEVER - 1, preload);
            costs[stored + 2] = preload;
            bytes[absent + 1] = service.storageBytes();
            bytes[absent + 2] = service.storageBytes();
        }
        return new Switching(footprint, new long[][] {costs}, new byte[0], bytes);
    }

    private double storagePrice(Service service) {
        return prices.storagePerGibibyteHour() * (service.storageBytes() / GIBIBYTE) * (slotSeconds / SECONDS_PER_HOUR);
    }

    private double loadedPrice(Service service) {
        double memory =
                prices.memoryPerGibibyteHour() * (service.memoryBytes() / GIBIBYTE) * (slotSeconds / SECONDS_PER_HOUR);
        return memory + prices.energyPerMegajoule() * (service.energyMillijoules() / MILLIJOULES_PER_MEGAJOULE);
    }

    private Waiting waiting() {
        int models = services.size();
        double[] seconds = new double[models * CHOICES];
        double[] cloudSeconds = new double[models];
        double[] fetchSeconds = new double[models];
        double[] requests = new double[demand.length * models];
        for (int model = 0; model < models; model++) {
            Service service = services.get(model);
            System.arraycopy(delaySeconds(service), 0, seconds, model * CHOICES, CHOICES);
            cloudSeconds[model] = service.cloudNanos() / NANO;
            fetchSeconds[model] = fetchSeconds(service);
        }
        for (int slot = 0; slot < demand.length; slot++) {
            System.arraycopy(demand[slot], 0, requests, slot * models, models);
        }
        return new Waiting(
                slotSeconds, prices.delayPerSecond(), CHOICES, seconds, cloudSeconds, fetchSeconds, requests);
    }

    /** Seconds one request waits, by residency; see the table of {@link Problem}. */
    private double[] delaySeconds(Service service) {
        double inference = service.inferenceNanos() / NANO;
        double cloud = service.cloudNanos() / NANO;
        if (!charging.chargesRequests()) {
            return new double[] {cloud, cloud, inference};
        }
        double stored = service.preloadNanos() / NANO + inference;
        return new double[] {Math.min(cloud, fetchSeconds(service)), stored, inference};
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

package dev.berth.optimizer.problem;

import dev.berth.record.BadInputException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

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
    private int storageEverySlots = 1;
    private boolean sharesParts;

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

    /**
     * Lets downloads begin in every n-th slot alone, slot 0 first; what is stored may be loaded in every slot.
     *
     * @param slots >= 1; 1 where not called
     */
    public ProblemBuilder storageEvery(int slots) {
        storageEverySlots = slots;
        return this;
    }

    /**
     * Keeps parts of one name once on storage, however many services are kept with them: they are downloaded once, and
     * stay as long as any of the services is kept with them. Where this is not called every service has copies of its
     * own; so have services that new versions arrive of.
     */
    public ProblemBuilder shareParts() {
        sharesParts = true;
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
        List<Service.Part> shared = sharesParts ? shared() : List.of();
        throwFaults();
        Set<String> sharedNames = shared.stream().map(Service.Part::name).collect(Collectors.toSet());
        List<ServiceModes> modes = services.stream()
                .map(service -> new ServiceModes(service, sharedNames))
                .toList();
        checkModes(modes);
        throwFaults();
        Switching.Kinds kinds = new Switching.Kinds(demand.length, storageEverySlots, services);
        checkKinds(kinds);
        throwFaults();
        Footprint footprint =
                new Footprint(capacity, modes.stream().map(ServiceModes::modes).toList());
        Switching switching = switching(modes, List.of(), footprint, kinds);
        Waiting waiting = waiting(modes, switching, footprint.choices, kinds);
        Problem.Costs costs = costs(modes, List.of(), waiting);
        checkTotal(costs.dearest(switching));
        throwFaults();
        List<String> names = services.stream().map(Service::name).toList();
        if (shared.isEmpty()) {
            Problem.Bounds bounds = bounds(modes);
            footprint.require(bounds.lowest);
            byte[] before = footprint.before(bounds.initial, bounds.lowest, bounds.highest);
            Problem.Bounds begun = new Problem.Bounds(before, bounds.lowest, bounds.highest);
            return new Problem(names, charging, footprint, waiting, costs, switching, begun, Optional.empty());
        }
        Apart apart = new Apart(modes, shared, waiting, kinds);
        return new Problem(
                names, charging, footprint, waiting, costs, switching, apart.begun(), Optional.of(apart.parts()));
    }

    /** Parts that more than one service may be kept with, in the order in which they are named. */
    private List<Service.Part> shared() {
        Map<String, Service.Part> first = new LinkedHashMap<>();
        Map<String, String> owners = new TreeMap<>();
        Set<String> shared = new HashSet<>();
        for (Service service : services) {
            if (service.updates().isPresent()) {
                continue;
            }
            service.variants().stream()
                    .flatMap(variant -> variant.parts().stream())
                    .forEach(part -> {
                        Service.Part known = first.putIfAbsent(part.name(), part);
                        String owner = owners.putIfAbsent(part.name(), service.name());
                        if (owner != null && !owner.equals(service.name())) {
                            shared.add(part.name());
                            checkSame(known, part, owner, service.name());
                        }
                    });
        }
        return first.values().stream()
                .filter(part -> shared.contains(part.name()))
                .toList();
    }

    private void checkSame(Service.Part one, Service.Part other, String owner, String service) {
        if (one.storageBytes() != other.storageBytes() || one.transferNanos() != other.transferNanos()) {
            faults.add("part " + one.name() + " of " + owner + " and of " + service
                    + " differ in bytes or download, expected the same where services share it");
        }
    }

    /** The same problem with shared parts as services of their own; see {@link SharedParts}. */
    private final class Apart {
        private final List<ServiceModes> modes;
        private final List<Service.Part> shared;
        private final Footprint footprint;
        private final Waiting waiting;
        private final Switching.Kinds kinds;
        private final boolean[][] has;
        private final Problem.Bounds begun;

        Apart(List<ServiceModes> modes, List<Service.Part> shared, Waiting waiting, Switching.Kinds kinds) {
            this.modes = modes;
            this.shared = shared;
            this.kinds = kinds;
            this.waiting = waiting.with(shared.size());
            List<List<Mode>> all = new ArrayList<>();
            modes.forEach(own -> all.add(own.ownModes()));
            shared.forEach(part -> all.add(List.of(
                    Mode.absent(), new Mode(Residency.STORED.label(), Residency.STORED, part.storageBytes(), 0, 0))));
            footprint = new Footprint(capacity, all);
            has = has();
            Problem.Bounds bounds = bounds(modes);
            footprint.require(whole(bounds.lowest));
            begun = new Problem.Bounds(before(bounds), bounds.lowest, bounds.highest);
        }

        private boolean[][] has() {
            boolean[][] matrix = new boolean[shared.size()][modes.size() * footprint.choices];
            for (int part = 0; part < matrix.length; part++) {
                for (int service = 0; service < modes.size(); service++) {
                    for (int mode = 0; mode < modes.get(service).count(); mode++) {
                        String name = shared.get(part).name();
                        matrix[part][service * footprint.choices + mode] = modes.get(service).sharedParts(mode).stream()
                                .anyMatch(own -> own.name().equals(name));
                    }
                }
            }
            return matrix;
        }

        private byte[] whole(byte[] oneSlot) {
            return SharedParts.whole(has, footprint.choices, oneSlot);
        }

        /** As {@link Footprint#before}, parts counted once. */
        private byte[] before(Problem.Bounds bounds) {
            byte[] before = bounds.lowest.clone();
            for (int service = 0; service < before.length; service++) {
                byte wanted = (byte) Math.min(bounds.initial[service], bounds.highest[service]);
                for (byte mode = wanted; mode > bounds.lowest[service]; mode--) {
                    before[service] = mode;
                    if (footprint.fits(whole(before))) {
                        break;
                    }
                    before[service] = bounds.lowest[service];
                }
            }
            for (int service = 0; service < before.length; service++) {
                before[service] = (byte) Math.min(before[service], bounds.initial[service]);
            }
            return before;
        }

        Problem.Bounds begun() {
            return begun;
        }

        SharedParts parts() {
            byte[] highest = Arrays.copyOf(begun.highest, begun.highest.length + shared.size());
            Arrays.fill(highest, begun.highest.length, highest.length, (byte) 1);
            Problem.Bounds bounds = new Problem.Bounds(whole(begun.initial), whole(begun.lowest), highest);
            List<String> names =
                    new ArrayList<>(services.stream().map(Service::name).toList());
            shared.forEach(part -> names.add(part.name()));
            Problem apart = new Problem(
                    names,
                    charging,
                    footprint,
                    waiting,
                    costs(modes, shared, waiting),
                    switching(modes, shared, footprint, kinds),
                    bounds,
                    Optional.empty());
            return new SharedParts(apart, names.subList(services.size(), names.size()), has);
        }
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
        least("prices qualityPerRequest", prices.qualityPerRequest());
        if (storageEverySlots < 1) {
            faults.add("out of range: storage may change every " + storageEverySlots + " slots, expected >= 1");
        }
        capacity.hostMemoryBytes().ifPresent(bytes -> least("capacity hostMemoryBytes", bytes));
        capacity.computePpm().ifPresent(share -> least("capacity computePpm", share));
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
            least(model + "cloudNanos", service.cloudNanos());
            least(model + "way nanos", service.way().nanos());
            if (service.way().isToCloud()
                    && service.cloudNanos() < service.way().nanos()) {
                faults.add("out of range: " + model + "cloudNanos=" + service.cloudNanos()
                        + ", expected at least those of the way to the server, "
                        + service.way().nanos());
            }
            checkVariants(service, model);
            service.updates().ifPresent(updates -> checkUpdates(service, updates));
        }
        checkInitial(names);
        checkBounds(names);
    }

    private void checkVariants(Service service, String model) {
        Set<String> variants = new HashSet<>();
        if (service.variants().isEmpty()) {
            faults.add(model + "has no variants, expected at least one");
        }
        for (Service.Variant variant : service.variants()) {
            String place = service.isPlain() ? model : model + "variant " + variant.name() + " ";
            if (!service.isPlain() && (variant.name().isBlank() || !variants.add(variant.name()))) {
                faults.add(place + "has a name that is blank or used twice");
            }
            if (variant.parts().isEmpty() || variant.settings().isEmpty()) {
                faults.add(place + "has " + variant.parts().size() + " parts and "
                        + variant.settings().size() + " settings, expected at least one of each");
            }
            variant.parts().forEach(part -> checkPart(place, part));
            Set<String> settings = new HashSet<>();
            for (Service.Setting setting : variant.settings()) {
                if (!settings.add(setting.name())) {
                    faults.add(place + "has two settings '" + setting.name() + "', expected names of their own");
                }
                checkSetting(place, setting);
            }
        }
    }

    private void checkPart(String place, Service.Part part) {
        least(place + "storageBytes", part.storageBytes());
        least(place + "memoryBytes", part.memoryBytes());
        least(place + "energyMillijoules", part.energyMillijoules());
        least(place + "transferNanos", part.transferNanos());
        least(place + "preloadNanos", part.preloadNanos());
        part.hosting().ifPresent(hosting -> {
            least(place + "hostMemoryBytes", hosting.hostMemoryBytes());
            least(place + "fillNanos", hosting.fillNanos());
            least(place + "wakeNanos", hosting.wakeNanos());
            least(place + "sleepNanos", hosting.sleepNanos());
        });
    }

    private void checkSetting(String place, Service.Setting setting) {
        least(place + "inferenceNanos", setting.inferenceNanos());
        least(place + "computePpm", setting.computePpm());
        share(place + "quality", setting.quality());
        setting.deferral().ifPresent(deferral -> {
            share(place + "share of requests that are passed on", deferral.share());
            if (!(deferral.mostRequests() >= 0)) {
                faults.add("out of range: " + place + "mostRequests=" + deferral.mostRequests() + ", expected >= 0");
            }
            least(place + "nanos of requests that are passed on", deferral.nanos());
        });
    }

    private void checkUpdates(Service service, Service.Updates updates) {
        String place = "model " + service.name() + " ";
        share(place + "deltaShare", updates.deltaShare());
        share(place + "qualityLossPerVersion", updates.qualityLossPerVersion());
        int before = -1;
        for (int slot : updates.slots()) {
            if (slot <= before) {
                faults.add(place + "updates arrive in slots " + updates.slots() + ", expected them ascending from 0");
                return;
            }
            before = slot;
        }
    }

    private void share(String what, double value) {
        if (!(value >= 0 && value <= 1)) {
            faults.add("out of range: " + what + "=" + value + ", expected 0 to 1");
        }
    }

    /** Modes that are numbered past what plans hold; and what must stay where there is more than one way to. */
    private void checkModes(List<ServiceModes> modes) {
        for (int model = 0; model < modes.size(); model++) {
            Service service = services.get(model);
            if (modes.get(model).count() > ModesBuilder.MAX_MODES) {
                faults.add(
                        "model " + service.name() + " has " + modes.get(model).count()
                                + " modes, expected at most " + ModesBuilder.MAX_MODES
                                + "; name fewer variants, settings or versions");
            }
            boolean mustStay = ranges.getOrDefault(service.name(), Range.ANY).lowest() != Residency.ABSENT;
            if (mustStay && (service.variants().size() > 1 || service.updates().isPresent())) {
                faults.add("model " + service.name() + " lowest residency="
                        + ranges.get(service.name()).lowest().label()
                        + ", expected absent where it has several variants or new versions");
            }
            if (ranges.getOrDefault(service.name(), Range.ANY).lowest() == Residency.LOADED && isLimited(service)) {
                faults.add("model " + service.name() + " lowest residency=loaded, expected at most stored where what it"
                        + " passes on is limited");
            }
        }
    }

    private static boolean isLimited(Service service) {
        return service.variants().stream()
                .flatMap(variant -> variant.settings().stream())
                .flatMap(setting -> setting.deferral().stream())
                .anyMatch(deferral -> deferral.mostRequests() < Double.POSITIVE_INFINITY);
    }

    private void checkKinds(Switching.Kinds kinds) {
        if (kinds.count() > Byte.MAX_VALUE) {
            faults.add("too large: updates of models make " + kinds.count() + " kinds of slots, expected at most "
                    + Byte.MAX_VALUE + "; let fewer versions arrive");
        }
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

    /** What is wanted before slot 0 is still to be held against what fits. */
    private Problem.Bounds bounds(List<ServiceModes> modes) {
        byte[] wanted = new byte[services.size()];
        byte[] lowest = new byte[wanted.length];
        byte[] highest = new byte[wanted.length];
        for (int model = 0; model < wanted.length; model++) {
            String name = services.get(model).name();
            Range range = ranges.getOrDefault(name, Range.ANY);
            Residency before = initial.getOrDefault(name, Residency.ABSENT);
            wanted[model] = begin(modes.get(model), before.compareTo(range.highest()) > 0 ? range.highest() : before);
            lowest[model] = begin(modes.get(model), range.lowest());
            highest[model] = services.get(model).isPlain()
                    ? last(modes.get(model), range.highest())
                    : (byte) (modes.get(model).count() - 1);
        }
        return new Problem.Bounds(wanted, lowest, highest);
    }

    /**
     * Index of the mode that a residency stands for: the first variant and version, in the setting that takes least.
     */
    private static byte begin(ServiceModes modes, Residency residency) {
        int begin = 0;
        for (int mode = 1; mode < modes.count(); mode++) {
            ServiceModes.Kept kept = modes.at(mode);
            boolean isHigher = kept.variant() == 0
                    && kept.version() == 0
                    && kept.residency().compareTo(modes.at(begin).residency()) > 0;
            begin = isHigher && kept.residency().compareTo(residency) <= 0 ? mode : begin;
        }
        return (byte) begin;
    }

    /** Index of the last mode up to a residency. */
    private static byte last(ServiceModes modes, Residency residency) {
        int mode = modes.count() - 1;
        while (modes.at(mode).residency().compareTo(residency) > 0) {
            mode--;
        }
        return (byte) mode;
    }

    /**
     * What is kept and what waits, each model's rounded by itself.
     *
     * @param shared parts that come after the services, which then have them not; none where each has its own copies
     */
    private Problem.Costs costs(List<ServiceModes> modes, List<Service.Part> shared, Waiting waiting) {
        int choices = waiting.choices;
        long[] resources = new long[waiting.models() * choices];
        for (int model = 0; model < modes.size(); model++) {
            List<Mode> own = modes.get(model).ownModes();
            for (int mode = 1; mode < own.size(); mode++) {
                int at = model * choices + mode;
                resources[at] = Waiting.nanoCost(resources(own.get(mode)));
                if (shared.isEmpty()) {
                    for (Service.Part part : modes.get(model).sharedParts(mode)) {
                        resources[at] = both(resources[at], stored(part));
                    }
                }
            }
        }
        for (int part = 0; part < shared.size(); part++) {
            resources[(modes.size() + part) * choices + 1] = stored(shared.get(part));
        }
        return new Problem.Costs(choices, resources, waiting.delays());
    }

    private long stored(Service.Part part) {
        return Waiting.nanoCost(hourly(prices.storagePerGibibyteHour(), part.storageBytes()));
    }

    private double resources(Mode mode) {
        double storage = hourly(prices.storagePerGibibyteHour(), mode.storageBytes());
        return switch (mode.residency()) {
            case ABSENT -> 0;
            case STORED -> storage;
            case HOSTED -> storage + hourly(prices.hostMemoryPerGibibyteHour(), mode.hostMemoryBytes());
            case LOADED -> storage + loadedPrice(mode);
        };
    }

    private double hourly(double perGibibyteHour, long bytes) {
        return perGibibyteHour * (bytes / GIBIBYTE) * (slotSeconds / SECONDS_PER_HOUR);
    }

    private double loadedPrice(Mode mode) {
        return hourly(prices.memoryPerGibibyteHour(), mode.memoryBytes())
                + prices.energyPerMegajoule() * (mode.energyMillijoules() / MILLIJOULES_PER_MEGAJOULE);
    }

    /**
     * Moves cost what their downloads and loads take, each rounded by itself; giving up is free.
     *
     * @param shared parts that come after the services, which then do not download them
     */
    private Switching switching(
            List<ServiceModes> modes, List<Service.Part> shared, Footprint footprint, Switching.Kinds kinds) {
        int choices = footprint.choices;
        int all = services.size() + shared.size();
        long[][] costs = new long[kinds.count()][all * choices * choices];
        long[] bytes = new long[costs[0].length];
        for (int model = 0; model < modes.size(); model++) {
            ServiceModes own = modes.get(model);
            Residency highest =
                    ranges.getOrDefault(services.get(model).name(), Range.ANY).highest();
            for (int from = 0; from < own.count(); from++) {
                for (int to = 0; to < own.count(); to++) {
                    int at = (model * choices + from) * choices + to;
                    ServiceModes.Move move = own.move(from, to);
                    bytes[at] = move.bytes();
                    long cost = both(moved(move.downloadNanos()), moved(move.loadNanos()));
                    if (shared.isEmpty()) {
                        for (Service.Part part : brought(own, from, to)) {
                            bytes[at] += part.storageBytes();
                            cost = both(cost, moved(part.transferNanos()));
                        }
                    }
                    for (int kind = 0; kind < costs.length; kind++) {
                        int slot = kinds.first(kind);
                        boolean isPossible = own.isPossible(from, to, own.newest(slot))
                                && isWithin(services.get(model), own.at(to), highest)
                                && (bytes[at] == 0 || kinds.mayDownload(slot));
                        costs[kind][at] = isPossible ? cost : Problem.NEVER;
                    }
                }
            }
        }
        for (int part = 0; part < shared.size(); part++) {
            int at = (services.size() + part) * choices * choices + 1;
            bytes[at] = shared.get(part).storageBytes();
            for (int kind = 0; kind < costs.length; kind++) {
                boolean isPossible = bytes[at] == 0 || kinds.mayDownload(kinds.first(kind));
                costs[kind][at] = isPossible ? moved(shared.get(part).transferNanos()) : Problem.NEVER;
            }
        }
        return new Switching(footprint, costs, kinds.ofSlots(), bytes);
    }

    /** Shared parts that a move brings where no other service is kept with them. */
    private static List<Service.Part> brought(ServiceModes own, int from, int to) {
        List<Service.Part> there = own.sharedParts(from);
        return own.sharedParts(to).stream()
                .filter(part -> there.stream().noneMatch(other -> other.name().equals(part.name())))
                .toList();
    }

    /** A plain service has its highest mode; others have more than one mode of a residency, in no order. */
    private static boolean isWithin(Service service, ServiceModes.Kept to, Residency highest) {
        return service.isPlain() || to.residency().compareTo(highest) <= 0;
    }

    private long moved(long nanos) {
        return Waiting.nanoCost((charging.chargesSwitching() ? prices.switchingPerSecond() : 0) * (nanos / NANO));
    }

    /** Beyond 2^61 the costs overflow anyway, which is told. */
    private static long both(long one, long other) {
        return Math.min(Problem.NEVER - 1, one) + Math.min(Problem.NEVER - 1, other);
    }

    private Waiting waiting(List<ServiceModes> modes, Switching switching, int choices, Switching.Kinds kinds) {
        int models = services.size();
        Waiting.Request[] perKind = new Waiting.Request[kinds.count()];
        for (int kind = 0; kind < perKind.length; kind++) {
            double[] seconds = new double[models * choices];
            double[] losses = new double[models * choices];
            boolean[] held = new boolean[models * choices];
            for (int model = 0; model < models; model++) {
                for (int mode = 0; mode < modes.get(model).count(); mode++) {
                    int at = model * choices + mode;
                    Answer answer = answer(services.get(model), modes.get(model), mode, kinds.first(kind));
                    seconds[at] = answer.seconds();
                    losses[at] = answer.loss();
                    held[at] = answer.isHeld();
                }
            }
            perKind[kind] = new Waiting.Request(seconds, losses, held);
        }
        double[] cloudSeconds = new double[models];
        double[] waySeconds = new double[models];
        boolean[] fetched = new boolean[models];
        double[] requests = new double[demand.length * models];
        for (int model = 0; model < models; model++) {
            cloudSeconds[model] = services.get(model).cloudNanos() / NANO;
            waySeconds[model] = services.get(model).way().nanos() / NANO;
            fetched[model] = isFetched(services.get(model), fetch(services.get(model)));
        }
        for (int slot = 0; slot < demand.length; slot++) {
            System.arraycopy(demand[slot], 0, requests, slot * models, models);
        }
        return new Waiting(
                slotSeconds,
                prices,
                choices,
                perKind,
                kinds.ofSlots(),
                cloudSeconds,
                waySeconds,
                fetched,
                mostRequests(modes, choices),
                barriers(modes, switching),
                requests);
    }

    /** Expected requests of a slot beyond which modes cannot be chosen; empty where there is no limit. */
    private static double[] mostRequests(List<ServiceModes> modes, int choices) {
        double[] most = new double[modes.size() * choices];
        Arrays.fill(most, Double.POSITIVE_INFINITY);
        boolean isLimited = false;
        for (int model = 0; model < modes.size(); model++) {
            ServiceModes own = modes.get(model);
            for (int mode = 0; mode < own.count(); mode++) {
                if (own.at(mode).residency() == Residency.LOADED) {
                    double limit = own.setting(mode)
                            .deferral()
                            .map(Service.Deferral::mostRequests)
                            .orElse(Double.POSITIVE_INFINITY);
                    most[model * choices + mode] = limit;
                    isLimited |= limit < Double.POSITIVE_INFINITY;
                }
            }
        }
        return isLimited ? most : new double[0];
    }

    /** What a copy costs at most that is stored for a slot and loaded again, rent included. */
    private long[] barriers(List<ServiceModes> modes, Switching switching) {
        long[] barriers = new long[modes.size()];
        for (int model = 0; model < barriers.length; model++) {
            double rent = 0;
            for (Mode mode : modes.get(model).modes()) {
                rent = Math.max(rent, resources(mode));
            }
            long move = switching.dearest(model);
            barriers[model] = both(1, both(Waiting.nanoCost(rent), both(move, move)));
        }
        return barriers;
    }

    /**
     * What one request meets.
     *
     * @param seconds it waits
     * @param loss what its answer lacks of full quality, 0 to 1
     * @param isHeld whether what is kept serves it, and not the cloud or what is fetched for it
     */
    private record Answer(double seconds, double loss, boolean isHeld) {}

    /** See the table of {@link Problem}. */
    private Answer answer(Service service, ServiceModes modes, int mode, int slot) {
        Answer cloud = new Answer(service.cloudNanos() / NANO, 0, false);
        Residency residency = modes.at(mode).residency();
        if (residency == Residency.ABSENT) {
            Answer fetch = fetch(service);
            return charging.chargesRequests() && isFetched(service, fetch) ? fetch : cloud;
        }
        int behind = modes.behind(mode, slot);
        boolean serves = behind == 0
                || (behind > 0
                        && service.updates().map(Service.Updates::servesBehind).orElse(false));
        if (!serves || (residency != Residency.LOADED && !charging.chargesRequests())) {
            return cloud;
        }
        double loss =
                service.updates().map(Service.Updates::qualityLossPerVersion).orElse(0.0) * behind;
        Service.Setting setting = modes.setting(mode);
        long loadNanos = 0;
        for (Service.Part part : modes.parts(mode)) {
            loadNanos += switch (residency) {
                case HOSTED -> part.hosting().orElseThrow().wakeNanos();
                case STORED -> part.preloadNanos();
                case ABSENT, LOADED -> 0;
            };
        }
        return new Answer(
                loadNanos / NANO + (service.way().nanos() + setting.servedNanos()) / NANO,
                1 - Math.max(0, setting.quality() - loss),
                true);
    }

    /** Downloaded and loaded for by itself, as the first variant. */
    private static Answer fetch(Service service) {
        Service.Variant variant = service.variants().get(0);
        long transferNanos = 0;
        long preloadNanos = 0;
        for (Service.Part part : variant.parts()) {
            transferNanos += part.transferNanos();
            preloadNanos += part.preloadNanos();
        }
        Service.Setting setting = variant.settings().get(0);
        return new Answer(
                transferNanos / NANO + (preloadNanos / NANO + (service.way().nanos() + setting.servedNanos()) / NANO),
                1 - setting.quality(),
                false);
    }

    private boolean isFetched(Service service, Answer fetch) {
        double cloudSeconds = service.cloudNanos() / NANO;
        return fetch.loss() == 0
                ? fetch.seconds() <= cloudSeconds
                : prices.delayPerSecond() * fetch.seconds() + prices.qualityPerRequest() * fetch.loss()
                        <= prices.delayPerSecond() * cloudSeconds;
    }

    private void checkTotal(double dearest) {
        if (dearest >= Problem.Costs.MAX_TOTAL_NANO_COST) {
            faults.add("costs overflow: the dearest plan could cost " + dearest / NANO + ", expected less than "
                    + Problem.Costs.MAX_TOTAL_NANO_COST / NANO + "; scale the prices down");
        }
    }
}

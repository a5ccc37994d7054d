package dev.berth.optimizer.problem;

import dev.berth.record.BadInputException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Which models one edge server keeps, and how, in each of T slots; immutable, valid once it exists. Built by
 * {@link ProblemBuilder}.
 *
 * <p>A plan gives each model m in each slot t a {@link Residency} z. Its cost, in nano-cost units (1e9 of them are one
 * unit of the prices), is the sum of three parts:
 *
 * <pre>
 * resources  Σ_t Σ_m  pS·s_m [z &gt;= STORED] + (pG·g_m + pE·e_m) [z = LOADED]
 * delay      Σ_t Σ_m  wD·λ_tm·delay(m, z)
 * switching  Σ_t Σ_m  wX·rise(m, z of slot t-1, z of slot t); before slot 0 stands the initial residency
 *
 * rise       ABSENT→STORED tr_m     STORED→LOADED io_m     ABSENT→LOADED tr_m + io_m     downwards and equal 0
 *            STORED→HOSTED fill_m   HOSTED→LOADED wake_m   LOADED→HOSTED sleep_m         (with host memory)
 *
 * charging      delay LOADED   delay STORED    delay ABSENT                         switching
 * per-request   inf_m          io_m + inf_m    min(cloud_m, tr_m + io_m + inf_m)    0
 * per-switch    inf_m          cloud_m         cloud_m                              as above
 * both          inf_m          io_m + inf_m    min(cloud_m, tr_m + io_m + inf_m)    as above
 * </pre>
 *
 * <p>With {@code per-switch} nobody waits for a load but the switch itself, once for each rise however many requests
 * follow; a model that is not loaded therefore serves nobody, its requests go to the cloud, and storing it is worth
 * only the download that a later load saves.
 *
 * <p>What all of it is held against, with every request served by the cloud and nothing moved or kept, is {@code Σ_t
 * Σ_m wD·λ_tm·cloud_m}. It is no plan: models that are pinned are not kept.
 *
 * <p>Subject to, in every slot: {@code Σ s_m [z >= STORED] <= S}, {@code Σ g_m [z = LOADED] <= G}, {@code Σ e_m [z =
 * LOADED] <= E}, and {@code lowest(m) <= z_m <= highest(m)}. All models at their lowest residency keep every limit, so
 * that there is a plan.
 *
 * <p>Each term (resources of one model in one slot at one residency; delay of one model in one slot at one residency;
 * {@code wX·tr_m}; {@code wX·io_m}) is computed in {@code double} and rounded half up to a whole number once; from
 * there on all is exact integer arithmetic. The dearest plan there is costs less than 2^61, so that no sum of costs
 * overflows.
 */
public final class Problem {
    /** What a move costs that cannot be; above the cost of every plan. */
    public static final long NEVER = 1L << 61;

    private final List<String> names;
    private final int slots;
    private final int choices;
    private final Charging charging;
    private final Footprint footprint;
    private final Waiting waiting;
    private final Costs costs;
    private final Switching switching;
    private final Bounds bounds;
    private final boolean isChain;
    private final Optional<SharedParts> sharedParts;

    /** Whether costs of slots are those of requests and quality can be told of them. */
    private final boolean isAsAsked;

    Problem(
            List<String> names,
            Charging charging,
            Footprint footprint,
            Waiting waiting,
            Costs costs,
            Switching switching,
            Bounds bounds,
            Optional<SharedParts> sharedParts) {
        this.names = List.copyOf(names);
        this.choices = footprint.choices;
        this.slots = costs.delays.length / choices / names.size();
        this.charging = charging;
        this.footprint = footprint;
        this.waiting = waiting;
        this.costs = costs;
        this.switching = switching;
        this.bounds = bounds;
        this.sharedParts = sharedParts;
        isChain = switching.isChain(footprint);
        isAsAsked = true;
    }

    /** The same services with some parts exchanged. */
    private Problem(
            Problem other,
            Waiting waiting,
            Costs costs,
            Switching switching,
            Bounds bounds,
            Optional<SharedParts> sharedParts,
            boolean isAsAsked) {
        names = other.names;
        choices = other.choices;
        slots = costs.delays.length / choices / names.size();
        charging = other.charging;
        footprint = other.footprint;
        isChain = other.isChain;
        this.isAsAsked = isAsAsked;
        this.waiting = waiting;
        this.costs = costs;
        this.switching = switching;
        this.bounds = bounds;
        this.sharedParts = sharedParts;
    }

    /**
     * Parts that services share and that are kept once. Costs and uses of this problem's services count them for each
     * service; the cost of a plan and the limits count them once. Empty where nothing is shared.
     */
    public Optional<SharedParts> sharedParts() {
        return sharedParts;
    }

    /** The same problem where every service has copies of its own of what services share. */
    public Problem withOwnCopies() {
        return new Problem(this, waiting, costs, switching, bounds, Optional.empty(), isAsAsked);
    }

    /**
     * The same problem where being in modes costs more.
     *
     * @param nanoCosts {@link #choices} values a service, the services of slot 0 first, each >= 0
     * @return empty where the dearest plan could then cost 2^61 nano-cost units or more
     */
    public Optional<Problem> withCharges(long[] nanoCosts) {
        long[] delays = new long[nanoCosts.length];
        for (int at = 0; at < delays.length; at++) {
            delays[at] = costs.delays[at] + nanoCosts[at];
        }
        Costs charged = costs.with(delays);
        return charged.dearest(switching) >= Costs.MAX_TOTAL_NANO_COST
                ? Optional.empty()
                : Optional.of(new Problem(this, waiting, charged, switching, bounds, sharedParts, isAsAsked));
    }

    /**
     * The same server and models with other demand and other modes before slot 0: what a receding horizon solves.
     *
     * @param firstSlot slot of this problem that the window begins with
     * @param requests expected requests, finite and >= 0, the models of the first slot first; length slots × models, at
     *     most as many slots as there are from the first; kept
     * @param initial indices of modes, one a model, kept
     * @throws BadInputException where the dearest plan could cost 2^61 nano-cost units or more
     * @throws IllegalStateException where costs are not those of requests
     */
    public Problem with(int firstSlot, double[] requests, byte[] initial) {
        requireForesight();
        Waiting other = waiting.with(firstSlot, requests);
        Costs otherCosts = costs.with(other.delays());
        if (otherCosts.dearest(switching) >= Costs.MAX_TOTAL_NANO_COST) {
            throw new BadInputException("costs overflow: the dearest plan of a window of forecast demand could cost "
                    + "2^61 nano-cost units or more; scale the prices down");
        }
        Switching window = switching.from(firstSlot, requests.length / models());
        return new Problem(
                this,
                other,
                otherCosts,
                window,
                new Bounds(initial, bounds.lowest, bounds.highest),
                sharedParts.map(parts -> parts.with(firstSlot, requests, initial)),
                true);
    }

    /** Whether {@link #with} can be asked for: costs are those of requests. */
    public boolean canForesee() {
        return waiting.requests.length == slots * models();
    }

    private void requireForesight() {
        if (!canForesee()) {
            throw new IllegalStateException("costs of single slots are given, expected requests to forecast");
        }
    }

    /**
     * The same problem where a download costs more in some slots than in others, for example because servers share a
     * backhaul. Solvers that do not look at the prices of single slots return plans and bounds that hold, not the best.
     *
     * @param nanoCostPerByte what a byte that is downloaded costs in each slot beside {@link #switchingCost(int, int,
     *     int)}, finite and >= 0; kept
     */
    public Problem withTransferPrices(double[] nanoCostPerByte) {
        return new Problem(
                this,
                waiting,
                costs,
                switching.withPrices(nanoCostPerByte),
                bounds,
                sharedParts.map(parts -> parts.withTransferPrices(nanoCostPerByte)),
                isAsAsked);
    }

    /**
     * The same problem where requests cost something else, for example because other servers serve them too. What
     * answers lack of full quality is in these costs and not told of them. Solvers that forecast requests look at the
     * requests alone, and return plans that hold, not the best.
     *
     * @param delays what {@link #delayCost} is to give, >= 0: {@link #choices} values a model, the models of slot 0
     *     first; kept
     */
    public Problem withDelayCosts(long[] delays) {
        if (delays.length != costs.delays.length) {
            throw new IllegalArgumentException(
                    "out of range: delays=" + delays.length + ", expected " + costs.delays.length);
        }
        return new Problem(this, waiting, costs.with(delays), switching, bounds, sharedParts, false);
    }

    /**
     * The same problem where some models are kept lower.
     *
     * @param highest indices of modes, one a model, from {@link #lowest} to {@link #highest}; kept
     */
    public Problem withHighest(byte[] highest) {
        for (int model = 0; model < models(); model++) {
            if (highest[model] < lowest(model) || highest[model] > highest(model)) {
                throw new IllegalArgumentException("out of range: highest=" + highest[model] + " of " + names.get(model)
                        + ", expected " + lowest(model) + " to " + highest(model));
            }
        }
        return new Problem(
                this,
                waiting,
                costs,
                switching,
                new Bounds(bounds.initial, bounds.lowest, highest),
                sharedParts.map(parts -> parts.withHighest(highest)),
                isAsAsked);
    }

    /**
     * The same choices where nothing costs but what requests wait.
     *
     * @param weights what a second that one request of a model waits costs, finite and >= 0, one a model
     * @throws BadInputException where the dearest plan could cost 2^61 nano-cost units or more
     * @throws IllegalStateException where costs are not those of requests
     */
    public Problem withDelaysAlone(double[] weights) {
        requireForesight();
        Waiting weighted = waiting.weighted(weights);
        Costs delays = new Costs(choices, new long[costs.resources.length], weighted.delays());
        Switching free = switching.free(footprint);
        if (delays.dearest(free) >= Costs.MAX_TOTAL_NANO_COST) {
            throw new BadInputException(
                    "delays overflow: all requests together could wait 2^61 nanoseconds or more, by their weights");
        }
        return new Problem(this, weighted, delays, free, bounds, Optional.empty(), true);
    }

    /** What one request of a model waits in a slot in a mode (index), in seconds. */
    public double delaySeconds(int slot, int model, int mode) {
        return waiting.seconds(slot, model, mode);
    }

    /** What one request of a model waits that the cloud serves, in seconds. */
    public double cloudSeconds(int model) {
        return waiting.cloudSeconds(model);
    }

    /** No plan costs more, in nano-cost units. */
    double dearest() {
        return costs.dearest(switching);
    }

    /**
     * Whether every service has the three modes ABSENT, STORED and LOADED, of which each takes what the one below takes
     * and more, only rises cost, a rise over two steps what the two cost, and the same in all slots but for prices of
     * downloads. What holds for such problems alone looks here.
     */
    public boolean isChain() {
        return isChain;
    }

    /** Most modes of a service: arrays of the solvers have so many values a service. */
    public int choices() {
        return choices;
    }

    /** Number of modes of a service, 1 to {@link #choices}. */
    public int modes(int model) {
        return footprint.counts[model];
    }

    /** One of the modes of a service. */
    public Mode mode(int model, int mode) {
        return footprint.modes.get(model).get(mode);
    }

    /** T, number of slots, >= 1. */
    public int slots() {
        return slots;
    }

    /** M, number of models, >= 1. */
    public int models() {
        return names.size();
    }

    /** Names of the models, in the order of their indices. */
    public List<String> names() {
        return names;
    }

    /** Δ, length of a slot in seconds, > 0. */
    public double slotSeconds() {
        return waiting.slotSeconds;
    }

    /** λ_tm, expected requests of a model in a slot, finite and >= 0; 0 where costs of slots are given instead. */
    public double expectedRequests(int slot, int model) {
        return waiting.requests.length == 0 ? 0 : waiting.requests[slot * models() + model];
    }

    /** Which terms are present; the costs below already follow it. */
    public Charging charging() {
        return charging;
    }

    /** What the server has in every slot. */
    public Capacity capacity() {
        return footprint.capacity;
    }

    /** s_m in bytes: the most storage that a model takes in any mode. */
    public long storageBytes(int model) {
        return footprint.most[Resource.STORAGE.index()][model];
    }

    /** g_m in bytes: the most device memory that a model takes in any mode. */
    public long memoryBytes(int model) {
        return footprint.most[Resource.MEMORY.index()][model];
    }

    /** e_m in millijoules a slot, the most in any mode; 0 where energy is not modelled. */
    public long energyMillijoules(int model) {
        return footprint.most[Resource.ENERGY.index()][model];
    }

    /**
     * What a model takes of a resource in a mode.
     *
     * @param resource index of a {@link Resource}
     * @return in the unit of the resource; 0 where there is no limit
     */
    public long use(int resource, int model, int mode) {
        return footprint.use(resource, model, mode);
    }

    /** Rows that arrays over resources have: storage, memory and energy, and the others up to the last with a limit. */
    public int resources() {
        return footprint.resources;
    }

    /**
     * What {@link #use} gives, for those who ask very often.
     *
     * @return {@link #resources} values for each of {@link #choices} modes a model; shared, not to be written
     */
    public long[] uses() {
        return footprint.uses;
    }

    /**
     * Residency before slot 0. What all models are then kept as fits the server, but one that must stay may be below
     * its {@link #lowest}, which holds from slot 0 on: what it lacks is then brought, and charged, like every rise.
     */
    public Residency initial(int model) {
        return residency(model, bounds.initial[model]);
    }

    /** Index of the mode before slot 0; see {@link #initial}. */
    public int initialMode(int model) {
        return bounds.initial[model];
    }

    /**
     * Index of the highest mode that is shown as a residency or a lower one.
     *
     * @return 0 where none is
     */
    public int mode(int model, Residency residency) {
        int mode = modes(model) - 1;
        while (mode > 0 && residency(model, mode).compareTo(residency) > 0) {
            mode--;
        }
        return mode;
    }

    /** What a mode is shown as. */
    public Residency residency(int model, int mode) {
        return mode(model, mode).residency();
    }

    /** Index of the least mode a model may have in any slot, from 0; above 0 it is pinned to the server. */
    public int lowest(int model) {
        return bounds.lowest[model];
    }

    /** Index of the greatest mode a model may have in any slot, {@link #lowest} to {@link #modes} - 1. */
    public int highest(int model) {
        return bounds.highest[model];
    }

    /** Resources of one model for one slot in a mode (index), in nano-cost units. */
    public long resourceCost(int model, int mode) {
        return costs.resources[model * choices + mode];
    }

    /**
     * Delay of one model's requests in one slot in a mode (index), and what they lack of quality, in nano-cost units.
     */
    public long delayCost(int slot, int model, int mode) {
        return costs.delays[(slot * models() + model) * choices + mode];
    }

    /**
     * Delay of one model's requests in one slot were the cloud to serve all of them, in nano-cost units;
     * {@link Long#MAX_VALUE} where it is more. Not among the costs of a plan, whose absent models may be fetched.
     */
    public long cloudCost(int slot, int model) {
        return waiting.requests.length == 0 ? delayCost(slot, model, 0) : waiting.cloudDelay(slot * models() + model);
    }

    /**
     * Whether a request that finds a model absent is expected to be served by a download and a load, which then take no
     * longer than the cloud.
     */
    public boolean isFetched(int model) {
        return charging.chargesRequests() && waiting.isFetched(model);
    }

    /**
     * Whether a mode (index) lets no more through in a slot than it may, by the requests that are expected there: else
     * no plan has it there, and it costs more than going to another mode and back.
     */
    public boolean isLetThrough(int slot, int model, int mode) {
        return waiting.isLetThrough(slot, model, mode);
    }

    /**
     * What answers of one model in one slot lack of full quality, in nano-cost units; part of {@link #delayCost}, >= 0.
     */
    public long qualityCost(int slot, int model, int mode) {
        return isAsAsked ? waiting.quality(slot, model, mode) : 0;
    }

    /**
     * Delay of one model's requests in one slot, in nano-cost units, were another server to serve them with what it
     * keeps; {@link #NEVER} where it then serves none.
     *
     * @param otherModel index of the model at the other server
     * @param mode (index) of the model there
     * @param extraSeconds what each request waits besides, >= 0
     */
    public long delayElsewhere(int slot, int model, Problem other, int otherModel, int mode, double extraSeconds) {
        OptionalDouble seconds = other.waiting.heldSeconds(slot, otherModel, mode);
        if (seconds.isEmpty()) {
            return NEVER;
        }
        // Users come by their own server's way, not by that of the server that serves them.
        double there = seconds.getAsDouble() - other.waiting.waySeconds(otherModel);
        return Math.min(NEVER, waiting.delay(slot, model, waiting.waySeconds(model) + there + extraSeconds));
    }

    /** What answers to such requests lack of full quality, in nano-cost units, >= 0. */
    public long qualityElsewhere(int slot, int model, Problem other, int there, int mode) {
        return Math.min(NEVER, waiting.lost(slot, model, other.waiting.loss(slot, there, mode)));
    }

    /**
     * What one request of a model costs in a mode (index) in slots of the first kind, in nano-cost units, not rounded:
     * {@link #delayCost} is this times the requests, rounded.
     */
    public double requestCost(int model, int mode) {
        return waiting.requestCost(model, mode);
    }

    /** Resources and delay of one model in one slot in a mode (index), in nano-cost units. */
    public long slotCost(int slot, int model, int mode) {
        return resourceCost(model, mode) + delayCost(slot, model, mode);
    }

    /** Whether downloads cost more in some slots than in others. */
    public boolean hasTransferPrices() {
        return switching.hasPrices();
    }

    /** How many kinds of slots there are, moves costing the same in all slots of a kind; >= 1. */
    public int switchingKinds() {
        return switching.hasPrices() ? slots : switching.costs.length;
    }

    /** Of which kind a slot is, from 0. */
    public int switchingKind(int slot) {
        return switching.hasPrices() ? slot : switching.phase(slot);
    }

    /**
     * The mode that lies before another one on the tree of a service's modes, rooted at mode 0: a move costs, in all
     * slots, what the moves along the tree cost one after the other.
     *
     * @param mode index, from 1
     * @return index of a mode below {@code mode}; -1 where the service's modes make no tree
     */
    public int parent(int model, int mode) {
        return switching.parent(model, mode);
    }

    /**
     * Cost of going from one mode (index) to another at the beginning of a slot, in nano-cost units; {@link #NEVER} or
     * more where that cannot be.
     */
    public long switchingCost(int slot, int model, int from, int to) {
        return switching.cost(slot, model, from, to);
    }

    /**
     * Cost of going from one mode (index) to another, in nano-cost units; {@link #NEVER} where that cannot be. Prices
     * of single slots are not in it, and where moves cost more in some slots than in others it is that of slots of the
     * first kind.
     */
    public long switchingCost(int model, int from, int to) {
        return switching.cost(model, from, to);
    }

    /**
     * What {@link #slotCost} gives in each mode, for those who ask very often.
     *
     * @param to filled from {@code at} on: {@link #choices} values; those beyond the last mode mean nothing
     */
    public void copySlotCosts(int slot, int model, long[] to, int at) {
        int row = model * choices;
        int cell = (slot * models() + model) * choices;
        for (int mode = 0; mode < choices; mode++) {
            to[at + mode] = costs.resources[row + mode] + costs.delays[cell + mode];
        }
    }

    /** What going from one mode (index) to another downloads over the backhaul, in bytes, >= 0. */
    public long transferBytes(int model, int from, int to) {
        return switching.bytes(model, from, to);
    }

    /** Which modes each service may have, and which it begins with; indices of modes, one value a service. */
    static final class Bounds {
        final byte[] initial;
        final byte[] lowest;
        final byte[] highest;

        Bounds(byte[] initial, byte[] lowest, byte[] highest) {
            this.initial = initial;
            this.lowest = lowest;
            this.highest = highest;
        }
    }

    /** Costs in nano-cost units, laid out as the methods of {@link Problem} read them. */
    static final class Costs {
        /** The dearest plan costs less, so that no sum of costs overflows. */
        static final double MAX_TOTAL_NANO_COST = 1L << 61;

        final int choices;

        /** What is kept costs in a slot, {@link #choices} values a service. */
        final long[] resources;

        /** Everything else that a slot costs, {@link #choices} values a service, the services of slot 0 first. */
        final long[] delays;

        Costs(int choices, long[] resources, long[] delays) {
            this.choices = choices;
            this.resources = resources;
            this.delays = delays;
        }

        /** The same resources with other delays. */
        Costs with(long[] otherDelays) {
            return new Costs(choices, resources, otherDelays);
        }

        /** No plan costs more, in nano-cost units. */
        double dearest(Switching switching) {
            int services = resources.length / choices;
            long[] moves = new long[services];
            for (int service = 0; service < services; service++) {
                moves[service] = switching.dearest(service);
            }
            double worst = 0;
            for (int cell = 0; cell < delays.length / choices; cell++) {
                worst += (double) most(delays, cell);
                worst += (double) most(resources, cell % services);
                worst += (double) moves[cell % services];
            }
            return worst;
        }

        private long most(long[] costs, int cell) {
            long most = 0;
            for (int mode = 0; mode < choices; mode++) {
                most = Math.max(most, costs[cell * choices + mode]);
            }
            return most;
        }
    }
}

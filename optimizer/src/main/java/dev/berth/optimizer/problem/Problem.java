package dev.berth.optimizer.problem;

import dev.berth.record.BadInputException;
import java.util.List;

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
    private final List<String> names;
    private final int slots;
    private final Charging charging;
    private final Footprint footprint;
    private final Waiting waiting;
    private final Costs costs;
    private final Bounds bounds;

    Problem(List<String> names, Charging charging, Footprint footprint, Waiting waiting, Costs costs, Bounds bounds) {
        this.names = List.copyOf(names);
        this.slots = waiting.requests.length / names.size();
        this.charging = charging;
        this.footprint = footprint;
        this.waiting = waiting;
        this.costs = costs;
        this.bounds = bounds;
    }

    /**
     * The same server and models with other demand and other residencies before slot 0: what a receding horizon solves.
     *
     * @param requests expected requests, finite and >= 0, the models of slot 0 first; length slots × models, kept
     * @param initial indices of {@link Residency}, one a model, kept
     * @throws BadInputException where the dearest plan could cost 2^61 nano-cost units or more
     */
    public Problem with(double[] requests, byte[] initial) {
        Waiting other = waiting.with(requests);
        Costs otherCosts = costs.with(other.delays());
        if (otherCosts.dearest() >= Costs.MAX_TOTAL_NANO_COST) {
            throw new BadInputException("costs overflow: the dearest plan of a window of forecast demand could cost "
                    + "2^61 nano-cost units or more; scale the prices down");
        }
        return new Problem(
                names, charging, footprint, other, otherCosts, new Bounds(initial, bounds.lowest, bounds.highest));
    }

    /**
     * The same problem where a transfer costs more in some slots than in others, for example because servers share a
     * backhaul. Solvers that do not look at the prices of single slots return plans and bounds that hold, not the best.
     *
     * @param nanoCostPerByte what a byte that rises from ABSENT costs in each slot beside {@link #transferCost(int)},
     *     finite and >= 0; kept
     */
    public Problem withTransferPrices(double[] nanoCostPerByte) {
        return new Problem(names, charging, footprint, waiting, costs.withTransferPrices(nanoCostPerByte), bounds);
    }

    /**
     * The same problem where some models are kept lower.
     *
     * @param highest indices of {@link Residency}, one a model, from {@link #lowest} to {@link #highest}; kept
     */
    public Problem withHighest(byte[] highest) {
        for (int model = 0; model < models(); model++) {
            if (highest[model] < lowest(model) || highest[model] > highest(model)) {
                throw new IllegalArgumentException("out of range: highest=" + highest[model] + " of " + names.get(model)
                        + ", expected " + lowest(model) + " to " + highest(model));
            }
        }
        return new Problem(
                names, charging, footprint, waiting, costs, new Bounds(bounds.initial, bounds.lowest, highest));
    }

    /** No plan costs more, in nano-cost units. */
    double dearest() {
        return costs.dearest();
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

    /** λ_tm, expected requests of a model in a slot, finite and >= 0. */
    public double expectedRequests(int slot, int model) {
        return waiting.requests[slot * models() + model];
    }

    /** Which terms are present; the costs below already follow it. */
    public Charging charging() {
        return charging;
    }

    /** What the server has in every slot. */
    public Capacity capacity() {
        return footprint.capacity;
    }

    /** s_m in bytes. */
    public long storageBytes(int model) {
        return footprint.storageBytes[model];
    }

    /** g_m in bytes. */
    public long memoryBytes(int model) {
        return footprint.memoryBytes[model];
    }

    /** e_m in millijoules a slot; 0 where energy is not modelled. */
    public long energyMillijoules(int model) {
        return footprint.energyMillijoules[model];
    }

    /**
     * What a model takes of a resource from its lowest residency there on, {@link Resource#from}.
     *
     * @param resource index of a {@link Resource}
     * @return in the unit of the resource; 0 where there is no limit
     */
    public long use(int resource, int model) {
        return footprint.uses[resource][model];
    }

    /**
     * Residency before slot 0. What all models are then kept as fits the server, but one that must stay may be below
     * its {@link #lowest}, which holds from slot 0 on: what it lacks is then brought, and charged, like every rise.
     */
    public Residency initial(int model) {
        return Residency.of(bounds.initial[model]);
    }

    /** Index of the least residency a model may have in any slot, 0 to 2; above 0 it is pinned to the server. */
    public int lowest(int model) {
        return bounds.lowest[model];
    }

    /** Index of the greatest residency a model may have in any slot, {@link #lowest} to 2. */
    public int highest(int model) {
        return bounds.highest[model];
    }

    /** Resources of one model for one slot at a residency (index), in nano-cost units. */
    public long resourceCost(int model, int residency) {
        return costs.resources[model * Residency.COUNT + residency];
    }

    /** Delay of one model's requests in one slot at a residency (index), in nano-cost units. */
    public long delayCost(int slot, int model, int residency) {
        return costs.delays[(slot * models() + model) * Residency.COUNT + residency];
    }

    /**
     * Delay of one model's requests in one slot were the cloud to serve all of them, in nano-cost units;
     * {@link Long#MAX_VALUE} where it is more. Not among the costs of a plan, whose absent models may be fetched.
     */
    public long cloudCost(int slot, int model) {
        return waiting.cloudDelay(slot * models() + model);
    }

    /**
     * Whether a request that finds a model absent is expected to be served by a download and a load, which then take no
     * longer than the cloud.
     */
    public boolean isFetched(int model) {
        return charging.chargesRequests() && waiting.isFetched(model);
    }

    /**
     * What one request of a model waits at a residency (index), in nano-cost units, not rounded: {@link #delayCost} is
     * this times the requests, rounded.
     */
    public double requestCost(int model, int residency) {
        return waiting.requestCost(model, residency);
    }

    /** Resources and delay of one model in one slot at a residency (index), in nano-cost units. */
    public long slotCost(int slot, int model, int residency) {
        return resourceCost(model, residency) + delayCost(slot, model, residency);
    }

    /**
     * Cost of the rise from ABSENT to STORED, in nano-cost units; 0 where switching is not charged. Prices of single
     * slots are not in it.
     */
    public long transferCost(int model) {
        return costs.transfers[model];
    }

    /** Cost of the rise from ABSENT to STORED at the beginning of a slot, in nano-cost units. */
    public long transferCost(int slot, int model) {
        return costs.transfers[model] + transferPrice(slot, model);
    }

    private long transferPrice(int slot, int model) {
        return costs.transferPrices.length == 0
                ? 0
                : (long) (costs.transferPrices[slot] * (double) footprint.storageBytes[model]);
    }

    /** Whether transfers cost more in some slots than in others. */
    public boolean hasTransferPrices() {
        return costs.transferPrices.length > 0;
    }

    /** Cost of the rise from STORED to LOADED, in nano-cost units; 0 where switching is not charged. */
    public long preloadCost(int model) {
        return costs.preloads[model];
    }

    /** Cost of going from one residency (index) to another at the beginning of a slot; 0 downwards. */
    public long switchingCost(int slot, int model, int from, int to) {
        return switchingCost(model, from, to) + (from == 0 && to > 0 ? transferPrice(slot, model) : 0);
    }

    /**
     * Cost of going from one residency (index) to another, in nano-cost units; 0 downwards. Prices of single slots are
     * not in it.
     */
    public long switchingCost(int model, int from, int to) {
        long cost = 0;
        if (from == 0 && to > 0) {
            cost = costs.transfers[model];
        }
        if (from < 2 && to == 2) {
            cost += costs.preloads[model];
        }
        return cost;
    }
}

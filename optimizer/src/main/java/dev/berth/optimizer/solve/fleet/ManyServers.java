package dev.berth.optimizer.solve.fleet;

import dev.berth.optimizer.problem.InfeasibleException;
import dev.berth.optimizer.problem.Problem;
import dev.berth.optimizer.solve.Effort;
import dev.berth.optimizer.solve.SolveLimits;
import dev.berth.optimizer.solve.TooLargeException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.IntStream;

/**
 * Decides for more servers than one process can go through again and again: their work grows with their number, and
 * nothing but sums is held of them.
 *
 * <p>First the link's price in each slot is climbed to on a sample of the servers, all limits priced. Then come rounds:
 * every server is solved by itself at the prices; what all of them want to download is divided among blocks of servers,
 * and each block makes plans that keep within its part. What no server uses is divided once more. The bounds of the
 * servers together, less the price of the whole link, are the bound of the fleet.
 */
public final class ManyServers {
    /** Gap at which rounds end, as a share of the cost, unless told otherwise: servers alone leave as much. */
    public static final double DEFAULT_GAP = 0.005;

    /** Most servers of which prices are climbed to on all. */
    private static final int MOST_CLIMBED = 300;

    /** Of more servers these many stand for all: with three times as many, gaps were no smaller. */
    private static final int SAMPLE = 100;

    /** Of the gap that is wanted, what servers by themselves may leave. */
    private static final double SERVER_GAP = 0.8;

    /** Memory for the solve of a server; the same whatever the machine, so that plans are too. */
    private static final long SERVER_BYTES = 256L << 20;

    /** Steps of a server in a round unless told otherwise: a second. */
    private static final long SERVER_STEPS = 100_000_000;

    private static final int MAX_ROUNDS = 6;
    private static final int DIVISIONS = 2;
    private static final double STEP = 0.3;

    /** Of the gap before a round: what is left of it where another round is worth its work. */
    private static final double WORTHWHILE = 0.9;

    /** Of the work that is left: what the solves of a round may take. */
    private static final double ROUND_PART = 0.9;

    /** Of all work: where less is left, servers would get too little for another round to be of use. */
    private static final double LEAST_PART = 0.3;
    /** What all downloads together may be charged at most, in nano-cost units; four times that is still counted. */
    private static final double MOST_PRICED = 1L << 60;

    private final Link link;
    private final boolean shares;
    private final FleetBlocks blocks;
    private final Effort effort;
    private final SolveLimits limits;
    private final double targetGap;
    private final double[] prices;
    private double mostPrice;
    private long cost = Long.MAX_VALUE;
    private OptionalLong bound = OptionalLong.empty();
    private int rounds;
    private List<Double> bestPrices = List.of();
    private List<Long> bestBytes = List.of();

    /**
     * What came of it; the plans are where the blocks are.
     *
     * @param cost of all plans together, nano-cost units
     * @param bound no plans cost less; empty where the solver beneath knows none
     * @param note for people
     * @param prices of a byte of the link in each slot, nano-cost units, at which the servers were solved whose plans
     *     these are; empty where they share nothing
     * @param usedBytes what the plans download in each slot; empty where they share nothing
     */
    public record Found(long cost, OptionalLong bound, String note, List<Double> prices, List<Long> usedBytes) {
        public Found {
            prices = List.copyOf(prices);
            usedBytes = List.copyOf(usedBytes);
        }
    }

    /**
     * Begins without prices.
     *
     * @param slots T, >= 1
     * @param linkBytesPerSlot what all servers together may download in a slot; {@link Long#MAX_VALUE} where they share
     *     nothing
     */
    public ManyServers(int slots, long linkBytesPerSlot, FleetBlocks blocks, Effort effort) {
        link = new Link(slots, linkBytesPerSlot);
        shares = linkBytesPerSlot < Long.MAX_VALUE;
        this.blocks = blocks;
        this.effort = effort;
        limits = effort.limits();
        targetGap = limits.askedGap().orElse(DEFAULT_GAP);
        prices = new double[slots];
    }

    /** Indices of the servers that prices are climbed to on: evenly among all. */
    public static int[] sample(int servers) {
        int size = servers <= MOST_CLIMBED ? servers : SAMPLE;
        return IntStream.range(0, size)
                .map(i -> (int) ((long) i * servers / size))
                .toArray();
    }

    /** Threads that a fleet is worked on with: each solve may take its memory. */
    public static int threads(int most, SolveLimits limits) {
        return (int) Math.max(1, Math.min(most, limits.maxMemoryBytes() / SERVER_BYTES));
    }

    /**
     * Climbs to prices of the link on a sample of the servers.
     *
     * @param sample the servers that {@link #sample} names
     */
    public void climb(List<Problem> sample, Workers workers) {
        if (!shares || link.bytesPerSlot() == 0) {
            return;
        }
        long cells =
                (long) link.slots() * sample.stream().mapToInt(Problem::models).sum();
        long sweepSteps = cells * LinkPrices.STEPS_PER_CELL;
        int most = LinkPrices.MAX_SWEEPS;
        if (limits.askedSteps().isPresent()) {
            most = (int) Math.max(2, Math.min(most, effort.left() / 4 / sweepSteps));
        }
        double share = (double) sample.size() / blocks.servers();
        double bytes = 0;
        for (Problem server : sample) {
            for (int model = 0; model < server.models(); model++) {
                bytes += (double) server.storageBytes(model);
            }
        }
        mostPrice = MOST_PRICED / link.slots() / Math.max(1, bytes / share / link.capacity());
        int all = most;
        LinkPrices climbing = new LinkPrices(
                sample.stream().map(link::within).toList(),
                link.capacity() * share,
                workers,
                done -> effort.tell("prices of the shared backhaul on " + sample.size() + " servers", done, all));
        double[] perByte = climbing.climb(most, effort::isStopped);
        effort.spend(climbing.sweeps() * sweepSteps);
        for (int slot = 0; slot < prices.length; slot++) {
            prices[slot] = Math.min(mostPrice, perByte[slot] * link.capacity());
        }
    }

    /** Goes through rounds until cost and bound are close, or the effort is used up. */
    public Found run() {
        boolean isWorthwhile = true;
        while (rounds < MAX_ROUNDS && !isClose() && isWorthwhile && hasSteps()) {
            try {
                double before = gap();
                isWorthwhile = round() && gap() < WORTHWHILE * before;
            } catch (TooLargeException e) {
                if (rounds == 1) {
                    throw e;
                }
                // The solver beneath is all or nothing, and there is too little work left for it.
                break;
            }
        }
        String note = rounds + (rounds == 1 ? " round" : " rounds") + (shares ? " of prices for " : " of ")
                + blocks.servers() + " servers";
        return new Found(
                cost,
                bound,
                isClose() || hasSteps() || effort.isStopped() ? note : note + ", ended by the time limit",
                bestPrices,
                bestBytes);
    }

    /** Whether there is as much work left as another round of some use takes. */
    private boolean hasSteps() {
        if (rounds == 0) {
            return true;
        }
        return !effort.isStopped()
                && (limits.askedSteps().isEmpty()
                        || (double) effort.left()
                                > LEAST_PART * (double) limits.askedSteps().getAsLong());
    }

    /** Steps that a server may use in the round: a part of what is left, beside what plans are kept with. */
    private long serverSteps() {
        return limits.askedSteps().isPresent()
                ? Math.max(1, (long) (ROUND_PART * (double) effort.left()) / blocks.servers())
                : SERVER_STEPS;
    }

    /** Difference of cost and bound as a share of the cost; infinite where there is none. */
    private double gap() {
        return bound.isPresent() && cost > 0
                ? ((double) cost - (double) bound.getAsLong()) / (double) cost
                : Double.MAX_VALUE;
    }

    private boolean isClose() {
        return bound.isPresent() && (double) cost - (double) bound.getAsLong() <= targetGap * (double) cost;
    }

    private String stage() {
        return "round " + rounds + (shares ? " of prices for the shared backhaul" : "");
    }

    /** What holds for each server in a round; see {@link RoundTerms}. */
    static RoundTerms terms(
            int round, List<Double> prices, long linkBytesPerSlot, long steps, double gap, SolveLimits limits) {
        return new RoundTerms(
                round,
                prices,
                linkBytesPerSlot,
                steps,
                limits.askedSteps().isPresent(),
                gap,
                limits.maxNodesPerSlot(),
                limits.seed(),
                Math.min(limits.maxMemoryBytes(), SERVER_BYTES));
    }

    private boolean round() {
        rounds++;
        RoundTerms terms = terms(
                rounds,
                Arrays.stream(prices).boxed().toList(),
                link.bytesPerSlot(),
                serverSteps(),
                SERVER_GAP * targetGap,
                limits);
        String stage = stage() + ", servers";
        effort.tell(stage, 0, blocks.servers());
        List<PricedBlock> parts = blocks.price(terms, solved -> effort.tell(stage, solved, blocks.servers()));
        long least = -Link.credit(prices);
        double[] wanted = new double[link.slots()];
        boolean isBounded = true;
        for (PricedBlock part : parts) {
            least += part.bound();
            isBounded &= part.isBounded();
            effort.spend(part.steps());
            for (int slot = 0; slot < wanted.length; slot++) {
                wanted[slot] += part.wantedBytes()[slot];
            }
        }
        if (isBounded) {
            bound = OptionalLong.of(Math.max(bound.orElse(Long.MIN_VALUE), least));
        }
        requirePlan(parts);
        keep(terms, parts);
        effort.tell(stage(), cost, bound);
        double distance = isBounded ? (double) cost - (double) least : DEFAULT_GAP * (double) cost;
        return shares && link.move(prices, wanted, STEP, distance, mostPrice);
    }

    /** Where a fleet is not held whole, nobody has looked before. */
    private void requirePlan(List<PricedBlock> parts) {
        long pinned = parts.stream().mapToLong(PricedBlock::pinnedBytes).reduce(0, Math::addExact);
        if (pinned > link.bytesPerSlot()) {
            throw new InfeasibleException("no plan exists: models that must stay and are absent before slot 0 take "
                    + pinned + " bytes, the shared backhaul carries " + link.bytesPerSlot()
                    + " in a slot; state them under initial, lower minResidency or raise the backhaul");
        }
    }

    private void keep(RoundTerms terms, List<PricedBlock> parts) {
        Budgets budgets = new Budgets(link);
        List<long[]> divided = new ArrayList<>(shares ? budgets.of(parts) : free(parts.size()));
        for (int division = 0; division < DIVISIONS; division++) {
            String stage = stage() + ", plans" + (division == 0 ? "" : " of what was left of it");
            List<KeptBlock> kept =
                    blocks.keep(terms, divided, planned -> effort.tell(stage, planned, blocks.servers()));
            long total = kept.stream().mapToLong(KeptBlock::cost).reduce(0, Math::addExact);
            if (total < cost) {
                cost = total;
                blocks.takeOver(terms);
                rememberLink(terms, kept);
            }
            if (effort.isStopped()
                    || kept.stream()
                            .allMatch(part -> Arrays.stream(part.putOffBytes()).allMatch(bytes -> bytes == 0))) {
                return;
            }
            divided = budgets.again(kept);
        }
    }

    private void rememberLink(RoundTerms terms, List<KeptBlock> kept) {
        if (!shares) {
            return;
        }
        bestPrices =
                terms.prices().stream().map(price -> price / link.capacity()).toList();
        bestBytes = IntStream.range(0, link.slots())
                .mapToObj(slot ->
                        kept.stream().mapToLong(part -> part.usedBytes()[slot]).sum())
                .toList();
    }

    private List<long[]> free(int count) {
        List<long[]> free = new ArrayList<>();
        for (int block = 0; block < count; block++) {
            long[] bytes = new long[link.slots()];
            Arrays.fill(bytes, Long.MAX_VALUE);
            free.add(bytes);
        }
        return free;
    }
}

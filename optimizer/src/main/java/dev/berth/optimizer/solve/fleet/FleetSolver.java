package dev.berth.optimizer.solve.fleet;

import dev.berth.optimizer.cost.Neighbourhood;
import dev.berth.optimizer.problem.Fleet;
import dev.berth.optimizer.problem.Plan;
import dev.berth.optimizer.problem.Problem;
import dev.berth.optimizer.solve.Effort;
import dev.berth.optimizer.solve.Solution;
import dev.berth.optimizer.solve.SolveLimits;
import dev.berth.optimizer.solve.Solver;
import dev.berth.optimizer.solve.TooLargeException;
import dev.berth.optimizer.solve.baselines.AllCloud;
import dev.berth.optimizer.solve.baselines.FetchPerRequest;
import dev.berth.optimizer.solve.shared.SharedSolver;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Decides for a fleet. One server by itself is solved by the solver beneath alone. Where servers share links, downloads
 * are given a price in each slot, under which every server is solved by itself; what then still asks too much of a link
 * is put off, and each model's path improved.
 *
 * <p>No plans cost less than the servers' bounds together under any prices, less the price of all of the links in each
 * slot. Prices follow the subgradient, which is the share of each link that is asked for too much, with Polyak's step.
 * The bound is as good as that of the solver beneath: the highest there is where that is exact, none where it has none.
 *
 * <p>Where servers serve each other's requests, these have prices of their own ({@link RequestPrices}) and plans go
 * through one more improvement: each server in turn is solved against what the others keep, until none has a cheaper
 * plan. Groups of neighbours that share nothing else are decided for one after another.
 */
public final class FleetSolver {
    /** More are solved side by side; behind one backhaul or none in the rounds of {@link ManyServers}. */
    static final int FEW_SERVERS = 30;

    private static final int MAX_ROUNDS = 60;

    /** Where requests have prices, of which there are many more than of slots. */
    private static final int MAX_REQUEST_ROUNDS = 300;

    private static final int MAX_RESPONSES = 10;

    /** Of all work: what is kept for servers that respond to each other. */
    private static final int RESPONSE_SHARE = 4;

    private static final int PATIENCE = 3;
    private static final double SHORTER = 0.6;
    private static final double LAST_STEP = 1e-3;

    /** Of what is left of the work, what a round of prices may use; rounds that need less leave more to later ones. */
    private static final int ROUND_SHARE = 8;

    /** What a model in a slot costs a round beside its server's solve: prices, downloads put off, sums; in steps. */
    private static final int STEPS_PER_CELL = 8;

    /** Of the gap that is wanted, what servers by themselves may leave. */
    private static final double SERVER_GAP = 0.5;

    /** Of cost: what the first step aims at where the solver beneath has no bound. */
    private static final double GUESSED_GAP = 0.05;

    private static final double MOST_PRICED = 1L << 60;

    private final Solver inner;
    private final int threads;

    /** Solves single servers with {@code inner}, of large fleets several at once. */
    public FleetSolver(Solver inner) {
        this(inner, Runtime.getRuntime().availableProcessors());
    }

    /** @param threads at most, >= 1; plans do not depend on it */
    FleetSolver(Solver inner, int threads) {
        this.inner = inner;
        this.threads = threads;
    }

    /**
     * Finds plans that keep every limit. Keeping nothing is not improved.
     *
     * @throws TooLargeException where a server is more than the solver beneath can take
     */
    public Solution solve(Fleet fleet, SolveLimits limits) {
        return solve(fleet, new Effort(limits));
    }

    /**
     * The same; all rounds and servers share the effort.
     *
     * @throws TooLargeException where a server is more than the solver beneath can take
     */
    public Solution solve(Fleet fleet, Effort effort) {
        if (fleet.isAlone()) {
            return new SharedSolver(inner).solve(fleet.servers().get(0), effort);
        }
        if (inner instanceof AllCloud || inner instanceof FetchPerRequest) {
            return kept(fleet, effort.limits());
        }
        Neighbourhood neighbourhood = new Neighbourhood(fleet);
        if (neighbourhood.isCoupled()) {
            return solveGroups(neighbourhood, effort);
        }
        return fleet.servers().size() > FEW_SERVERS && fleet.hasOneBackhaul()
                ? solveMany(fleet, effort)
                : new Search(neighbourhood, effort).run();
    }

    private Solution solveGroups(Neighbourhood neighbourhood, Effort effort) {
        Fleet fleet = neighbourhood.fleet();
        int servers = fleet.servers().size();
        int size = fleet.neighbours().orElseThrow().groupSize();
        if (!fleet.links().isEmpty() || servers <= size) {
            return new Search(neighbourhood, effort).run();
        }
        List<Plan> plans = new ArrayList<>();
        OptionalLong bound = OptionalLong.of(0);
        String note = "";
        int groups = (servers + size - 1) / size;
        for (int group = 0; group < groups; group++) {
            Fleet part = fleet.part(group * size, Math.min(servers, (group + 1) * size));
            Effort own = effort.part(
                    Math.max(1, effort.anytimeLeft() / (groups - group)),
                    effort.targetGap(),
                    "group " + (group + 1) + " of " + groups);
            Solution solution = new Search(new Neighbourhood(part), own).run();
            effort.spend(own.steps());
            plans.addAll(solution.plans());
            bound = bound.isPresent() && solution.bound().isPresent()
                    ? OptionalLong.of(bound.getAsLong() + solution.bound().getAsLong())
                    : OptionalLong.empty();
            note = solution.note();
        }
        return Solution.of(fleet, plans, bound, groups + " groups of neighbours, the last one: " + note);
    }

    private Solution solveMany(Fleet fleet, Effort effort) {
        Workers workers = new Workers(ManyServers.threads(threads, effort.limits()));
        HeldBlocks blocks = new HeldBlocks(fleet.servers(), inner, workers, effort::isStopped);
        ManyServers many = new ManyServers(fleet.slots(), fleet.backhaulBytesPerSlot(), blocks, effort);
        many.climb(
                Arrays.stream(ManyServers.sample(fleet.servers().size()))
                        .mapToObj(fleet.servers()::get)
                        .toList(),
                workers);
        ManyServers.Found found = many.run();
        return Solution.of(fleet, blocks.best(), found.bound(), found.note() + ", by " + inner.name());
    }

    /** Downloads pinned models alone, for which the backhaul of slot 0 is enough in every fleet. */
    private Solution kept(Fleet fleet, SolveLimits limits) {
        List<Plan> plans = fleet.servers().stream()
                .map(server -> inner.solve(server, limits).plan())
                .toList();
        String note = inner instanceof AllCloud
                ? "every request is served by the cloud, nothing is kept"
                : "nothing but pinned models is kept";
        return Solution.of(fleet, plans, OptionalLong.empty(), note);
    }

    private final class Search {
        private final Neighbourhood neighbourhood;
        private final Fleet fleet;
        private final Effort effort;

        /** Empty where servers serve their own requests alone. */
        private final Optional<RequestPrices> requestPrices;

        private final PricedLinks links;

        /** Models and slots of all servers. */
        private final long cells;

        private Solution best;
        private final List<Problem> servers;
        private OptionalLong bound = OptionalLong.empty();
        private int rounds;
        private boolean wereCutOff;

        Search(Neighbourhood neighbourhood, Effort effort) {
            this.neighbourhood = neighbourhood;
            fleet = neighbourhood.fleet();
            requestPrices =
                    neighbourhood.isCoupled() ? Optional.of(new RequestPrices(neighbourhood)) : Optional.empty();
            this.effort = effort;
            cells = (long) fleet.slots()
                    * fleet.servers().stream().mapToInt(Problem::models).sum();
            links = new PricedLinks(fleet, MOST_PRICED);
            servers = links.within();
        }

        Solution run() {
            double step = 1;
            double highest = Double.NEGATIVE_INFINITY;
            int stalled = 0;
            int most = requestPrices.isPresent() ? MAX_REQUEST_ROUNDS : MAX_ROUNDS;
            long kept = requestPrices.isPresent() ? effort.anytimeLeft() / RESPONSE_SHARE : 0;
            while (rounds < most && step > LAST_STEP && (rounds == 0 || effort.anytimeLeft() > kept)) {
                double value;
                try {
                    value = round(effort.anytimeLeft() / ROUND_SHARE);
                } catch (TooLargeException e) {
                    if (rounds == 1) {
                        throw e;
                    }
                    // The solver beneath is all or nothing, and there is too little work left for it.
                    break;
                }
                stalled = value > highest ? 0 : stalled + 1;
                highest = Math.max(highest, value);
                if (stalled >= PATIENCE) {
                    step *= SHORTER;
                    stalled = 0;
                }
                double gap = bound.isPresent()
                        ? (double) best.cost().total() - value
                        : GUESSED_GAP * (double) best.cost().total();
                if (isClose() || !movePrices(step, gap)) {
                    break;
                }
            }
            finishWithoutPrices();
            if (requestPrices.isPresent() && !isClose()) {
                respond();
            }
            String note = rounds + (rounds == 1 ? " round" : " rounds") + pricesFor() + ", servers by " + inner.name();
            return Solution.of(fleet, best.plans(), bound, isClose() ? note : effort.note(note));
        }

        private boolean movePrices(double step, double gap) {
            boolean areBoth = requestPrices.isPresent() && !fleet.links().isEmpty();
            double each = areBoth ? gap / 2 : gap;
            boolean moved = links.move(step, each);
            return (requestPrices.isPresent() && requestPrices.get().move(step, each)) || moved;
        }

        /** Has each server in turn do its best against what the others keep. */
        private void respond() {
            boolean isBetter = true;
            for (int pass = 0; pass < MAX_RESPONSES && isBetter && effort.anytimeLeft() > 0; pass++) {
                isBetter = false;
                for (int server = 0; server < servers.size() && effort.anytimeLeft() > 0; server++) {
                    FleetPlans others = new FleetPlans(neighbourhood);
                    others.take(best.plans());
                    List<Plan> plans = new ArrayList<>(best.plans());
                    Problem responding = others.responding(servers.get(server), server);
                    String stage = "server " + (server + 1) + " of " + servers.size() + " responds";
                    long most = effort.anytimeLeft() / (RESPONSE_SHARE * (long) servers.size());
                    try {
                        plans.set(server, solve(responding, most, stage).plan());
                    } catch (TooLargeException e) {
                        return;
                    }
                    isBetter |= keep(plans);
                }
            }
        }

        /** Where the backhaul carries all that servers ask for, one more round may take all the work that is left. */
        private void finishWithoutPrices() {
            if (requestPrices.isEmpty()
                    && wereCutOff
                    && rounds == 1
                    && !isClose()
                    && effort.anytimeLeft() > 0
                    && links.isFree()) {
                round(effort.anytimeLeft());
            }
        }

        private boolean isClose() {
            return bound.isPresent()
                    && (double) best.cost().total() - (double) bound.getAsLong()
                            <= effort.targetGap() * (double) best.cost().total();
        }

        /**
         * Solves all servers under the prices.
         *
         * @param most steps of the round, divided between the servers; what one leaves the next ones have
         * @return what the plans cost under the prices, or the bound where known
         */
        private double round(long most) {
            rounds++;
            List<Plan> plans = new ArrayList<>();
            long cost = 0;
            long least = 0;
            boolean bounded = true;
            List<Problem> charged =
                    requestPrices.map(requests -> requests.charged(servers)).orElse(servers);
            for (Solution solution :
                    servers.size() > FEW_SERVERS ? sideBySide(charged, most) : oneByOne(charged, most)) {
                plans.add(solution.plan());
                cost += solution.cost().total();
                bounded &= solution.bound().isPresent();
                least += solution.bound().orElse(0);
            }
            long credit =
                    links.credit() - requestPrices.map(RequestPrices::constant).orElse(0L);
            requestPrices.ifPresent(requests -> requests.count(plans));
            links.count(plans);
            if (bounded) {
                bound = OptionalLong.of(Math.max(bound.orElse(Long.MIN_VALUE), least - credit));
            }
            keep(plans);
            effort.tell(round(), best.cost().total(), bound);
            return (double) ((bounded ? least : cost) - credit);
        }

        /** What one server leaves the next ones have. */
        private List<Solution> oneByOne(List<Problem> charged, long most) {
            long before = effort.steps();
            List<Solution> solutions = new ArrayList<>();
            for (Problem server : charged) {
                long left = Math.max(1, most - (effort.steps() - before));
                solutions.add(solve(solutions.size(), server, left / (servers.size() - solutions.size())));
            }
            return solutions;
        }

        /** On all processors: each server has as much work as the others, however many of them there are. */
        private List<Solution> sideBySide(List<Problem> charged, long most) {
            Effort[] parts = new Effort[servers.size()];
            Solution[] solutions = new Solution[servers.size()];
            long each = Math.max(1, most / servers.size());
            long all = Math.max(1, effort.anytimeLeft());
            AtomicInteger done = new AtomicInteger();
            String stage = round() + ", servers";
            new Workers(ManyServers.threads(threads, effort.limits())).each(servers.size(), server -> {
                Problem priced = links.priced(server, charged.get(server));
                parts[server] = sidePart(each);
                try {
                    solutions[server] = inner.solve(priced, parts[server]);
                } catch (TooLargeException e) {
                    // As with one after another, it may need more than its part.
                    parts[server] = sidePart(all);
                    solutions[server] = inner.solve(priced, parts[server]);
                }
                effort.tell(stage, done.incrementAndGet(), servers.size());
            });
            for (Effort part : parts) {
                effort.spend(part.steps());
                wereCutOff |= part.anytimeLeft() == 0;
            }
            return List.of(solutions);
        }

        private Effort sidePart(long steps) {
            SolveLimits limits = effort.limits();
            return ManyServers.terms(rounds, List.of(), 0, steps, SERVER_GAP * effort.targetGap(), limits)
                    .effort(effort::isStopped);
        }

        /** Improves plans and keeps them where they are the cheapest so far. */
        private boolean keep(List<Plan> plans) {
            FleetPlans kept = new FleetPlans(neighbourhood);
            kept.take(plans);
            effort.spend(cells * STEPS_PER_CELL * neighbours());
            kept.improve(effort);
            Solution found = Solution.of(fleet, kept.plans(), OptionalLong.empty(), "");
            boolean isBetter =
                    best == null || found.cost().total() < best.cost().total();
            best = isBetter ? found : best;
            return isBetter;
        }

        /** How many servers are looked at for the requests of one. */
        private int neighbours() {
            return Math.min(
                    servers.size(),
                    fleet.neighbours().map(Fleet.Neighbours::groupSize).orElse(1));
        }

        private String round() {
            return "round " + rounds + pricesFor();
        }

        private String pricesFor() {
            String requests = requestPrices.isPresent() ? "requests" : "";
            boolean isShared = !fleet.links().isEmpty();
            if (!isShared && requestPrices.isEmpty()) {
                return "";
            }
            String shared = fleet.hasOneBackhaul() ? "the shared backhaul" : "the shared links";
            return " of prices for " + (isShared ? shared : "") + (isShared && requestPrices.isPresent() ? " and " : "")
                    + requests;
        }

        private Solution solve(int index, Problem server, long most) {
            String stage = round() + ", server " + (index + 1) + " of " + servers.size();
            try {
                return solve(links.priced(index, server), most, stage);
            } catch (TooLargeException e) {
                // One that does all or nothing may need more than its part.
                return solve(links.priced(index, server), effort.anytimeLeft(), stage);
            }
        }

        private Solution solve(Problem server, long most, String stage) {
            Effort part = effort.part(Math.max(1, most), SERVER_GAP * effort.targetGap(), stage);
            Solution solution = inner.solve(server, part);
            effort.spend(part.steps());
            wereCutOff |= part.anytimeLeft() == 0;
            return solution;
        }
    }
}

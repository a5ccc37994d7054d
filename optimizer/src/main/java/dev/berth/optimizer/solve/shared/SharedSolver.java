package dev.berth.optimizer.solve.shared;

import dev.berth.optimizer.cost.Limits;
import dev.berth.optimizer.problem.Plan;
import dev.berth.optimizer.problem.Problem;
import dev.berth.optimizer.problem.Resource;
import dev.berth.optimizer.problem.SharedParts;
import dev.berth.optimizer.solve.Effort;
import dev.berth.optimizer.solve.Solution;
import dev.berth.optimizer.solve.Solver;
import dev.berth.optimizer.solve.TooLargeException;
import dev.berth.optimizer.solve.ground.Room;
import dev.berth.optimizer.solve.prices.BoundedPlans;
import dev.berth.optimizer.solve.prices.SlotBound;
import dev.berth.optimizer.solve.search.PriceSearch;
import dev.berth.text.Figures;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The step that every solver goes through where services share parts that are kept once. The solver beneath plans as if
 * each service had copies of its own, which keeps the limits all the more. Where it knows no bound that is its plan,
 * charged for what is there once. Where it does, the plan is made cheaper with parts counted once, service by service
 * and in pairs; {@link SharePrices} give a bound, and further plans; and where the bound leaves few plans, all of them
 * are gone through, so that the cheapest is proven.
 */
public final class SharedSolver {
    private static final int MAX_ROUNDS = 60;

    /** Of what is left of the work, what the solver beneath may use. */
    private static final int OWN_SHARE = 3;

    /** Of what is left of the work, what a round of prices may use. */
    private static final int ROUND_SHARE = 20;

    /** A round of prices, in sweeps over all cells; it need not be exact. */
    private static final int ROUND_SWEEPS = 400;

    /** With so little work all plans are gone through sooner than bounds are found. */
    private static final long FEW_STEPS = 400_000;

    private final Solver inner;
    private final long fewSteps;

    /** Around one solver. */
    public SharedSolver(Solver inner) {
        this(inner, FEW_STEPS);
    }

    /** @param fewSteps for going through all plans before bounds are looked for, >= 0 */
    SharedSolver(Solver inner, long fewSteps) {
        this.inner = inner;
        this.fewSteps = fewSteps;
    }

    /**
     * Finds a plan; what the solver beneath finds where nothing is shared.
     *
     * @throws TooLargeException where the solver beneath is exact and the plan cannot be proven the cheapest, or what
     *     must stay fits the server only once and the solver beneath counts it for each service
     */
    public Solution solve(Problem problem, Effort effort) {
        if (problem.sharedParts().isEmpty()) {
            return inner.solve(problem, effort);
        }
        return inner.knowsBound()
                ? new Search(problem, own(problem, effort), effort).run()
                : alone(problem, inner.solve(problem.withOwnCopies(), effort));
    }

    /** The plan of the solver beneath; empty where what must stay does not fit so, or it refuses the size. */
    private Optional<Solution> own(Problem problem, Effort effort) {
        Problem copies = problem.withOwnCopies();
        Room room = new Room(copies);
        room.takeLowest();
        if (!room.keepsLimits()) {
            return Optional.empty();
        }
        Effort part = effort.part(
                Math.max(1, effort.anytimeLeft() / OWN_SHARE), effort.targetGap(), "copies for each service");
        try {
            return Optional.of(inner.solve(copies, part));
        } catch (TooLargeException e) {
            if (!inner.exact()) {
                throw e;
            }
            return Optional.empty();
        } finally {
            effort.spend(part.steps());
        }
    }

    private Solution alone(Problem problem, Solution own) {
        if (Limits.broken(problem, own.plan()).isPresent()) {
            throw new TooLargeException(
                    inner.name() + ": counts what services share for each of them, and what must stay"
                            + " does not fit the server so; use auto");
        }
        if (own.plan().isAllCloud()) {
            return Solution.heuristic(problem, own.plan(), own.note());
        }
        String note = own.note() + (own.note().isEmpty() ? "" : "; ")
                + "planned as if each service had copies of its own, what is there once is charged once";
        return Solution.heuristic(problem, own.plan(), note);
    }

    /** One search. */
    private final class Search {
        private final Problem problem;
        private final SharedParts parts;
        private final Problem apart;
        private final Optional<Solution> own;
        private final Effort effort;
        private final SharedPaths paths;
        private byte[] best = new byte[0];
        private long cost = Long.MAX_VALUE;
        private long bound;
        private boolean isProven;
        private int rounds;

        Search(Problem problem, Optional<Solution> own, Effort effort) {
            this.problem = problem;
            this.own = own;
            this.effort = effort;
            parts = problem.sharedParts().orElseThrow();
            apart = parts.apart();
            paths = new SharedPaths(parts);
        }

        Solution run() {
            offer();
            own.ifPresent(solution -> offer(modes(solution.plan())));
            if (!goThrough(SlotBound.none(), Math.min(fewSteps, effort.left()))) {
                raise();
            }
            if (!isProven && inner.exact()) {
                throw new TooLargeException(
                        inner.name() + ": services share parts, and bounds leave more plans than can"
                                + " be gone through; the cheapest one found is within "
                                + Figures.percent((double) (cost - bound) / (double) Math.max(1, cost), 3)
                                + " of the cheapest there is; use auto, which has it, or allow more");
            }
            Plan plan = new Plan(problem.models(), best);
            return Solution.bounded(problem, plan, isProven ? cost : Math.min(bound, cost), note(plan));
        }

        private byte[] modes(Plan plan) {
            byte[] modes = new byte[problem.slots() * problem.models()];
            for (int cell = 0; cell < modes.length; cell++) {
                modes[cell] = (byte) plan.indexAt(cell / problem.models(), cell % problem.models());
            }
            return modes;
        }

        /** Improves what is taken over by the paths, and keeps it where it is the cheapest so far. */
        private void offer() {
            paths.improve(Math.max(1, effort.anytimeLeft() / ROUND_SHARE));
            effort.spend(paths.spent());
            keep();
        }

        private void keep() {
            long found = paths.cost();
            if (found < cost) {
                cost = found;
                best = paths.modes();
            }
        }

        private void offer(byte[] modes) {
            if (!paths.take(modes)) {
                paths.begin();
            }
            keep();
            offer();
        }

        /** Goes through all plans that a bound leaves; whether it came to the end. */
        private boolean goThrough(SlotBound slots, long most) {
            long maxStates = effort.limits().maxMemoryBytes() / 2 / BoundedPlans.bytesPerState(apart);
            BoundedPlans all = new BoundedPlans(apart, slots, parts::tied, cost, maxStates, most);
            byte[] whole = new byte[apart.slots() * apart.models()];
            isProven = all.run(whole);
            effort.spend(all.steps());
            if (isProven && all.cost() < cost) {
                cost = all.cost();
                best = new byte[problem.slots() * problem.models()];
                for (int slot = 0; slot < problem.slots(); slot++) {
                    System.arraycopy(whole, slot * apart.models(), best, slot * problem.models(), problem.models());
                }
            }
            return isProven;
        }

        /** Climbs to prices of shared parts, and proves the plan where they leave few others. */
        private void raise() {
            SharePrices prices = new SharePrices(parts);
            double[] highest = prices.copy();
            bound = 0;
            boolean moves = true;
            while (moves && rounds < MAX_ROUNDS && effort.anytimeLeft() > 0 && !isClose()) {
                Optional<Problem> charged = prices.charged();
                if (charged.isEmpty()) {
                    break;
                }
                rounds++;
                PriceSearch search = search(charged.get(), 0, roundSteps());
                long found = search.bound() - prices.credit();
                if (found > bound) {
                    bound = found;
                    highest = prices.copy();
                }
                offer(services(search.plan()));
                effort.tell(
                        "round " + rounds + " of prices of shared parts", cost, OptionalLong.of(Math.min(bound, cost)));
                moves = prices.move(search.plan(), found, cost);
            }
            prices.set(highest);
            Optional<Problem> charged = prices.charged();
            if (!isClose() && charged.isPresent() && effort.anytimeLeft() > 0) {
                finish(prices, charged.get());
            }
        }

        /** A bound above that of the linear relaxation, and what it leaves. */
        private void finish(SharePrices prices, Problem charged) {
            PriceSearch search = search(charged, PriceSearch.DECOMPOSED_MODELS, effort.anytimeLeft() / 2);
            bound = Math.max(bound, search.bound() - prices.credit());
            offer(services(search.plan()));
            SlotBound without = search.bySlots();
            if (effort.anytimeLeft() > 0) {
                goThrough(
                        new SlotBound() {
                            @Override
                            public long charge(int slot, int model, int mode) {
                                return without.charge(slot, model, mode) + prices.charge(slot, model, mode);
                            }

                            @Override
                            public long rest(int slot) {
                                return without.rest(slot) - prices.credit(slot);
                            }
                        },
                        effort.anytimeLeft());
            }
        }

        private long roundSteps() {
            long cells = (long) apart.slots() * apart.models();
            return Math.max(1, Math.min(effort.anytimeLeft() / ROUND_SHARE, ROUND_SWEEPS * cells));
        }

        private PriceSearch search(Problem charged, int decomposed, long most) {
            Effort part = effort.part(Math.max(1, most), effort.targetGap());
            PriceSearch search =
                    new PriceSearch(charged, decomposed, effort.limits().seed(), part);
            search.run();
            effort.spend(part.steps());
            return search;
        }

        private byte[] services(byte[] whole) {
            byte[] modes = new byte[problem.slots() * problem.models()];
            for (int slot = 0; slot < problem.slots(); slot++) {
                System.arraycopy(whole, slot * apart.models(), modes, slot * problem.models(), problem.models());
            }
            return modes;
        }

        private boolean isClose() {
            return (double) (cost - bound) <= effort.targetGap() * (double) cost;
        }

        private String note(Plan plan) {
            StringBuilder note = new StringBuilder();
            if (isProven) {
                note.append("plans with shared parts gone through");
            } else {
                note.append(rounds).append(rounds == 1 ? " round" : " rounds").append(" of prices for shared parts");
            }
            own.ifPresent(solution -> note.append(", from the plan of ")
                    .append(inner.name())
                    .append(" with copies for each service, than which it costs ")
                    .append(Figures.percent(
                            1
                                    - (double) cost
                                            / (double)
                                                    Math.max(1, solution.cost().total()),
                            3))
                    .append(" less"));
            note.append("; shared parts save up to ")
                    .append(Figures.bytes(savedBytes(plan)))
                    .append(" of storage in a slot");
            return note.toString();
        }

        /** The most by which parts kept once take less storage in a slot than copies would. */
        private long savedBytes(Plan plan) {
            long most = 0;
            Plan whole = parts.whole(plan);
            for (int slot = 0; slot < problem.slots(); slot++) {
                long saved = 0;
                for (int model = 0; model < problem.models(); model++) {
                    saved += problem.mode(model, plan.indexAt(slot, model)).storageBytes();
                }
                for (int model = 0; model < apart.models(); model++) {
                    saved -= Resource.STORAGE.use(apart.mode(model, whole.indexAt(slot, model)));
                }
                most = Math.max(most, saved);
            }
            return most;
        }
    }
}

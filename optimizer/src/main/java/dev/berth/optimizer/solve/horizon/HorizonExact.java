package dev.berth.optimizer.solve.horizon;

import dev.berth.optimizer.cost.Limits;
import dev.berth.optimizer.problem.Plan;
import dev.berth.optimizer.problem.Problem;
import dev.berth.optimizer.solve.CountingSolver;
import dev.berth.optimizer.solve.Effort;
import dev.berth.optimizer.solve.Solution;
import dev.berth.optimizer.solve.SolveLimits;
import dev.berth.optimizer.solve.TooLargeException;
import dev.berth.optimizer.solve.ground.PathImprovement;
import dev.berth.optimizer.solve.prices.BoundedPlans;
import dev.berth.optimizer.solve.prices.SlotBound;
import dev.berth.optimizer.solve.search.Lagrangian;
import dev.berth.optimizer.solve.search.PriceSearch;
import dev.berth.text.Figures;
import java.util.Locale;
import java.util.Optional;

/**
 * The cheapest plan over all slots, by dynamic programming over the feasible joint states.
 *
 * <p>Where each model's own cheapest path keeps the limits together with the others', that is the plan.
 *
 * <p>Lowering costs nothing and keeps every limit, so a move from joint state a to b may go down to what both have in
 * common and up from there without leaving the feasible states, and both halves one model at a time. One sweep down and
 * one sweep up per model and slot therefore find the cheapest predecessor of every state.
 *
 * <p>No back-pointers are kept: the cost rows of every k-th slot are, the rows between are computed again on the way
 * back, and the predecessor of the one state that the plan goes through is the first whose cost and move add up to the
 * unit. k is 1 where all rows fit into the memory allowed.
 */
public final class HorizonExact implements CountingSolver {
    /** Visits of a joint state to take it from one slot to the next, per model: two moves down, two up. */
    private static final int VISITS = 4;

    /** With so little work all plans are gone through sooner than bounds are found. */
    private static final long FEW_STEPS = 200_000;

    /** Visits go through arrays in order, and so many take the time of one step of a model. */
    private static final int VISITS_PER_STEP = 10;

    @Override
    public String name() {
        return "horizon-exact";
    }

    @Override
    public String description() {
        return "joint-state dynamic programme over all slots; says how many states it needs and refuses "
                + "beyond its memory, 31 models or an explicit `--time-limit`";
    }

    @Override
    public boolean exact() {
        return true;
    }

    /** The optimum where no limit binds, for any number of models; else nothing. */
    public static Optional<Solution> unlimited(Problem problem) {
        Plan apart = new Plan(problem.models(), PathImprovement.unlimited(problem));
        return Limits.broken(problem, apart).isEmpty()
                ? Optional.of(Solution.optimal(problem, apart, "no limit binds: each model's cheapest path"))
                : Optional.empty();
    }

    @Override
    public Solution solve(Problem problem, Effort effort) {
        return unlimited(problem).orElseGet(() -> limited(problem, effort));
    }

    /** Whether memory and work allow the optimum where a limit of the server binds. */
    public static boolean isWithinReach(Problem problem, Effort effort) {
        long maxStates = maxStates(problem, effort.anytimeLeft());
        return problem.isChain()
                && problem.models() <= JointStates.MAX_MODELS
                && JointStates.size(problem, maxStates).states() <= maxStates;
    }

    /** The optimum, without looking whether any limit binds. */
    public Solution limited(Problem problem, Effort effort) {
        return problem.isChain() ? overStates(problem, effort) : overModes(problem, effort);
    }

    /** Any modes: what bounds rule out is left out, so that what is left may be gone through. */
    private Solution overModes(Problem problem, Effort effort) {
        BoundedPlans all = new BoundedPlans(
                problem,
                SlotBound.none(),
                Problem.NEVER,
                effort.limits().maxMemoryBytes() / BoundedPlans.bytesPerState(problem),
                Math.min(FEW_STEPS, effort.left()));
        byte[] cheapest = new byte[problem.slots() * problem.models()];
        boolean areAll = all.run(cheapest);
        effort.spend(all.steps());
        if (areAll) {
            String note = "all plans gone through, up to " + all.states() + " joint modes a slot";
            return Solution.optimal(problem, new Plan(problem.models(), cheapest), note);
        }
        long left = Lagrangian.requireMemory(name(), problem, PriceSearch.DECOMPOSED_MODELS, effort.limits());
        PriceSearch search = new PriceSearch(
                problem, PriceSearch.DECOMPOSED_MODELS, effort.limits().seed(), effort);
        search.runToProof(left);
        if (!search.isProven()) {
            throw new TooLargeException(String.format(
                    Locale.ROOT,
                    "%s: bounds leave more plans than memory or time allow to go through; the cheapest one found is"
                            + " within %s of the cheapest there is; use neighbourhood, which has it, or allow more",
                    name(),
                    Figures.percent(gap(search), 3)));
        }
        return search.solution();
    }

    private static double gap(PriceSearch search) {
        Solution found = search.solution();
        double cost = (double) found.cost().total();
        return cost == 0 ? 0 : (cost - (double) found.bound().orElse(0)) / cost;
    }

    private Solution overStates(Problem problem, Effort effort) {
        if (problem.models() > JointStates.MAX_MODELS) {
            throw new TooLargeException(name() + ": " + problem.models() + " models, expected at most "
                    + JointStates.MAX_MODELS + "; use slot-exact");
        }
        long maxMemoryBytes = effort.limits().maxMemoryBytes();
        long maxStates = maxStates(maxMemoryBytes);
        long inTime = maxStates(problem, effort.left());
        JointStates.Size size = JointStates.size(problem, Math.min(maxStates, inTime));
        if (size.states() > inTime) {
            throw new TooLargeException(tooLong(problem, effort.left(), inTime));
        }
        int stride = stride(problem.slots(), size, maxMemoryBytes);
        if (size.states() > maxStates || stride == 0) {
            throw new TooLargeException(tooLarge(problem, size, effort.limits(), maxStates));
        }
        String note =
                size.states() + " feasible joint states, " + Figures.bytes(memoryBytes(problem.slots(), size, stride));
        JointStates states = new JointStates(problem, size);
        Plan plan = new HorizonSweep(problem, states, stride).plan(effort::tell);
        effort.spend(steps(problem, size.states()));
        return Solution.optimal(problem, plan, note);
    }

    /** Work of the programme, in steps. */
    public static long steps(Problem problem, long states) {
        return (long) (visits(problem) * (double) states / VISITS_PER_STEP);
    }

    private static double visits(Problem problem) {
        return (double) VISITS * problem.models() * problem.slots();
    }

    /** Joint states that there is work left for. */
    private static long maxStates(Problem problem, long steps) {
        return (long) ((double) steps * VISITS_PER_STEP / visits(problem));
    }

    /** Joint states that there is memory for. */
    private static long maxStates(long maxMemoryBytes) {
        return Math.min(maxMemoryBytes / Long.BYTES, Integer.MAX_VALUE - 8);
    }

    /** All or nothing: cut off, the programme has no plan. */
    private String tooLong(Problem problem, long steps, long states) {
        return String.format(
                Locale.ROOT,
                "%s: no plan within the time limit: %d models over %d slots have more than the %d feasible joint states"
                        + " that %.3g s are enough for; use auto, or allow more time",
                name(),
                problem.models(),
                problem.slots(),
                states,
                (double) steps / SolveLimits.STEPS_PER_SECOND);
    }

    private String tooLarge(Problem problem, JointStates.Size size, SolveLimits limits, long maxStates) {
        String need = size.states() > maxStates
                ? "more than " + maxStates + " feasible joint states"
                : size.states() + " feasible joint states, at least "
                        + Figures.bytes(memoryBytes(problem.slots(), size, squareRoot(problem.slots())));
        return name() + ": " + problem.models() + " models have " + need + ", the limit is "
                + Figures.bytes(limits.maxMemoryBytes()) + "; use slot-exact, or allow more memory (java -Xmx)";
    }

    private static int squareRoot(int slots) {
        return (int) Math.ceil(Math.sqrt(slots));
    }

    /** Memory of states, moves, kept rows and the rows of one stretch between kept ones. */
    private static long memoryBytes(int slots, JointStates.Size size, int stride) {
        long kept = ((long) slots + stride - 1) / stride;
        long rows = kept + (stride - 1) + 1;
        return size.bytes() + rows * size.states() * Long.BYTES;
    }

    /** Smallest k that fits the memory; 0 where none does. */
    private static int stride(int slots, JointStates.Size size, long maxMemoryBytes) {
        for (int stride = 1; stride <= squareRoot(slots); stride++) {
            if (memoryBytes(slots, size, stride) <= maxMemoryBytes) {
                return stride;
            }
        }
        return 0;
    }
}

package dev.berth.optimizer.solve.learned;

import dev.berth.optimizer.problem.Plan;
import dev.berth.optimizer.problem.Problem;
import dev.berth.optimizer.solve.CountingSolver;
import dev.berth.optimizer.solve.Effort;
import dev.berth.optimizer.solve.Solution;
import dev.berth.optimizer.solve.TooLargeException;
import dev.berth.optimizer.solve.ground.PathImprovement;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/**
 * A generative model of good plans, after R. Liang et al., "DiffSG" (arXiv 2408.06701): a network that was trained on
 * cheapest plans of other problems takes noise away step by step, told what this problem is like. Each sample is
 * repaired, each service's path through what the others leave is improved, and the cheapest plan is kept. It knows no
 * bound.
 */
public final class Learned implements CountingSolver {
    /** Name on the command line and in files. */
    public static final String NAME = "learned";

    private static final int SAMPLES = 16;
    private static final int DENOISING_STEPS = 4;

    /** Work of a repair, and of one pass of improvement, a cell. */
    private static final int REPAIR_STEPS = 10;

    private static final int PASS_STEPS = 15;
    private static final int MOST_PASSES = 20;

    private final Supplier<DenoiserFile> weights;

    /** Read where it is first needed. */
    private static final class Shipped {
        static final DenoiserFile WEIGHTS = DenoiserFile.shipped();
    }

    /** @param weights asked for once in each solve */
    private Learned(Supplier<DenoiserFile> weights) {
        this.weights = weights;
    }

    /** With the network that is shipped. */
    public static Learned shipped() {
        return new Learned(() -> Shipped.WEIGHTS);
    }

    /** With another network. */
    public static Learned with(DenoiserFile weights) {
        return new Learned(() -> weights);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String description() {
        return "a denoising network draws plans as it learned them from `horizon-exact` on other problems; they are "
                + "repaired and improved path by path, and the cheapest is kept. No bound; `./berth train` trains it";
    }

    @Override
    public boolean exact() {
        return false;
    }

    @Override
    public Solution solve(Problem problem, Effort effort) {
        requireMemory(problem, effort.limits().maxMemoryBytes());
        Search search = new Search(problem, effort);
        search.run(Denoiser.of(weights.get()));
        return search.solution();
    }

    private void requireMemory(Problem problem, long most) {
        long needed = Sampler.memoryBytes(problem);
        if (needed > most) {
            throw new TooLargeException(name() + ": needs " + needed / 1_000_000 + " MB, the limit is "
                    + most / 1_000_000 + " MB; allow more memory (java -Xmx)");
        }
    }

    /** The cheapest plan so far; at first nothing but what is pinned. */
    private static final class Search {
        private final Problem problem;
        private final Effort effort;
        private final PathImprovement paths;
        private final byte[] candidate;
        private final byte[] best;
        private final long cells;
        private long cost;
        private int samples;

        Search(Problem problem, Effort effort) {
            this.problem = problem;
            this.effort = effort;
            paths = new PathImprovement(problem);
            best = new byte[problem.slots() * problem.models()];
            cells = best.length;
            candidate = new byte[best.length];
            for (int cell = 0; cell < best.length; cell++) {
                best[cell] = (byte) problem.lowest(cell % problem.models());
            }
            cost = paths.cost(best);
            effort.spend(cells);
            effort.tell("sampling", cost, OptionalLong.empty());
        }

        void run(Denoiser denoiser) {
            long conditionSteps = Condition.STEPS * cells * problem.choices();
            if (effort.anytimeLeft() < conditionSteps) {
                effort.spend(effort.anytimeLeft());
                return;
            }
            Cells all = new Cells(problem);
            Sampler sampler = new Sampler(all, denoiser);
            SampleRepair repair = new SampleRepair(all);
            effort.spend(conditionSteps);
            SplittableRandom random = new SplittableRandom(effort.limits().seed());
            while (samples < SAMPLES) {
                float[] sample = sampler.draw(DENOISING_STEPS, random, effort);
                if (sample.length == 0) {
                    effort.spend(effort.anytimeLeft());
                    return;
                }
                repair.run(sample, candidate);
                effort.spend(REPAIR_STEPS * cells);
                keep();
                samples++;
                effort.tell("sampling", cost, OptionalLong.empty());
            }
        }

        /** Improves the candidate, and keeps it where it is the cheapest. */
        private void keep() {
            long found = paths.cost(candidate);
            long saved = 1;
            for (int pass = 0; pass < MOST_PASSES && saved > 0 && !effort.isUsedUp(); pass++) {
                saved = paths.run(candidate);
                found -= saved;
                effort.spend(PASS_STEPS * cells);
            }
            if (found < cost) {
                cost = found;
                System.arraycopy(candidate, 0, best, 0, best.length);
            }
        }

        Solution solution() {
            String note = samples == 0
                    ? "no sample: nothing but pinned models is kept"
                    : samples + (samples == 1 ? " sample" : " samples") + ", the cheapest kept";
            return Solution.heuristic(
                    problem, new Plan(problem.models(), best), samples < SAMPLES ? effort.note(note) : note);
        }
    }
}

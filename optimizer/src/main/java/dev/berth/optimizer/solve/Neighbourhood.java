package dev.berth.optimizer.solve;

import dev.berth.optimizer.problem.Plan;
import dev.berth.optimizer.problem.Problem;
import java.util.SplittableRandom;

/**
 * Begins with the plan of {@code lagrangian} and frees a few models at a time, over all slots, for their exact optimum
 * beside the others. Ends where the gap to the bound is small enough, many blocks in a row bring nothing, or the steps
 * are used up; never dearer than where it began.
 */
final class Neighbourhood implements Solver {
    private static final int MAX_BLOCK = 6;
    private static final int STATES_PER_MODEL = 3;

    /** Blocks in a row that bring nothing, as a multiple of the number of models, before it ends. */
    private static final int PATIENCE = 20;

    @Override
    public String name() {
        return "neighbourhood";
    }

    @Override
    public boolean exact() {
        return false;
    }

    @Override
    public Solution solve(Problem problem, SolveLimits limits) {
        Lagrangian.requireMemory(name(), problem, limits);
        PriceSearch search = new PriceSearch(problem, true);
        search.run(limits.maxSteps() / 2, limits.targetGap());
        long bound = search.bound();
        byte[] residencies = search.plan();
        BlockImprovement blocks = new BlockImprovement(problem, residencies, Math.min(MAX_BLOCK, problem.models()));
        long cost = blocks.cost();
        long steps = search.steps();
        Draw draw = new Draw(problem.models(), limits.seed());
        int count = 0;
        for (int idle = 0; idle < PATIENCE * problem.models() && steps < limits.maxSteps(); count++) {
            if ((double) (cost - bound) <= limits.targetGap() * (double) cost) {
                break;
            }
            int size = draw.next();
            long saved = blocks.improve(draw.block, size);
            cost -= saved;
            idle = saved > 0 ? 0 : idle + 1;
            steps += (long) problem.slots() * size * draw.states(size);
        }
        String note = search.note() + ", " + count + " blocks of up to " + MAX_BLOCK + " models";
        return Solution.bounded(problem, new Plan(problem.models(), residencies), bound, note);
    }

    /** Draws blocks of different models; small ones often, since they cost little. */
    private static final class Draw {
        private final SplittableRandom random;
        private final int[] models;
        private final int[] block = new int[MAX_BLOCK];

        Draw(int models, long seed) {
            random = new SplittableRandom(seed);
            this.models = new int[models];
            for (int model = 0; model < models; model++) {
                this.models[model] = model;
            }
        }

        int next() {
            int size = Math.min(models.length, 2 + random.nextInt(MAX_BLOCK - 1));
            for (int i = 0; i < size; i++) {
                int other = i + random.nextInt(models.length - i);
                int chosen = models[other];
                models[other] = models[i];
                models[i] = chosen;
                block[i] = chosen;
            }
            return size;
        }

        long states(int size) {
            return Math.round(StrictMath.pow(STATES_PER_MODEL, size)) / STATES_PER_MODEL;
        }
    }
}

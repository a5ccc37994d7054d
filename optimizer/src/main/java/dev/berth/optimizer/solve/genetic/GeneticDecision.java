package dev.berth.optimizer.solve.genetic;

import dev.berth.optimizer.problem.Problem;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Residencies of one slot by a genetic algorithm: parents by tournaments of two, uniform crossover, two mutations,
 * repair, and the child takes the place of the worst individual unless it is there already. The best one is improved by
 * local search at the end. Set up once a problem; nothing is allocated per child.
 */
public final class GeneticDecision {
    private static final int MUTATIONS = 2;

    /** Keeps the draws of slots apart from those of other seeds; a multiplier of S. Vigna and G. Steele (2022). */
    private static final long SEEDS_APART = 0xD1342543DE82EF95L;

    /** What a model costs a child, in steps. */
    private static final int STEPS_PER_GENE = 2;

    /** What a child costs beside its models, in steps: the look for the worst individual. */
    private static final int STEPS_PER_CHILD = 10;

    /** As many rounds of the local search at the end are enough in all but rare cases. */
    private static final int USUAL_ROUNDS = 2;

    private final Problem problem;
    private final int models;
    private final GeneticSearch search;
    private final long seed;
    private SplittableRandom random;
    private final Chromosome chromosome;
    private final byte[][] population;
    private final long[] fitness;
    private byte[] child;
    private final byte[] best;
    private long bestCost;
    private long steps;
    private long mostSteps;

    /**
     * Sets up for one problem's capacities.
     *
     * @param seed of all that is drawn; each slot draws by itself, so that a slot's decision depends on nothing else
     */
    public GeneticDecision(Problem problem, GeneticSearch search, long seed) {
        this.problem = problem;
        this.models = problem.models();
        this.search = search;
        this.seed = seed;
        random = new SplittableRandom(seed);
        chromosome = new Chromosome(problem);
        population = new byte[search.population()][models];
        fitness = new long[search.population()];
        child = new byte[models];
        best = new byte[models];
    }

    /**
     * Decides one slot.
     *
     * @param slotCosts cost of each choice in nano-cost units, {@link Problem#choices} a model; kept only during the
     *     call
     * @param maxSteps ends it early, after the first individuals at the earliest
     * @return cost of the decision
     */
    public long decide(long[] slotCosts, int slot, long maxSteps) {
        random = new SplittableRandom(SEEDS_APART * seed + slot);
        mostSteps = maxSteps;
        chromosome.slot(slotCosts);
        begin();
        long generation = generationSteps();
        steps = generation;
        int waited = 0;
        for (int made = 0; made < search.generations() && waited < search.patience() && steps < maxSteps; made++) {
            long before = bestCost;
            for (int birth = 0; birth < search.population(); birth++) {
                breed();
                replaceWorst(chromosome.repair(child));
            }
            steps += generation;
            waited = bestCost < before ? 0 : waited + 1;
        }
        bestCost = chromosome.improve(best, bestCost, maxSteps - steps);
        steps += chromosome.steps();
        return bestCost;
    }

    private long generationSteps() {
        return search.population() * ((long) STEPS_PER_GENE * models + STEPS_PER_CHILD);
    }

    /** Work that a decision hardly ever exceeds where it is not ended early, in steps. */
    public long usualSteps() {
        return (1L + search.generations()) * generationSteps() + USUAL_ROUNDS * (long) models * models;
    }

    /** Whether the limit ended the last decision. */
    boolean isCut() {
        return steps >= mostSteps;
    }

    /** Work of the last decision, in steps. */
    public long steps() {
        return steps;
    }

    /** Copies the last decision, as indices of modes. */
    public void copyTo(byte[] residencies, int offset) {
        System.arraycopy(best, 0, residencies, offset, models);
    }

    /** Random individuals; the first one begins with nothing, so that repair adds by pseudo-utility alone. */
    private void begin() {
        bestCost = Long.MAX_VALUE;
        for (int individual = 0; individual < population.length; individual++) {
            byte[] genes = population[individual];
            for (int model = 0; model < models; model++) {
                genes[model] = (byte) (individual == 0 ? problem.lowest(model) : drawn(model));
            }
            fitness[individual] = chromosome.repair(genes);
            keepBest(genes, fitness[individual]);
        }
    }

    private int drawn(int model) {
        int lowest = problem.lowest(model);
        return lowest + random.nextInt(problem.highest(model) - lowest + 1);
    }

    private void keepBest(byte[] genes, long cost) {
        if (cost < bestCost) {
            bestCost = cost;
            System.arraycopy(genes, 0, best, 0, models);
        }
    }

    private void breed() {
        byte[] one = population[tournament()];
        byte[] other = population[tournament()];
        long coins = 0;
        for (int model = 0; model < models; model++) {
            coins = model % Long.SIZE == 0 ? random.nextLong() : coins >>> 1;
            child[model] = (coins & 1) == 0 ? one[model] : other[model];
        }
        for (int mutation = 0; mutation < MUTATIONS; mutation++) {
            int model = random.nextInt(models);
            child[model] = (byte) drawn(model);
        }
    }

    private int tournament() {
        int one = random.nextInt(population.length);
        int other = random.nextInt(population.length);
        return fitness[one] <= fitness[other] ? one : other;
    }

    private void replaceWorst(long cost) {
        int worst = 0;
        for (int individual = 0; individual < population.length; individual++) {
            if (fitness[individual] == cost && Arrays.equals(population[individual], child)) {
                return;
            }
            worst = fitness[individual] > fitness[worst] ? individual : worst;
        }
        keepBest(child, cost);
        byte[] replaced = population[worst];
        population[worst] = child;
        fitness[worst] = cost;
        child = replaced;
    }
}

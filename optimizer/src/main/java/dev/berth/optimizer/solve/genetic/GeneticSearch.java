package dev.berth.optimizer.solve.genetic;

/**
 * Sizes of the genetic algorithm.
 *
 * @param population individuals, >= 2
 * @param generations each makes as many children as there are individuals, >= 0
 * @param patience generations without a better individual after which it stops, >= 1
 */
public record GeneticSearch(int population, int generations, int patience) {
    /** A slot of ten models is decided optimally with these in all but rare cases. */
    public static final GeneticSearch DEFAULT = new GeneticSearch(50, 100, 20);

    public GeneticSearch {
        if (population < 2 || generations < 0 || patience < 1) {
            throw new IllegalArgumentException("out of range: population=" + population + ", generations=" + generations
                    + ", patience=" + patience + ", expected at least 2, 0 and 1");
        }
    }
}

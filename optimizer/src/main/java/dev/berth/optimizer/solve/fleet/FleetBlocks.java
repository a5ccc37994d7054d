package dev.berth.optimizer.solve.fleet;

import java.util.List;
import java.util.function.IntConsumer;

/**
 * The servers of a fleet in blocks that are worked on one by one, on threads here or on other machines. Plans stay with
 * the blocks; who leads the rounds sees sums.
 */
public interface FleetBlocks {
    /** Most servers of a block; blocks do not depend on who works on them, so that results do not either. */
    int BLOCK_SERVERS = 50;

    /** How many servers there are in all blocks, >= 1. */
    int servers();

    /**
     * Solves each server by itself at the prices of the link.
     *
     * @param told now and then, how many servers are solved
     * @return one a block, in order
     */
    List<PricedBlock> price(RoundTerms terms, IntConsumer told);

    /**
     * Makes plans of those of a round that keep within what each block may download; whoever does so last with
     * {@code best} makes the plans that stay.
     *
     * @param terms of the round whose plans are wanted
     * @param budgets bytes that each block may download, a row a block and a value a slot
     * @param told now and then, how many servers have a plan
     * @return one a block, in order
     */
    List<KeptBlock> keep(RoundTerms terms, List<long[]> budgets, IntConsumer told);

    /** From now on the plans last kept are those that stay. */
    void takeOver(RoundTerms terms);

    /** How many blocks so many servers make. */
    static int blocks(int servers) {
        return (servers + BLOCK_SERVERS - 1) / BLOCK_SERVERS;
    }
}

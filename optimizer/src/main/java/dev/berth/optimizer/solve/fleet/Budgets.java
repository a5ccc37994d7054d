package dev.berth.optimizer.solve.fleet;

import java.util.ArrayList;
import java.util.List;

/**
 * Divides what a link carries in each slot among blocks of servers. What a block gets too late it still wants in the
 * slots after.
 */
final class Budgets {
    private final Link link;

    Budgets(Link link) {
        this.link = link;
    }

    /** What blocks may download that want so much: what is pinned comes first, each gets the same part of the rest. */
    List<long[]> of(List<PricedBlock> blocks) {
        List<long[]> budgets = new ArrayList<>();
        for (int block = 0; block < blocks.size(); block++) {
            budgets.add(new long[link.slots()]);
            budgets.get(block)[0] = blocks.get(block).pinnedBytes();
        }
        double[] wanted = new double[blocks.size()];
        for (int slot = 0; slot < link.slots(); slot++) {
            double all = 0;
            for (int block = 0; block < wanted.length; block++) {
                wanted[block] += blocks.get(block).wantedBytes()[slot] - (double) budgets.get(block)[slot];
                all += wanted[block];
            }
            double left = (double) left(budgets, slot);
            double part = all == 0 ? 0 : Math.min(1, left / all);
            for (int block = 0; block < wanted.length; block++) {
                long given = (long) (part * wanted[block]);
                budgets.get(block)[slot] += given;
                wanted[block] -= (double) given;
            }
            handOut(budgets, slot);
        }
        return budgets;
    }

    /**
     * What blocks may download that have plans, but had to put something off: what these leave goes to one block after
     * the other, since a model is downloaded whole, beginning with another block in each slot.
     */
    List<long[]> again(List<KeptBlock> blocks) {
        List<long[]> budgets = new ArrayList<>();
        blocks.forEach(block -> budgets.add(block.usedBytes().clone()));
        long[] given = new long[blocks.size()];
        for (int slot = 0; slot < link.slots(); slot++) {
            long left = left(budgets, slot);
            for (int turn = 0; turn < given.length && left > 0; turn++) {
                int block = (slot + turn) % given.length;
                // What was put off is wanted in every slot until it comes.
                long more = Math.min(left, Math.max(0, blocks.get(block).putOffBytes()[slot] - given[block]));
                budgets.get(block)[slot] += more;
                given[block] += more;
                left -= more;
            }
            handOut(budgets, slot);
        }
        return budgets;
    }

    private long left(List<long[]> budgets, int slot) {
        long left = link.bytesPerSlot();
        for (long[] budget : budgets) {
            left -= budget[slot];
        }
        return left;
    }

    /** What nobody asked for may still be of use. */
    private void handOut(List<long[]> budgets, int slot) {
        long left = left(budgets, slot);
        long each = left / budgets.size();
        budgets.forEach(budget -> budget[slot] += each);
        budgets.get(slot % budgets.size())[slot] += left - each * budgets.size();
    }
}

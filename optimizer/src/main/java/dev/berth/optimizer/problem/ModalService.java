package dev.berth.optimizer.problem;

import java.util.List;

/**
 * What requests ask for, in whole nano-cost units (1e9 of them are one unit of the prices): its modes, what a slot
 * costs in each, and what moving between them costs. It may be in each of its modes, begins in the first, and downloads
 * nothing that counts, unless it is told otherwise. Checked by {@link ModesBuilder#build}; arrays are kept.
 */
public final class ModalService {
    private final String name;
    private final List<Mode> modes;
    private final long[][] slotNanoCosts;
    private final List<long[][]> moveNanoCosts;
    private long[][] downloads = {};
    private int initial;
    private int lowest;
    private int highest;

    /**
     * Moves cost the same in all slots.
     *
     * @param name not blank, unique within a problem
     * @param modes at least one, at most {@value ModesBuilder#MAX_MODES}; the first is where nothing is kept and
     *     requests are served elsewhere
     * @param slotNanoCosts a row a slot, a value a mode: everything that a slot costs in the mode but moving to it, >=
     *     0
     * @param moveNanoCosts a row a mode before, a value a mode after: >= 0, 0 for staying, {@link Problem#NEVER} where
     *     it cannot be
     */
    public ModalService(String name, List<Mode> modes, long[][] slotNanoCosts, long[][] moveNanoCosts) {
        this(name, modes, slotNanoCosts, List.<long[][]>of(moveNanoCosts));
    }

    /** Moves cost differently in slots of different {@link ModesBuilder#phases}: one matrix for each. */
    public ModalService(String name, List<Mode> modes, long[][] slotNanoCosts, List<long[][]> moveNanoCosts) {
        this.name = name;
        this.modes = List.copyOf(modes);
        this.slotNanoCosts = slotNanoCosts;
        this.moveNanoCosts = List.copyOf(moveNanoCosts);
        highest = modes.size() - 1;
    }

    /**
     * Moves download.
     *
     * @param bytes over the backhaul, a row a mode before, a value a mode after, >= 0
     */
    public ModalService downloads(long[][] bytes) {
        downloads = bytes;
        return this;
    }

    /** Index of the mode before slot 0, not above the highest; what all services are then in fits the server. */
    public ModalService initial(int mode) {
        initial = mode;
        return this;
    }

    /**
     * The modes that it may be in, in every slot.
     *
     * @param lowestMode index of one that takes no more of anything than the others up to {@code highestMode}, and that
     *     can be reached from every mode in every slot; all services at their lowest fit the server together
     * @param highestMode index, >= {@code lowestMode}
     */
    public ModalService bounds(int lowestMode, int highestMode) {
        lowest = lowestMode;
        highest = highestMode;
        return this;
    }

    String name() {
        return name;
    }

    List<Mode> modes() {
        return modes;
    }

    long[][] slotNanoCosts() {
        return slotNanoCosts;
    }

    List<long[][]> moveNanoCosts() {
        return moveNanoCosts;
    }

    long[][] downloads() {
        return downloads;
    }

    int initial() {
        return initial;
    }

    int lowest() {
        return lowest;
    }

    int highest() {
        return highest;
    }
}

package dev.berth.optimizer.solve.corridors;

/**
 * What is free in one slot of a corridor: a few models, each with two modes or more that it may have. Joint states are
 * numbers whose digits are the options of the models in ascending order, the first model's digit the lowest.
 */
final class FreeCells {
    private final int[] models;
    private final long[] options;
    private int maxStates;
    private int count;
    private int states;

    /** @param maxStates joint states there is ever room for, >= 2 */
    FreeCells(int maxStates) {
        int most = Integer.SIZE - Integer.numberOfLeadingZeros(maxStates);
        models = new int[most];
        options = new long[most];
        clear(maxStates);
    }

    /**
     * Nothing is free.
     *
     * @param most joint states from now on, >= 2, not above what there is room for
     */
    void clear(int most) {
        maxStates = most;
        count = 0;
        states = 1;
    }

    /**
     * Lets a model have another residency.
     *
     * @param planned what the plan gives it, always an option
     * @return whether there is room for the joint states that this brings
     */
    boolean add(int model, int planned, int residency) {
        int at = 0;
        while (at < count && models[at] < model) {
            at++;
        }
        boolean isNew = at == count || models[at] != model;
        int before = isNew ? 1 : options(at);
        if ((long) states / before * (before + 1) > maxStates) {
            return false;
        }
        states = states / before * (before + 1);
        if (isNew) {
            System.arraycopy(models, at, models, at + 1, count - at);
            System.arraycopy(options, at, options, at + 1, count - at);
            models[at] = model;
            options[at] = 1L << planned;
            count++;
        }
        options[at] |= 1L << residency;
        return true;
    }

    /** Number of free models. */
    int count() {
        return count;
    }

    /** Number of joint states, whether they fit the server or not. */
    int states() {
        return states;
    }

    /** The model at a place, from 0 in ascending order. */
    int model(int place) {
        return models[place];
    }

    /** Number of residencies of the model at a place. */
    int options(int place) {
        return Long.bitCount(options[place]);
    }

    /** The residencies of the model at a place, as bits. */
    long mask(int place) {
        return options[place];
    }

    /**
     * Residency (index) that an option stands for.
     *
     * @param option from 0 to one less than the number of bits
     */
    static int residency(long mask, int option) {
        long left = mask;
        for (int above = option; above > 0; above--) {
            left &= left - 1;
        }
        if (left == 0) {
            throw new IllegalArgumentException("out of range: option=" + option + " of " + Long.toBinaryString(mask));
        }
        return Long.numberOfTrailingZeros(left);
    }
}

package dev.berth.optimizer.solve.horizon;

import dev.berth.optimizer.problem.Problem;
import dev.berth.optimizer.solve.ground.Room;

/**
 * Every way to give all models a residency that fits the server, and the moves of one model by one step between them.
 * The set is closed downwards, as far as the models' lowest residencies: lowering a model never takes more room.
 */
public final class JointStates {
    /** Two bits a model in a code. */
    public static final int MAX_MODELS = 31;

    /** Code, parent and step of each state. */
    private static final long BYTES_PER_STATE = Long.BYTES + Integer.BYTES + Byte.BYTES;

    private static final long BYTES_PER_MOVE = 2L * Integer.BYTES;

    private final int models;
    private final long[] codes;
    private final int[] parents;
    private final byte[] steps;
    private final int[][] high;
    private final int[][] low;

    /** Number of states and of moves of a problem, before anything is allocated. */
    public record Size(long states, long moves) {
        /** Memory that the states and moves take. */
        long bytes() {
            return states * BYTES_PER_STATE + moves * BYTES_PER_MOVE;
        }
    }

    /** Counts the states; stops counting beyond {@code maxStates} and then returns a size above it. */
    public static Size size(Problem problem, long maxStates) {
        Walk walk = new Walk(problem, maxStates, null);
        walk.visit(problem.models() - 1, 0, 0);
        return new Size(walk.states, walk.moves);
    }

    public JointStates(Problem problem, Size size) {
        models = problem.models();
        codes = new long[Math.toIntExact(size.states())];
        new Walk(problem, size.states(), codes).visit(models - 1, 0, 0);
        high = new int[2 * models][];
        low = new int[2 * models][];
        for (int model = 0; model < models; model++) {
            link(model, 1, problem.lowest(model));
            link(model, 2, problem.lowest(model));
        }
        parents = new int[codes.length];
        steps = new byte[codes.length];
        for (int step = 0; step < high.length; step++) {
            for (int move = 0; move < high[step].length; move++) {
                parents[high[step][move]] = low[step][move];
                steps[high[step][move]] = (byte) step;
            }
        }
    }

    /** Links the states that have a model at a residency with those that have it one lower, where that is allowed. */
    private void link(int model, int residency, int lowest) {
        int count = 0;
        for (long code : codes) {
            count += residency > lowest && residency(code, model) == residency ? 1 : 0;
        }
        int[] upper = new int[count];
        int[] lower = new int[count];
        int move = 0;
        int below = 0;
        for (int state = 0; move < count; state++) {
            if (residency(codes[state], model) == residency) {
                long wanted = codes[state] - (1L << (2 * model));
                // Codes ascend, so the wanted ones do.
                while (codes[below] != wanted) {
                    below++;
                }
                upper[move] = state;
                lower[move++] = below;
            }
        }
        high[step(model, residency)] = upper;
        low[step(model, residency)] = lower;
    }

    private static int residency(long code, int model) {
        return (int) (code >>> (2 * model)) & 3;
    }

    /** Number of the step of a model up to a residency of 1 or 2. */
    static int step(int model, int residency) {
        return 2 * model + residency - 1;
    }

    public int count() {
        return codes.length;
    }

    int residency(int state, int model) {
        return residency(codes[state], model);
    }

    /** States that a step leads up to. */
    int[] high(int step) {
        return high[step];
    }

    /** States that a step leads up from, in the same order. */
    int[] low(int step) {
        return low[step];
    }

    /**
     * Fills {@code costs} with a sum over models for each state.
     *
     * @param base cost of the first state, where all models are at their lowest residency
     * @param stepCosts what each step adds
     */
    void sum(long base, long[] stepCosts, long[] costs) {
        costs[0] = base;
        for (int state = 1; state < codes.length; state++) {
            costs[state] = costs[parents[state]] + stepCosts[steps[state]];
        }
    }

    /** Depth first over the models, highest first, residencies ascending: codes come out ascending. */
    private static final class Walk {
        private final Problem problem;
        private final Room room;
        private final long maxStates;
        private final long[] codes;
        private long states;
        private long moves;

        Walk(Problem problem, long maxStates, long[] codes) {
            this.problem = problem;
            this.room = new Room(problem);
            room.takeLowest();
            this.maxStates = maxStates;
            this.codes = codes;
        }

        void visit(int model, long code, int raised) {
            if (model < 0) {
                if (codes != null) {
                    codes[(int) states] = code;
                }
                states++;
                moves += raised;
                return;
            }
            int lowest = problem.lowest(model);
            room.giveBack(model, lowest);
            for (int residency = lowest; residency <= problem.highest(model) && states <= maxStates; residency++) {
                if (room.fits(model, residency)) {
                    room.take(model, residency);
                    int raisedNow = residency > lowest ? raised + 1 : raised;
                    visit(model - 1, code | ((long) residency << (2 * model)), raisedNow);
                    room.giveBack(model, residency);
                }
            }
            room.take(model, lowest);
        }
    }
}

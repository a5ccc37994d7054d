package dev.berth.optimizer.solve.prices;

import java.util.function.BooleanSupplier;

/**
 * Climbs a concave function of prices that are 0 or more: limited-memory BFGS (D. C. Liu, J. Nocedal, 1989) with prices
 * below 0 taken for 0, and a line search for the weak Wolfe conditions, which gets over kinks too (A. S. Lewis, M. L.
 * Overton, 2013). Quick where the function is nearly smooth, as a sum over many models is; with few models it gets slow
 * before the top. For one thread; allocates nothing after set-up.
 */
public final class PriceAscent {
    private static final int HISTORY = 12;
    private static final int LINE_EVALUATIONS = 8;
    /** Evaluations of a line search that go on growing the step after the value has risen. */
    private static final int GROWING = 3;

    private static final int PATIENCE = 2;
    private static final double RISE_SHARE = 1e-4;
    private static final double SLOPE_SHARE = 0.9;

    /** First step, as a share of the one that would reach twice the value along a straight line. */
    private static final double FIRST_STEP = 0.3;

    private final Dual dual;
    private final int size;
    private double[] prices;
    private double[] slopes;
    private double[] triedPrices;
    private double[] triedSlopes;
    private final double[] direction;
    private final double[] weights = new double[HISTORY];
    private final double[][] moves = new double[HISTORY][];
    private final double[][] falls = new double[HISTORY][];
    private int kept;
    private int newest = -1;
    private double value;
    private int evaluations;

    /** What is climbed. */
    public interface Dual {
        /**
         * Value at prices.
         *
         * @param prices >= 0
         * @param slopes filled with a supergradient
         */
        double at(double[] prices, double[] slopes);
    }

    /** Begins at prices of 0. */
    public PriceAscent(Dual dual, int size) {
        this.dual = dual;
        this.size = size;
        prices = new double[size];
        slopes = new double[size];
        triedPrices = new double[size];
        triedSlopes = new double[size];
        direction = new double[size];
        for (int i = 0; i < HISTORY; i++) {
            moves[i] = new double[size];
            falls[i] = new double[size];
        }
    }

    /**
     * Climbs, or climbs on, until the value twice rises by less than a share of it per evaluation, or the evaluations
     * of all calls together are used up.
     */
    public void run(int maxEvaluations, double leastRise) {
        run(maxEvaluations, leastRise, () -> false);
    }

    /**
     * The same, until nobody wants it any more.
     *
     * @param stop whether whoever asked wants no more work done; asked before each line search
     */
    public void run(int maxEvaluations, double leastRise, BooleanSupplier stop) {
        if (evaluations == 0) {
            evaluations++;
            value = dual.at(prices, slopes);
        }
        int slow = 0;
        while (slow < PATIENCE && evaluations < maxEvaluations && !stop.getAsBoolean() && findDirection()) {
            double before = value;
            int evaluated = evaluations;
            search();
            double enough = leastRise * Math.abs(value) * (evaluations - evaluated);
            slow = value - before > enough ? 0 : slow + 1;
        }
    }

    private boolean isFree(int i) {
        return prices[i] > 0 || slopes[i] > 0;
    }

    /** Direction to go from here; false at the top. */
    private boolean findDirection() {
        double norm = 0;
        for (int i = 0; i < size; i++) {
            direction[i] = isFree(i) ? slopes[i] : 0;
            norm += direction[i] * direction[i];
        }
        if (norm == 0) {
            return false;
        }
        if (kept == 0) {
            scale(FIRST_STEP * Math.max(1, Math.abs(value)) / norm);
            return true;
        }
        for (int age = 0; age < kept; age++) {
            int i = index(age);
            double curvature = free(moves[i], falls[i]);
            weights[i] = curvature > 0 ? free(moves[i], direction) / curvature : 0;
            add(-weights[i], falls[i]);
        }
        double squared = free(falls[newest], falls[newest]);
        scale(squared > 0 ? Math.max(0, free(moves[newest], falls[newest])) / squared : 0);
        for (int age = kept - 1; age >= 0; age--) {
            int i = index(age);
            double curvature = free(moves[i], falls[i]);
            if (curvature > 0) {
                add(weights[i] - free(falls[i], direction) / curvature, moves[i]);
            }
        }
        if (free(slopes, direction) > 0) {
            return true;
        }
        kept = 0;
        return findDirection();
    }

    private int index(int age) {
        return (newest - age + HISTORY) % HISTORY;
    }

    private double free(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < size; i++) {
            sum += isFree(i) ? a[i] * b[i] : 0;
        }
        return sum;
    }

    private void scale(double factor) {
        for (int i = 0; i < size; i++) {
            direction[i] *= factor;
        }
    }

    private void add(double factor, double[] vector) {
        for (int i = 0; i < size; i++) {
            direction[i] += isFree(i) ? factor * vector[i] : 0;
        }
    }

    /** Goes along the direction as far as the value rises enough and the slope has fallen enough. */
    private void search() {
        double low = 0;
        double high = Double.POSITIVE_INFINITY;
        double step = 1;
        for (int i = 1; i <= LINE_EVALUATIONS; i++) {
            double tried = evaluateAt(step);
            double expected = along(slopes);
            if (tried < value + RISE_SHARE * expected) {
                high = step;
            } else if (along(triedSlopes) > SLOPE_SHARE * expected && i < GROWING) {
                low = step;
            } else {
                take(tried);
                return;
            }
            step = high < Double.POSITIVE_INFINITY ? (low + high) / 2 : 2 * low;
        }
        kept = 0;
    }

    private double evaluateAt(double step) {
        for (int i = 0; i < size; i++) {
            triedPrices[i] = isFree(i) ? Math.max(0, prices[i] + step * direction[i]) : 0;
        }
        evaluations++;
        return dual.at(triedPrices, triedSlopes);
    }

    /** Rise over the move that was tried, were the slopes the same all the way. */
    private double along(double[] of) {
        double sum = 0;
        for (int i = 0; i < size; i++) {
            sum += of[i] * (triedPrices[i] - prices[i]);
        }
        return sum;
    }

    private void take(double tried) {
        newest = (newest + 1) % HISTORY;
        kept = Math.min(HISTORY, kept + 1);
        for (int i = 0; i < size; i++) {
            moves[newest][i] = triedPrices[i] - prices[i];
            falls[newest][i] = slopes[i] - triedSlopes[i];
        }
        value = tried;
        double[] before = prices;
        prices = triedPrices;
        triedPrices = before;
        before = slopes;
        slopes = triedSlopes;
        triedSlopes = before;
    }
}

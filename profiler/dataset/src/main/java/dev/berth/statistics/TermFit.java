package dev.berth.statistics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A sum of terms with coefficients that are not negative, value = Σ coefficient × term, fitted robustly: by least
 * squares whose residuals count relative to a scale of each observation, those beyond 1.345 standard deviations (Huber,
 * 1964; the deviation from the median of absolute residuals) counting less the farther they are.
 */
public final class TermFit {
    private static final double HUBER = 1.345;

    /** Median of absolute deviations over the standard deviation, of a normal distribution. */
    private static final double NORMAL_MEDIAN = 0.6745;

    /** Residuals below this share of the scale are all alike good: no observation is outvoted by rounding. */
    private static final double LEAST_DEVIATION = 0.002;

    private static final int REWEIGHTINGS = 12;
    private static final int SWEEPS = 400;
    private static final double CONVERGED = 1e-10;

    /** How much of the error on rows left out a further term must take away. */
    private static final double WORTH_A_TERM = 0.97;

    private final double[] coefficients;

    private TermFit(double[] coefficients) {
        this.coefficients = coefficients;
    }

    /**
     * One observation.
     *
     * @param terms its terms, >= 0 each
     * @param value what was observed, >= 0
     * @param scale what a residual counts relative to, > 0
     */
    public record Row(List<Double> terms, double value, double scale) {
        public Row {
            terms = List.copyOf(terms);
        }
    }

    /**
     * Fits the terms of some columns.
     *
     * @param rows at least one, all of as many terms
     * @param columns which of them
     */
    public static TermFit over(List<Row> rows, List<Integer> columns) {
        return new Observations(rows).fit(columns, -1);
    }

    /**
     * The columns whose terms the rows support: those of {@code always}, and of {@code may} one after the other that
     * which takes most of the error on rows left out, as long as it takes 3 % of it.
     */
    public static List<Integer> selected(List<Row> rows, List<Integer> always, List<Integer> may) {
        Observations observations = new Observations(rows);
        List<Integer> used = new ArrayList<>(always);
        List<Integer> left = new ArrayList<>(may);
        double error = observations.errorLeftOut(used);
        while (!left.isEmpty()) {
            Integer best = null;
            double least = error * WORTH_A_TERM;
            for (Integer candidate : left) {
                List<Integer> with = new ArrayList<>(used);
                with.add(candidate);
                double of = observations.errorLeftOut(with);
                if (of < least) {
                    least = of;
                    best = candidate;
                }
            }
            if (best == null) {
                break;
            }
            used.add(best);
            left.remove(best);
            error = least;
        }
        return List.copyOf(used);
    }

    /** The fitted value of terms. */
    public double value(List<Double> terms) {
        double sum = 0;
        for (int i = 0; i < coefficients.length; i++) {
            sum += coefficients[i] * terms.get(i);
        }
        return sum;
    }

    /** Of a column, >= 0; 0 for what is not used. */
    public double coefficient(int column) {
        return coefficients[column];
    }

    /** Rows in flat arrays: they are fitted thousands of times. */
    private static final class Observations {
        /** Terms, a row after the other, each over its scale. */
        private final double[] terms;

        /** Values over their scales. */
        private final double[] values;

        private final int width;

        Observations(List<Row> rows) {
            width = rows.get(0).terms().size();
            terms = new double[rows.size() * width];
            values = new double[rows.size()];
            for (int i = 0; i < values.length; i++) {
                Row row = rows.get(i);
                values[i] = row.value() / row.scale();
                for (int column = 0; column < width; column++) {
                    terms[i * width + column] = row.terms().get(column) / row.scale();
                }
            }
        }

        /** Mean over the rows of |fitted without the row - value| / scale. */
        double errorLeftOut(List<Integer> columns) {
            double sum = 0;
            for (int i = 0; i < values.length; i++) {
                sum += Math.abs(residual(i, fit(columns, i).coefficients));
            }
            return sum / values.length;
        }

        /** @param without a row that does not count; -1 for none */
        TermFit fit(List<Integer> columns, int without) {
            int[] used = columns.stream().mapToInt(Integer::intValue).toArray();
            double[] weights = new double[values.length];
            Arrays.fill(weights, 1);
            if (without >= 0) {
                weights[without] = 0;
            }
            double[] coefficients = new double[width];
            for (int i = 0; i < REWEIGHTINGS; i++) {
                double[] before = coefficients;
                coefficients = weighted(used, weights, before);
                if (i > 0 && distance(before, coefficients) < CONVERGED) {
                    break;
                }
                reweigh(coefficients, weights, without);
            }
            return new TermFit(coefficients);
        }

        private double residual(int row, double[] coefficients) {
            double sum = -values[row];
            for (int column = 0; column < width; column++) {
                sum += coefficients[column] * terms[row * width + column];
            }
            return sum;
        }

        private void reweigh(double[] coefficients, double[] weights, int without) {
            double[] absolute = new double[values.length];
            for (int i = 0; i < absolute.length; i++) {
                absolute[i] = Math.abs(residual(i, coefficients));
            }
            double[] counted = IntStream.range(0, absolute.length)
                    .filter(i -> i != without)
                    .mapToDouble(i -> absolute[i])
                    .toArray();
            double deviation = Math.max(LEAST_DEVIATION, OrderStatistics.median(counted) / NORMAL_MEDIAN);
            for (int i = 0; i < weights.length; i++) {
                weights[i] = i == without ? 0 : absolute[i] <= HUBER * deviation ? 1 : HUBER * deviation / absolute[i];
            }
        }

        /** Weighted least squares without negative coefficients, one coefficient after the other until none moves. */
        private double[] weighted(int[] columns, double[] weights, double[] start) {
            double[][] products = new double[width][width];
            double[] targets = new double[width];
            for (int i = 0; i < weights.length; i++) {
                for (int a : columns) {
                    double weighted = weights[i] * terms[i * width + a];
                    targets[a] += weighted * values[i];
                    for (int b : columns) {
                        products[a][b] += weighted * terms[i * width + b];
                    }
                }
            }
            double[] coefficients = start.clone();
            for (int sweep = 0; sweep < SWEEPS; sweep++) {
                double moved = 0;
                for (int a : columns) {
                    if (products[a][a] == 0) {
                        continue;
                    }
                    double rest = targets[a];
                    for (int b : columns) {
                        rest -= a == b ? 0 : products[a][b] * coefficients[b];
                    }
                    double next = Math.max(0, rest / products[a][a]);
                    double step = next - coefficients[a];
                    moved += step * step * products[a][a];
                    coefficients[a] = next;
                }
                if (moved < CONVERGED * CONVERGED * weights.length) {
                    break;
                }
            }
            return coefficients;
        }

        /** Farthest that two fits are apart at any row. */
        private double distance(double[] one, double[] other) {
            double farthest = 0;
            for (int i = 0; i < values.length; i++) {
                farthest = Math.max(farthest, Math.abs(residual(i, one) - residual(i, other)));
            }
            return farthest;
        }
    }
}

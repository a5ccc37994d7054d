package dev.berth.profiler.statistics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

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
        double[] weights = new double[rows.size()];
        Arrays.fill(weights, 1);
        double[] coefficients = new double[rows.get(0).terms().size()];
        for (int i = 0; i < REWEIGHTINGS; i++) {
            double[] before = coefficients;
            coefficients = weighted(rows, columns, weights, before);
            if (i > 0 && distance(rows, before, coefficients) < CONVERGED) {
                break;
            }
            reweigh(rows, coefficients, weights);
        }
        return new TermFit(coefficients);
    }

    /**
     * The columns whose terms the rows support: those of {@code always}, and of {@code may} one after the other that
     * which takes most of the error on rows left out, as long as it takes 3 % of it.
     */
    public static List<Integer> selected(List<Row> rows, List<Integer> always, List<Integer> may) {
        List<Integer> used = new ArrayList<>(always);
        List<Integer> left = new ArrayList<>(may);
        double error = errorLeftOut(rows, used);
        while (!left.isEmpty()) {
            Integer best = null;
            double least = error * WORTH_A_TERM;
            for (Integer candidate : left) {
                List<Integer> with = new ArrayList<>(used);
                with.add(candidate);
                double of = errorLeftOut(rows, with);
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

    /** Mean over the rows of |fitted without the row - value| / scale. */
    private static double errorLeftOut(List<Row> rows, List<Integer> columns) {
        double sum = 0;
        for (int i = 0; i < rows.size(); i++) {
            List<Row> others = new ArrayList<>(rows);
            Row row = others.remove(i);
            sum += Math.abs(over(others, columns).residual(row));
        }
        return sum / rows.size();
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

    private double residual(Row row) {
        return (value(row.terms()) - row.value()) / row.scale();
    }

    private static void reweigh(List<Row> rows, double[] coefficients, double[] weights) {
        TermFit fit = new TermFit(coefficients);
        double[] absolute =
                rows.stream().mapToDouble(row -> Math.abs(fit.residual(row))).toArray();
        double deviation = Math.max(LEAST_DEVIATION, OrderStatistics.median(absolute) / NORMAL_MEDIAN);
        for (int i = 0; i < weights.length; i++) {
            weights[i] = absolute[i] <= HUBER * deviation ? 1 : HUBER * deviation / absolute[i];
        }
    }

    /** Weighted least squares without negative coefficients, one coefficient after the other until none moves. */
    private static double[] weighted(List<Row> rows, List<Integer> columns, double[] weights, double[] start) {
        int n = start.length;
        double[][] products = new double[n][n];
        double[] targets = new double[n];
        for (int i = 0; i < weights.length; i++) {
            Row row = rows.get(i);
            double weight = weights[i] / (row.scale() * row.scale());
            for (int a : columns) {
                double weighted = weight * row.terms().get(a);
                targets[a] += weighted * row.value();
                for (int b : columns) {
                    products[a][b] += weighted * row.terms().get(b);
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

    private static double distance(List<Row> rows, double[] one, double[] other) {
        TermFit first = new TermFit(one);
        TermFit second = new TermFit(other);
        return rows.stream()
                .mapToDouble(row -> Math.abs(first.value(row.terms()) - second.value(row.terms())) / row.scale())
                .max()
                .orElse(0);
    }
}

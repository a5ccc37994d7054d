package dev.berth.statistics;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.berth.statistics.TermFit.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TermFitTest {
    private static final List<Integer> ALL = List.of(0, 1, 2);

    private static List<Row> rows(double constant, double first, double second, double noise) {
        Random random = new Random(1);
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            double a = Math.pow(10, 3 * random.nextDouble());
            double b = Math.pow(10, 2 * random.nextDouble());
            double value = constant + first * a + second * b;
            rows.add(new Row(List.of(1.0, a, b), value * (1 + noise * random.nextGaussian()), value));
        }
        return rows;
    }

    @Test
    void coefficientsAreRecovered() {
        TermFit fit = TermFit.over(rows(5, 2, 30, 0), ALL);

        assertEquals(5, fit.coefficient(0), 1e-3);
        assertEquals(2, fit.coefficient(1), 1e-3);
        assertEquals(30, fit.coefficient(2), 1e-3);
        assertEquals(5 + 2 * 7 + 30 * 11, fit.value(List.of(1.0, 7.0, 11.0)), 1e-2);
    }

    @Test
    void aFewDisturbedRowsBendNothing() {
        List<Row> rows = rows(5, 2, 30, 0.01);
        for (int i = 0; i < 4; i++) {
            Row row = rows.get(9 * i);
            rows.set(9 * i, new Row(row.terms(), 8 * row.value(), row.scale()));
        }

        TermFit fit = TermFit.over(rows, ALL);

        assertEquals(2, fit.coefficient(1), 0.1);
        assertEquals(30, fit.coefficient(2), 1.5);
    }

    @Test
    void noCoefficientIsNegative() {
        TermFit fit = TermFit.over(rows(50, 2, -0.4, 0), ALL);

        assertEquals(0, fit.coefficient(2));
        assertEquals(2, fit.coefficient(1), 0.2);
    }

    @Test
    void termsThatTellNothingAreNotTaken() {
        assertEquals(List.of(0, 1), TermFit.selected(rows(5, 2, 0, 0.02), List.of(0, 1), List.of(2)));
        assertEquals(List.of(0, 1, 2), TermFit.selected(rows(5, 2, 30, 0.02), List.of(0, 1), List.of(2)));
    }
}

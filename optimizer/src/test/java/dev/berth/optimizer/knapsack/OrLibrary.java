package dev.berth.optimizer.knapsack;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Scanner;

/** Reads the two formats of the OR-Library's multi-dimensional knapsack files. */
final class OrLibrary {
    private OrLibrary() {}

    /** mknap1 and mknapcb: number of problems; each: items, rows, optimum, profits, weights row by row, capacities. */
    static List<Knapsack> mknap1(String resource) {
        try (Scanner words = open(resource)) {
            List<Knapsack> problems = new ArrayList<>();
            int count = words.nextInt();
            while (problems.size() < count) {
                int items = words.nextInt();
                int rows = words.nextInt();
                BigDecimal optimum = words.nextBigDecimal();
                BigDecimal[] profits = new BigDecimal[items];
                int decimals = Math.max(0, optimum.scale());
                for (int item = 0; item < items; item++) {
                    profits[item] = words.nextBigDecimal();
                    decimals = Math.max(decimals, profits[item].scale());
                }
                long[][] weights = weights(words, rows, items);
                problems.add(new Knapsack(
                        resource + " " + (problems.size() + 1),
                        whole(profits, decimals),
                        weights,
                        row(words, rows),
                        whole(new BigDecimal[] {optimum}, decimals)[0]));
            }
            return problems;
        }
    }

    /** mknap2: under each title rows, items, profits, capacities, weights row by row, optimum. */
    static List<Knapsack> mknap2(String resource) {
        try (Scanner words = open(resource)) {
            List<Knapsack> problems = new ArrayList<>();
            while (words.hasNext()) {
                words.skip("\\s*problem\\s+");
                String name = words.next();
                int rows = words.nextInt();
                int items = words.nextInt();
                long[] profits = row(words, items);
                long[] capacities = row(words, rows);
                problems.add(new Knapsack(name, profits, weights(words, rows, items), capacities, words.nextLong()));
            }
            return problems;
        }
    }

    private static Scanner open(String resource) {
        try (InputStream in = OrLibrary.class.getResourceAsStream(resource)) {
            return new Scanner(new String(in.readAllBytes(), StandardCharsets.US_ASCII)).useLocale(Locale.ROOT);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static long[][] weights(Scanner words, int rows, int items) {
        long[][] weights = new long[rows][];
        for (int row = 0; row < rows; row++) {
            weights[row] = row(words, items);
        }
        return weights;
    }

    private static long[] row(Scanner words, int length) {
        long[] row = new long[length];
        for (int item = 0; item < length; item++) {
            row[item] = words.nextLong();
        }
        return row;
    }

    private static long[] whole(BigDecimal[] values, int decimals) {
        long[] whole = new long[values.length];
        for (int i = 0; i < values.length; i++) {
            whole[i] = values[i].movePointRight(decimals).longValueExact();
        }
        return whole;
    }
}

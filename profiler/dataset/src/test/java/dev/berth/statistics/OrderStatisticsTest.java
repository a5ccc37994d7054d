package dev.berth.statistics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OrderStatisticsTest {
    private static OrderStatistics of(Long... values) {
        return new OrderStatistics(List.of(values));
    }

    @Test
    void medianIsTheMiddleOrTheMeanOfTheMiddleTwo() {
        assertEquals(5, of(9L, 5L, 1L).median());
        assertEquals(4, of(9L, 5L, 3L, 1L).median());
        assertEquals(4, of(4L, 5L).median());
        assertEquals(Long.MAX_VALUE - 1, of(Long.MAX_VALUE, Long.MAX_VALUE - 1).median());
        assertEquals(7, of(7L).median());
    }

    @Test
    void percentilesAreNearestRank() {
        OrderStatistics hundred =
                new OrderStatistics(LongStream.rangeClosed(1, 100).boxed().toList());
        assertEquals(90, hundred.percentile(90));
        assertEquals(99, hundred.percentile(99));
        assertEquals(100, hundred.percentile(100));
        OrderStatistics sixtyFour =
                new OrderStatistics(LongStream.rangeClosed(1, 64).boxed().toList());
        assertEquals(58, sixtyFour.percentile(90)); // 57.6 rounded up
    }

    /** Ranks of the tables in Conover, Practical Nonparametric Statistics, for 95 %. */
    @ParameterizedTest
    @CsvSource({"6,1", "8,1", "9,2", "10,2", "15,4", "20,6", "25,8", "30,10", "50,18", "100,40"})
    void medianIntervalRanksAreThoseOfTheBinomialTable(int n, int rank) {
        assertEquals(OptionalInt.of(rank), OrderStatistics.medianIntervalRank(n));
    }

    @Test
    void belowSixRunsNoIntervalCoversEnough() {
        for (int n = 1; n < 6; n++) {
            assertEquals(OptionalInt.empty(), OrderStatistics.medianIntervalRank(n));
        }
    }

    @Test
    void medianIntervalRankAgreesWithWholeNumberArithmeticAlsoWherePowersOfTwoUnderflow() {
        for (int n : new int[] {6, 7, 64, 662, 1500}) {
            BigInteger below = BigInteger.ZERO;
            BigInteger ways = BigInteger.ONE;
            int rank = 0;
            // 40 × P(X <= rank) <= 1 in whole numbers.
            while (below.add(ways).multiply(BigInteger.valueOf(40)).compareTo(BigInteger.TWO.pow(n)) <= 0) {
                below = below.add(ways);
                ways = ways.multiply(BigInteger.valueOf(n - rank)).divide(BigInteger.valueOf(rank + 1));
                rank++;
            }
            assertEquals(OptionalInt.of(rank), OrderStatistics.medianIntervalRank(n), "n=" + n);
        }
    }

    @Test
    void noSamplesAreRefused() {
        assertTrue(assertThrows(IllegalArgumentException.class, OrderStatisticsTest::of)
                .getMessage()
                .contains("no samples"));
    }
}

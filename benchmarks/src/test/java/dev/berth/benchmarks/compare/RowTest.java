package dev.berth.benchmarks.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class RowTest {
    private static final Task INSTANCE = Task.of("tight/drift/both/10x20/1");

    @Test
    void anOutcomeIsReadBackFromItsLine() {
        Outcome solved = new Outcome(
                true, List.of(0.25, 1.5e-7), 12, OptionalLong.of(11), false, "0120", "two words, \"quoted\"");

        assertEquals(solved, Outcome.parse(solved.toLine()));
        assertEquals(
                Outcome.none("why not"), Outcome.parse(Outcome.none("why\nnot").toLine()));
    }

    @Test
    void gapsAreSharesOfCostAndOfSavings() {
        Row row = row("ours", 110, OptionalLong.of(99), OptionalLong.of(100));

        assertEquals("0.100", row.ownCostGap());
        assertEquals("0.109", row.ownSavingsGap());
        assertEquals("0.0909", row.costGap());
        assertEquals("0.100", row.savingsGap());
    }

    @Test
    void aPlanAsGoodAsTheBoundHasNoGapEvenWhereNothingCanBeSaved() {
        Row row = new Row(INSTANCE, 2, 100, OptionalLong.of(100), "ours", outcome(100, OptionalLong.of(100)));

        assertEquals("0", row.savingsGap());
        assertEquals("0", row.costGap());
    }

    @Test
    void theMedianIsTheLowerOfTheTwoInTheMiddle() {
        assertEquals(
                2.0,
                new Outcome(true, List.of(9.0, 1.0, 3.0, 2.0), 1, OptionalLong.empty(), false, "", "").medianSeconds());
    }

    @Test
    void csvIsTheSameUnderAnyLocale() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.GERMANY);
            assertEquals(
                    "tight,drift,both,10,20,1,1.500,ours,true,2,0.25,0.25,1.250e+06,110,99,100,200,0.100,0.109,"
                            + "0.0909,0.100,false,\"a note, with 'quotes'\"",
                    row("ours", 110, OptionalLong.of(99), OptionalLong.of(100)).toCsv());
            assertEquals(
                    "tight,drift,both,10,20,1,1.500,ours,false,0,,,,,,100,200,,,,,false,\"too large\"",
                    new Row(INSTANCE, 1.5, 200, OptionalLong.of(100), "ours", Outcome.none("too large")).toCsv());
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void everyRowHasAsManyColumnsAsTheHeader() {
        int columns = Row.HEADER.split(",", -1).length;

        assertEquals(
                columns,
                new Row(INSTANCE, 1.5, 200, OptionalLong.empty(), "ours", Outcome.none("no"))
                        .toCsv()
                        .split(",", -1)
                        .length);
    }

    @Test
    void aPlanCheaperThanAProvenBoundIsAContradiction() {
        List<Row> rows = List.of(
                row("cheap", 90, OptionalLong.empty(), OptionalLong.of(100)),
                row("sure", 100, OptionalLong.of(100), OptionalLong.of(100)));

        assertEquals(
                List.of("tight/drift/both/10x20/1: cheap found a plan of 90, sure says that none costs less than 100"),
                Comparison.contradictions(rows));
        assertEquals(List.of(), Comparison.contradictions(rows.subList(1, 2)));
    }

    private static Row row(String solver, long cost, OptionalLong bound, OptionalLong best) {
        return new Row(INSTANCE, 1.5, 200, best, solver, outcome(cost, bound));
    }

    private static Outcome outcome(long cost, OptionalLong bound) {
        return new Outcome(true, List.of(0.5, 0.25), cost, bound, false, "", "a note, with \"quotes\"");
    }
}

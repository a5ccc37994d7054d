package dev.berth.optimizer.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.optimizer.document.ComparisonFile;
import dev.berth.optimizer.document.ComparisonFile.Case;
import dev.berth.optimizer.document.ComparisonFile.Kind;
import dev.berth.optimizer.document.ComparisonFile.Row;
import dev.berth.optimizer.document.ComparisonFile.Setting;
import dev.berth.optimizer.simulate.Interval;
import dev.berth.record.Reading;
import dev.berth.text.Page;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SweepTextTest {
    private static final Interval NOTHING = Interval.of(new double[] {0});

    private static Row row(String name, Kind kind, Reading<Interval> saved) {
        Reading<Long> none = Reading.notSupported("not in this test");
        Reading<Interval> noInterval = Reading.notSupported("not in this test");
        return new Row(
                name,
                kind,
                NOTHING,
                noInterval,
                saved,
                none,
                null,
                Reading.notSupported("not in this test"),
                false,
                0,
                NOTHING,
                none,
                none,
                none,
                NOTHING,
                NOTHING,
                NOTHING,
                null,
                null,
                NOTHING,
                NOTHING,
                null,
                "");
    }

    private static Row row(String name, Kind kind, double saved) {
        return row(name, kind, Reading.derived(Interval.of(new double[] {saved})));
    }

    private static Case of(List<Setting> settings, List<String> notes, Row... rows) {
        List<Row> all = new ArrayList<>(List.of(row("all-cloud", Kind.BASELINE, 0)));
        all.addAll(Arrays.asList(rows));
        return new Case(settings, 1, Reading.notSupported("no solver knows one"), notes, all);
    }

    private static Case of(double value, Row... rows) {
        return of(List.of(new Setting("storage", value)), List.of(), rows);
    }

    private static ComparisonFile file(List<Case> cases) {
        String fingerprint = "sha256:" + "0".repeat(64);
        return new ComparisonFile(
                2, "berth", null, "p.json", fingerprint, "s.yaml", fingerprint, List.of(), 5, 1, cases);
    }

    @Test
    void methodsStandDownValuesAcrossAndSharesOfAllCloudInBetween() {
        ComparisonFile file = file(List.of(
                of(0.25, row("slot-exact", Kind.SOLVER, 0.1), row("lru", Kind.POLICY, -0.05)),
                of(0.5, row("slot-exact", Kind.SOLVER, 0.256), row("lru", Kind.POLICY, 0))));

        assertEquals(
                List.of(
                        "cost in simulation as a share of all-cloud's, by storage; 5 seeds; ~ online",
                        "    policy",
                        "method         0.25      0.5",
                        "all-cloud   100.0 %  100.0 %",
                        "slot-exact   90.0 %   74.4 %",
                        "~lru        105.0 %  100.0 %",
                        ""),
                SweepText.lines(file, Page.of(80)));
    }

    /** A solver that needs too much memory for the larger case is left out there alone. */
    @Test
    void whereAMethodIsMissingThereIsNoFigure() {
        ComparisonFile file = file(List.of(
                of(1, row("early", Kind.SOLVER, 0.5)),
                of(2, row("late", Kind.SOLVER, 0.25)),
                of(3, row("early", Kind.SOLVER, Reading.notSupported("all-cloud costs nothing")))));

        assertEquals(
                List.of(
                        "method           1        2        3",
                        "all-cloud  100.0 %  100.0 %  100.0 %",
                        "early       50.0 %        –        –",
                        "late             –   75.0 %        –"),
                SweepText.lines(file, Page.of(80)).subList(2, 6));
    }

    @Test
    void ofTwoParametersTheLastStandsAcrossAndTheOthersDown() {
        ComparisonFile file = file(List.of(
                of(
                        List.of(new Setting("storage", 0.25), new Setting("models", 4)),
                        List.of("mind a delay that is not here")),
                of(
                        List.of(new Setting("storage", 0.25), new Setting("models", 8)),
                        List.of("mind a delay that is not here"))));

        List<String> lines = SweepText.lines(file, Page.of(200));
        assertTrue(lines.get(0).contains("by storage (down) and models (across); "), lines.get(0));
        assertEquals(
                List.of("storage  method           4        8", "   0.25  all-cloud  100.0 %  100.0 %", ""),
                lines.subList(1, lines.size()));
    }

    @ParameterizedTest
    @ValueSource(ints = {40, 80, 100, 120})
    void whatIsTooWideIsCutIntoTablesThatFit(int width) {
        List<Case> cases = new ArrayList<>();
        for (int value = 1; value <= 40; value++) {
            cases.add(of(value, row("slot-exact", Kind.SOLVER, value / 100.0)));
        }
        List<String> lines = SweepText.lines(file(cases), Page.of(width));

        lines.forEach(line -> assertTrue(line.length() <= width, line));
        assertEquals(
                40,
                lines.stream()
                        .filter(line -> line.startsWith("slot-exact "))
                        .mapToLong(line -> line.chars().filter(c -> c == '%').count())
                        .sum());
        assertFalse(lines.toString().contains("…"), lines::toString);
    }

    @Test
    void theCasesThemselvesAreShownWhereTheyAreAskedFor() {
        ComparisonFile file = file(List.of(of(1), of(2)));

        assertTrue(ComparisonText.lines(file, Page.of(80)).toString().contains("with --wide"));
        String wide = String.join("\n", ComparisonText.lines(file, new Page(80, true, List.of(), true)));
        assertTrue(wide.contains("storage 1\n"), wide);
        assertTrue(wide.contains("storage 2\n"), wide);
    }
}

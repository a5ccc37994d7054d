package dev.berth.optimizer.report.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.optimizer.report.page.Cell;
import dev.berth.optimizer.report.page.Page;
import dev.berth.text.Figures;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.mozilla.javascript.Context;
import org.mozilla.javascript.ScriptableObject;

/** What a chart says beside a table is said in the same words and the same colour. */
class UnitTest {
    private static final List<Double> VALUES = List.of(
            0.0,
            0.004,
            0.5,
            1.0,
            1.5,
            9.996,
            12.34,
            99.96,
            100.0,
            999.4,
            999.5,
            999.6,
            1000.0,
            1536.0,
            12345.0,
            999499.0,
            999500.0,
            1e6,
            2.5e6,
            123456789.0,
            999.6e6,
            1e9,
            3.14159e9,
            4.07e12,
            8e15);

    private static Context context;
    private static ScriptableObject scope;

    @BeforeAll
    static void open() {
        context = Context.enter();
        context.setInterpretedMode(true);
        context.setLanguageVersion(Context.VERSION_ES6);
        scope = context.initSafeStandardObjects();
        context.evaluateString(scope, Scripts.charts(), "charts", 1, null);
    }

    @AfterAll
    static void close() {
        context.close();
    }

    private static String shown(double value, String unit) {
        return Context.toString(
                context.evaluateString(scope, "BerthCharts.shown(" + value + ", '" + unit + "')", "shown", 1, null));
    }

    private static void alike(String unit, Function<Double, Cell> cell) {
        VALUES.forEach(value ->
                assertEquals(cell.apply(value).shown(), shown(value, unit), () -> value + " of the unit " + unit));
    }

    @Test
    void chartsAndTablesTellAValueInTheSameWords() {
        alike("nanos", Cell::nanos);
        alike("bytes", value -> new Cell(Figures.decimal(value, "B"), "", ""));
        alike("cost", value -> Cell.cost(value * 1e9));
        for (double share :
                new double[] {-2.5, -0.2, -0.0001, 0, 0.0001, 0.0004, 0.0006, 0.05, 0.0999, 0.1, 0.41, 1, 13.43}) {
            assertEquals(Cell.percent(share), shown(share, "share"), () -> "the share " + share);
        }
    }

    @Test
    void stripsOfTablesHaveTheColoursOfCharts() {
        String style = Scripts.resource(Page.class, "report.css");
        List<String> themes = List.of("light", "dark", "print");
        for (Colour colour : List.of(Colour.STORAGE, Colour.MEMORY, Colour.PAGE_CACHE, Colour.CLOUD)) {
            String name = colour.name().toLowerCase(Locale.ROOT).replace('_', '-');
            String key = colour == Colour.PAGE_CACHE ? "pageCache" : name;
            Matcher drawn = Pattern.compile(key + ": \\['(#[0-9a-f]{6})', '(#[0-9a-f]{6})', '(#[0-9a-f]{6})'\\]")
                    .matcher(Scripts.charts());
            assertTrue(drawn.find(), key);
            Matcher shade = Pattern.compile("--" + name + ": (#[0-9a-f]{6})").matcher(style);
            for (String theme : themes) {
                assertTrue(shade.find(), name + " " + theme);
                assertEquals(drawn.group(1 + themes.indexOf(theme)), shade.group(1), name + " " + theme);
            }
        }
    }
}

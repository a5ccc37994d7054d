package dev.berth.optimizer.report.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.optimizer.problem.Residency;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;

class ChartPrinterTest {
    private static final String HOSTILE = "<script>alert('x')</script> & \"y\"";

    private static ChartPrinter printer;

    @BeforeAll
    static void open() {
        printer = new ChartPrinter();
    }

    @AfterAll
    static void close() {
        printer.close();
    }

    @Test
    void aScheduleDrawsEveryStretch() throws Exception {
        String few = printer.svg(schedule(new Schedule.Stretch(0, 4, Residency.STORED, "", null)));
        String more = printer.svg(schedule(
                new Schedule.Stretch(0, 1, Residency.STORED, "", null),
                new Schedule.Stretch(1, 1, Residency.LOADED, "from storage", 1.25),
                new Schedule.Stretch(2, 2, Residency.STORED, "", null)));

        assertEquals(2, shapes(more) - shapes(few));
        assertTrue(text(more).contains("1.3"), "what the switch costs, on paper too");
        assertFalse(more.contains("<script>"), more);
        assertTrue(text(more).contains("title of a plan"), more);
    }

    private static Schedule schedule(Schedule.Stretch... stretches) {
        return new Schedule(
                "plan",
                "title of a plan",
                "about",
                "made",
                4,
                900,
                List.of(new Schedule.Row(HOSTILE, HOSTILE, false, Arrays.asList(stretches))));
    }

    @Test
    void barsOfEveryKindAreDrawn() throws Exception {
        Bars chart = new Bars(
                "bars",
                "title",
                "about",
                "made",
                Unit.NANOS,
                true,
                List.of(new Bars.Item("a", "a", "", false), new Bars.Item("b", "b", "", true)),
                List.of(
                        new Bars.Part("read", Colour.STORAGE, Arrays.asList(1e6, 2e6)),
                        new Bars.Part("copy", Colour.MEMORY, Arrays.asList(1e6, null))),
                List.of(new Bars.Whole(2e6, 1e6, 3e6, 9), new Bars.Whole(2e6, null, null, 1)),
                null,
                List.of(new Bars.Part("ceiling", Colour.LIMIT, Arrays.asList(1.5e6, null))));

        String drawn = text(printer.svg(chart));

        for (String word : List.of(
                "title",
                "read",
                "copy",
                "ceiling",
                "a",
                "b *",
                "* synthetic: made-up weights",
                "Made by made",
                "3 ms")) {
            assertTrue(drawn.contains(word), word + " in " + drawn);
        }
    }

    @Test
    void curvesAreDrawnTogetherAndAsSmallMultiples() throws Exception {
        for (boolean panels : new boolean[] {false, true}) {
            Curves chart = new Curves(
                    "curves",
                    "title",
                    "about",
                    "made",
                    new Curves.Axis("size", Unit.BYTES, true),
                    new Curves.Axis("delay", Unit.NANOS, true),
                    List.of(
                            curve("one", Curves.Style.LINE, "m"),
                            curve("two", Curves.Style.POINTS, "n"),
                            curve("three", Curves.Style.STEP, "n")),
                    List.of(new Curves.Limit("limit", 5e6, "")),
                    false,
                    null,
                    panels);

            String drawn = text(printer.svg(chart));

            for (String word : List.of("one", "two", "three", "limit 5.00 ms", "10 MB")) {
                assertTrue(drawn.contains(word), word + " in " + drawn);
            }
        }
    }

    private static Curves.Curve curve(String name, Curves.Style style, String model) {
        return new Curves.Curve(
                name,
                Colour.STORAGE,
                style,
                model,
                "",
                List.of(
                        new Curves.Point(1 << 20, 1e6, 9e5, 2e6, "p", false),
                        new Curves.Point(1 << 26, 9e6, 8e6, 1e7, "q", true)));
    }

    private static int shapes(String svg) throws Exception {
        return parsed(svg).getElementsByTagName("path").getLength();
    }

    private static String text(String svg) throws Exception {
        return parsed(svg).getDocumentElement().getTextContent();
    }

    private static Document parsed(String svg) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
    }
}

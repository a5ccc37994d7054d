package dev.berth.optimizer.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.dataset.WeightProvenance;
import dev.berth.optimizer.document.ModelPlan;
import dev.berth.optimizer.problem.Residency;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;

class FiguresTest {
    private static final String HOSTILE = "<script>alert('x')</script> & \"y\"";

    @Test
    void aPlanBecomesWellFormedXmlWithEveryStretch() throws Exception {
        String svg = PlanFigure.of(
                        "a plan",
                        4,
                        List.of(
                                model(
                                        HOSTILE,
                                        new ModelPlan.Stretch(0, 1, Residency.ABSENT),
                                        new ModelPlan.Stretch(1, 3, Residency.LOADED)),
                                model("b", new ModelPlan.Stretch(0, 4, Residency.STORED))))
                .document();

        Document document = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));

        // The background, one legend box a residency, one box a stretch.
        assertEquals(1 + 3 + 3, document.getElementsByTagName("rect").getLength());
        assertFalse(svg.contains("<script>"));
        assertTrue(document.getDocumentElement().getTextContent().contains(HOSTILE));
    }

    @Test
    void aNameLongerThanItsRoomIsCutInItsMiddle() {
        String name = "a-very-long-name-of-a-folder/and-a-very-long-name-of-a-model-q4_0";
        String svg = PlanFigure.of("a plan", 1, List.of(model(name, new ModelPlan.Stretch(0, 1, Residency.STORED))))
                .document();

        assertTrue(svg.matches("(?s).*>a-very[^<]*…[^<]*-q4_0<.*"), svg);
        assertFalse(svg.contains(">" + name + "<"), svg);
    }

    private static ModelPlan model(String name, ModelPlan.Stretch... stretches) {
        return new ModelPlan(name, 1, 1, 1, 1, 1, List.of(stretches), WeightProvenance.REAL);
    }

    @Test
    void aSweepDrawsMethodsThatCoincideOnce() throws Exception {
        String svg = SweepFigure.of(
                        "rate",
                        HOSTILE,
                        List.of(0.5, 1.0, 5.0),
                        List.of(
                                method("a", false, 0.5, 0.6, 0.7),
                                method("b", false, 0.5, 0.601, 0.7),
                                method("c", true, 0.5, 0.6, 0.7),
                                method("d", true, 0.5, 0.6, 90.0)))
                .document();

        Document document = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));

        assertEquals(3, document.getElementsByTagName("polyline").getLength());
        assertEquals(9, document.getElementsByTagName("circle").getLength());
        String text = document.getDocumentElement().getTextContent();
        assertTrue(text.contains("70.0 %  a, b"), text);
        assertTrue(text.contains("rate (logarithmic)"), text);
        assertTrue(text.contains("a, b: 70.0 % (69.0 % to 72.0 %) at rate 5"), text);
        assertTrue(text.contains("9000.0 %  d"), "beyond the figure's top it is still told");
    }

    private static SweepFigure.Method method(String name, boolean online, double... shares) {
        return new SweepFigure.Method(
                name,
                online,
                Arrays.stream(shares)
                        .mapToObj(share -> new SweepFigure.Share(share, share - 0.01, share + 0.02))
                        .toList());
    }

    @Test
    void hiddenCharactersAreShownEscapedInTheDocument() {
        assertEquals("a\\u0007b&#39;\\u202e&lt;", Markup.escape("a\u0007b'\u202e<"));
    }
}

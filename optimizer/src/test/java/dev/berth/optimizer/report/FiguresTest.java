package dev.berth.optimizer.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
}

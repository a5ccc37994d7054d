package dev.berth.profiler.export;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ReasonsTest {
    @Test
    void reasonsOfShownLinesAreCountedFromOneInTheirOrder() {
        Reasons reasons = new Reasons();
        List<String> cells = IntStream.rangeClosed(1, 12)
                .mapToObj(number -> reasons.absent("reason " + number))
                .toList();
        List<String> shown = new ArrayList<>(
                List.of("a  " + cells.get(2) + "  1", "b " + cells.get(11) + "  2", "c  " + cells.get(2) + "  3"));

        assertEquals(List.of("–¹ reason 3", "–² reason 12"), reasons.countAnew(shown));
        assertEquals(List.of("a  –¹  1", "b  –²  2", "c  –¹  3"), shown);
    }
}

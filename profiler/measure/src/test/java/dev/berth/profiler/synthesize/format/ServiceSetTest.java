package dev.berth.profiler.synthesize.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.LongSummaryStatistics;
import org.junit.jupiter.api.Test;

class ServiceSetTest {
    @Test
    void edgeIsTenServicesThatDifferByMoreThanTwentyTimes() {
        LongSummaryStatistics bytes = ServiceSet.EDGE.layout().models().stream()
                .mapToLong(model -> model.weightBytes())
                .summaryStatistics();

        assertEquals(10, bytes.getCount());
        assertTrue(bytes.getSum() > 11_000_000_000L && bytes.getSum() < 14_000_000_000L, bytes.toString());
        assertTrue(bytes.getMax() > 20 * bytes.getMin(), bytes.toString());
        assertTrue(
                ServiceSet.EDGE.layout().models().stream()
                        .map(model -> model.name())
                        .toList()
                        .containsAll(List.of("gpt2", "stable-diffusion-1.4", "musicgen-small")),
                "those that the paper names");
    }

    @Test
    void smallIsUnderTwoGigabytes() {
        assertTrue(ServiceSet.SMALL.layout().bytes() < 2_000_000_000L);
    }

    @Test
    void modelsAreInTheOrderOfTheLayout() {
        for (ServiceSet set : ServiceSet.values()) {
            assertEquals(
                    set.layout().models().stream().map(model -> model.name()).toList(),
                    set.models().stream().map(model -> model.name()).toList());
        }
    }
}

package dev.berth.profiler.synthesize.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.profiler.synthesize.layout.LayoutDocument;
import dev.berth.text.Figures;
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
        for (ServiceSet set : ServiceSet.values()) {
            assertEquals(set.size(), Figures.significant(set.layout().bytes() / 1e9, 2) + " GB");
        }
    }

    @Test
    void wideSpansSizesFormatsFilesAndTensors() {
        List<LayoutDocument.ModelSummary> models = ServiceSet.WIDE.layout().models();

        assertEquals(41, models.size());
        assertEquals(41, models.stream().map(model -> model.name()).distinct().count());
        assertEquals(6, models.stream().map(model -> model.format()).distinct().count());
        LongSummaryStatistics bytes =
                models.stream().mapToLong(model -> model.weightBytes()).summaryStatistics();
        assertTrue(bytes.getMin() < 2_000_000 && bytes.getMax() > 8_000_000_000L, bytes.toString());
        LongSummaryStatistics tensors =
                models.stream().mapToLong(model -> model.tensors()).summaryStatistics();
        assertEquals(20, tensors.getMin());
        assertEquals(20_000, tensors.getMax());
        assertTrue(ServiceSet.WIDE.layout().files().stream()
                        .filter(file -> file.path().startsWith("gpt2-medium-12m-shards/"))
                        .count()
                > 70);
    }

    @Test
    void filesBearTheirTypeOnce() {
        List<String> gguf = ServiceSet.WIDE.layout().files().stream()
                .map(file -> file.path())
                .filter(path -> path.endsWith(".gguf"))
                .toList();

        assertTrue(gguf.contains("gpt2-q8_0/gpt2-q8_0.gguf"), gguf.toString());
        assertTrue(gguf.contains("mistral-7b/mistral-7b-q4_0.gguf"), gguf.toString());
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

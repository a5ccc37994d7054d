package dev.berth.benchmarks.prediction;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.predict.Opponent;
import dev.berth.predict.Work;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

class RandomForestTest {
    private static Work work(String format, long bytes) {
        return new Work(format, bytes, 1, 100, 1, 10_000);
    }

    private static ToDoubleFunction<Work> fitted() {
        List<Work> works = new ArrayList<>();
        List<Double> nanos = new ArrayList<>();
        for (int i = 1; i <= 40; i++) {
            for (String format : List.of("safetensors", "pytorch")) {
                works.add(work(format, i * 10_000_000L));
                nanos.add((format.equals("pytorch") ? 2 : 1) * i * 1e7);
            }
        }
        return new RandomForest().fit(works, nanos);
    }

    @Test
    void sizeAndFormatAreLearnt() {
        ToDoubleFunction<Work> forest = fitted();

        assertEquals(1, forest.applyAsDouble(work("safetensors", 205_000_000)) / 205e6, 0.2);
        assertEquals(1, forest.applyAsDouble(work("pytorch", 205_000_000)) / 410e6, 0.2);
    }

    @Test
    void theSameModelsGiveTheSameForest() {
        Work asked = work("pytorch", 123_000_000);

        assertEquals(fitted().applyAsDouble(asked), fitted().applyAsDouble(asked));
    }

    @Test
    void predictionsAreHeldAgainstIt() {
        assertTrue(ServiceLoader.load(Opponent.class).stream()
                .anyMatch(opponent -> opponent.type() == RandomForest.class));
    }
}

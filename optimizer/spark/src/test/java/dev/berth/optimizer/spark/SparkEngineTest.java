package dev.berth.optimizer.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.optimizer.stream.BlockEngine;
import dev.berth.optimizer.stream.BlockEngineFactory;
import dev.berth.record.BadInputException;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class SparkEngineTest {
    private static BlockEngine engine;

    @BeforeAll
    static void start() {
        engine = ServiceLoader.load(BlockEngineFactory.class)
                .findFirst()
                .orElseThrow()
                .open("local[2]");
    }

    @AfterAll
    static void stop() {
        engine.close();
    }

    @Test
    void resultsComeInTheOrderOfTheBlocksAndTheEndIsTold() {
        List<Integer> told = new ArrayList<>();

        List<Integer> squares = engine.run("squares", 37, block -> block * block, told::add);

        assertEquals(IntStream.range(0, 37).map(block -> block * block).boxed().toList(), squares);
        assertEquals(37, told.get(told.size() - 1));
    }

    @Test
    void aFaultThatHasWordsForPeopleComesBackAsItWasThrown() {
        BadInputException fault = assertThrows(
                BadInputException.class,
                () -> engine.run(
                        "faults",
                        3,
                        block -> {
                            if (block == 1) {
                                throw new BadInputException("servers.csv:2: no number");
                            }
                            return block;
                        },
                        done -> {}));

        assertEquals("servers.csv:2: no number", fault.getMessage());
    }

    @Test
    void mastersOfSparkAreTakenAndNoOthers() {
        SparkEngineFactory factory = new SparkEngineFactory();

        assertTrue(factory.takes("local[*]") && factory.takes("spark://head:7077"));
        assertTrue(!factory.takes("threads") && !factory.takes("yarn"));
    }
}

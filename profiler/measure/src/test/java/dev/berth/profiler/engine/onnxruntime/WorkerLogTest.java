package dev.berth.profiler.engine.onnxruntime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.dataset.raw.EngineRow.StageTime;
import dev.berth.profiler.engine.Engine;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WorkerLogTest {
    private final List<Engine.Moment> moments = new ArrayList<>();
    private final WorkerLog log = new WorkerLog(moments::add);

    @Test
    void stagesAreDisjointAndSumToTheTimeUntilReady() throws InterruptedException {
        log.line("berth java", 1_100);
        log.line("a line of the library's own", 1_150);
        log.line("berth library 1.29.0", 1_300);
        log.line("berth ready 40 50", 1_400);
        log.line("berth input ids [batch] as [1]", 1_410);
        log.line("berth run 7", 1_420);
        log.line("berth run 5", 1_430);

        assertFalse(log.awaitEnd(0));
        log.line("berth done", 1_440);

        assertTrue(log.awaitEnd(0));
        List<StageTime> stages = log.stages(1_000, log.at("ready", 0));
        assertEquals(
                List.of(
                        new StageTime("start of the process", 100),
                        new StageTime("load of the library", 200),
                        new StageTime("read of the model", 40),
                        new StageTime("build of the graph", 50),
                        new StageTime("rest of the session", 10)),
                stages);
        assertEquals(400, stages.stream().mapToLong(StageTime::nanos).sum());
        assertEquals(
                List.of(7L, 5L), log.requests().stream().map(run -> run.nanos()).toList());
        assertEquals(List.of("input ids [batch] as [1]"), log.remarks());
        assertEquals(Optional.empty(), log.fault());
        assertEquals(List.of(Engine.Moment.values()), moments);
    }

    @Test
    void aFaultEndsTheRunAndIsToldWithWhatWasReached() throws InterruptedException {
        log.line("berth java", 1_100);
        log.line("berth fault Load model failed", 1_250);

        assertTrue(log.awaitEnd(0));
        assertEquals(Optional.of("ONNX Runtime: Load model failed"), log.fault());
        assertEquals(
                List.of(new StageTime("start of the process", 100), new StageTime("what failed", 150)),
                log.stages(1_000, 1_250));
    }
}

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
        log.line("berth 1100 java", 1_103);
        log.line("a line of the library's own", 1_150);
        log.line("berth 1300 library 1.29.0", 1_303);
        log.line("berth 1400 ready 40 50", 1_403);
        log.line("berth 1410 input ids [batch] as [1]", 1_413);
        log.line("berth 1420 run 7", 1_423);
        log.line("berth 1430 run 5", 1_433);

        assertFalse(log.awaitEnd(0));
        log.line("berth 1440 done", 1_443);

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
        log.line("berth 1100 java", 1_103);
        log.line("berth 1250 fault Load model failed", 1_253);

        assertTrue(log.awaitEnd(0));
        assertEquals(Optional.of("ONNX Runtime: Load model failed"), log.fault());
        assertEquals(
                List.of(new StageTime("start of the process", 100), new StageTime("what failed", 150)),
                log.stages(1_000, 1_250));
    }
}

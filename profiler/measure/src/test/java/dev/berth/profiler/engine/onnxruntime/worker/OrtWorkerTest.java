package dev.berth.profiler.engine.onnxruntime.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class OrtWorkerTest {
    /** As the library writes it, one event an object. */
    private static final String PROFILE = """
            [
            {"cat" : "Session","pid" :1,"tid" :1,"dur" :118,"ts" :5,"ph" : "X","name" :"model_loading_uri","args" : {}},
            {"cat" : "Session","pid" :1,"tid" :1,"dur" :96,"ts" :123,"ph" : "X","name" :"session_initialization","args" : {}},
            {"cat" : "Node","pid" :1,"tid" :1,"dur" :7,"ts" :300,"ph" : "X","name" :"MatMul_kernel_time","args" : {"op_name" : "MatMul"}}
            ]
            """;

    @Test
    void readAndBuildAreTheLibrarysOwnFigures() {
        assertEquals("118000 96000", OrtWorker.creation(PROFILE));
        assertEquals("0 0", OrtWorker.creation("[]"));
    }
}

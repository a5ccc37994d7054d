package dev.berth.profiler.engine.onnxruntime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OrtSettingTest {
    @Test
    void aGpuIsAskedForByName() {
        OrtSetting processor = OrtSetting.of("auto", 2, List.of("ids=1x128"));
        OrtSetting gpu = OrtSetting.of("cuda:3", 2, List.of());

        assertEquals(List.of("cpu", "host"), List.of(processor.provider(), processor.device()));
        assertEquals(-1, processor.cudaDevice());
        assertEquals(List.of("cuda", "cuda:3"), List.of(gpu.provider(), gpu.device()));
        assertEquals(3, gpu.cudaDevice());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ids", "ids=", "=1x2", "ids=0x2", "ids=1x", "ids=1,2", "ids=-1", "ids=1x9999999999"})
    void whatIsNoInputIsTold(String input) {
        String message = assertThrows(IllegalArgumentException.class, () -> OrtSetting.of("host", 1, List.of(input)))
                .getMessage();

        assertTrue(message.startsWith("--input " + input), message);
    }
}

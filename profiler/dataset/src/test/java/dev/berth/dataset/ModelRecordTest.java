package dev.berth.dataset;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.berth.record.ComponentException;
import dev.berth.record.Records;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ModelRecordTest {
    private static final ModelRecord MODEL = Samples.model("a", 100);

    @Test
    void bytesByTypeSumToTheWeightBytes() {
        assertDoesNotThrow(() -> with(Map.of("F32", 60L, "I8", 40L, "I64", 0L)));
        for (Map<String, Long> wrong : List.of(
                Map.<String, Long>of(),
                Map.of("F32", 99L),
                Map.of("F32", 60L, "I8", 41L),
                Map.of("F32", Long.MAX_VALUE, "I8", Long.MAX_VALUE, "U8", 102L))) {
            ComponentException refused = assertThrows(ComponentException.class, () -> with(wrong));
            assertEquals("weightBytesByType", refused.component());
        }
    }

    private static ModelRecord with(Map<String, Long> bytesByType) {
        return Records.with(MODEL, "weightBytesByType", new TreeMap<>(bytesByType));
    }
}

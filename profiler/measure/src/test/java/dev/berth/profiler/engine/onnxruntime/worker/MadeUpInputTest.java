package dev.berth.profiler.engine.onnxruntime.worker;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MadeUpInputTest {
    private static final OrtLibrary.Input TOKENS =
            new OrtLibrary.Input("ids", "INT64", List.of(-1L, -1L), List.of("batch", "sequence"));
    private static final OrtLibrary.Input IMAGE =
            new OrtLibrary.Input("image", "FLOAT", List.of(-1L, 3L, 8L, 8L), List.of("", "", "", ""));

    @Test
    void dimensionsThatVaryAreSetOrAssumed() throws OrtFault {
        assertArrayEquals(new long[] {1, 128}, MadeUpInput.shape(TOKENS, null));
        assertArrayEquals(new long[] {2, 7}, MadeUpInput.shape(TOKENS, new long[] {2, 7}));
        assertArrayEquals(new long[] {1, 3, 8, 8}, MadeUpInput.shape(IMAGE, null));
        assertEquals("[batch, sequence]", MadeUpInput.words(TOKENS));
        assertEquals("[?, 3, 8, 8]", MadeUpInput.words(IMAGE));
        assertTrue(MadeUpInput.varies(TOKENS));
    }

    @Test
    void dimensionsThatTheModelFixesCannotBeSetOtherwise() {
        String few = assertThrows(OrtFault.class, () -> MadeUpInput.shape(IMAGE, new long[] {1, 3}))
                .getMessage();
        String other = assertThrows(OrtFault.class, () -> MadeUpInput.shape(IMAGE, new long[] {1, 4, 8, 8}))
                .getMessage();

        assertTrue(few.contains("image") && few.contains("4 dimensions"), few);
        assertTrue(other.contains("image") && other.contains("cannot be 4"), other);
    }

    @ParameterizedTest
    @CsvSource({
        "FLOAT,4",
        "DOUBLE,8",
        "FLOAT16,2",
        "BFLOAT16,2",
        "INT64,8",
        "INT32,4",
        "INT16,2",
        "INT8,1",
        "UINT8,1",
        "BOOL,1"
    })
    void everyElementHasAValueThatIsNotZero(String type, int bytes) throws OrtFault {
        OrtLibrary.Input input = new OrtLibrary.Input("x", type, List.of(5L), List.of());

        ByteBuffer data = MadeUpInput.data(input, new long[] {5});

        assertEquals(5 * bytes, data.remaining());
        for (int element = 0; element < 5; element++) {
            boolean zero = true;
            for (int i = 0; i < bytes; i++) {
                zero &= data.get(element * bytes + i) == 0;
            }
            assertTrue(!zero, type + " " + element);
        }
    }

    @Test
    void whatCannotBeMadeUpIsTold() {
        OrtLibrary.Input text = new OrtLibrary.Input("text", "STRING", List.of(1L), List.of());
        OrtLibrary.Input huge = new OrtLibrary.Input("huge", "FLOAT", List.of(-1L, -1L), List.of());

        assertTrue(assertThrows(OrtFault.class, () -> MadeUpInput.data(text, new long[] {1}))
                .getMessage()
                .contains("STRING"));
        assertTrue(assertThrows(OrtFault.class, () -> MadeUpInput.data(huge, new long[] {999_999_999, 999_999_999}))
                .getMessage()
                .contains("1.07 GB"));
    }
}

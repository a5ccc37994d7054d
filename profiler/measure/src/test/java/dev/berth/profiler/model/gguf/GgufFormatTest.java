package dev.berth.profiler.model.gguf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.dataset.ModelRecord;
import dev.berth.profiler.model.Fixtures;
import dev.berth.profiler.model.folder.ModelCatalog;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Types by the sizes of ggml's blocks, and what ggml's own reader refuses. */
class GgufFormatTest {
    @TempDir
    private Path folder;

    /** 512 elements; sizes of a block are those that ggml-common.h asserts. */
    @ParameterizedTest
    @CsvSource({
        "0, F32, 2048",
        "2, Q4_0, 288",
        "14, Q6_K, 420",
        "29, IQ1_M, 112",
        "34, TQ1_0, 108",
        "35, TQ2_0, 132",
        "39, MXFP4, 272",
        "40, NVFP4, 288",
        "41, Q1_0, 72",
        "42, Q2_0, 144"
    })
    void aTypeTakesItsBlocks(int type, String name, int bytes) throws IOException {
        ModelRecord record = open(3, List.of(), Fixtures.ggufTensor("w", type, 0, 256, 2), bytes);
        assertEquals(512, record.parameters());
        assertEquals(bytes, record.weightBytesByType().get(name));
        assertEquals(bytes, record.weightBytes());
    }

    @ParameterizedTest
    @CsvSource({
        "4, 'type 4, Q4_2, which was removed from ggml'",
        "31, 'type 31, Q4_0_4_4, which was removed from ggml'",
        "33, 'type 33, Q4_0_8_8, which was removed from ggml'",
        "38, 'type 38, IQ4_NL_8_8, which was removed from ggml'",
        "43, 'type 43, unknown to this version of Berth, expected'",
        "138, 'type 138, unknown to this version of Berth, expected'",
        "-1, 'type 4294967295, unknown to this version of Berth, expected'"
    })
    void aTypeThatIsGoneOrNewIsNotCalledDamage(int type, String words) throws IOException {
        String fault = fault(3, List.of(), Fixtures.ggufTensor("w", type, 0, 256), 4096);
        assertTrue(fault.contains("tensor 'w': " + words), fault);
        assertTrue(!fault.contains("damaged"), fault);
    }

    @ParameterizedTest
    @CsvSource({
        "1, 'GGUF version 1, which llama.cpp no longer loads'",
        "50331648, 'big-endian GGUF, version 3'",
        "33554432, 'big-endian GGUF, version 2'",
        "4, 'GGUF version 4, unknown to this version of Berth'",
        "0, 'version 0, expected 2 or 3'"
    })
    void aVersionIsToldByItsName(int version, String words) throws IOException {
        String fault = fault(version, List.of(), Fixtures.ggufTensor("w", 0, 0, 4), 16);
        assertTrue(fault.contains("version: " + words), fault);
    }

    @Test
    void aRowThatIsNoMultipleOfItsBlockIsRefusedThoughAllRowsAre() throws IOException {
        String fault = fault(3, List.of(), Fixtures.ggufTensor("w", 2, 0, 16, 2), 18);
        assertTrue(fault.contains("rows of 16 elements of Q4_0, expected a multiple of its block of 32"), fault);
    }

    @Test
    void aRankAboveFourIsRefused() throws IOException {
        String fault = fault(3, List.of(), Fixtures.ggufTensor("w", 0, 0, 1, 1, 1, 1, 1), 4);
        assertTrue(fault.contains("rank 5, expected at most 4"), fault);
    }

    @Test
    void countsThatOverflowAreRefused() throws IOException {
        assertTrue(fault(3, List.of(), Fixtures.ggufTensor("w", 0, 0, 1L << 40, 1L << 40), 4)
                .contains("expected fewer than 2^63 elements"));
        assertTrue(fault(3, List.of(), Fixtures.ggufTensor("w", 0, 0, 1L << 62), 4)
                .contains("elements of F32, expected whole blocks, fewer than 2^63 bytes"));
    }

    @Test
    void tensorsLieOneBehindTheOther() throws IOException {
        Path file =
                write(3, List.of(), List.of(Fixtures.ggufTensor("a", 0, 0, 4), Fixtures.ggufTensor("b", 0, 64, 4)), 96);
        assertTrue(
                fault(file).contains("tensor 'b': offset 64, expected 32, behind the tensor before it"), fault(file));
    }

    @ParameterizedTest
    @CsvSource({"24, 'alignment 24, expected a power of two'", "0, 'alignment 0, expected a power of two'"})
    void anAlignmentIsAPowerOfTwo(int alignment, String words) throws IOException {
        String fault = fault(
                3,
                List.of(Fixtures.ggufEntry("general.alignment", 4, 4, alignment)),
                Fixtures.ggufTensor("w", 0, 0, 4),
                16);
        assertTrue(fault.contains("metadata 'general.alignment': " + words), fault);
    }

    @Test
    void aKeyGivenTwiceIsRefused() throws IOException {
        byte[] alignment = Fixtures.ggufEntry("general.alignment", 4, 4, 32);
        String fault = fault(3, List.of(alignment, alignment), Fixtures.ggufTensor("w", 0, 0, 4), 16);
        assertTrue(fault.contains("metadata 'general.alignment': a second entry of that key"), fault);
    }

    @Test
    void aKeyThatSaysNothingOfTensorsIsNotGivenTwiceEither() throws IOException {
        byte[] entry = Fixtures.ggufEntry("llama.block_count", 4, 4, 32);
        String fault = fault(3, List.of(entry, entry), Fixtures.ggufTensor("w", 0, 0, 4), 16);
        assertTrue(fault.contains("metadata 'llama.block_count': a second entry of that key, expected each"), fault);
    }

    /** GGML_MAX_NAME is 64, the end of the text included. */
    @Test
    void aNameIsShorterThanGgmlsRoomForIt() throws IOException {
        assertEquals(
                4,
                open(3, List.of(), Fixtures.ggufTensor("n".repeat(63), 0, 0, 4), 16)
                        .parameters());
        String fault = fault(3, List.of(), Fixtures.ggufTensor("n".repeat(64), 0, 0, 4), 16);
        assertTrue(fault.contains("': a name of 64 bytes, for which ggml has no room, expected at most 63;"), fault);
    }

    @Test
    void anImportanceMatrixIsNoModel() throws IOException {
        String fault = fault(3, List.of(type("imatrix")), Fixtures.ggufTensor("w", 0, 0, 4), 16);
        assertTrue(
                fault.contains("metadata 'general.type': an importance matrix, no model, expected a model; leave it"),
                fault);
        for (String other : List.of("adapter", "mmproj", "")) {
            assertEquals(
                    4,
                    open(3, List.of(type(other)), Fixtures.ggufTensor("w", 0, 0, 4), 16)
                            .parameters());
        }
    }

    private static byte[] type(String value) {
        return Fixtures.concat(
                Fixtures.ggufEntry("general.type", 8, 8, value.length()), value.getBytes(StandardCharsets.US_ASCII));
    }

    private ModelRecord open(int version, List<byte[]> entries, byte[] tensor, int dataBytes) throws IOException {
        return ModelCatalog.open(write(version, entries, List.of(tensor), dataBytes))
                .record();
    }

    private String fault(int version, List<byte[]> entries, byte[] tensor, int dataBytes) throws IOException {
        return fault(write(version, entries, List.of(tensor), dataBytes));
    }

    private static String fault(Path file) {
        ModelCatalog.Scan scan = ModelCatalog.scan(List.of(file));
        assertEquals(1, scan.faults().size(), scan.toString());
        return scan.faults().get(0).message();
    }

    private Path write(int version, List<byte[]> entries, List<byte[]> tensors, int dataBytes) throws IOException {
        return Files.write(folder.resolve("m.gguf"), Fixtures.gguf(version, entries, tensors, dataBytes));
    }
}

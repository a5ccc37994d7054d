package dev.berth.profiler.model.count;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.dataset.WeightProvenance;
import dev.berth.profiler.model.Fixtures;
import dev.berth.profiler.model.folder.ModelCatalog;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SyntheticMarkTest {
    @TempDir
    Path folder;

    @Test
    void isSmallInEveryFloatingPointType() {
        ByteBuffer mark = ByteBuffer.wrap(SyntheticMark.bytes()).order(ByteOrder.LITTLE_ENDIAN);

        assertEquals(SyntheticMark.BYTES, mark.remaining());
        for (int i = 0; i < SyntheticMark.BYTES; i++) {
            assertTrue(mark.get(i) >= '0' && mark.get(i) <= '9', "digits alone");
        }
        for (int i = 0; i < SyntheticMark.BYTES; i += 8) {
            assertTrue(Math.abs(mark.getDouble(i)) < 1e-30);
            assertTrue(Math.abs(mark.getFloat(i)) < 1e-3);
            assertTrue(Math.abs(Float.intBitsToFloat(mark.getShort(i) << 16)) < 1e-3);
            // 0x30 to 0x39 in the upper byte.
            int exponent = (mark.getShort(i) >>> 10) - 15;
            assertTrue(exponent == -3 || exponent == -2 || exponent == -1, "2^" + exponent);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"F32", "F16", "BF16", "F64", "F8_E4M3", "I8", "U8", "Q8_0", "Q4_K", "float32", "uint8", "QU8"})
    void fitsWeights(String type) {
        assertTrue(SyntheticMark.fits(type));
    }

    @ParameterizedTest
    @ValueSource(strings = {"I64", "U64", "I32", "U16", "BOOL", "int32", "bool", "C64", "QI32"})
    void neverStandsAmongIndices(String type) {
        assertFalse(SyntheticMark.fits(type));
    }

    private WeightProvenance provenance(String header, byte[] data) throws Exception {
        Path file = folder.resolve("m.safetensors");
        Files.write(file, Fixtures.safetensors(header.getBytes(StandardCharsets.UTF_8), data));
        return ModelCatalog.open(file).record().provenance();
    }

    /** The first tensor that can hold it, and no other place. */
    @ParameterizedTest
    @CsvSource({"0, REAL", "64, SYNTHETIC", "65, REAL", "96, REAL"})
    void standsAtTheFirstTensorThatCanHoldIt(int at, WeightProvenance expected) throws Exception {
        byte[] data = new byte[160];
        System.arraycopy(SyntheticMark.bytes(), 0, data, at, SyntheticMark.BYTES);

        assertEquals(
                expected,
                provenance(
                        "{\"a\":{\"dtype\":\"I64\",\"shape\":[6],\"data_offsets\":[0,48]},"
                                + "\"b\":{\"dtype\":\"F32\",\"shape\":[4],\"data_offsets\":[48,64]},"
                                + "\"c\":{\"dtype\":\"F32\",\"shape\":[8],\"data_offsets\":[64,96]},"
                                + "\"d\":{\"dtype\":\"F32\",\"shape\":[16],\"data_offsets\":[96,160]}}",
                        data));
    }

    @Test
    void oneMarkedFileMakesAModelSynthetic() throws Exception {
        byte[] header =
                "{\"a\":{\"dtype\":\"I8\",\"shape\":[32],\"data_offsets\":[0,32]}}".getBytes(StandardCharsets.UTF_8);
        byte[] other = new String(header, StandardCharsets.UTF_8)
                .replace("\"a\"", "\"b\"")
                .getBytes(StandardCharsets.UTF_8);
        Files.write(folder.resolve("model-00001-of-00002.safetensors"), Fixtures.safetensors(header, new byte[32]));
        Files.write(
                folder.resolve("model-00002-of-00002.safetensors"), Fixtures.safetensors(other, SyntheticMark.bytes()));

        var models = ModelCatalog.scan(List.of(folder)).models();

        assertEquals(1, models.size());
        assertEquals(WeightProvenance.SYNTHETIC, models.get(0).record().provenance());
    }
}

package dev.berth.profiler.synthesize.write;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.profiler.synthesize.layout.Segment.TensorPart;
import dev.berth.profiler.synthesize.layout.Values;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MadeUpTest {
    private static final int BYTES = 1 << 16;

    private static TensorPart tensor(String type, Values values, long from) {
        return new TensorPart("w", type, List.of(), values, from);
    }

    private static byte[] bytes(MadeUp of, long first, int count) {
        ByteBuffer to = ByteBuffer.allocate(count + 3).order(ByteOrder.LITTLE_ENDIAN);
        of.put(to, 3, first, count);
        return Arrays.copyOfRange(to.array(), 3, count + 3);
    }

    private static byte[] weights(String type) {
        return bytes(MadeUp.of(1, "f", 0, tensor(type, Values.WEIGHTS, 0)), 0, BYTES);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "F32", "F16", "BF16", "F64", "F8_E4M3", "F8_E5M2", "F8_E8M0", "I8", "U8", "Q8_0", "Q4_0", "Q4_K",
                "Q6_K", "Q8_K", "MXFP4", "NVFP4", "float32", "BOOL", "unknown"
            })
    void anyPartIsThatOfTheWhole(String type) {
        MadeUp madeUp = MadeUp.of(7, "a/b", 5, tensor(type, Values.WEIGHTS, 0));
        MadeUp later = MadeUp.of(7, "a/b", 5, tensor(type, Values.WEIGHTS, 1001));
        byte[] whole = bytes(madeUp, 0, 5000);
        SplittableRandom random = new SplittableRandom(1);

        for (int i = 0; i < 200; i++) {
            int first = random.nextInt(4000);
            int count = random.nextInt(1000);
            assertArrayEquals(Arrays.copyOfRange(whole, first, first + count), bytes(madeUp, first, count));
        }
        assertArrayEquals(Arrays.copyOfRange(whole, 1001, 2001), bytes(later, 0, 1000));
    }

    @Test
    void seedFileAndPlaceMakeOthers() {
        TensorPart part = tensor("I8", Values.WEIGHTS, 0);
        byte[] first = bytes(MadeUp.of(1, "f", 0, part), 0, 64);

        assertArrayEquals(first, bytes(MadeUp.of(1, "f", 0, part), 0, 64));
        assertFalse(Arrays.equals(first, bytes(MadeUp.of(2, "f", 0, part), 0, 64)));
        assertFalse(Arrays.equals(first, bytes(MadeUp.of(1, "g", 0, part), 0, 64)));
        assertFalse(Arrays.equals(first, bytes(MadeUp.of(1, "f", 8, part), 0, 64)));
    }

    /** Trained weights in F32 and F16 deflate to nine tenths and more. */
    @ParameterizedTest
    @CsvSource({"F32, 0.92", "F16, 0.9", "BF16, 0.78", "Q8_0, 0.97", "Q4_0, 0.97", "Q4_K, 0.97", "I8, 0.99", "F64, 0.95"
    })
    void compressNoBetterThanTrainedWeights(String type, double least) {
        byte[] weights = weights(type);
        Deflater deflater = new Deflater();
        deflater.setInput(weights);
        deflater.finish();
        int deflated = deflater.deflate(new byte[2 * BYTES]);
        deflater.end();

        assertTrue(deflated >= least * BYTES, type + ": " + deflated + " of " + BYTES);
    }

    @Test
    void floatsAreFiniteSmallAndOfBothSigns() {
        ByteBuffer singles = ByteBuffer.wrap(weights("F32")).order(ByteOrder.LITTLE_ENDIAN);
        ByteBuffer doubles = ByteBuffer.wrap(weights("F64")).order(ByteOrder.LITTLE_ENDIAN);
        int negative = 0;
        for (int i = 0; i < BYTES / 8; i++) {
            float single = singles.getFloat(i * 4);
            double twice = doubles.getDouble(i * 8);
            assertTrue(Math.abs(single) >= 0x1p-15 && Math.abs(single) < 0x1p-7, "" + single);
            assertTrue(Math.abs(twice) >= 0x1p-15 && Math.abs(twice) < 0x1p-7, "" + twice);
            negative += single < 0 ? 1 : 0;
        }
        assertTrue(negative > BYTES / 20 && negative < BYTES / 8 - BYTES / 20, "" + negative);
    }

    @Test
    void halvesAreFiniteAndSmall() {
        ByteBuffer halves = ByteBuffer.wrap(weights("F16")).order(ByteOrder.LITTLE_ENDIAN);
        ByteBuffer brains = ByteBuffer.wrap(weights("BF16")).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < BYTES; i += 2) {
            int exponent = halves.getShort(i) >>> 10 & 0x1f;
            assertTrue(exponent >= 4 && exponent <= 7, "2^" + (exponent - 15));
            float brain = Float.intBitsToFloat(brains.getShort(i) << 16);
            assertTrue(Math.abs(brain) >= 0x1p-15 && Math.abs(brain) < 0x1p-7, "" + brain);
        }
    }

    /** Of E5M2 exponents of all ones are infinite or no number, of E4M3 all ones, of the FNUZ types a sign alone. */
    @ParameterizedTest
    @ValueSource(strings = {"F8_E5M2", "F8_E5M2FNUZ", "F8_E4M3", "F8_E4M3FN", "F8_E4M3FNUZ"})
    void eightBitsAreFinite(String type) {
        for (byte each : weights(type)) {
            assertTrue((each & 0x7c) != 0x7c && (each & 0x7f) != 0x7f && each != (byte) 0x80, "" + each);
        }
    }

    @Test
    void scalesLieAroundOne() {
        for (String type : List.of("F32", "BF16")) {
            byte[] scales = bytes(MadeUp.of(1, "f", 0, tensor(type, Values.AROUND_ONE, 0)), 0, 4096);
            ByteBuffer in = ByteBuffer.wrap(scales).order(ByteOrder.LITTLE_ENDIAN);
            for (int i = 0; i < 4096; i += 4) {
                float scale = type.equals("F32") ? in.getFloat(i) : Float.intBitsToFloat(in.getShort(i) << 16);
                assertTrue(scale >= 1 && scale < 1.08, "" + scale);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"I64, 8", "I32, 4", "int32, 4", "BOOL, 1", "U16, 2"})
    void indicesAreNoughtOrOne(String type, int bytes) {
        byte[] indices = bytes(MadeUp.of(1, "f", 0, tensor(type, Values.INDICES, 0)), 0, 4096);
        int ones = 0;
        for (int i = 0; i < indices.length; i++) {
            assertTrue(indices[i] == 0 || (indices[i] == 1 && i % bytes == 0), i + ": " + indices[i]);
            ones += indices[i];
        }
        assertTrue(ones > 4096 / bytes / 4, "" + ones);
    }

    /** 2^-13 to 2^-12, with which 8 bits make weights of up to 0.03. */
    @Test
    void scalesOfBlocksAreSmall() {
        ByteBuffer blocks = ByteBuffer.wrap(weights("Q8_0")).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i + 34 <= BYTES; i += 34) {
            assertEquals(2, blocks.getShort(i) >>> 10);
        }
    }
}

package dev.berth.profiler.synthesize.write;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A block of one of ggml's quantized types: random bytes, with scales that make weights of the usual size. Where scales
 * lie is from the block structures of ggml (ggml-common.h).
 *
 * @param bytes of a block
 * @param scales places of its F16
 * @param fixed places of bytes that are scales themselves, and what they are
 */
record QuantizedBlock(int bytes, List<Scale> scales, Map<Integer, Integer> fixed) {
    /** A scale as F16 between 2^(exponent) and 2^(exponent + 1). */
    record Scale(int offset, int exponent) {
        private void put(ByteBuffer to, int block) {
            if (offset == IN_F32) {
                to.order(ByteOrder.LITTLE_ENDIAN).putFloat(block, (float) Math.scalb(1.0, exponent));
                return;
            }
            int upper = block + offset + 1;
            int bits = Math.max(1, exponent + HALF_BIAS) << (HALF_MANTISSA - Byte.SIZE);
            to.put(upper, (byte) (bits | (to.get(upper) & HALF_UPPER_MANTISSA)));
        }
    }

    private static final int HALF_BIAS = 15;
    private static final int HALF_MANTISSA = 10;
    private static final int HALF_UPPER_MANTISSA = 3;

    /** 2^-7 as E8M0. */
    private static final int E8M0_SCALE = 120;

    /** 2^-6 as UE4M3, of four sub-blocks. */
    private static final int E4M3_SCALE = 0x08;

    private static final int IN_F32 = -1;

    private static final Map<String, QuantizedBlock> BLOCKS = Map.ofEntries(
            block("Q4_0", 18, new Scale(0, -9)),
            block("Q4_1", 20, new Scale(0, -9), new Scale(2, -6)),
            block("Q5_0", 22, new Scale(0, -10)),
            block("Q5_1", 24, new Scale(0, -10), new Scale(2, -6)),
            block("Q8_0", 34, new Scale(0, -13)),
            block("Q8_1", 36, new Scale(0, -13), new Scale(2, -6)),
            block("Q2_K", 84, new Scale(80, -11), new Scale(82, -11)),
            block("Q3_K", 110, new Scale(108, -13)),
            block("Q4_K", 144, new Scale(0, -14), new Scale(2, -12)),
            block("Q5_K", 176, new Scale(0, -14), new Scale(2, -12)),
            block("Q6_K", 210, new Scale(208, -14)),
            block("IQ2_XXS", 66, new Scale(0, -10)),
            block("IQ2_XS", 74, new Scale(0, -10)),
            block("IQ2_S", 82, new Scale(0, -10)),
            block("IQ3_XXS", 98, new Scale(0, -10)),
            block("IQ3_S", 110, new Scale(0, -10)),
            block("IQ1_S", 50, new Scale(0, -10)),
            block("IQ4_NL", 18, new Scale(0, -13)),
            block("IQ4_XS", 136, new Scale(0, -14)),
            block("TQ1_0", 54, new Scale(52, -6)),
            block("TQ2_0", 66, new Scale(64, -6)),
            block("Q1_0", 18, new Scale(0, -6)),
            block("Q2_0", 18, new Scale(0, -7)),
            Map.entry("Q8_K", new QuantizedBlock(292, List.of(new Scale(IN_F32, -13)), Map.of())),
            Map.entry("MXFP4", new QuantizedBlock(17, List.of(), Map.of(0, E8M0_SCALE))),
            Map.entry(
                    "NVFP4",
                    new QuantizedBlock(
                            36, List.of(), Map.of(0, E4M3_SCALE, 1, E4M3_SCALE, 2, E4M3_SCALE, 3, E4M3_SCALE))));

    private static Map.Entry<String, QuantizedBlock> block(String name, int bytes, Scale... scales) {
        return Map.entry(name, new QuantizedBlock(bytes, List.of(scales), Map.of()));
    }

    /** Of a type by ggml's name; empty for any other. */
    static Optional<QuantizedBlock> of(String type) {
        return Optional.ofNullable(BLOCKS.get(type));
    }

    /** Makes scales of the random bytes at their places in so many blocks. */
    void putScales(ByteBuffer to, int at, int blocks) {
        for (int i = 0; i < blocks; i++) {
            int begin = at + i * bytes;
            for (Scale scale : scales) {
                scale.put(to, begin);
            }
            fixed.forEach((offset, value) -> to.put(begin + offset, value.byteValue()));
        }
    }
}

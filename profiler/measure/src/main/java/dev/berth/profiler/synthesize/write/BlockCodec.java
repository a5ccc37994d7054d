package dev.berth.profiler.synthesize.write;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Blocks of ggml's quantized types: random bytes, with scales that make weights of the usual size. Where scales lie is
 * from the block structures of ggml (ggml-common.h).
 */
final class BlockCodec extends ValueCodec {
    /** A scale as F16 between 2^(exponent) and 2^(exponent + 1). */
    private record Scale(int offset, int exponent) {}

    /**
     * A block.
     *
     * @param bytes of a block
     * @param scales places of its F16
     * @param fixed places of bytes that are scales themselves, and what they are
     */
    private record Block(int bytes, List<Scale> scales, Map<Integer, Integer> fixed) {}

    private static final int HALF_BIAS = 15;
    private static final int HALF_MANTISSA = 10;

    /** 2^-7 as E8M0. */
    private static final int E8M0_SCALE = 120;

    /** 2^-6 as UE4M3, of four sub-blocks. */
    private static final int E4M3_SCALE = 0x08;

    private static final int IN_F32 = -1;

    private static final Map<String, Block> BLOCKS = Map.ofEntries(
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
            Map.entry("Q8_K", new Block(292, List.of(new Scale(IN_F32, -13)), Map.of())),
            Map.entry("MXFP4", new Block(17, List.of(), Map.of(0, E8M0_SCALE))),
            Map.entry(
                    "NVFP4",
                    new Block(36, List.of(), Map.of(0, E4M3_SCALE, 1, E4M3_SCALE, 2, E4M3_SCALE, 3, E4M3_SCALE))));

    private final Block block;
    private final int words;

    private BlockCodec(Block block) {
        this.block = block;
        this.words = block.bytes() / Long.BYTES + 1;
    }

    private static Map.Entry<String, Block> block(String name, int bytes, Scale... scales) {
        return Map.entry(name, new Block(bytes, List.of(scales), Map.of()));
    }

    /** Of a type by ggml's name; empty for any other. */
    static Optional<ValueCodec> of(String type) {
        return Optional.ofNullable(BLOCKS.get(type)).map(BlockCodec::new);
    }

    @Override
    int unitBytes() {
        return block.bytes();
    }

    @Override
    void put(ByteBuffer to, int at, long key, long first, int units) {
        for (int i = 0; i < units; i++) {
            putBlock(to, at + i * block.bytes(), key, (first + i) * words);
        }
    }

    private void putBlock(ByteBuffer to, int at, long key, long firstWord) {
        int whole = block.bytes() / Long.BYTES * Long.BYTES;
        for (int k = 0; k < whole; k += Long.BYTES) {
            to.putLong(at + k, MadeUp.word(key, firstWord + k / Long.BYTES));
        }
        long last = MadeUp.word(key, firstWord + words - 1);
        for (int k = whole; k < block.bytes(); k++) {
            to.put(at + k, (byte) (last >>> Byte.SIZE * (k - whole)));
        }
        for (Scale scale : block.scales()) {
            putScale(to, at, scale, (int) (last >>> 40));
        }
        block.fixed().forEach((offset, value) -> to.put(at + offset, value.byteValue()));
    }

    private static void putScale(ByteBuffer to, int at, Scale scale, int random) {
        if (scale.offset() == IN_F32) {
            to.putFloat(at, (float) Math.scalb(1.0, scale.exponent()));
            return;
        }
        int mantissa = random >>> scale.offset() % Long.BYTES & (1 << HALF_MANTISSA) - 1;
        int exponent = Math.max(1, scale.exponent() + HALF_BIAS);
        to.putShort(at + scale.offset(), (short) (exponent << HALF_MANTISSA | mantissa));
    }
}

package dev.berth.profiler.synthesize.write;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Turns random words into values of an element type. Of a floating-point number the sign, the mantissa and the lowest
 * bits of the exponent stay random and the others are set, so that every value is finite and as small as weights are,
 * and compresses no better than trained weights do.
 *
 * @param random bits of a word that stay random
 * @param always bits of a word that are set
 * @param block where the type is blocks with scales
 */
record ValueCodec(long random, long always, Optional<QuantizedBlock> block) {
    private static final ValueCodec ANY_BITS = new ValueCodec(-1, 0, Optional.empty());

    private static final Map<String, String> TFJS_NAMES = Map.of(
            "float32", "F32", "float16", "F16", "int32", "I32", "uint16", "U16", "bool", "BOOL", "complex64", "C64");

    /** Magnitudes of 2^-15 to 2^-7; of F16 2^-11 to 2^-7, and of eight bits as these are scaled, 2^-8 to 2. */
    private static final Map<String, ValueCodec> WEIGHTS = Map.ofEntries(
            Map.entry("F32", each(Integer.SIZE, 0x83ffffffL, 0x38000000L)),
            Map.entry("C64", each(Integer.SIZE, 0x83ffffffL, 0x38000000L)),
            Map.entry("F16", each(Short.SIZE, 0x8fff, 0x1000)),
            Map.entry("C32", each(Short.SIZE, 0x8fff, 0x1000)),
            Map.entry("BF16", each(Short.SIZE, 0x83ff, 0x3800)),
            Map.entry("F64", each(Long.SIZE, 0x807fffffffffffffL, 0x3f00000000000000L)),
            Map.entry("C128", each(Long.SIZE, 0x807fffffffffffffL, 0x3f00000000000000L)),
            Map.entry("F8_E5M2", each(Byte.SIZE, 0x9f, 0x20)),
            Map.entry("F8_E5M2FNUZ", each(Byte.SIZE, 0x9f, 0x20)),
            Map.entry("F8_E4M3", each(Byte.SIZE, 0x9f, 0x20)),
            Map.entry("F8_E4M3FN", each(Byte.SIZE, 0x9f, 0x20)),
            Map.entry("F8_E4M3FNUZ", each(Byte.SIZE, 0x9f, 0x20)),
            Map.entry("F8_E8M0", each(Byte.SIZE, 0x0f, 0x70)),
            Map.entry("BOOL", each(Byte.SIZE, 1, 0)));

    /** From 1 to 1.07. */
    private static final Map<String, ValueCodec> AROUND_ONE = Map.of(
            "F32", each(Integer.SIZE, 0x0007ffff, 0x3f800000),
            "F16", each(Short.SIZE, 0x003f, 0x3c00),
            "BF16", each(Short.SIZE, 0x0007, 0x3f80));

    /** Of a piece that stays in the processor's nearest cache. */
    private static final int PIECE_WORDS = 1024;

    private static final Pattern BITS = Pattern.compile("\\d+");

    /** Of elements of as many bits, which fill words. */
    private static ValueCodec each(int bits, long random, long always) {
        long randomOfAll = 0;
        long alwaysOfAll = 0;
        for (int bit = 0; bit < Long.SIZE; bit += bits) {
            randomOfAll |= random << bit;
            alwaysOfAll |= always << bit;
        }
        return new ValueCodec(randomOfAll, alwaysOfAll, Optional.empty());
    }

    /** Of weights of a type; random bits of one that is not known here. */
    static ValueCodec weights(String type) {
        String name = TFJS_NAMES.getOrDefault(type, type);
        return QuantizedBlock.of(name)
                .map(block -> new ValueCodec(-1, 0, Optional.of(block)))
                .orElse(WEIGHTS.getOrDefault(name, ANY_BITS));
    }

    /** Of scales of normalisations; as weights in types of which none are. */
    static ValueCodec aroundOne(String type) {
        ValueCodec known = AROUND_ONE.get(TFJS_NAMES.getOrDefault(type, type));
        return known == null ? weights(type) : known;
    }

    /** Of integers that are 0 or 1. */
    static ValueCodec indices(String type) {
        Matcher matcher = BITS.matcher(TFJS_NAMES.getOrDefault(type, type));
        return each(matcher.find() ? Integer.parseInt(matcher.group()) : Byte.SIZE, 1, 0);
    }

    /** Bytes that are made together, a multiple of a word's. */
    int unitBytes() {
        return Long.BYTES * block.map(QuantizedBlock::bytes).orElse(1);
    }

    /**
     * Puts whole units into a buffer.
     *
     * @param at index in the buffer
     * @param key of the run
     * @param first number of the first unit in its run
     * @param units how many
     */
    void put(ByteBuffer to, int at, long key, long first, int units) {
        int words = units * (unitBytes() / Long.BYTES);
        long firstWord = first * (unitBytes() / Long.BYTES);
        long[] piece = new long[Math.min(PIECE_WORDS, words)];
        for (int done = 0; done < words; done += piece.length) {
            int count = Math.min(piece.length, words - done);
            MadeUp.words(key, firstWord + done, piece, count);
            for (int i = 0; i < count; i++) {
                piece[i] = (piece[i] & random) | always;
            }
            to.slice(at + done * Long.BYTES, count * Long.BYTES)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .asLongBuffer()
                    .put(piece, 0, count);
        }
        block.ifPresent(of -> of.putScales(to, at, units * Long.BYTES));
    }
}

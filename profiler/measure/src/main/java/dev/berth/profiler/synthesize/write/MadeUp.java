package dev.berth.profiler.synthesize.write;

import dev.berth.profiler.synthesize.layout.Segment.TensorPart;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * The made-up bytes of one run of weights. Each word of them depends on the seed, the file, the place of the run and
 * its own number alone, by the mixing function of SplitMix64 (Steele, Lea and Flood, 2014), so that any part of them is
 * made without those before it.
 */
final class MadeUp {
    private static final long GOLDEN = 0x9e3779b97f4a7c15L;

    private final ValueCodec codec;
    private final long key;
    private final long from;

    private MadeUp(ValueCodec codec, long key, long from) {
        this.codec = codec;
        this.key = key;
        this.from = from;
    }

    /**
     * The bytes of a run.
     *
     * @param path of the file, as its layout has it
     * @param offset of the run in the file
     */
    static MadeUp of(long seed, String path, long offset, TensorPart tensor) {
        ValueCodec codec =
                switch (tensor.values()) {
                    case WEIGHTS -> ValueCodec.weights(tensor.type());
                    case AROUND_ONE -> ValueCodec.aroundOne(tensor.type());
                    case INDICES -> ValueCodec.indices(tensor.type());
                };
        return new MadeUp(codec, key(seed, path, offset), tensor.from());
    }

    private static long key(long seed, String path, long offset) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(ByteBuffer.allocate(2 * Long.BYTES)
                    .putLong(seed)
                    .putLong(offset)
                    .array());
            return ByteBuffer.wrap(digest.digest(path.getBytes(StandardCharsets.UTF_8)))
                    .getLong();
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java has SHA-256", e);
        }
    }

    /** Puts the words of a number and those after it, each of 64 random bits. */
    static void words(long key, long first, long[] to, int count) {
        long state = key + first * GOLDEN;
        for (int i = 0; i < count; i++) {
            long z = state + i * GOLDEN;
            z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
            z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
            to[i] = z ^ (z >>> 31);
        }
    }

    /**
     * Puts some of the run's bytes into a buffer.
     *
     * @param at index in the buffer
     * @param first first byte of the run to be put, >= 0
     * @param count how many
     */
    void put(ByteBuffer to, int at, long first, int count) {
        int unit = codec.unitBytes();
        long begin = from + first;
        long end = begin + count;
        long whole = (begin + unit - 1) / unit;
        long wholeEnd = end / unit;
        if (wholeEnd < whole) {
            putPart(to, at, begin, count);
            return;
        }
        int head = (int) (whole * unit - begin);
        putPart(to, at, begin, head);
        codec.put(to, at + head, key, whole, (int) (wholeEnd - whole));
        int tail = (int) (end - wholeEnd * unit);
        putPart(to, at + count - tail, wholeEnd * unit, tail);
    }

    /** Bytes inside one unit. */
    private void putPart(ByteBuffer to, int at, long begin, int count) {
        if (count == 0) {
            return;
        }
        int unit = codec.unitBytes();
        ByteBuffer whole = ByteBuffer.allocate(unit);
        codec.put(whole, 0, key, begin / unit, 1);
        to.put(at, whole, (int) (begin % unit), count);
    }
}

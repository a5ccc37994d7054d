package dev.berth.profiler.synthesize.write;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Turns random words into values of an element type: finite, as small as weights are, and with as many random bits as
 * that leaves, so that they compress no better than trained weights do.
 */
abstract class ValueCodec {
    /** Of weights; what layers of a thousand inputs are initialised with. */
    private static final double DEVIATION = 0.02;

    private static final double DEVIATION_AROUND_ONE = 0.05;

    /** Bytes of every byte of a word. */
    private static final long EACH = 0x0101010101010101L;

    private static final Map<String, String> TFJS_NAMES =
            Map.of("float32", "F32", "float16", "F16", "int32", "I32", "uint16", "U16", "bool", "BOOL");

    private static final Pattern BYTES = Pattern.compile("\\d+");

    /** Bytes that are made together. */
    abstract int unitBytes();

    /**
     * Puts whole units into a buffer of little-endian order.
     *
     * @param at index in the buffer
     * @param key of the run
     * @param first number of the first unit in its run
     * @param units how many
     */
    abstract void put(ByteBuffer to, int at, long key, long first, int units);

    /** Of weights of a type; random bits of one that is not known here. */
    static ValueCodec weights(String type, boolean aroundOne) {
        double mean = aroundOne ? 1 : 0;
        double deviation = aroundOne ? DEVIATION_AROUND_ONE : DEVIATION;
        String name = TFJS_NAMES.getOrDefault(type, type);
        return switch (name) {
            case "F32", "C64", "complex64" -> new Word(new Table(mean, deviation, Table::brain)::singles);
            case "F16", "C32" -> new Word(new Table(mean, deviation, Table::half)::shorts);
            case "BF16" -> new Word(new Table(mean, deviation, Table::brain)::shorts);
            case "F64", "C128" -> new Word(new Table(mean, deviation, Table::doubleTop)::doubles);
            case "F8_E5M2", "F8_E5M2FNUZ" -> new Word(ValueCodec::finiteE5);
            case "F8_E4M3", "F8_E4M3FN", "F8_E4M3FNUZ" -> new Word(ValueCodec::finiteE4);
            case "F8_E8M0" -> new Word(word -> (word & 0x0f * EACH) | 0x70 * EACH);
            case "BOOL" -> new Word(word -> word & EACH);
            default -> BlockCodec.of(name).orElseGet(() -> new Word(word -> word));
        };
    }

    /** Of integers that are 0 or 1. */
    static ValueCodec indices(String type) {
        var matcher = BYTES.matcher(TFJS_NAMES.getOrDefault(type, type));
        int bits = matcher.find() ? Integer.parseInt(matcher.group()) : Byte.SIZE;
        long ones = 0;
        for (int bit = 0; bit < Long.SIZE; bit += bits) {
            ones |= 1L << bit;
        }
        long mask = ones;
        return new Word(word -> word & mask);
    }

    /** An exponent of all ones is infinite or no number: its highest bit goes. */
    private static long finiteE5(long word) {
        long infinite = ((word & 0x7c * EACH) + 0x04 * EACH) & 0x80 * EACH;
        return finite(word & ~(infinite >>> 1));
    }

    /** All ones but the sign are no number: the lowest bit goes. */
    private static long finiteE4(long word) {
        long none = ((word & 0x7f * EACH) + EACH) & 0x80 * EACH;
        return finite(word & ~(none >>> 7));
    }

    /** A sign alone is no number in the types without infinities: it gets its lowest bit. */
    private static long finite(long word) {
        long others = word ^ 0x80 * EACH;
        long zero = (others - EACH) & ~others & 0x80 * EACH;
        return word | (zero >>> 7);
    }

    /** What a word becomes. */
    @FunctionalInterface
    private interface Change {
        long of(long word);
    }

    /** Types of which whole elements fill a word. */
    private static final class Word extends ValueCodec {
        private final Change change;

        Word(Change change) {
            this.change = change;
        }

        @Override
        int unitBytes() {
            return Long.BYTES;
        }

        @Override
        void put(ByteBuffer to, int at, long key, long first, int units) {
            for (int i = 0; i < units; i++) {
                to.putLong(at + i * Long.BYTES, change.of(MadeUp.word(key, first + i)));
            }
        }
    }

    /**
     * Equally likely values of a normal distribution by the upper sixteen bits that they have in a type; lower bits of
     * their mantissas are drawn anew.
     */
    private static final class Table {
        private static final int BITS = 12;

        /** Of the sixteen bits, lower ones of the mantissa in every type. */
        private static final int DRAWN_BITS = 4;

        private final short[] values = new short[1 << BITS];

        /** How the upper sixteen bits of a value are had. */
        private interface Upper {
            int bits(double value);
        }

        Table(double mean, double deviation, Upper upper) {
            for (int i = 0; i < values.length; i++) {
                double part = (i + 0.5) / values.length;
                values[i] = (short) upper.bits(mean + deviation * quantile(part));
            }
        }

        /** Of the standard normal distribution, by Tukey's lambda distribution nearest to it; to about 1 %. */
        private static double quantile(double part) {
            return (StrictMath.pow(part, 0.135) - StrictMath.pow(1 - part, 0.135)) / 0.1975;
        }

        static int brain(double value) {
            return Float.floatToRawIntBits((float) value) >>> 16;
        }

        static int doubleTop(double value) {
            return (int) (Double.doubleToRawLongBits(value) >>> 48);
        }

        /** Rounded towards zero; what would be subnormal becomes the least normal number. */
        static int half(double value) {
            int bits = Float.floatToRawIntBits((float) value);
            int exponent = (bits >>> 23 & 0xff) - 127 + 15;
            int magnitude = exponent < 1 ? 1 << 10 : exponent << 10 | bits >>> 13 & 0x3ff;
            return bits >>> 16 & 0x8000 | magnitude;
        }

        /** Of sixteen random bits. */
        private int upper(int random) {
            return (values[random >>> DRAWN_BITS] ^ random & (1 << DRAWN_BITS) - 1) & 0xffff;
        }

        long shorts(long word) {
            return (long) upper((int) (word >>> 48)) << 48
                    | (long) upper((int) (word >>> 32) & 0xffff) << 32
                    | (long) upper((int) word >>> 16) << 16
                    | upper((int) word & 0xffff);
        }

        long singles(long word) {
            return word & 0x0000ffff0000ffffL
                    | (long) upper((int) (word >>> 48)) << 48
                    | (long) upper((int) word >>> 16) << 16;
        }

        long doubles(long word) {
            return (long) (values[(int) (word >>> 52)] & 0xffff) << 48 | word & 0xffffffffffffL;
        }
    }
}

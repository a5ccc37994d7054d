package dev.berth.profiler.model.mutant;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;

/** What a mutant is made of by chance, the same for the same seed. */
public final class Dice {
    private static final long[] EDGES = {
        0,
        1,
        2,
        127,
        128,
        255,
        256,
        32_767,
        65_535,
        65_536,
        Integer.MAX_VALUE,
        1L << 31,
        (1L << 32) - 1,
        1L << 32,
        1L << 53,
        1L << 61,
        1L << 62,
        Long.MAX_VALUE - 7,
        Long.MAX_VALUE
    };

    private static final List<String> TEXTS = List.of(
            "",
            "a",
            "b",
            " ",
            ".",
            "..",
            "../good.safetensors",
            "/etc/hostname",
            "a/b",
            "a\u0000b",
            "\u202e\u009b31m",
            "é".repeat(40),
            "\ud83d\ude00",
            "x".repeat(3000),
            "a\nb",
            "state_dict",
            "model",
            "optimizer");

    private final SplittableRandom random;

    Dice(long seed) {
        random = new SplittableRandom(seed);
    }

    /** From 0 to one less than the bound, which is >= 1. */
    int below(int bound) {
        return random.nextInt(bound);
    }

    boolean oneIn(int sides) {
        return random.nextInt(sides) == 0;
    }

    @SafeVarargs
    final <T> T of(T... choices) {
        return choices[below(choices.length)];
    }

    <T> T of(List<T> choices) {
        return choices.get(below(choices.size()));
    }

    /** A number at the edge of a width, or beside it, of either sign; now and then any. */
    long number() {
        if (oneIn(8)) {
            return random.nextLong();
        }
        long edge = EDGES[below(EDGES.length)];
        return switch (below(4)) {
            case 0 -> -edge;
            case 1 -> edge - 1;
            case 2 -> edge + 1;
            default -> edge;
        };
    }

    /** A number close to another, or another altogether. */
    long number(long near) {
        return switch (below(4)) {
            case 0 -> near + 1;
            case 1 -> near - 1;
            case 2 -> near * 2;
            default -> number();
        };
    }

    String text() {
        return of(TEXTS);
    }

    byte[] bytes() {
        return oneIn(2) ? text().getBytes(StandardCharsets.UTF_8) : random(below(40));
    }

    private byte[] random(int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) below(256);
        }
        return bytes;
    }
}

package dev.berth.profiler.synthesize.format;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Element types that weights are written in. */
public enum WeightType {
    /** Floating point of 32 bits. */
    F32(1, 4, 0, 0),
    /** IEEE 754 of 16 bits. */
    F16(1, 2, 1, 1),
    /** The upper half of 32 bits. */
    BF16(1, 2, 30, 32),
    /** ggml's blocks of 32 values of 4 bits. */
    Q4_0(32, 18, 2, 2),
    /** The same with a least value. */
    Q4_1(32, 20, 3, 3),
    /** Of 5 bits. */
    Q5_0(32, 22, 6, 8),
    /** Of 5 bits with a least value. */
    Q5_1(32, 24, 7, 9),
    /** Of 8 bits. */
    Q8_0(32, 34, 8, 7);

    private final int blockElements;
    private final int blockBytes;
    private final int ggml;
    private final int fileType;

    WeightType(int blockElements, int blockBytes, int ggml, int fileType) {
        this.blockElements = blockElements;
        this.blockBytes = blockBytes;
        this.ggml = ggml;
        this.fileType = fileType;
    }

    /** The word for it in options. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The type of a word; empty where there is none. */
    public static Optional<WeightType> of(String label) {
        return Arrays.stream(values())
                .filter(type -> type.label().equalsIgnoreCase(label))
                .findFirst();
    }

    /** All words. */
    public static String labels() {
        return Arrays.stream(values()).map(WeightType::label).collect(Collectors.joining(", "));
    }

    /** Whether it is blocks of ggml's, which GGUF alone holds. */
    public boolean isQuantized() {
        return blockElements > 1;
    }

    /** Whether rows of as many elements are whole blocks. */
    boolean fills(long row) {
        return row % blockElements == 0;
    }

    /** Bytes of whole blocks of elements. */
    long bytes(long elements) {
        return Math.multiplyExact(elements / blockElements, blockBytes);
    }

    /** ggml's number of it. */
    int ggml() {
        return ggml;
    }

    /** llama.cpp's number of files that are mostly of it. */
    int fileType() {
        return fileType;
    }
}

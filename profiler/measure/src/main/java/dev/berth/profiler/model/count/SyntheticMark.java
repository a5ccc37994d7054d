package dev.berth.profiler.model.count;

import dev.berth.dataset.WeightProvenance;
import dev.berth.profiler.model.HeaderSource;
import dev.berth.profiler.model.Part;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What made-up weights are told by, however their files are named and wherever they are moved: in each file the first
 * range of at least as many bytes whose type can hold it begins with this mark. It is made of ASCII digits, which are
 * finite and small in every floating-point type (0x30303030 is 6.4e-10 as F32, 0x3030 is 0.13 as F16), harmless as
 * bytes, and as scales of quantized blocks.
 */
public final class SyntheticMark {
    /** Bytes of the mark. */
    public static final int BYTES = 32;

    private static final String TEXT = "70829146305318264957041856239073";

    /** Types whose values may be indices, sizes or truth values, which a mark would make wrong. */
    private static final Pattern UNFIT =
            Pattern.compile("BOOL|Q?[IU](16|32|64)|C(32|64|128)|BITS16|bool|int32|complex64");

    private SyntheticMark() {}

    /** A copy of the mark. */
    public static byte[] bytes() {
        return TEXT.getBytes(StandardCharsets.US_ASCII);
    }

    /** Whether a range would hold the mark were it the first of its file. */
    public static boolean fits(TensorRange range) {
        return range.extent().length() >= BYTES
                && !range.tensor().coded()
                && fits(range.tensor().type().name());
    }

    /** Whether values of a type may be the mark, by a format's name of the type. */
    public static boolean fits(String type) {
        return !UNFIT.matcher(type).matches();
    }

    /** Whose values the weights are: made up where any of their files is marked. */
    public static WeightProvenance of(Collection<Part> parts, HeaderSource source) throws IOException {
        Map<Path, Long> places = new LinkedHashMap<>();
        for (TensorRange range : TensorRange.of(parts)) {
            if (fits(range)) {
                places.putIfAbsent(range.path(), range.extent().offset());
            }
        }
        for (Map.Entry<Path, Long> place : places.entrySet()) {
            if (isAt(place.getKey(), place.getValue(), source)) {
                return WeightProvenance.SYNTHETIC;
            }
        }
        return WeightProvenance.REAL;
    }

    private static boolean isAt(Path file, long offset, HeaderSource source) throws IOException {
        ByteBuffer found = ByteBuffer.allocate(BYTES);
        try (HeaderSource.Bytes in = source.open(file)) {
            while (found.hasRemaining()) {
                if (in.read(found, offset + found.position()) < 0) {
                    return false;
                }
            }
        }
        return ByteBuffer.wrap(bytes()).equals(found.flip());
    }
}

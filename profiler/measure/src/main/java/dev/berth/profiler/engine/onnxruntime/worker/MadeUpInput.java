package dev.berth.profiler.engine.onnxruntime.worker;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Values for a model's input: what it computes is not looked at, only how long that takes. */
final class MadeUpInput {
    /** Of a dimension that may vary and that nobody set: the first one counts inputs, further ones are lengths. */
    static final long FIRST_DIMENSION = 1;

    static final long FURTHER_DIMENSIONS = 128;

    private static final long MOST_BYTES = 1L << 30;
    private static final Map<String, Integer> BYTES = Map.of(
            "FLOAT",
            4,
            "DOUBLE",
            8,
            "FLOAT16",
            2,
            "BFLOAT16",
            2,
            "INT64",
            8,
            "INT32",
            4,
            "INT16",
            2,
            "INT8",
            1,
            "UINT8",
            1,
            "BOOL",
            1);

    private MadeUpInput() {}

    /**
     * The shape of an input.
     *
     * @param asked dimensions the user set; null where none
     * @return every dimension >= 1
     */
    static long[] shape(OrtLibrary.Input input, long[] asked) throws OrtFault {
        List<Long> own = input.shape();
        if (asked != null && asked.length != own.size()) {
            throw new OrtFault("input " + input.name() + " has " + own.size() + " dimensions " + words(input) + ", "
                    + asked.length + " were set; set as many with --input");
        }
        long[] shape = own.stream().mapToLong(Long::longValue).toArray();
        for (int i = 0; i < shape.length; i++) {
            if (asked != null && shape[i] >= 0 && shape[i] != asked[i]) {
                throw new OrtFault("input " + input.name() + " is " + words(input) + ", dimension " + (i + 1)
                        + " cannot be " + asked[i]);
            }
            if (shape[i] < 0) {
                shape[i] = asked != null ? asked[i] : i == 0 ? FIRST_DIMENSION : FURTHER_DIMENSIONS;
            }
        }
        return shape;
    }

    /** A shape as a model states it, such as {@code [batch, 128]}. */
    static String words(OrtLibrary.Input input) {
        List<String> words = new ArrayList<>();
        for (int i = 0; i < input.shape().size(); i++) {
            long length = input.shape().get(i);
            String name = i < input.dimensions().size() ? input.dimensions().get(i) : "";
            words.add(length >= 0 ? Long.toString(length) : name.isEmpty() ? "?" : name);
        }
        return words.toString();
    }

    /** Whether the model leaves a dimension open. */
    static boolean varies(OrtLibrary.Input input) {
        return input.shape().stream().anyMatch(length -> length < 0);
    }

    /**
     * Data of a shape: ones where the type counts or chooses, for any vocabulary and mask has a first entry, and small
     * seeded numbers where it measures.
     *
     * @throws OrtFault where nothing can be made up for the type, or it would be larger than a GiB
     */
    static ByteBuffer data(OrtLibrary.Input input, long[] shape) throws OrtFault {
        String type = String.valueOf(input.type());
        Integer size = BYTES.get(type);
        if (size == null) {
            throw new OrtFault("input " + input.name() + " is of type " + type + ", for which nothing can be made up");
        }
        long bytes = size;
        for (long dimension : shape) {
            bytes = dimension > MOST_BYTES ? Long.MAX_VALUE : Math.min(bytes * dimension, Long.MAX_VALUE >> 31);
        }
        if (bytes > MOST_BYTES) {
            throw new OrtFault("input " + input.name() + " of " + Arrays.toString(shape)
                    + " would take more than 1.07 GB; set smaller dimensions with --input");
        }
        ByteBuffer data = ByteBuffer.allocateDirect((int) bytes).order(ByteOrder.nativeOrder());
        SplittableRandom random = new SplittableRandom(1);
        while (data.hasRemaining()) {
            switch (type) {
                case "FLOAT" -> data.putFloat((float) random.nextDouble());
                case "DOUBLE" -> data.putDouble(random.nextDouble());
                // From 1 to below 2, whatever stands in the mantissa.
                case "FLOAT16" -> data.putShort((short) (0x3c00 | random.nextInt(0x400)));
                case "BFLOAT16" -> data.putShort((short) (0x3f80 | random.nextInt(0x80)));
                case "INT64" -> data.putLong(1);
                case "INT32" -> data.putInt(1);
                case "INT16" -> data.putShort((short) 1);
                default -> data.put((byte) 1);
            }
        }
        return data.flip();
    }
}

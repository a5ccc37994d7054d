package dev.berth.optimizer.workload;

import java.nio.file.Path;

/**
 * A recorded trace and how it is used.
 *
 * @param file CSV with a header
 * @param format its columns
 * @param startOffsetSeconds slot 0 begins so long after the first request, 0 to {@link #MOST_OFFSET_SECONDS}; what
 *     comes earlier is left out
 * @param scale each request counts so many times, {@link #LEAST_SCALE} to {@link #MOST_SCALE}: below 1 some are left
 *     out, evenly model by model, above 1 some are repeated at the same moment
 */
public record TraceFile(Path file, Format format, double startOffsetSeconds, double scale) {
    /** Three years. */
    public static final double MOST_OFFSET_SECONDS = 1e8;

    public static final double LEAST_SCALE = 1e-12;
    public static final double MOST_SCALE = 1e6;

    public TraceFile {
        require("startOffsetSeconds", startOffsetSeconds, 0, MOST_OFFSET_SECONDS);
        require("scale", scale, LEAST_SCALE, MOST_SCALE);
    }

    /** The same with so many times as many requests. */
    public TraceFile times(double factor) {
        return new TraceFile(file, format, startOffsetSeconds, scale * factor);
    }

    private static void require(String name, double value, double least, double most) {
        if (!(value >= least && value <= most)) {
            throw new IllegalArgumentException(
                    "out of range: " + name + "=" + value + ", expected " + least + " to " + most);
        }
    }

    /** Columns of a trace; others than those named are left out. */
    public sealed interface Format {
        /** {@code timestamp,model[,work]}: work is a multiple of the model's mean request, 1 where not given. */
        record Named() implements Format {}

        /**
         * {@code TIMESTAMP,ContextTokens,GeneratedTokens}, the columns of the Azure LLM inference trace of 2023, which
         * names no models. Two assumptions stand in: each request draws its model by itself from a Zipf distribution
         * over models in random order, and its work is its number of tokens, context and generated alike, over their
         * mean in the stretch that is used.
         *
         * @param zipfExponent finite and >= 0
         * @param seed of the order and the draws
         */
        record Azure2023(double zipfExponent, long seed) implements Format {
            public Azure2023 {
                require("zipfExponent", zipfExponent, 0, Double.MAX_VALUE);
            }
        }
    }
}

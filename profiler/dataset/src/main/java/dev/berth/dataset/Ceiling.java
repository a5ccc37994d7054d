package dev.berth.dataset;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.berth.record.ComponentException;
import dev.berth.record.Require;

/**
 * The most the hardware was seen to give in the same session: what a preload is held against.
 *
 * @param kind which path was measured
 * @param subject the model or file that was read, or the device copied to
 * @param bytesPerSecond median over the repeats, > 0
 * @param minBytesPerSecond slowest repeat, > 0
 * @param maxBytesPerSecond fastest repeat, > 0
 * @param n repeats, >= 1
 * @param bytes bytes moved in each repeat, > 0
 * @param setting how it was reached, for example {@code direct, 2 threads, 1048576-byte chunks, 2 MiB pages}
 */
public record Ceiling(
        Kind kind,
        String subject,
        double bytesPerSecond,
        double minBytesPerSecond,
        double maxBytesPerSecond,
        int n,
        long bytes,
        String setting) {
    public Ceiling {
        Require.present("kind", kind);
        Require.text("subject", subject);
        Require.positive("bytesPerSecond", bytesPerSecond);
        Require.positive("minBytesPerSecond", minBytesPerSecond);
        Require.positive("maxBytesPerSecond", maxBytesPerSecond);
        if (minBytesPerSecond > bytesPerSecond || bytesPerSecond > maxBytesPerSecond) {
            throw new ComponentException(
                    "bytesPerSecond", bytesPerSecond, minBytesPerSecond + " to " + maxBytesPerSecond);
        }
        Require.atLeast("n", n, 1);
        Require.atLeast("bytes", bytes, 1);
        Require.present("setting", setting);
    }

    /** A path bytes take. */
    public enum Kind {
        /** Sequential direct read of a model's own files. */
        @JsonProperty("directRead")
        DIRECT_READ("direct read"),
        /** The same into touched host memory that takes it all, as a model does that stays in host memory. */
        @JsonProperty("directReadIntoMemory")
        DIRECT_READ_INTO_MEMORY("direct read into memory"),
        /** Read of a file that is in the page cache, by read calls into a long-lived buffer. */
        @JsonProperty("bufferedWarmRead")
        BUFFERED_WARM_READ("buffered warm read"),
        /** Copy between two buffers in host memory. */
        @JsonProperty("memcpy")
        MEMCPY("memcpy"),
        /** Copy from pinned host memory to the device. */
        @JsonProperty("pinnedHostToDevice")
        PINNED_HOST_TO_DEVICE("pinned host to device"),
        /** Copy from ordinary host memory to the device. */
        @JsonProperty("pageableHostToDevice")
        PAGEABLE_HOST_TO_DEVICE("pageable host to device"),
        /** Copy from the device to pinned host memory. */
        @JsonProperty("deviceToHost")
        DEVICE_TO_HOST("device to host");

        private final String label;

        Kind(String label) {
            this.label = label;
        }

        /** The name for people. */
        public String label() {
            return label;
        }
    }
}

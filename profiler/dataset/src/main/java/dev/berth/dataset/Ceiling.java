package dev.berth.dataset;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.berth.record.ComponentException;
import dev.berth.record.Require;
import dev.berth.schema.Description;
import dev.berth.schema.Range;
import dev.berth.schema.Text;

@Description("The most the hardware was seen to give in the same session: what a preload is held against.")
public record Ceiling(
        @Description("which path was measured") Kind kind,

        @Description("the model or file that was read, or the device copied to") @Text
        String subject,

        @Description("median over the repeats") @Range(above = 0)
        double bytesPerSecond,

        @Description("slowest repeat") @Range(above = 0) double minBytesPerSecond,
        @Description("fastest repeat") @Range(above = 0) double maxBytesPerSecond,
        @Description("repeats") @Range(least = 1) int n,

        @Description("bytes moved in each repeat") @Range(least = 1)
        long bytes,

        @Description("how it was reached, for example direct, 2 threads, 1.05 MB chunks, huge pages")
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
        /** Pages of fresh host memory brought in, cleared by the kernel; of memory that lay in use just before. */
        @JsonProperty("freshMemory")
        FRESH_MEMORY("fresh memory"),
        /** The same of memory that lay free, in a virtual machine that returns such memory to its host. */
        @JsonProperty("idleMemory")
        IDLE_MEMORY("idle memory"),
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

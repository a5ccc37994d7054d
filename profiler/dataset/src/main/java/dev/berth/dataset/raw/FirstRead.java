package dev.berth.dataset.raw;

import dev.berth.record.Reading;
import dev.berth.record.Require;
import dev.berth.schema.Description;
import dev.berth.schema.Range;
import dev.berth.schema.Text;

@Description("The first direct read of a model's weights in a session, and those after it. Direct reads pass this "
        + "machine's page cache by; where later ones are faster, something below (a virtual machine's host, an "
        + "array, a controller) kept what the first one fetched.")
public record FirstRead(
        @Description("name of the model") @Text String model,
        @Description("reading threads") @Range(least = 1) int threads,
        @Description("bytes of one read") @Range(least = 1) int chunkBytes,
        @Description("read each time") @Range(least = 1) long bytes,
        @Description("of the first read") @Range(above = 0) double bytesPerSecond,

        @Description("median of the later reads, same bytes and setting") @Range(above = 0)
        double laterBytesPerSecond,

        @Description("how many") @Range(least = 1) int laterReads,

        @Description("the most that the disk's own link can carry; not supported where it is not known")
        @Range(least = 1)
        Reading<Double> linkBytesPerSecond) {
    public FirstRead {
        Require.text("model", model);
        Require.atLeast("threads", threads, 1);
        Require.atLeast("chunkBytes", chunkBytes, 1);
        Require.atLeast("bytes", bytes, 1);
        Require.positive("bytesPerSecond", bytesPerSecond);
        Require.positive("laterBytesPerSecond", laterBytesPerSecond);
        Require.atLeast("laterReads", laterReads, 1);
        Require.atLeast("linkBytesPerSecond", linkBytesPerSecond, 1);
    }
}

package dev.berth.dataset.raw;

import dev.berth.record.Reading;
import dev.berth.record.Require;

/**
 * The first direct read of a model's weights in a session, and those after it. Direct reads pass this machine's page
 * cache by; where later ones are faster, something below (a virtual machine's host, an array, a controller) kept what
 * the first one fetched.
 *
 * @param model name of the model
 * @param threads reading threads, >= 1
 * @param chunkBytes bytes of one read, > 0
 * @param bytes read each time, > 0
 * @param bytesPerSecond of the first read, > 0
 * @param laterBytesPerSecond median of the later reads, same bytes and setting, > 0
 * @param laterReads how many, >= 1
 * @param linkBytesPerSecond the most that the disk's own link can carry, > 0; not supported where it is not known
 */
public record FirstRead(
        String model,
        int threads,
        int chunkBytes,
        long bytes,
        double bytesPerSecond,
        double laterBytesPerSecond,
        int laterReads,
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

package dev.berth.profiler.device;

import dev.berth.record.Reading;

/**
 * What the host has available, as it was when last asked: asking takes a millisecond, which must not become part of an
 * allocation that is timed.
 */
public final class HostRoom {
    /** Less than one part in this many of what was free when last asked is taken without asking again. */
    private static final int SAFE_PARTS = 8;

    private volatile long lastFreeBytes;

    /** Host memory in bytes that can be given out now. */
    public Reading<Long> ask() {
        Reading<Long> available = HostMemory.availableBytes();
        lastFreeBytes = available.optional().orElse(0L);
        return available;
    }

    /** Whether so many bytes are there without asking. */
    public boolean surelyHas(long bytes) {
        return bytes < Math.min(lastFreeBytes, HostMemory.CONTAINER_LIMIT_BYTES) / SAFE_PARTS;
    }

    /** What can be given out now, in bytes: of the machine, or of the container where that has less. */
    public static long availableBytes() {
        return Math.min(
                HostMemory.availableBytes().optional().orElse(Long.MAX_VALUE), HostMemory.CONTAINER_LIMIT_BYTES);
    }

    /** What is resident of this process and of no file, in bytes; asking takes milliseconds. */
    public static Reading<Long> ownBytes() {
        return HostMemory.anonymousBytes();
    }
}

package dev.berth.profiler.device;

import java.nio.ByteBuffer;

/**
 * Range checks shared by all devices: a wrong range must never reach a driver or a raw address. Sizes and offsets are
 * bytes.
 */
public final class Transfers {
    private static final int BLOCK_BYTES = 4096;

    private Transfers() {}

    /**
     * Checks the size of a staging buffer.
     *
     * @throws IllegalArgumentException where it is not a positive multiple of 4096
     */
    public static void checkStagingSize(int bytes) {
        if (bytes <= 0 || bytes % BLOCK_BYTES != 0) {
            throw new IllegalArgumentException(
                    "staging size must be a positive multiple of " + BLOCK_BYTES + ": bytes=" + bytes);
        }
    }

    /**
     * Checks the size of device memory.
     *
     * @throws IllegalArgumentException where it is not positive
     */
    public static void checkMemorySize(long bytes) {
        if (bytes <= 0) {
            throw new IllegalArgumentException("device memory size must be positive: bytes=" + bytes);
        }
    }

    /**
     * Checks a copy to the device.
     *
     * @throws IndexOutOfBoundsException where it would begin or end outside of its source or its target
     */
    public static void checkCopy(int stagingBytes, int sourceOffset, long memoryBytes, long targetOffset, int length) {
        if (length <= 0
                || sourceOffset < 0
                || sourceOffset > stagingBytes - length
                || targetOffset < 0
                || targetOffset > memoryBytes - length) {
            throw new IndexOutOfBoundsException("copy out of range: sourceOffset=" + sourceOffset + ", stagingBytes="
                    + stagingBytes + ", targetOffset=" + targetOffset + ", memoryBytes=" + memoryBytes + ", length="
                    + length);
        }
    }

    /**
     * Checks a copy into all that remains of a buffer.
     *
     * @throws IllegalArgumentException where the buffer is not direct
     * @throws IndexOutOfBoundsException where it would begin or end outside of the device's memory
     */
    public static void checkReadBack(long memoryBytes, long sourceOffset, ByteBuffer target) {
        if (!target.isDirect()) {
            throw new IllegalArgumentException("target must be a direct buffer");
        }
        if (sourceOffset < 0 || sourceOffset > memoryBytes - target.remaining()) {
            throw new IndexOutOfBoundsException("read back out of range: sourceOffset=" + sourceOffset
                    + ", memoryBytes=" + memoryBytes + ", length=" + target.remaining());
        }
    }
}

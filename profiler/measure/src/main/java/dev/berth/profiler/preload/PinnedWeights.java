package dev.berth.profiler.preload;

import dev.berth.profiler.device.Device;
import dev.berth.profiler.device.Device.Copy;
import dev.berth.profiler.device.Device.DeviceMemory;
import dev.berth.profiler.device.Device.StagingBuffer;
import dev.berth.profiler.model.Extent;
import dev.berth.profiler.model.WeightFile;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.List;

/** All weights of a model in memory that the device copies from, packed as they lie on the device. */
final class PinnedWeights implements AutoCloseable {
    static final int BUFFER_BYTES = 64 << 20;
    private static final int BLOCK_BYTES = 4096;

    private final Device device;
    private final long bytes;
    private final List<StagingBuffer> buffers = new ArrayList<>();
    private final List<Copy> copies = new ArrayList<>();

    private PinnedWeights(Device device, long bytes) {
        this.device = device;
        this.bytes = bytes;
    }

    /**
     * Reads a model.
     *
     * @throws IOException where a file cannot be read
     * @throws dev.berth.profiler.device.DeviceException where so much memory cannot be had
     */
    static PinnedWeights read(Device device, List<Extent> extents) throws IOException {
        PinnedWeights weights = new PinnedWeights(
                device, extents.stream().mapToLong(Extent::length).sum());
        try {
            for (long left = weights.bytes; left > 0; left -= BUFFER_BYTES) {
                int wanted = (int) Math.min(BUFFER_BYTES, left);
                weights.buffers.add(device.allocateStaging((wanted + BLOCK_BYTES - 1) & -BLOCK_BYTES));
                weights.copies.add(device.newCopy());
            }
            weights.fill(extents);
            return weights;
        } catch (IOException | RuntimeException e) {
            weights.close();
            throw e;
        }
    }

    private void fill(List<Extent> extents) throws IOException {
        long at = 0;
        for (Extent extent : extents) {
            try (FileChannel channel = WeightFile.open(extent.file())) {
                for (long done = 0; done < extent.length(); ) {
                    ByteBuffer target =
                            buffers.get((int) (at / BUFFER_BYTES)).buffer().duplicate();
                    int offset = (int) (at % BUFFER_BYTES);
                    int most = (int) Math.min(BUFFER_BYTES - offset, extent.length() - done);
                    target.position(offset).limit(offset + most);
                    int count = channel.read(target, extent.offset() + done);
                    if (count < 0) {
                        throw new EOFException(extent.file() + ": shortened since it was opened");
                    }
                    done += count;
                    at += count;
                }
            }
        }
    }

    long bytes() {
        return bytes;
    }

    /** What the memory is, in the words of the first buffer. */
    String pages() {
        return buffers.isEmpty() ? "no memory" : buffers.get(0).pages();
    }

    /** A direct buffer of it, to work with when its bytes are no longer needed. */
    ByteBuffer scratch() {
        return buffers.isEmpty()
                ? ByteBuffer.allocateDirect(BLOCK_BYTES)
                : buffers.get(0).buffer().duplicate();
    }

    /** Copies everything to the device and waits for it. */
    void copyTo(DeviceMemory target) {
        for (int i = 0; i < buffers.size(); i++) {
            long offset = (long) i * BUFFER_BYTES;
            device.copy(buffers.get(i), 0, target, offset, (int) Math.min(BUFFER_BYTES, bytes - offset), copies.get(i));
        }
        copies.forEach(Copy::await);
        device.synchronize();
    }

    @Override
    public void close() {
        copies.forEach(Copy::close);
        buffers.forEach(StagingBuffer::close);
    }
}

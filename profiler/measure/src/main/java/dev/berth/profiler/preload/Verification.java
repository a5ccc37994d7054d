package dev.berth.profiler.preload;

import dev.berth.profiler.device.Device;
import dev.berth.profiler.device.Device.DeviceMemory;
import dev.berth.profiler.device.DeviceException;
import dev.berth.profiler.model.Extent;
import dev.berth.profiler.model.WeightFile;
import dev.berth.profiler.storage.ChunkPlan;
import dev.berth.record.Reading;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.List;
import java.util.zip.CRC32C;

/** Compares what lies on the device with what the files hold, by CRC-32C of the whole. */
final class Verification {
    private Verification() {}

    /**
     * Reads both sides back; the files through the page cache.
     *
     * @param memory what was loaded; null where the model has no weights
     * @param plan where the extents lie in it
     * @param buffer a direct buffer to work with
     */
    static Reading<Boolean> matches(
            Device device, DeviceMemory memory, ChunkPlan plan, List<Extent> extents, ByteBuffer buffer) {
        try {
            return Reading.measured(
                    memory == null || ofDevice(device, memory, plan, buffer) == ofFiles(extents, buffer));
        } catch (IOException | DeviceException e) {
            return Reading.failed("cannot be read back: " + e.getMessage());
        }
    }

    private static long ofDevice(Device device, DeviceMemory memory, ChunkPlan plan, ByteBuffer buffer) {
        CRC32C sum = new CRC32C();
        long begin = 0;
        long end = 0;
        // Pieces that follow each other in memory are read back together.
        for (int p = 0; p < plan.pieces(); p++) {
            ChunkPlan.Piece piece = plan.piece(p);
            if (piece.targetOffset() != end) {
                add(sum, device, memory, begin, end, buffer);
                begin = piece.targetOffset();
            }
            end = piece.targetOffset() + piece.length();
        }
        add(sum, device, memory, begin, end, buffer);
        return sum.getValue();
    }

    private static void add(CRC32C sum, Device device, DeviceMemory memory, long begin, long end, ByteBuffer buffer) {
        for (long offset = begin; offset < end; ) {
            buffer.clear().limit((int) Math.min(buffer.capacity(), end - offset));
            device.readBack(memory, offset, buffer);
            buffer.flip();
            offset += buffer.remaining();
            sum.update(buffer);
        }
    }

    private static long ofFiles(List<Extent> extents, ByteBuffer buffer) throws IOException {
        CRC32C sum = new CRC32C();
        for (Extent extent : extents) {
            try (FileChannel channel = WeightFile.open(extent.file())) {
                add(sum, channel, extent, buffer);
            }
        }
        return sum.getValue();
    }

    private static void add(CRC32C sum, FileChannel channel, Extent extent, ByteBuffer buffer) throws IOException {
        for (long done = 0; done < extent.length(); ) {
            buffer.clear().limit((int) Math.min(buffer.capacity(), extent.length() - done));
            int count = channel.read(buffer, extent.offset() + done);
            if (count < 0) {
                throw new EOFException(extent.file() + ": shortened since it was loaded");
            }
            done += count;
            buffer.flip();
            sum.update(buffer);
        }
    }
}

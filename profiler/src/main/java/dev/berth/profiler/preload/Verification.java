package dev.berth.profiler.preload;

import dev.berth.profile.Reading;
import dev.berth.profiler.device.Device;
import dev.berth.profiler.device.Device.DeviceMemory;
import dev.berth.profiler.device.DeviceException;
import dev.berth.profiler.model.Extent;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.zip.CRC32C;

/** Compares what lies on the device with what the files hold, by CRC-32C of the whole. */
final class Verification {
    private Verification() {}

    /**
     * Reads both sides back; the files through the page cache.
     *
     * @param memory what was loaded; null where the model has no weights
     * @param buffer a direct buffer to work with
     */
    static Reading<Boolean> matches(Device device, DeviceMemory memory, List<Extent> extents, ByteBuffer buffer) {
        try {
            return Reading.measured(memory == null || ofDevice(device, memory, buffer) == ofFiles(extents, buffer));
        } catch (IOException | DeviceException e) {
            return Reading.failed("cannot be read back: " + e.getMessage());
        }
    }

    private static long ofDevice(Device device, DeviceMemory memory, ByteBuffer buffer) {
        CRC32C sum = new CRC32C();
        long bytes = memory.bytes();
        for (long offset = 0; offset < bytes; ) {
            buffer.clear().limit((int) Math.min(buffer.capacity(), bytes - offset));
            device.readBack(memory, offset, buffer);
            buffer.flip();
            offset += buffer.remaining();
            sum.update(buffer);
        }
        return sum.getValue();
    }

    private static long ofFiles(List<Extent> extents, ByteBuffer buffer) throws IOException {
        CRC32C sum = new CRC32C();
        for (Extent extent : extents) {
            try (FileChannel channel = FileChannel.open(extent.file(), StandardOpenOption.READ)) {
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

package dev.berth.profiler.preload;

import dev.berth.profiler.device.Device;
import dev.berth.profiler.device.Device.Copy;
import dev.berth.profiler.device.Device.StagingBuffer;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * A staging buffer of the ring, with the handles of the copies that leave it. Its state is one number: chunk {@code i}
 * may be read into it ({@code 2i}), or lies in it ({@code 2i+1}).
 */
final class Slot implements AutoCloseable {
    private final StagingBuffer staging;
    private final ByteBuffer target;
    private final List<Copy> copies = new ArrayList<>();
    private volatile long state;

    Slot(StagingBuffer staging) {
        this.staging = staging;
        // Position and limit of its own: the device uses the staging buffer's.
        this.target = staging.buffer().duplicate();
    }

    /** Makes sure that there are this many copy handles. */
    void reserveCopies(Device device, int count) {
        while (copies.size() < count) {
            copies.add(device.newCopy());
        }
    }

    StagingBuffer staging() {
        return staging;
    }

    ByteBuffer target() {
        return target;
    }

    Copy copy(int index) {
        return copies.get(index);
    }

    /** Allows chunk {@code i} to be read into it. */
    void expect(int chunk) {
        state = 2L * chunk;
    }

    void filled(int chunk) {
        state = 2L * chunk + 1;
    }

    boolean isFilled(int chunk) {
        return state == 2L * chunk + 1;
    }

    boolean isFree(int chunk) {
        return state == 2L * chunk;
    }

    @Override
    public void close() {
        copies.forEach(Copy::close);
        staging.close();
    }
}

package dev.berth.profiler.preload.concurrent;

import dev.berth.profiler.device.Device;
import dev.berth.profiler.device.Device.Copy;
import dev.berth.profiler.device.Device.DeviceMemory;
import dev.berth.profiler.device.Device.StagingBuffer;
import dev.berth.profiler.device.DeviceException;
import dev.berth.profiler.device.Devices;
import dev.berth.profiler.preload.Threads;
import java.util.concurrent.CountDownLatch;

/**
 * Keeps a device busy: a thread copies from host memory to it, one copy after another, on a stream and in memory of its
 * own.
 */
final class DeviceTraffic implements AutoCloseable {
    /** Short against most loads, so that few copies lie half in a timed region; long against the call's own cost. */
    static final int COPY_BYTES = 1 << 20;

    private final CountDownLatch begun = new CountDownLatch(1);
    private final Thread thread;
    private volatile long copies;
    private volatile boolean stopping;
    private volatile RuntimeException fault;

    private DeviceTraffic(String device) {
        thread = new Thread(() -> serve(device), "berth-traffic");
        thread.setDaemon(true);
    }

    /**
     * Begins; returns when the first copy has arrived.
     *
     * @throws DeviceException where the device refuses memory or a copy
     */
    static DeviceTraffic to(String device) {
        DeviceTraffic traffic = new DeviceTraffic(device);
        traffic.thread.start();
        Threads.await(traffic.begun);
        traffic.requireRunning();
        return traffic;
    }

    private void serve(String id) {
        try (Device device = Devices.open(id);
                StagingBuffer source = device.allocateStaging(COPY_BYTES);
                DeviceMemory target = device.allocate(COPY_BYTES);
                Copy copy = device.newCopy()) {
            while (!stopping) {
                device.copy(source, 0, target, 0, COPY_BYTES, copy);
                copy.await();
                count();
                begun.countDown();
            }
        } catch (RuntimeException e) {
            fault = e;
        } finally {
            begun.countDown();
        }
    }

    /** Of this thread alone, so that no increment is lost. */
    private void count() {
        long made = copies;
        copies = made + 1;
    }

    /** Bytes copied so far. */
    long copiedBytes() {
        return copies * COPY_BYTES;
    }

    /** @throws RuntimeException what ended the copies, where they ended */
    void requireRunning() {
        if (fault != null) {
            throw fault;
        }
    }

    /** Stops after the copy under way. */
    @Override
    public void close() {
        stopping = true;
        Threads.join(thread);
    }
}

package dev.berth.profiler.preload.concurrent;

import dev.berth.profiler.device.Device;
import dev.berth.profiler.device.DeviceException;
import dev.berth.profiler.device.Devices;
import dev.berth.profiler.model.Extent;
import dev.berth.profiler.preload.PreloadRequest;
import dev.berth.profiler.preload.PreloadResult;
import dev.berth.profiler.preload.Preloader;
import dev.berth.profiler.preload.Threads;
import dev.berth.profiler.storage.ReaderKind;
import dev.berth.record.Reading;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/**
 * Loads a model several times at once. Each load has a device handle (on a GPU: a stream), a pool of staging buffers,
 * reading threads and device memory of its own, as separate servers on one machine would; pools and threads are kept
 * from run to run. All begin together, and none gives its memory back before the last has ended.
 */
public final class ConcurrentLoads implements AutoCloseable {
    private final String device;
    private final int threads;
    private final int chunkBytes;
    private final List<Lane> lanes = new ArrayList<>();

    /** What one load at a time needs. */
    private record Lane(Device device, Preloader preloader) {}

    /**
     * Takes nothing yet.
     *
     * @param device id of the device
     * @param threads reading threads of each load, >= 1
     * @param chunkBytes most bytes of one read, a multiple of 4096
     */
    public ConcurrentLoads(String device, int threads, int chunkBytes) {
        this.device = device;
        this.threads = threads;
        this.chunkBytes = chunkBytes;
    }

    /**
     * Makes pools for so many loads at once; takes nothing where they are there.
     *
     * @throws DeviceException where their memory cannot be had
     */
    public void reserve(int loads) {
        while (lanes.size() < loads) {
            Device opened = Devices.open(device);
            try {
                lanes.add(new Lane(opened, new Preloader(opened, threads, chunkBytes)));
            } catch (DeviceException e) {
                opened.close();
                throw e;
            }
        }
    }

    /** What the staging buffers lie on, for rows; after {@link #reserve}. */
    public String stagingPages() {
        return lanes.get(0).preloader().stagingPages();
    }

    /** Whether the device was lost in a run: no further one can succeed. */
    public boolean deviceLost() {
        return lanes.stream().anyMatch(lane -> lane.preloader().deviceLost());
    }

    /**
     * A model to be loaded.
     *
     * @param extents where its weights lie
     * @param openParse as in {@link PreloadRequest}
     * @param reader how bytes are read
     */
    public record Subject(List<Extent> extents, PreloadRequest.OpenParse openParse, ReaderKind reader) {
        public Subject {
            extents = List.copyOf(extents);
        }
    }

    /**
     * Loads once and gives the memory back.
     *
     * @throws DeviceException where a pool cannot be had
     */
    public PreloadResult alone(Subject subject) {
        reserve(1);
        return lanes.get(0)
                .preloader()
                .run(new PreloadRequest(subject.extents(), subject.openParse(), subject.reader(), () -> {}, false));
    }

    /**
     * Loads {@code loads} times at once. Faults of files and of the device are part of the result.
     *
     * @param loads >= 1
     * @param deviceBusy whether copies keep the device busy meanwhile
     * @param witness told of the moment before all begin and of the moment after all have ended
     * @throws DeviceException where a pool cannot be had, or the device refuses the copies that should keep it busy
     */
    public ConcurrentResult atOnce(Subject subject, int loads, boolean deviceBusy, PreloadRequest.Witness witness) {
        reserve(loads);
        if (!deviceBusy) {
            return timed(subject, loads, witness, Optional.empty());
        }
        try (DeviceTraffic traffic = DeviceTraffic.to(device)) {
            ConcurrentResult result = timed(subject, loads, witness, Optional.of(traffic));
            traffic.requireRunning();
            return result;
        }
    }

    private ConcurrentResult timed(
            Subject subject, int loads, PreloadRequest.Witness witness, Optional<DeviceTraffic> traffic) {
        Gate gate = new Gate(loads, witness, traffic);
        PreloadResult[] results = new PreloadResult[loads];
        List<Thread> running = new ArrayList<>();
        for (int i = 0; i < loads; i++) {
            int lane = i;
            PreloadRequest request = new PreloadRequest(
                    subject.extents(), subject.openParse(), subject.reader(), gate.ofLoad(lane), false);
            Runnable load = () -> {
                try {
                    results[lane] = lanes.get(lane).preloader().run(request);
                } finally {
                    gate.leave(lane);
                }
            };
            Thread thread = new Thread(load, "berth-load-" + i);
            thread.setDaemon(true);
            running.add(thread);
            thread.start();
        }
        running.forEach(Threads::join);
        return new ConcurrentResult(List.of(results), gate.spanNanos(), gate.copyBytesPerSecond());
    }

    /** Lets all loads begin together, and keeps each until all have ended. */
    private static final class Gate {
        private final CountDownLatch atBegin;
        private final CountDownLatch atEnd;
        private final CountDownLatch open = new CountDownLatch(1);
        private final PreloadRequest.Witness witness;
        private final Optional<DeviceTraffic> traffic;
        private final long[] beginNanos;
        private final long[] endNanos;
        private final boolean[] begun;
        private final boolean[] ended;
        private long copiedBefore;
        private volatile long copiedAfter;

        Gate(int loads, PreloadRequest.Witness witness, Optional<DeviceTraffic> traffic) {
            this.atBegin = new CountDownLatch(loads);
            this.atEnd = new CountDownLatch(loads);
            this.witness = witness;
            this.traffic = traffic;
            this.beginNanos = new long[loads];
            this.endNanos = new long[loads];
            this.begun = new boolean[loads];
            this.ended = new boolean[loads];
        }

        PreloadRequest.Witness ofLoad(int load) {
            return new PreloadRequest.Witness() {
                @Override
                public void timedBegin() {
                    begin(load);
                }

                @Override
                public void timedEnd() {
                    end(load);
                }
            };
        }

        /** The first load tells the witness once all are ready, and opens. */
        private void begin(int load) {
            begun[load] = true;
            atBegin.countDown();
            if (load == 0) {
                Threads.await(atBegin);
                witness.timedBegin();
                copiedBefore = copied();
                open.countDown();
            } else {
                Threads.await(open);
            }
            beginNanos[load] = System.nanoTime();
        }

        private void end(int load) {
            endNanos[load] = System.nanoTime();
            ended[load] = true;
            atEnd.countDown();
            Threads.await(atEnd);
            if (load == 0) {
                copiedAfter = copied();
                witness.timedEnd();
            }
        }

        /** A load that an error ended must not keep the others waiting for it. */
        void leave(int load) {
            if (!begun[load]) {
                atBegin.countDown();
            }
            if (load == 0) {
                open.countDown();
            }
            if (!ended[load]) {
                atEnd.countDown();
            }
        }

        private long copied() {
            return traffic.map(DeviceTraffic::copiedBytes).orElse(0L);
        }

        long spanNanos() {
            long first = beginNanos[0];
            long last = endNanos[0];
            for (int i = 1; i < beginNanos.length; i++) {
                first = Math.min(first, beginNanos[i]);
                last = Math.max(last, endNanos[i]);
            }
            return last - first;
        }

        Reading<Double> copyBytesPerSecond() {
            if (traffic.isEmpty()) {
                return Reading.notSupported("no copies beside it");
            }
            long bytes = copiedAfter - copiedBefore;
            return bytes < 2L * DeviceTraffic.COPY_BYTES || spanNanos() == 0
                    ? Reading.notSupported("the load was over before two copies were")
                    : Reading.derived(bytes * 1e9 / spanNanos());
        }
    }

    @Override
    public void close() {
        for (Lane lane : lanes) {
            lane.preloader().close();
            lane.device().close();
        }
        lanes.clear();
    }
}

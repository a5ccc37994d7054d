package dev.berth.profiler.run.ceiling;

import dev.berth.dataset.Ceiling;
import dev.berth.profiler.device.Device;
import dev.berth.profiler.device.Device.Copy;
import dev.berth.profiler.device.Device.DeviceMemory;
import dev.berth.profiler.device.Device.StagingBuffer;
import dev.berth.profiler.statistics.OrderStatistics;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Measures copies from staging buffers to a device and, where the device is not the host itself, back. */
final class CopyCeilings {
    /** Several times a processor's cache, so that copies come from memory. */
    private static final int COPY_BYTES = 128 << 20;

    private final Device device;
    private final DeviceMemory memory;
    private final Copy copy;
    private final int repeats;

    private CopyCeilings(Device device, DeviceMemory memory, Copy copy, int repeats) {
        this.device = device;
        this.memory = memory;
        this.copy = copy;
        this.repeats = repeats;
    }

    /**
     * Measures.
     *
     * @param into gets each ceiling at once, so that a fault takes none of those before it along
     * @throws dev.berth.profiler.device.DeviceException where the memory cannot be had, or a copy fails
     */
    static void measure(Device device, int repeats, Consumer<Ceiling> into) {
        try (DeviceMemory memory = device.allocate(COPY_BYTES);
                Copy copy = device.newCopy()) {
            new CopyCeilings(device, memory, copy, repeats).measure(into);
        }
    }

    private void measure(Consumer<Ceiling> into) {
        try (StagingBuffer staging = device.allocateStaging(COPY_BYTES)) {
            if (device.isHostAddressed()) {
                into.accept(there(Ceiling.Kind.MEMCPY, staging));
                return;
            }
            into.accept(there(
                    device.pinsStaging() ? Ceiling.Kind.PINNED_HOST_TO_DEVICE : Ceiling.Kind.PAGEABLE_HOST_TO_DEVICE,
                    staging));
            into.accept(back(staging));
        }
        Optional<StagingBuffer> pageable = device.allocatePageable(COPY_BYTES);
        if (pageable.isPresent()) {
            try (StagingBuffer staging = pageable.get()) {
                into.accept(there(Ceiling.Kind.PAGEABLE_HOST_TO_DEVICE, staging));
            }
        }
    }

    private Ceiling there(Ceiling.Kind kind, StagingBuffer staging) {
        return repeated(kind, staging, () -> {
            device.copy(staging, 0, memory, 0, COPY_BYTES, copy);
            copy.await();
        });
    }

    private Ceiling back(StagingBuffer staging) {
        return repeated(
                Ceiling.Kind.DEVICE_TO_HOST,
                staging,
                () -> device.readBack(memory, 0, staging.buffer().duplicate().clear()));
    }

    /** The first pass touches memory and wakes the link; it is not counted. */
    private Ceiling repeated(Ceiling.Kind kind, StagingBuffer staging, Runnable transfer) {
        List<Double> bytesPerSecond = new ArrayList<>();
        for (int i = -1; i < repeats; i++) {
            long begin = System.nanoTime();
            transfer.run();
            long nanos = System.nanoTime() - begin;
            if (i >= 0) {
                bytesPerSecond.add(rate(COPY_BYTES, nanos));
            }
        }
        return ceiling(
                kind, device.record().id(), bytesPerSecond, COPY_BYTES, "one copy at a time, " + staging.pages());
    }

    static double rate(long bytes, long nanos) {
        return bytes * 1e9 / Math.max(1, nanos);
    }

    /** The median of repeats, with its range. */
    static Ceiling ceiling(Ceiling.Kind kind, String subject, List<Double> bytesPerSecond, long bytes, String setting) {
        double[] rates = bytesPerSecond.stream()
                .mapToDouble(Double::doubleValue)
                .sorted()
                .toArray();
        return new Ceiling(
                kind,
                subject,
                OrderStatistics.median(rates),
                rates[0],
                rates[rates.length - 1],
                rates.length,
                bytes,
                setting);
    }
}

package dev.berth.profiler.run.ceiling;

import dev.berth.dataset.Ceiling;
import dev.berth.profiler.device.Device;
import dev.berth.profiler.device.Device.Copy;
import dev.berth.profiler.device.Device.DeviceMemory;
import dev.berth.profiler.device.Device.HostAddressed;
import dev.berth.profiler.device.Device.StagingBuffer;
import dev.berth.profiler.machine.Balloon;
import dev.berth.statistics.OrderStatistics;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Measures copies from staging buffers to a device and, where the device is not the host itself, back; of the host also
 * how fast its memory comes.
 */
final class CopyCeilings {
    /** Several times a processor's cache, so that copies come from memory. */
    private static final int COPY_BYTES = 128 << 20;

    /** Some memory less: what lay free has to be held until the last pass. */
    private static final long FRESH_BYTES = 64 << 20;

    /** Slow passes, of which a session at its begin should not make many. */
    private static final int IDLE_REPEATS = 3;

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

    private void ofHost(Consumer<Ceiling> into) {
        if (Balloon.returnsFreeMemory()) {
            into.accept(idle());
        }
        try (StagingBuffer staging = device.allocateStaging(COPY_BYTES)) {
            into.accept(there(Ceiling.Kind.MEMCPY, staging));
        }
        into.accept(fresh());
    }

    private void measure(Consumer<Ceiling> into) {
        if (device.isHostAddressed()) {
            ofHost(into);
            return;
        }
        try (StagingBuffer staging = device.allocateStaging(COPY_BYTES)) {
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

    /** Each pass takes other memory than those before it, and none is given back before the last. */
    private Ceiling idle() {
        List<DeviceMemory> taken = new ArrayList<>();
        try {
            return ceiling(
                    Ceiling.Kind.IDLE_MEMORY,
                    device.record().id(),
                    rates(0, Math.min(IDLE_REPEATS, repeats), FRESH_BYTES, () -> {}, () -> taken.add(broughtIn())),
                    FRESH_BYTES,
                    "by one thread, of memory that lay free, in a virtual machine that returns it to its host");
        } finally {
            taken.forEach(DeviceMemory::close);
        }
    }

    private Ceiling fresh() {
        Ceiling fresh = ceiling(
                Ceiling.Kind.FRESH_MEMORY,
                device.record().id(),
                rates(
                        1,
                        repeats,
                        FRESH_BYTES,
                        () -> device.makeRoom(FRESH_BYTES),
                        () -> broughtIn().close()),
                FRESH_BYTES,
                "by one thread, of memory in use just before");
        device.holdRoom();
        return fresh;
    }

    private DeviceMemory broughtIn() {
        DeviceMemory memory = device.allocate(FRESH_BYTES);
        ((HostAddressed) memory).populate(0, FRESH_BYTES);
        return memory;
    }

    private Ceiling repeated(Ceiling.Kind kind, StagingBuffer staging, Runnable transfer) {
        return ceiling(
                kind,
                device.record().id(),
                rates(1, repeats, COPY_BYTES, () -> {}, transfer),
                COPY_BYTES,
                "one copy at a time, " + staging.pages());
    }

    /** The first passes touch memory and wake the link; they are not counted. */
    private static List<Double> rates(int uncounted, int repeats, long bytes, Runnable before, Runnable timed) {
        List<Double> bytesPerSecond = new ArrayList<>();
        for (int i = -uncounted; i < repeats; i++) {
            before.run();
            long begin = System.nanoTime();
            timed.run();
            long nanos = System.nanoTime() - begin;
            if (i >= 0) {
                bytesPerSecond.add(rate(bytes, nanos));
            }
        }
        return bytesPerSecond;
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

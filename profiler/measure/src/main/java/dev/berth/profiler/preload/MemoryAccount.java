package dev.berth.profiler.preload;

import dev.berth.dataset.raw.RunRow.MemoryDelta;
import dev.berth.dataset.raw.RunRow.Unload;
import dev.berth.profiler.device.Device;
import dev.berth.profiler.device.Device.DeviceMemory;
import dev.berth.profiler.device.DeviceException;
import dev.berth.profiler.model.Extent;
import dev.berth.record.Reading;
import java.util.List;

/** Device memory around one load: read before it, with the model loaded, and once its memory was given back. */
final class MemoryAccount {
    /** Below it, the host's kernel would take longer to say what a process holds than a load takes. */
    private static final long LEAST_OWN_BYTES = 16 << 20;

    private static final Reading<Long> SMALL = Reading.notSupported(
            "not asked for weights below 16.8 MB: the answer takes the kernel longer than their load");

    private final Device device;
    private final boolean asksOwn;
    private final Reading<Long> freeBefore;
    private final Reading<Long> ownBefore;
    private Reading<Long> freeLoaded = Reading.notSupported("the run failed, its memory was given back");
    private Reading<Long> ownLoaded = freeLoaded;
    private boolean deviceLost;

    private MemoryAccount(Device device, boolean asksOwn) {
        this.device = device;
        this.asksOwn = asksOwn;
        this.freeBefore = device.freeBytes();
        this.ownBefore = own();
    }

    /** Reads for the first time; before anything is allocated. */
    static MemoryAccount before(Device device, List<Extent> weights) {
        long bytes = weights.stream().mapToLong(Extent::length).sum();
        return new MemoryAccount(device, !device.isInHostMemory() || bytes >= LEAST_OWN_BYTES);
    }

    private Reading<Long> own() {
        return asksOwn ? device.ownBytes() : SMALL;
    }

    /** Reads again, the model being loaded. */
    void loaded() {
        freeLoaded = device.freeBytes();
        ownLoaded = own();
    }

    /**
     * What there is to say of the load.
     *
     * @param requestedBytes asked of the allocator
     * @param peakBytes most taken at once
     */
    MemoryDelta delta(long requestedBytes, Reading<Long> peakBytes) {
        return new MemoryDelta(freeBefore, freeLoaded, requestedBytes, peakBytes, ownBefore, ownLoaded);
    }

    /**
     * Gives the memory back, timed, and reads for the last time. A refusal is part of what is returned.
     *
     * @param memory null where nothing was allocated
     */
    Unload unload(DeviceMemory memory) {
        if (memory == null) {
            return Unload.none("no device memory was taken");
        }
        long bytes = memory.bytes();
        Reading<Long> nanos;
        long begin = System.nanoTime();
        try {
            memory.close();
            device.synchronize();
            nanos = Reading.measured(System.nanoTime() - begin);
        } catch (DeviceException refused) {
            deviceLost = refused.kind() == DeviceException.Kind.LOST;
            nanos = Reading.failed(refused.getMessage());
        }
        Reading<Long> freeAfter = device.freeBytes();
        Reading<Long> ownAfter = own();
        return new Unload(nanos, freeAfter, ownAfter, missingBytes(bytes, freeAfter, ownAfter));
    }

    /** Whether the device was lost while the memory was given back: it has taken it along. */
    boolean deviceLost() {
        return deviceLost;
    }

    /**
     * The host's free memory moves with everything else on the machine, and the Java heap grows during a load: of
     * memory that is the host's, what left the process with the unload counts. On a GPU this process has nothing else.
     */
    private Reading<Long> missingBytes(long bytes, Reading<Long> freeAfter, Reading<Long> ownAfter) {
        if (device.isInHostMemory()) {
            return shortfall(bytes, difference(ownLoaded, ownAfter));
        }
        Reading<Long> byProcess = shortfall(0, difference(ownBefore, ownAfter));
        return byProcess.optional().isPresent() ? byProcess : shortfall(0, difference(freeAfter, freeBefore));
    }

    private static Reading<Long> shortfall(long expected, Reading<Long> found) {
        return found instanceof Reading.Value<Long> bytes
                ? Reading.derived(Math.max(0, expected - bytes.value()))
                : found;
    }

    private static Reading<Long> difference(Reading<Long> from, Reading<Long> subtracted) {
        return from instanceof Reading.Value<Long> a && subtracted instanceof Reading.Value<Long> b
                ? Reading.derived(a.value() - b.value())
                : Reading.notSupported(
                        from.whyAbsent().or(subtracted::whyAbsent).orElseThrow());
    }
}

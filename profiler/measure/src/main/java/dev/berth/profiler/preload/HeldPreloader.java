package dev.berth.profiler.preload;

import dev.berth.dataset.PreloadPhase;
import dev.berth.dataset.raw.RunRow.Unload;
import dev.berth.profiler.device.Device;
import dev.berth.profiler.device.Device.DeviceMemory;
import dev.berth.profiler.device.DeviceException;
import dev.berth.profiler.storage.ChunkPlan;
import dev.berth.record.Reading;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Times what is left of a preload where the weights are no longer on storage: in pinned memory, from where they are
 * only copied; or on the device already, where they are only looked up. Bringing them there is not timed. For one
 * thread.
 */
public final class HeldPreloader {
    private static final Reading<Boolean> UNCHECKED = Reading.notSupported("this run was not checked");

    private final Device device;
    private final PhaseClock clock = new PhaseClock();
    private boolean deviceLost;

    public HeldPreloader(Device device) {
        this.device = device;
    }

    /** Whether the device was lost in a run: no further one can succeed. */
    public boolean deviceLost() {
        return deviceLost;
    }

    /** Allocates on the device and copies from pinned memory. Faults are part of the result. */
    public PreloadResult fromPinned(PreloadRequest request) {
        return run(request, (held, weights) -> {
            request.witness().timedBegin();
            clock.start();
            held.memory = device.allocate(weights.bytes());
            clock.lap(PreloadPhase.ALLOCATE);
            weights.copyTo(held.memory);
            clock.lap(PreloadPhase.DEVICE_COPY);
            request.witness().timedEnd();
            return weights.bytes();
        });
    }

    /** Looks the model up on the device, which has to answer. Faults are part of the result. */
    public PreloadResult resident(PreloadRequest request) {
        return run(request, (held, weights) -> {
            held.memory = device.allocate(weights.bytes());
            weights.copyTo(held.memory);
            Map<List<?>, DeviceMemory> loaded = new HashMap<>();
            loaded.put(request.extents(), held.memory);
            request.witness().timedBegin();
            clock.start();
            held.memory = loaded.get(request.extents());
            device.synchronize();
            clock.lap(PreloadPhase.FINALISE);
            request.witness().timedEnd();
            return 0;
        });
    }

    /** The device memory of one run, kept where a fault can find it. */
    private static final class Held {
        private DeviceMemory memory;
    }

    @FunctionalInterface
    private interface Timed {
        /** Returns bytes copied. */
        long run(Held held, PinnedWeights weights);
    }

    private PreloadResult run(PreloadRequest request, Timed timed) {
        Held held = new Held();
        clock.start();
        try (PinnedWeights weights = PinnedWeights.read(device, request.extents())) {
            device.makeRoom(weights.bytes());
            MemoryAccount account = MemoryAccount.before(device, request.extents());
            try {
                long copied = timed.run(held, weights);
                return ended(request, weights, held.memory, account, copied);
            } catch (DeviceException e) {
                return failed(e, account, held.memory);
            }
        } catch (IOException | DeviceException e) {
            return failed(e, MemoryAccount.before(device, request.extents()), null);
        }
    }

    private PreloadResult ended(
            PreloadRequest request, PinnedWeights weights, DeviceMemory memory, MemoryAccount account, long copied) {
        Reading<Boolean> verified = request.verify()
                ? Verification.matches(
                        device,
                        memory,
                        ChunkPlan.of(request.extents(), PinnedWeights.BUFFER_BYTES),
                        request.extents(),
                        weights.scratch())
                : UNCHECKED;
        account.loaded();
        Unload unload = account.unload(memory);
        device.holdRoom();
        deviceLost |= account.deviceLost();
        long requested = memory.bytes();
        return new PreloadResult(
                Optional.empty(),
                clock.phases(),
                clock.totalNanos(),
                0,
                clock.phases().get(PreloadPhase.DEVICE_COPY),
                copied,
                0,
                account.delta(requested, Reading.derived(requested + onDevice(weights))),
                clock.boundBy(),
                verified,
                unload);
    }

    private PreloadResult failed(Exception fault, MemoryAccount account, DeviceMemory memory) {
        deviceLost |= fault instanceof DeviceException refusal && refusal.kind() == DeviceException.Kind.LOST;
        clock.lap(PreloadPhase.FINALISE);
        Unload unload = account.unload(memory);
        deviceLost |= account.deviceLost();
        return new PreloadResult(
                Optional.of(String.valueOf(fault.getMessage())),
                clock.phases(),
                clock.totalNanos(),
                0,
                0,
                0,
                0,
                account.delta(0, Reading.notSupported("the run failed, its memory was given back")),
                clock.boundBy(),
                UNCHECKED,
                unload);
    }

    /** Staging memory counts as device memory where the device is the host itself. */
    private long onDevice(PinnedWeights weights) {
        return device.isHostAddressed() ? weights.bytes() : 0;
    }
}

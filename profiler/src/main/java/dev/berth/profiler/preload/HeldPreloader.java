package dev.berth.profiler.preload;

import dev.berth.profile.PreloadPhase;
import dev.berth.profile.Reading;
import dev.berth.profile.RunRow.MemoryDelta;
import dev.berth.profiler.device.Device;
import dev.berth.profiler.device.Device.DeviceMemory;
import dev.berth.profiler.device.DeviceException;
import dev.berth.profiler.storage.ChunkPlan;
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
        return run(request, (weights, freeBefore) -> {
            request.witness().timedBegin();
            clock.start();
            try (DeviceMemory memory = device.allocate(weights.bytes())) {
                clock.lap(PreloadPhase.ALLOCATE);
                weights.copyTo(memory);
                clock.lap(PreloadPhase.DEVICE_COPY);
                request.witness().timedEnd();
                return result(request, weights, memory, freeBefore, weights.bytes());
            }
        });
    }

    /** Looks the model up on the device, which has to answer. Faults are part of the result. */
    public PreloadResult resident(PreloadRequest request) {
        return run(request, (weights, freeBefore) -> {
            try (DeviceMemory memory = device.allocate(weights.bytes())) {
                weights.copyTo(memory);
                Map<List<?>, DeviceMemory> loaded = new HashMap<>();
                loaded.put(request.extents(), memory);
                request.witness().timedBegin();
                clock.start();
                DeviceMemory found = loaded.get(request.extents());
                device.synchronize();
                clock.lap(PreloadPhase.FINALISE);
                request.witness().timedEnd();
                return result(request, weights, found, freeBefore, 0);
            }
        });
    }

    @FunctionalInterface
    private interface Timed {
        PreloadResult of(PinnedWeights weights, Reading<Long> freeBefore);
    }

    private PreloadResult run(PreloadRequest request, Timed timed) {
        Reading<Long> freeBefore = device.freeBytes();
        clock.start();
        try (PinnedWeights weights = PinnedWeights.read(device, request.extents())) {
            return timed.of(weights, freeBefore);
        } catch (IOException | DeviceException e) {
            deviceLost |= e instanceof DeviceException fault && fault.kind() == DeviceException.Kind.LOST;
            clock.lap(PreloadPhase.FINALISE);
            Reading<Long> none = Reading.notSupported("the run failed, its memory was given back");
            return new PreloadResult(
                    Optional.of(String.valueOf(e.getMessage())),
                    clock.phases(),
                    clock.totalNanos(),
                    0,
                    0,
                    0,
                    0,
                    new MemoryDelta(freeBefore, none, 0, none),
                    clock.boundBy(),
                    UNCHECKED);
        }
    }

    private PreloadResult result(
            PreloadRequest request,
            PinnedWeights weights,
            DeviceMemory memory,
            Reading<Long> freeBefore,
            long bytesCopied) {
        Map<PreloadPhase, Long> phases = clock.phases();
        return new PreloadResult(
                Optional.empty(),
                phases,
                clock.totalNanos(),
                0,
                phases.get(PreloadPhase.DEVICE_COPY),
                bytesCopied,
                0,
                new MemoryDelta(
                        freeBefore,
                        device.freeBytes(),
                        memory.bytes(),
                        Reading.derived(memory.bytes() + onDevice(weights))),
                clock.boundBy(),
                request.verify()
                        ? Verification.matches(
                                device,
                                memory,
                                ChunkPlan.of(request.extents(), PinnedWeights.BUFFER_BYTES),
                                request.extents(),
                                weights.scratch())
                        : UNCHECKED);
    }

    /** Staging memory counts as device memory where the device is the host itself. */
    private long onDevice(PinnedWeights weights) {
        return device.record().id().equals("host") ? weights.bytes() : 0;
    }
}

package dev.berth.profiler.device.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.dataset.DeviceRecord;
import dev.berth.profiler.device.Device;
import dev.berth.profiler.device.Device.Copy;
import dev.berth.profiler.device.Device.DeviceMemory;
import dev.berth.profiler.device.Device.StagingBuffer;
import dev.berth.profiler.device.DeviceException;
import dev.berth.profiler.device.DeviceException.Kind;
import dev.berth.profiler.device.Devices;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** What a CUDA device does when the driver fails, against the stand-in driver, called through each binding. */
class CudaFaultTest {
    private static final int CHUNK_BYTES = 1 << 20;
    private static final int CUDA_ERROR_UNKNOWN = 999;
    private static final int CUDA_ERROR_DEVICE_UNAVAILABLE = 46;

    @BeforeEach
    void standIn() {
        StandInDriver.require();
        System.setProperty(CudaBinding.PROPERTY, binding());
        assertEquals(binding(), CudaBinding.ofThisMachine().name());
    }

    String binding() {
        return JCudaBinding.NAME;
    }

    /** The same through JNA. */
    static final class ThroughJnaTest extends CudaFaultTest {
        @Override
        String binding() {
            return JnaBinding.NAME;
        }
    }

    @AfterEach
    void nothingLeft() {
        System.clearProperty(CudaBinding.PROPERTY);
        if (StandInDriver.available()) {
            // A lost device takes everything along; the counters of the stand-in do not know.
            if (StandInDriver.get("lost_result") == 0) {
                assertEquals(0, StandInDriver.leaks());
            }
        }
    }

    private static String failure(Kind kind, Executable action) {
        DeviceException failure = assertThrows(DeviceException.class, action);
        assertEquals(kind, failure.kind(), failure.getMessage());
        assertEquals(1, failure.getMessage().lines().count());
        return failure.getMessage();
    }

    @Test
    void noDevice() {
        StandInDriver.set("device_count", 0);
        assertEquals(
                "cuda:0: the CUDA driver lists no device; use --device host",
                failure(Kind.NO_DEVICE, () -> Devices.open("cuda:0")));
        assertEquals(
                List.of("host"),
                Devices.list().stream().filter(id -> !id.startsWith("opencl:")).toList());
        try (Device device = Devices.open("auto")) {
            assertEquals("host", device.record().id());
        }
    }

    @Test
    void driverThatDoesNotStart() {
        StandInDriver.set("init_result", 803);
        assertEquals(
                "cuda:1: the CUDA driver does not start: cuInit: CUDA_ERROR_SYSTEM_DRIVER_MISMATCH (803);"
                        + " install the NVIDIA driver or use --device host",
                failure(Kind.NO_DEVICE, () -> Devices.open("cuda:1")));
    }

    @Test
    void ordinalBeyondTheLast() {
        assertEquals(
                "cuda:7: the CUDA driver lists 2 devices: cuda:0 to cuda:1",
                failure(Kind.NO_DEVICE, () -> Devices.open("cuda:7")));
    }

    @Test
    void deviceHeldByAnotherProcess() {
        StandInDriver.set("lost_result", CUDA_ERROR_DEVICE_UNAVAILABLE);
        String message = failure(Kind.NO_DEVICE, () -> Devices.open("cuda:0"));
        assertTrue(message.startsWith("cuda:0: the device is busy or closed to programs"), message);
    }

    @Test
    void autoTakesTheFirstDevice() {
        try (Device device = Devices.open("auto")) {
            assertEquals("cuda:0", device.record().id());
            assertEquals("12.6", device.record().driverVersion().optional().orElseThrow());
        }
    }

    @Test
    void outOfMemoryHalfWayKeepsTheDeviceUsable() {
        StandInDriver.set("memory_bytes", 200L << 20);
        try (Device device = Devices.open("cuda:0");
                DeviceMemory first = device.allocate(100L << 20)) {
            assertEquals(100L << 20, first.bytes());
            assertEquals(
                    "cuda:0: cuMemAlloc of 104857600 bytes: CUDA_ERROR_OUT_OF_MEMORY (2);"
                            + " free memory on the device or choose a smaller model",
                    failure(Kind.OUT_OF_MEMORY, () -> device.allocate(100L << 20)));
            try (DeviceMemory smaller = device.allocate(1 << 20)) {
                assertEquals(1 << 20, smaller.bytes());
            }
        }
    }

    @Test
    void nthAllocationFails() {
        StandInDriver.set("fail_alloc_in", 3);
        try (Device device = Devices.open("cuda:0")) {
            device.allocate(1);
            device.allocate(1);
            failure(Kind.OUT_OF_MEMORY, () -> device.allocate(1));
            assertEquals(2, StandInDriver.get("live_device_allocations"));
        }
    }

    @Test
    void pinnedMemoryRefused() {
        StandInDriver.set("fail_pinned_in", 1);
        try (Device device = Devices.open("cuda:0")) {
            String message = failure(Kind.OUT_OF_MEMORY, () -> device.allocateStaging(CHUNK_BYTES));
            assertTrue(message.startsWith("cuda:0: cuMemHostAlloc of 1048576 bytes: "), message);
        }
    }

    @Test
    void failingCopyNamesCallAndSize() {
        StandInDriver.set("fail_copy_in", 2);
        StandInDriver.set("fail_copy_result", CUDA_ERROR_UNKNOWN);
        withCopy((device, staging, memory, copy) -> {
            device.copy(staging, 0, memory, 0, CHUNK_BYTES, copy);
            copy.await();
            assertEquals(
                    "cuda:0: cuMemcpyHtoDAsync of 4096 bytes: CUDA_ERROR_UNKNOWN (999)",
                    failure(Kind.FAILED, () -> device.copy(staging, 0, memory, 0, 4096, copy)));
        });
    }

    @Test
    void silentCorruptionIsSeenByReadingBack() {
        StandInDriver.set("corrupt_copy_in", 1);
        withCopy((device, staging, memory, copy) -> {
            device.copy(staging, 0, memory, 0, CHUNK_BYTES, copy);
            assertNotEquals(staging.buffer().duplicate().clear(), readBack(device, memory));
            device.copy(staging, 0, memory, 0, CHUNK_BYTES, copy);
            assertEquals(staging.buffer().duplicate().clear(), readBack(device, memory));
        });
    }

    @Test
    void copyIsNotDoneBeforeItIsCarriedOut() {
        StandInDriver.set("queries_not_ready", 2);
        withCopy((device, staging, memory, copy) -> {
            device.copy(staging, 0, memory, 0, CHUNK_BYTES, copy);
            assertFalse(copy.done());
            assertFalse(copy.done());
            assertTrue(copy.done());
        });
    }

    @Test
    void lostDeviceSaysSoAndClosesQuietly() {
        StandInDriver.set("lost_in_copy", 1);
        withCopy((device, staging, memory, copy) -> {
            String message = failure(Kind.LOST, () -> device.copy(staging, 0, memory, 0, CHUNK_BYTES, copy));
            assertTrue(message.contains("cuMemcpyHtoDAsync of 1048576 bytes: CUDA_ERROR_ILLEGAL_ADDRESS"), message);
            assertTrue(message.contains("lost"), message);
            failure(Kind.LOST, () -> device.allocate(1));
            failure(Kind.LOST, copy::await);
            failure(Kind.LOST, device::synchronize);
        });
    }

    @Test
    void lossBetweenCallsIsSeenByTheNext() {
        withCopy((device, staging, memory, copy) -> {
            StandInDriver.set("lost_result", CUDA_ERROR_DEVICE_UNAVAILABLE);
            failure(Kind.LOST, copy::done);
            assertTrue(device.freeBytes().whyAbsent().isPresent());
        });
    }

    @Test
    void closingTheDeviceGivesBackWhatWasLeft() {
        Device device = Devices.open("cuda:0");
        DeviceMemory memory = device.allocate(CHUNK_BYTES);
        device.allocateStaging(CHUNK_BYTES);
        device.newCopy();
        device.close();
        device.close();
        assertEquals(0, StandInDriver.leaks());
        memory.close();
        assertThrows(IllegalStateException.class, () -> device.allocate(1));
    }

    @Test
    void freeMemoryFollowsTheDriversGranularity() {
        try (Device device = Devices.open("cuda:0")) {
            long before = device.freeBytes().optional().orElseThrow();
            try (DeviceMemory memory = device.allocate(1)) {
                assertEquals(1, memory.bytes());
                assertEquals(2L << 20, before - device.freeBytes().optional().orElseThrow());
            }
            assertEquals(before, device.freeBytes().optional().orElseThrow());
        }
    }

    @Test
    void contextIsCountedApart() {
        try (Device device = Devices.open("cuda:0")) {
            assertEquals(64L << 20, device.contextBytes().optional().orElseThrow());
        }
    }

    @Test
    void otherProcessesAreListed() {
        try (Device device = Devices.open("cuda:0")) {
            List<DeviceRecord.Holder> others =
                    device.otherProcesses().optional().orElseThrow();
            assertEquals(
                    List.of(4242L, 4243L),
                    others.stream().map(DeviceRecord.Holder::pid).toList());
            assertEquals(123456789L, others.get(0).usedBytes().optional().orElseThrow());
            assertTrue(others.get(1).usedBytes().whyAbsent().isPresent(), "all ones mean not available");
        }
    }

    @Test
    void devicesDoNotMix() {
        try (Device first = Devices.open("cuda:0");
                Device second = Devices.open("cuda:1");
                StagingBuffer staging = first.allocateStaging(4096);
                Copy copy = first.newCopy();
                DeviceMemory elsewhere = second.allocate(4096)) {
            assertThrows(IllegalArgumentException.class, () -> first.copy(staging, 0, elsewhere, 0, 4096, copy));
            assertEquals("Berth stand-in driver 1", second.record().name());
            assertEquals(
                    first.freeBytes().optional().orElseThrow() - (2L << 20),
                    second.freeBytes().optional().orElseThrow());
        }
    }

    private interface CopyTest {
        void run(Device device, StagingBuffer staging, DeviceMemory memory, Copy copy);
    }

    private static void withCopy(CopyTest test) {
        try (Device device = Devices.open("cuda:0");
                StagingBuffer staging = device.allocateStaging(CHUNK_BYTES);
                DeviceMemory memory = device.allocate(CHUNK_BYTES);
                Copy copy = device.newCopy()) {
            for (int i = 0; i < CHUNK_BYTES; i++) {
                staging.buffer().put(i, (byte) (i * 31));
            }
            test.run(device, staging, memory, copy);
        }
    }

    private static ByteBuffer readBack(Device device, DeviceMemory memory) {
        ByteBuffer back = ByteBuffer.allocateDirect(CHUNK_BYTES);
        device.readBack(memory, 0, back);
        return back.flip();
    }
}

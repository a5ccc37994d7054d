package dev.berth.profiler.device.opencl;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.berth.dataset.DeviceRecord;
import dev.berth.profiler.device.Device;
import dev.berth.profiler.device.Device.Copy;
import dev.berth.profiler.device.Device.DeviceMemory;
import dev.berth.profiler.device.Device.StagingBuffer;
import dev.berth.profiler.device.DeviceContract;
import dev.berth.profiler.device.DeviceException;
import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** OpenCL devices, where a driver is installed: PoCL makes one of any processor. */
class OpenClDeviceTest {
    private static final String ID = "opencl:0";

    private static void requireOpenCl() {
        assumeTrue(new OpenClKind().count() > 0, "no OpenCL driver here: install one, for example pocl-opencl-icd");
    }

    private static Device open(OpenClDevice.Use use) {
        requireOpenCl();
        return OpenClDevice.open(ID, 0, use);
    }

    @Nested
    class AsItIsUsedBest extends Contract {
        @Override
        protected Device open() {
            requireOpenCl();
            return new OpenClKind().open(0);
        }
    }

    @Nested
    class FromPinnedMemoryInSmallBuffers extends Contract {
        @Override
        protected Device open() {
            return OpenClDeviceTest.open(new OpenClDevice.Use(true, 300 * 1024));
        }
    }

    abstract static class Contract extends DeviceContract {
        @Override
        protected String id() {
            return ID;
        }
    }

    @Test
    void whatIsNotToldIsSaidSo() {
        requireOpenCl();
        try (Device device = new OpenClKind().open(0)) {
            DeviceRecord record = device.record();
            assertEquals(
                    "OpenCL has no portable way to ask for free device memory",
                    device.freeBytes().whyAbsent().orElseThrow());
            assertTrue(record.vendor().optional().isPresent(), record.toString());
            assertTrue(record.type().optional().isPresent(), record.toString());
            assertTrue(record.driverVersion().optional().isPresent(), record.toString());
        }
    }

    /** A processor copies from ordinary memory: pinning gives nothing where there is no link to cross. */
    @Test
    void aProcessorIsNeitherPinnedForNorTakenByAuto() {
        requireOpenCl();
        try (Device device = new OpenClKind().open(0)) {
            boolean processor = device.record().isProcessor();
            assertEquals(!processor, device.pinsStaging());
            try (StagingBuffer staging = device.allocateStaging(4096)) {
                assertEquals(!processor, staging.pages().equals("pinned"));
            }
            if (processor) {
                assertTrue(device.isInHostMemory());
                assertTrue(device.ownBytes().optional().orElseThrow() > 0);
                assertTrue(new OpenClKind().preferred().orElse(1) > 0);
            }
        }
    }

    /** One copy over three buffers, of which the last is not full; bytes beside it stay as they were. */
    @Test
    void aCopyMayCrossBuffers() {
        int part = 128 * 32;
        try (Device device = open(new OpenClDevice.Use(false, part));
                StagingBuffer staging = device.allocateStaging(3 * part);
                DeviceMemory memory = device.allocate(3L * part - 100);
                Copy copy = device.newCopy()) {
            byte[] expected = new byte[3 * part - 100];
            byte[] copied = new byte[2 * part - 100];
            new Random(3).nextBytes(copied);
            staging.buffer().put(7, copied);
            device.copy(staging, 7, memory, part - 25, copied.length, copy);
            copy.await();
            assertTrue(copy.done());
            System.arraycopy(copied, 0, expected, part - 25, copied.length);
            ByteBuffer back = ByteBuffer.allocateDirect(expected.length);
            device.readBack(memory, 0, back);
            byte[] found = new byte[expected.length];
            back.flip().get(found);
            assertArrayEquals(expected, found);
        }
    }

    /** What was asked for is there at once, not when it is first written. */
    @Test
    void memoryIsTakenWhenItIsAskedFor() {
        requireOpenCl();
        try (Device device = new OpenClKind().open(0)) {
            assumeTrue(device.record().isProcessor(), "no driver tells what this process holds of a GPU's memory");
            long bytes = 256L << 20;
            long before = device.ownBytes().optional().orElseThrow();
            try (DeviceMemory memory = device.allocate(bytes)) {
                long taken = device.ownBytes().optional().orElseThrow() - before;
                assertTrue(taken > bytes * 9 / 10, taken + " of " + memory.bytes() + " bytes");
            }
            long left = device.ownBytes().optional().orElseThrow() - before;
            assertTrue(left < bytes / 10, left + " bytes left");
        }
    }

    @Test
    void theLastNumberIsTold() {
        requireOpenCl();
        DeviceException fault = assertThrows(DeviceException.class, () -> new OpenClKind().open(9999));
        assertEquals(DeviceException.Kind.NO_DEVICE, fault.kind());
        assertTrue(fault.getMessage().startsWith("opencl:9999: the OpenCL drivers list "), fault.getMessage());
    }

    @Test
    void closingTheDeviceGivesBackWhatWasLeft() {
        Device device = open(new OpenClDevice.Use(true, 1 << 20));
        DeviceMemory memory = device.allocate(3 << 20);
        device.allocateStaging(1 << 20);
        device.newCopy();
        device.close();
        device.close();
        memory.close();
        assertThrows(IllegalStateException.class, () -> device.allocate(1));
    }
}

package dev.berth.profiler.device;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.jna.Native;
import dev.berth.profiler.device.Device.Copy;
import dev.berth.profiler.device.Device.DeviceMemory;
import dev.berth.profiler.device.Device.StagingBuffer;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/** What every device promises; a class a kind of device, and a way of using it, says which. */
public abstract class DeviceContract {
    private static final int STAGING_BYTES = 1 << 20;

    /** Opens the device, or skips the test where this machine cannot have it. */
    protected abstract Device open();

    /** Its id. */
    protected abstract String id();

    /** What it handed out must have come back. */
    protected void assertNoLeak() {
        // The host's own memory is not counted.
    }

    @Test
    protected void describesItself() {
        try (Device device = open()) {
            assertEquals(id(), device.record().id());
            assertFalse(device.record().name().isBlank());
            assertTrue(device.record().memoryBytes().optional().orElseThrow() > 0);
            long total = device.record().memoryBytes().optional().orElseThrow();
            assertTrue(device.roomBytes().orElseThrow() <= total);
            device.freeBytes()
                    .optional()
                    .ifPresentOrElse(
                            free -> assertTrue(free <= total),
                            () -> assertFalse(
                                    device.freeBytes().whyAbsent().orElseThrow().isBlank()));
            assertEquals(id().startsWith("cuda:"), device.record().standIn());
            assertTrue(Devices.list().contains(id()));
        }
    }

    @Test
    void stagingIsAlignedAndStaysTheSameObject() {
        try (Device device = open();
                StagingBuffer staging = device.allocateStaging(STAGING_BYTES)) {
            assertSame(staging.buffer(), staging.buffer());
            assertEquals(STAGING_BYTES, staging.buffer().capacity());
            assertTrue(staging.buffer().isDirect());
            assertEquals(0, com.sun.jna.Pointer.nativeValue(Native.getDirectBufferPointer(staging.buffer())) % 4096);
            assertFalse(staging.pages().isBlank());
        }
    }

    /** A ring of buffers refilled as soon as its copy says it is done, with random lengths and offsets. */
    @Test
    void everyByteArrivesThroughARing() {
        byte[] weights = new byte[5_000_003];
        new Random(7).nextBytes(weights);
        Random choice = new Random(8);
        try (Device device = open();
                DeviceMemory memory = device.allocate(weights.length)) {
            List<StagingBuffer> ring = new ArrayList<>();
            List<Copy> copies = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                ring.add(device.allocateStaging(STAGING_BYTES));
                copies.add(device.newCopy());
                assertTrue(copies.get(i).done(), "a handle that was never used");
            }
            int at = 0;
            for (int i = 0; at < weights.length; i++) {
                StagingBuffer staging = ring.get(i % 3);
                Copy copy = copies.get(i % 3);
                if (choice.nextBoolean()) {
                    copy.await();
                } else {
                    while (!copy.done()) {
                        Thread.onSpinWait();
                    }
                }
                int offset = choice.nextInt(STAGING_BYTES / 2);
                int length = Math.min(weights.length - at, 1 + choice.nextInt(STAGING_BYTES - offset));
                staging.buffer().put(offset, weights, at, length);
                device.copy(staging, offset, memory, at, length, copy);
                at += length;
            }
            ByteBuffer back = ByteBuffer.allocateDirect(weights.length + 2).position(1);
            device.readBack(memory, 0, back.limit(weights.length + 1));
            assertEquals(back.limit(), back.position());
            assertEquals(ByteBuffer.wrap(weights), back.flip().position(1));
            ByteBuffer middle = ByteBuffer.allocateDirect(1000);
            device.readBack(memory, 1_234_567, middle);
            assertEquals(ByteBuffer.wrap(weights, 1_234_567, 1000), middle.flip());
            copies.forEach(Copy::close);
            ring.forEach(StagingBuffer::close);
        }
        assertNoLeak();
    }

    @Test
    void rangesOutsideAreRefused() {
        try (Device device = open();
                StagingBuffer staging = device.allocateStaging(8192);
                DeviceMemory memory = device.allocate(10_000);
                Copy copy = device.newCopy()) {
            int[][] wrong = {{0, 0, 0}, {-1, 0, 1}, {1, 0, 8192}, {0, -1, 1}, {0, 9_999, 2}, {0, Integer.MAX_VALUE, 1}};
            for (int[] range : wrong) {
                assertThrows(
                        IndexOutOfBoundsException.class,
                        () -> device.copy(staging, range[0], memory, range[1], range[2], copy));
            }
            assertThrows(
                    IndexOutOfBoundsException.class,
                    () -> device.readBack(memory, 9_999, ByteBuffer.allocateDirect(2)));
            assertThrows(IllegalArgumentException.class, () -> device.readBack(memory, 0, ByteBuffer.allocate(2)));
            assertThrows(IllegalArgumentException.class, () -> device.allocateStaging(4097));
            assertThrows(IllegalArgumentException.class, () -> device.allocateStaging(0));
            assertThrows(IllegalArgumentException.class, () -> device.allocate(0));
        }
        assertNoLeak();
    }

    @Test
    void whatWasGivenBackIsRefusedNotTouched() {
        try (Device device = open();
                Copy copy = device.newCopy()) {
            StagingBuffer staging = device.allocateStaging(4096);
            DeviceMemory memory = device.allocate(4096);
            memory.close();
            memory.close();
            assertThrows(IllegalStateException.class, () -> device.copy(staging, 0, memory, 0, 4096, copy));
            assertThrows(IllegalStateException.class, () -> device.readBack(memory, 0, ByteBuffer.allocateDirect(1)));
            staging.close();
            staging.close();
            assertThrows(IllegalStateException.class, staging::buffer);
        }
        assertNoLeak();
    }

    @Test
    void moreThanThereIsIsOutOfMemory() {
        try (Device device = open()) {
            long tooMuch = device.record().memoryBytes().optional().orElseThrow() * 2;
            DeviceException failure = assertThrows(DeviceException.class, () -> device.allocate(tooMuch));
            assertEquals(DeviceException.Kind.OUT_OF_MEMORY, failure.kind());
            assertTrue(failure.getMessage().startsWith(id() + ": "), failure.getMessage());
            assertTrue(failure.getMessage().contains(tooMuch + " bytes"), failure.getMessage());
            assertEquals(1, failure.getMessage().lines().count());
        }
        assertNoLeak();
    }

    @Test
    void canBeHandedToAnotherThread() throws Exception {
        ExecutorService other = Executors.newSingleThreadExecutor();
        try (Device device = open();
                StagingBuffer staging = device.allocateStaging(4096);
                DeviceMemory memory = device.allocate(4096);
                Copy copy = device.newCopy()) {
            byte[] expected = new byte[4096];
            new Random(1).nextBytes(expected);
            staging.buffer().put(0, expected);
            Callable<byte[]> task = () -> {
                device.copy(staging, 0, memory, 0, 4096, copy);
                copy.await();
                ByteBuffer back = ByteBuffer.allocateDirect(4096);
                device.readBack(memory, 0, back);
                byte[] found = new byte[4096];
                back.flip().get(found);
                return found;
            };
            assertArrayEquals(expected, other.submit(task).get());
        } finally {
            other.shutdown();
        }
        assertNoLeak();
    }
}

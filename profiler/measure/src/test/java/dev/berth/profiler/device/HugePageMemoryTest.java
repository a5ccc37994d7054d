package dev.berth.profiler.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class HugePageMemoryTest {
    private static final long MIB = 1 << 20;

    private static final List<String> SMAPS = List.of(
            "7f5a00000000-7f5a00400000 rw-p 00000000 00:00 0 ",
            "Size:               4096 kB",
            "Rss:                4096 kB",
            "AnonHugePages:      2048 kB",
            "VmFlags: rd wr mr mw me ac sd hg ",
            "7f5a00400000-7f5a00800000 ---p 00000000 00:00 0 ",
            "Size:               4096 kB",
            "AnonHugePages:         0 kB",
            "ffffffffff600000-ffffffffff601000 --xp 00000000 00:00 0                  [vsyscall]",
            "AnonHugePages:         4 kB");

    @Test
    void smapsOfTheMappingThatHoldsTheAddress() {
        assertEquals(2 * MIB, Smaps.anonHugeBytes(SMAPS, 0x7f5a00000000L));
        assertEquals(2 * MIB, Smaps.anonHugeBytes(SMAPS, 0x7f5a003fffffL));
        assertEquals(0, Smaps.anonHugeBytes(SMAPS, 0x7f5a00400000L));
        assertEquals(0, Smaps.anonHugeBytes(SMAPS, 0x1000L));
        assertEquals(4096, Smaps.anonHugeBytes(SMAPS, 0xffffffffff600000L));
    }

    @Test
    void saysWhatItLiesOnAndWhyNot() {
        assertEquals("huge pages", HugePageMemory.describePages(4 * MIB, 4 * MIB, "[always] madvise never"));
        assertEquals(
                "huge pages for 2.10 MB of 4.19 MB: memory is fragmented",
                HugePageMemory.describePages(2 * MIB, 4 * MIB, "[always] madvise never"));
        assertEquals(
                "small pages: the kernel granted no huge page",
                HugePageMemory.describePages(0, 4 * MIB, "always [madvise] never"));
        assertTrue(HugePageMemory.describePages(0, 4 * MIB, "always madvise [never]")
                .startsWith("small pages: transparent huge pages are off"));
    }

    @Test
    void alignedZeroedAndWhole() {
        try (HugePageMemory memory = HugePageMemory.map(3 * MIB + 5)) {
            ByteBuffer buffer = memory.buffer();
            assertSame(buffer, memory.buffer());
            assertEquals(3 * MIB + 5, buffer.capacity());
            long address = Pointer.nativeValue(Native.getDirectBufferPointer(buffer));
            assertEquals(0, address % HugePageMemory.ALIGNMENT_BYTES);
            assertEquals(ByteBuffer.allocate(buffer.capacity()), buffer);
            buffer.put(buffer.capacity() - 1, (byte) 7);
            assertEquals(7, memory.slice(3 * MIB + 4, 1).get(0));
            assertThrows(IndexOutOfBoundsException.class, () -> memory.slice(3 * MIB + 4, 2));
            assertThrows(IndexOutOfBoundsException.class, () -> memory.slice(-1, 1));
        }
    }

    /** What pages() says is compared with what the kernel says of all this process's memory. */
    @Test
    void hugePagesAreReallyThere() throws Exception {
        Path setting = Path.of("/sys/kernel/mm/transparent_hugepage/enabled");
        assumeTrue(
                Files.exists(setting) && !Files.readString(setting).contains("[never]"),
                "transparent huge pages are off");
        long before = anonHugeBytesOfProcess();
        try (HugePageMemory memory = HugePageMemory.map(64 * MIB)) {
            long gained = anonHugeBytesOfProcess() - before;
            assumeTrue(memory.pages().equals("huge pages"), memory.pages());
            assertTrue(gained >= 32 * MIB, "gained " + gained);
        }
    }

    @Test
    void refusesWhatTheHostHasNot() {
        long tooMuch = HostMemory.totalBytes().optional().orElseThrow() + 1;
        DeviceException failure = assertThrows(DeviceException.class, () -> HugePageMemory.map(tooMuch));
        assertEquals(DeviceException.Kind.OUT_OF_MEMORY, failure.kind());
        assertThrows(IllegalArgumentException.class, () -> HugePageMemory.map(0));
        assertThrows(IllegalArgumentException.class, () -> HugePageMemory.map(Long.MAX_VALUE));
    }

    @Test
    void closedMemoryIsRefused() {
        HugePageMemory memory = HugePageMemory.map(1);
        memory.close();
        memory.close();
        assertThrows(IllegalStateException.class, memory::buffer);
        assertThrows(IllegalStateException.class, () -> memory.slice(0, 1));
    }

    private static long anonHugeBytesOfProcess() throws Exception {
        return HostMemory.lineBytes(
                        Path.of("/proc/self/smaps_rollup"),
                        Files.readAllLines(Path.of("/proc/self/smaps_rollup")),
                        "AnonHugePages")
                .optional()
                .orElseThrow();
    }

    @Test
    void populatingLeavesWhatLiesThere() {
        int bytes = 3 * HugePageMemory.ALIGNMENT_BYTES;
        try (HugePageMemory memory = HugePageMemory.mapUntouched(bytes)) {
            memory.buffer().put(5, (byte) 7);
            memory.populate(0, bytes);
            assertEquals(7, memory.buffer().get(5));
            assertEquals(0, memory.buffer().get(bytes - 1));
            assertThrows(IndexOutOfBoundsException.class, () -> memory.populate(HugePageMemory.ALIGNMENT_BYTES, bytes));
        }
    }
}

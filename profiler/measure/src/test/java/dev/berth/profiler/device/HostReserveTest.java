package dev.berth.profiler.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** Memory kept in use is what makes room for a load, and no load fails for it. */
class HostReserveTest {
    private static final long PIECE = HugePageMemory.ALIGNMENT_BYTES;
    private static final long PLENTY = 1L << 40;

    private static long ownBytes() {
        return HostRoom.ownBytes().optional().orElseThrow();
    }

    @Test
    void growsToTheLargestLoadAndGivesBackWhatEachNeeds() {
        try (HostReserve reserve = new HostReserve()) {
            assertEquals(0, reserve.heldBytes());
            assertTrue(reserve.release(10 * PIECE, PLENTY).isEmpty());
            assertEquals(0, reserve.heldBytes());
            reserve.hold();
            assertEquals(10 * PIECE, reserve.heldBytes());
            assertTrue(reserve.release(25 * PIECE - 1, PLENTY).isEmpty());
            assertEquals(0, reserve.heldBytes(), "rounded to 2 MiB");
            assertTrue(reserve.release(12 * PIECE + 1, PLENTY).isEmpty());
            assertEquals(12 * PIECE, reserve.heldBytes());
            reserve.hold();
            assertEquals(25 * PIECE, reserve.heldBytes());
        }
    }

    @Test
    void whatIsHeldIsResidentAndWhatIsReleasedIsNot() {
        try (HostReserve reserve = new HostReserve()) {
            long bytes = 128 * PIECE;
            reserve.release(bytes, PLENTY);
            long released = ownBytes();
            reserve.hold();
            assertTrue(ownBytes() - released > bytes / 2, "held");
            long held = ownBytes();
            reserve.release(bytes, PLENTY);
            assertTrue(held - ownBytes() > bytes / 2, "released");
        }
    }

    @Test
    void dropsAllWhereSoMuchCannotBeKept() {
        try (HostReserve reserve = new HostReserve()) {
            reserve.release(10 * PIECE, PLENTY);
            reserve.hold();
            String why = reserve.release(11 * PIECE, 11 * PIECE - 1).orElseThrow();
            assertTrue(why.startsWith(11 * PIECE + " bytes"), why);
            assertEquals(0, reserve.heldBytes());
            assertTrue(reserve.release(Long.MAX_VALUE, PLENTY).isPresent());
            why = reserve.release(PLENTY, Long.MAX_VALUE).orElseThrow();
            assertTrue(why.contains("available"), why);
            assertTrue(reserve.release(0, PLENTY).isEmpty());
        }
    }

    @Test
    void theHostCountsWhatItKeepsAsFree() {
        try (Device host = Devices.open("host")) {
            long bytes = 256 * PIECE;
            assertTrue(host.makeRoom(bytes).isEmpty());
            host.holdRoom();
            long free = host.freeBytes().optional().orElseThrow();
            assertTrue(free - HostRoom.availableBytes() > bytes / 2, "what is kept is on top of what is available");
            assertTrue(host.makeRoom(Long.MAX_VALUE).isPresent(), "all is dropped");
            free = host.freeBytes().optional().orElseThrow();
            assertTrue(free - HostRoom.availableBytes() < bytes / 2, "nothing is kept any more");
        }
    }
}

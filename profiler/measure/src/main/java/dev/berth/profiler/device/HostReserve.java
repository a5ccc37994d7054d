package dev.berth.profiler.device;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Memory of the host that is kept in use between loads and given back just before each, so that a load gets pages that
 * are there. Pages that have lain free may not be: the balloon of a virtual machine may have returned them to its host
 * within two seconds (free page reporting), which takes ten times as long and more to find them again as the kernel
 * takes to clear them; and where the page cache has grown into them, the kernel has to move it out of the way before a
 * 2 MiB page can be had.
 *
 * <p>It grows to the largest load that it made room for. For one thread.
 */
final class HostReserve implements AutoCloseable {
    private final List<HugePageMemory> pieces = new ArrayList<>();
    private long bytes;
    /** Of the first pieces, given back for an allocation. */
    private long releasedBytes;

    /** What it keeps in use now, in bytes. */
    long heldBytes() {
        return bytes - releasedBytes;
    }

    /**
     * Gives memory back for an allocation that follows at once.
     *
     * @param wanted bytes, >= 0
     * @param usable the most it may hold, in bytes
     * @return why it cannot, in which case it holds none from now on
     */
    Optional<String> release(long wanted, long usable) {
        hold();
        if (wanted > usable) {
            close();
            return Optional.of(wanted + " bytes of memory were not kept in use for it before the run, of at most "
                    + usable + " bytes that can be: its pages may have had to be found first");
        }
        long rounded = HugePageMemory.roundUp(wanted);
        try {
            if (rounded > bytes) {
                pieces.add(HugePageMemory.map(rounded - bytes));
                bytes = rounded;
            }
        } catch (DeviceException e) {
            close();
            return Optional.of("memory was not kept in use for it before the run: " + e.getMessage());
        }
        ofFirst(rounded, HugePageMemory::giveBack);
        releasedBytes = rounded;
        return Optional.empty();
    }

    /** Takes into use again what was given back; all is dropped where the machine has not that much left. */
    void hold() {
        if (releasedBytes > HostRoom.availableBytes()) {
            close();
        }
        ofFirst(releasedBytes, HugePageMemory::touch);
        releasedBytes = 0;
    }

    private interface Part {
        void each(HugePageMemory piece, long offset, long length);
    }

    private void ofFirst(long length, Part part) {
        long left = length;
        for (HugePageMemory piece : pieces) {
            long some = Math.min(left, piece.bytes());
            if (some > 0) {
                part.each(piece, 0, some);
                left -= some;
            }
        }
    }

    /** Holds none any more. */
    @Override
    public void close() {
        pieces.forEach(HugePageMemory::close);
        pieces.clear();
        bytes = 0;
        releasedBytes = 0;
    }
}

package dev.berth.profiler.device;

import com.sun.jna.LastErrorException;
import com.sun.jna.Pointer;
import dev.berth.text.Figures;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Anonymous memory outside the Java heap, aligned to 2 MiB, on 2 MiB pages where the kernel grants them. Direct reads
 * into 2 MiB pages run at about twice the rate of reads into 4 KiB pages.
 *
 * <p>Buffers handed out must not be used after {@link #close}: the process would be killed.
 */
public final class HugePageMemory implements AutoCloseable {
    /** Alignment and preferred page size in bytes. */
    public static final int ALIGNMENT_BYTES = 2 << 20;

    private static final int SMALL_PAGE_BYTES = 4096;
    /** Largest piece touched through one buffer; a buffer cannot hold more than 2 GiB - 1. */
    private static final int SLICE_BYTES = 1 << 30;

    private static final Path THP_SETTING = Path.of("/sys/kernel/mm/transparent_hugepage/enabled");

    private final long reservationAddress;
    private final long reservationBytes;
    private final long address;
    private final long bytes;
    private final ByteBuffer whole;
    private final String refusal;
    private String pages;
    private boolean populateRefused;
    private boolean closed;

    private HugePageMemory(long reservationAddress, long reservationBytes, long address, long bytes, boolean touched) {
        this.reservationAddress = reservationAddress;
        this.reservationBytes = reservationBytes;
        this.address = address;
        this.bytes = bytes;
        long mappedBytes = roundUp(bytes);
        this.refusal = advise(address, mappedBytes);
        if (touched) {
            touchAll(0, mappedBytes);
        }
        this.whole = bytes <= Integer.MAX_VALUE ? view(address, (int) bytes) : null;
    }

    /**
     * Maps memory and touches it page by page, so that no later use pays for page faults; takes a second for each few
     * GiB.
     *
     * @param bytes size, > 0; the kernel rounds up to 2 MiB
     * @throws DeviceException with {@link DeviceException.Kind#OUT_OF_MEMORY} where the host has not that much
     *     available
     */
    public static HugePageMemory map(long bytes) {
        requireAvailable(bytes);
        return mapUnchecked(bytes, true);
    }

    /** As {@link #map}, but each page costs its fault when it is first written: while other work waits for storage. */
    static HugePageMemory mapUntouched(long bytes) {
        requireAvailable(bytes);
        return mapUnchecked(bytes);
    }

    /** The same where the caller knows that so much is available. */
    static HugePageMemory mapUnchecked(long bytes) {
        return mapUnchecked(bytes, false);
    }

    private static HugePageMemory mapUnchecked(long bytes, boolean touched) {
        requireSize(bytes);
        long mappedBytes = roundUp(bytes);
        // Inaccessible on both sides: the kernel cannot merge it with a neighbour, so that what smaps says of it is
        // about this memory alone.
        long reservationBytes = mappedBytes + 2L * ALIGNMENT_BYTES;
        try {
            long reservation =
                    LibC.mmap(0, reservationBytes, LibC.PROT_NONE, LibC.MAP_PRIVATE_ANONYMOUS_NORESERVE, -1, 0);
            long address = roundUp(reservation + 1);
            try {
                LibC.mprotect(address, mappedBytes, LibC.PROT_READ_WRITE);
            } catch (LastErrorException e) {
                LibC.munmap(reservation, reservationBytes);
                throw e;
            }
            return new HugePageMemory(reservation, reservationBytes, address, bytes, touched);
        } catch (LastErrorException e) {
            throw new DeviceException(
                    DeviceException.Kind.OUT_OF_MEMORY,
                    "host: cannot map " + bytes + " bytes: errno " + e.getErrorCode() + "; choose a smaller model",
                    e);
        } catch (UnsatisfiedLinkError | NoClassDefFoundError e) {
            throw new DeviceException(
                    DeviceException.Kind.FAILED,
                    "host: cannot load JNA's native library: " + firstLine(e)
                            + "; start Berth by its launcher, ./berth, which knows where it lies",
                    e);
        }
    }

    /** Size in bytes, as asked for. */
    public long bytes() {
        return bytes;
    }

    /**
     * The whole memory, the same object at every call.
     *
     * @throws IllegalStateException where it is larger than 2 GiB - 1: take {@link #slice}
     */
    public ByteBuffer buffer() {
        requireOpen();
        if (whole == null) {
            throw new IllegalStateException("larger than one buffer can be: bytes=" + bytes);
        }
        return whole;
    }

    /** A new view of {@code length} bytes from {@code offset}. */
    public ByteBuffer slice(long offset, int length) {
        requireOpen();
        if (offset < 0 || length < 0 || offset > bytes - length) {
            throw new IndexOutOfBoundsException("offset=" + offset + ", length=" + length + ", bytes=" + bytes);
        }
        return view(address + offset, length);
    }

    /**
     * Lets the kernel bring pages in whose faults a later write would pay for; what lies in them stays as it is, even
     * while it is written. Does nothing where the kernel cannot (before Linux 5.14) or has no memory left: the faults
     * then fall on the writes.
     *
     * @param offset first byte, a multiple of 2 MiB
     * @param length bytes, > 0
     */
    void populate(long offset, long length) {
        requireWithin(offset, length);
        if (!populateRefused) {
            try {
                LibC.madvise(address + offset, length, LibC.MADV_POPULATE_WRITE);
            } catch (LastErrorException e) {
                populateRefused = true;
            }
        }
    }

    /**
     * Writes to every page, so that the kernel brings it in; what lay there is lost.
     *
     * @param offset first byte, a multiple of 2 MiB
     * @param length bytes, > 0
     */
    void touch(long offset, long length) {
        requireWithin(offset, length);
        touchAll(offset, length);
    }

    private void touchAll(long begin, long length) {
        for (long done = 0; done < length; done += SLICE_BYTES) {
            touch(view(address + begin + done, (int) Math.min(SLICE_BYTES, length - done)));
        }
    }

    /**
     * Gives pages back to the kernel; the addresses stay this memory's, and read as zeros.
     *
     * @param offset first byte, a multiple of 2 MiB
     * @param length bytes, > 0
     */
    void giveBack(long offset, long length) {
        requireWithin(offset, length);
        LibC.madvise(address + offset, length, LibC.MADV_DONTNEED);
    }

    /**
     * What it really lies on, as the kernel says when first asked: {@code huge pages}, or what and why not. Asking
     * takes ten milliseconds and more, which must not become part of an allocation that is timed.
     */
    public synchronized String pages() {
        if (pages == null) {
            pages = refusal == null ? pagesUnder(address, roundUp(bytes)) : "small pages: " + refusal;
        }
        return pages;
    }

    /** Unmaps; a second call does nothing. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            LibC.munmap(reservationAddress, reservationBytes);
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("memory was given back");
        }
    }

    private void requireWithin(long offset, long length) {
        requireOpen();
        if (offset < 0 || length <= 0 || offset > bytes - length) {
            throw new IndexOutOfBoundsException("offset=" + offset + ", length=" + length + ", bytes=" + bytes);
        }
    }

    private static void requireSize(long bytes) {
        if (bytes <= 0 || bytes > Long.MAX_VALUE - 4L * ALIGNMENT_BYTES) {
            throw new IllegalArgumentException("memory size must be positive: bytes=" + bytes);
        }
    }

    private static void requireAvailable(long bytes) {
        requireSize(bytes);
        long available = HostRoom.availableBytes();
        if (bytes > available) {
            // Linux would grant the mapping and kill a process later.
            throw new DeviceException(
                    DeviceException.Kind.OUT_OF_MEMORY,
                    "host: " + bytes + " bytes asked for, " + available
                            + " available; close other programs or choose a smaller model");
        }
    }

    private static ByteBuffer view(long address, int length) {
        return new Pointer(address).getByteBuffer(0, length);
    }

    private static void touch(ByteBuffer buffer) {
        for (int i = 0; i < buffer.capacity(); i += SMALL_PAGE_BYTES) {
            buffer.put(i, (byte) 0);
        }
    }

    private static String advise(long address, long length) {
        try {
            LibC.madvise(address, length, LibC.MADV_HUGEPAGE);
            return null;
        } catch (LastErrorException e) {
            return "the kernel has no transparent huge pages (madvise errno " + e.getErrorCode() + ")";
        }
    }

    private static String pagesUnder(long address, long mappedBytes) {
        try {
            long huge = Smaps.anonHugeBytes(Files.readAllLines(Path.of("/proc/self/smaps")), address);
            return describePages(huge, mappedBytes, thpSetting());
        } catch (IOException | UncheckedIOException e) {
            return "unknown pages: /proc/self/smaps: " + e.getMessage();
        }
    }

    private static String thpSetting() throws IOException {
        return Files.exists(THP_SETTING) ? Files.readString(THP_SETTING).strip() : "absent";
    }

    static String describePages(long hugeBytes, long mappedBytes, String thpSetting) {
        if (hugeBytes >= mappedBytes) {
            return "huge pages";
        }
        if (hugeBytes > 0) {
            return "huge pages for " + Figures.bytes(hugeBytes) + " of " + Figures.bytes(mappedBytes)
                    + ": memory is fragmented";
        }
        return thpSetting.contains("[never]") || thpSetting.equals("absent")
                ? "small pages: transparent huge pages are off (" + THP_SETTING + ": " + thpSetting + ")"
                : "small pages: the kernel granted no huge page";
    }

    static long roundUp(long value) {
        return (value + ALIGNMENT_BYTES - 1) & -(long) ALIGNMENT_BYTES;
    }

    private static String firstLine(Throwable e) {
        List<String> lines = String.valueOf(e.getMessage()).lines().toList();
        return lines.isEmpty() ? e.toString() : lines.get(0);
    }
}

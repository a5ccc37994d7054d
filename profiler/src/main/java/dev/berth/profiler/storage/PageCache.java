package dev.berth.profiler.storage;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The page cache's share of a file: emptied, filled, and above all looked at, since the kernel reports success for an
 * eviction that evicted nothing (dirty, mapped or locked pages, tmpfs).
 */
public final class PageCache {
    /** How residency was found out. */
    public enum Method {
        /** One system call, Linux 6.5 and later. */
        CACHESTAT("cachestat"),
        /** One byte a page of a mapping; on older kernels, and where cachestat is refused. */
        MINCORE("mincore");

        private final String label;

        Method(String label) {
            this.label = label;
        }

        /** The name in rows. */
        public String label() {
            return label;
        }
    }

    private static final int FILL_CHUNK_BYTES = 1 << 20;
    /** A window of 4 GiB takes one MiB of answers. */
    private static final long MINCORE_WINDOW_BYTES = 4L << 30;

    private static final long PAGE_BYTES = LinuxFiles.INSTANCE.getpagesize();

    private PageCache() {}

    /**
     * What of a file is in the page cache.
     *
     * @param residentBytes bytes of the file in the page cache, 0 to its length; the last page counts up to the file's
     *     end
     * @param method how it was found out
     */
    public record Residency(long residentBytes, Method method) {}

    /**
     * How much of a file is in the page cache now; reads nothing of it.
     *
     * @throws IOException where the file cannot be opened or the kernel refuses both ways of asking
     */
    public static Residency residency(Path file) throws IOException {
        int descriptor = open(file);
        try {
            long length = Files.size(file);
            if (length == 0) {
                return new Residency(0, Method.CACHESTAT);
            }
            long pages = cachestatPages(descriptor, length);
            return pages >= 0
                    ? new Residency(Math.min(length, pages * PAGE_BYTES), Method.CACHESTAT)
                    : new Residency(mincoreBytes(file, descriptor, length), Method.MINCORE);
        } finally {
            LinuxFiles.INSTANCE.close(descriptor);
        }
    }

    /** The same by mincore alone. */
    static Residency residencyByMincore(Path file) throws IOException {
        int descriptor = open(file);
        try {
            return new Residency(mincoreBytes(file, descriptor, Files.size(file)), Method.MINCORE);
        } finally {
            LinuxFiles.INSTANCE.close(descriptor);
        }
    }

    /**
     * Asks the kernel to drop the file's pages, after its dirty ones are on storage. Whether it did is for
     * {@link #residency} to say.
     *
     * @throws IOException where the file cannot be opened, or the call fails
     */
    public static void evict(Path file) throws IOException {
        int descriptor = open(file);
        try {
            // Flushes the file's dirty pages whoever made them; a descriptor to read by is enough (fdatasync(2)).
            if (LinuxFiles.INSTANCE.fdatasync(descriptor) != 0) {
                int fault = Native.getLastError();
                if (fault != LinuxFiles.EINVAL && fault != LinuxFiles.EROFS) {
                    throw new IOException(
                            file + ": cannot be synced before eviction: " + LinuxFiles.INSTANCE.strerror(fault));
                }
            }
            int error = LinuxFiles.INSTANCE.posix_fadvise(descriptor, 0, 0, LinuxFiles.POSIX_FADV_DONTNEED);
            if (error != 0) {
                throw new IOException(file + ": cannot be evicted: " + LinuxFiles.INSTANCE.strerror(error));
            }
        } finally {
            LinuxFiles.INSTANCE.close(descriptor);
        }
    }

    /**
     * Reads the whole file, so that its pages are in the page cache.
     *
     * @throws IOException where it cannot be read
     */
    public static void fill(Path file) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocateDirect(FILL_CHUNK_BYTES);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            while (channel.read(buffer) >= 0) {
                buffer.clear();
            }
        }
    }

    static int open(Path file) throws IOException {
        int descriptor = LinuxFiles.INSTANCE.open(file.toString(), LinuxFiles.O_RDONLY | LinuxFiles.O_CLOEXEC);
        if (descriptor < 0) {
            throw new IOException(file + ": cannot be opened: " + LinuxFiles.INSTANCE.strerror(Native.getLastError()));
        }
        return descriptor;
    }

    /** A shared read-only mapping of a whole file; the caller unmaps it. */
    static Pointer map(Path file, long length) throws IOException {
        int descriptor = open(file);
        try {
            return map(file, descriptor, 0, length);
        } finally {
            LinuxFiles.INSTANCE.close(descriptor);
        }
    }

    private static Pointer map(Path file, int descriptor, long offset, long length) throws IOException {
        Pointer mapping = LinuxFiles.INSTANCE.mmap(
                Pointer.NULL, length, LinuxFiles.PROT_READ, LinuxFiles.MAP_SHARED, descriptor, offset);
        if (Pointer.nativeValue(mapping) == -1) {
            throw new IOException(file + ": cannot be mapped: " + LinuxFiles.INSTANCE.strerror(Native.getLastError()));
        }
        return mapping;
    }

    /** Resident pages by cachestat, -1 where the kernel does not have it or refuses. */
    private static long cachestatPages(int descriptor, long length) {
        try (Memory range = new Memory(2 * Long.BYTES);
                Memory answer = new Memory(5 * Long.BYTES)) {
            range.setLong(0, 0);
            range.setLong(Long.BYTES, length);
            long result = LinuxFiles.INSTANCE.syscall(LinuxFiles.SYS_CACHESTAT, (long) descriptor, range, answer, 0L);
            return result == 0 ? answer.getLong(0) : -1;
        }
    }

    private static long mincoreBytes(Path file, int descriptor, long length) throws IOException {
        long resident = 0;
        for (long offset = 0; offset < length; offset += MINCORE_WINDOW_BYTES) {
            resident += mincoreBytes(file, descriptor, offset, Math.min(MINCORE_WINDOW_BYTES, length - offset));
        }
        return resident;
    }

    private static long mincoreBytes(Path file, int descriptor, long offset, long length) throws IOException {
        Pointer mapping = map(file, descriptor, offset, length);
        int pages = (int) ((length + PAGE_BYTES - 1) / PAGE_BYTES);
        try (Memory answer = new Memory(pages)) {
            if (LinuxFiles.INSTANCE.mincore(mapping, length, answer) != 0) {
                throw new IOException(
                        file + ": residency refused: " + LinuxFiles.INSTANCE.strerror(Native.getLastError()));
            }
            byte[] residency = answer.getByteArray(0, pages);
            long resident = 0;
            for (int page = 0; page < pages; page++) {
                if ((residency[page] & 1) != 0) {
                    resident += Math.min(PAGE_BYTES, length - page * PAGE_BYTES);
                }
            }
            return resident;
        } finally {
            LinuxFiles.INSTANCE.munmap(mapping, length);
        }
    }
}

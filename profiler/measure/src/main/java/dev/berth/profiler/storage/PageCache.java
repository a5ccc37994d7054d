package dev.berth.profiler.storage;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import dev.berth.profiler.model.WeightFile;
import dev.berth.record.Reading;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.Set;

/**
 * The page cache's share of a file: emptied, filled, and above all looked at, since the kernel reports success for an
 * eviction that evicted nothing (dirty, mapped or locked pages, tmpfs).
 */
public final class PageCache {
    /** How residency was found out; none of them knows it everywhere. */
    public enum Method {
        /**
         * One system call, Linux 6.5 and later. On a stacked file system, such as overlay, it counts the pages of the
         * upper file, which has none, and not of the file below; newer kernels refuse it where they hide mincore's
         * answer.
         */
        CACHESTAT("cachestat"),
        /**
         * One byte a page of a mapping, of the file below too. To others than those who own the file or may write it,
         * every page is called resident (Linux 5.2 and later).
         */
        MINCORE("mincore"),
        /** Both are blind. */
        NONE("none");

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
    /** A window of 1 GiB takes 256 KiB of answers. */
    private static final long MINCORE_WINDOW_BYTES = 1L << 30;

    /** Whose files keep their pages in files of another file system. */
    private static final Set<String> STACKED = Set.of("overlay", "aufs", "ecryptfs", "unionfs", "fuse.fuse-overlayfs");

    private static final long PAGE_BYTES = LinuxFiles.INSTANCE.getpagesize();

    private static final Set<String> IN_MEMORY = Set.of("tmpfs", "ramfs", "hugetlbfs");

    private PageCache() {}

    /**
     * What of a file is in the page cache.
     *
     * @param residentBytes bytes of the file in the page cache, 0 to its length; the last page counts up to the file's
     *     end; where it cannot be told, why, and what to do
     * @param method how it was found out
     */
    public record Residency(Reading<Long> residentBytes, Method method) {
        private static Residency measured(long residentBytes, Method method) {
            return new Residency(Reading.measured(residentBytes), method);
        }
    }

    /**
     * How much of a file is in the page cache now, asked both ways unless one says all of it or the file is large;
     * reads nothing of it.
     *
     * @throws IOException where the file cannot be opened or mapped
     */
    public static Residency residency(Path file) throws IOException {
        int descriptor = open(file);
        try {
            long length = Files.size(file);
            long byCachestat = cachestatBytes(descriptor, length);
            if (byCachestat == length) {
                return Residency.measured(length, Method.CACHESTAT);
            }
            String fileSystem = Files.getFileStore(file).type();
            boolean trusted = byCachestat >= 0 && !STACKED.contains(fileSystem);
            // Of large files a part is enough to find out that cachestat is not to be trusted after all.
            OptionalLong byMincore =
                    mincoreBytes(file, descriptor, trusted ? Math.min(length, MINCORE_WINDOW_BYTES) : length);
            if (trusted && byMincore.orElse(0) <= byCachestat) {
                return Residency.measured(byCachestat, Method.CACHESTAT);
            }
            if (byMincore.isPresent()) {
                long whole = trusted ? mincoreBytes(file, descriptor, length).orElseThrow() : byMincore.getAsLong();
                return Residency.measured(whole, Method.MINCORE);
            }
            return new Residency(
                    Reading.notSupported(file + ": what of it is in the page cache cannot be told on " + fileSystem
                            + " by who neither owns it nor may write it; run as its owner, or measure a copy"),
                    Method.NONE);
        } finally {
            LinuxFiles.INSTANCE.close(descriptor);
        }
    }

    /** Whether the file lies on a file system that has no storage below the page cache. */
    public static boolean isInMemory(Path file) throws IOException {
        return IN_MEMORY.contains(Files.getFileStore(file).type());
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
        try (FileChannel channel = WeightFile.open(file)) {
            // Not beyond the length it has now: a file that grows would not end.
            long left = channel.size();
            for (int count = 0; count >= 0 && left > 0; left -= count) {
                count = channel.read(buffer.clear());
            }
        }
    }

    static int open(Path file) throws IOException {
        WeightFile.requireFile(file);
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

    /** Resident bytes by cachestat, -1 where the kernel does not have it or refuses. */
    private static long cachestatBytes(int descriptor, long length) {
        if (length == 0) {
            return 0;
        }
        try (Memory range = new Memory(2 * Long.BYTES);
                Memory answer = new Memory(5 * Long.BYTES)) {
            range.setLong(0, 0);
            range.setLong(Long.BYTES, length);
            long result = LinuxFiles.INSTANCE.syscall(LinuxFiles.SYS_CACHESTAT, (long) descriptor, range, answer, 0L);
            return result == 0 ? Math.min(length, answer.getLong(0) * PAGE_BYTES) : -1;
        }
    }

    /**
     * Of so many bytes from the file's begin those that are resident by mincore; empty where the kernel hides them,
     * which a page behind the file's last one shows: no cache can hold it, and yet it is called resident then.
     */
    private static OptionalLong mincoreBytes(Path file, int descriptor, long length) throws IOException {
        long behind = (Files.size(file) + PAGE_BYTES - 1) / PAGE_BYTES * PAGE_BYTES;
        if (mincore(file, descriptor, behind, 1)[0] != 0) {
            return OptionalLong.empty();
        }
        long resident = 0;
        for (long offset = 0; offset < length; offset += MINCORE_WINDOW_BYTES) {
            int pages = (int) ((Math.min(MINCORE_WINDOW_BYTES, length - offset) + PAGE_BYTES - 1) / PAGE_BYTES);
            byte[] residency = mincore(file, descriptor, offset, pages);
            for (int page = 0; page < pages; page++) {
                resident += residency[page] * Math.min(PAGE_BYTES, length - offset - page * PAGE_BYTES);
            }
        }
        return OptionalLong.of(resident);
    }

    /** One byte a page, 1 where it is resident. */
    private static byte[] mincore(Path file, int descriptor, long offset, int pages) throws IOException {
        long length = pages * PAGE_BYTES;
        Pointer mapping = map(file, descriptor, offset, length);
        try (Memory answer = new Memory(pages)) {
            if (LinuxFiles.INSTANCE.mincore(mapping, length, answer) != 0) {
                throw new IOException(
                        file + ": residency refused: " + LinuxFiles.INSTANCE.strerror(Native.getLastError()));
            }
            byte[] residency = answer.getByteArray(0, pages);
            for (int page = 0; page < pages; page++) {
                residency[page] &= 1;
            }
            return residency;
        } finally {
            LinuxFiles.INSTANCE.munmap(mapping, length);
        }
    }
}

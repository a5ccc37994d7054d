package dev.berth.profiler.model.count;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import dev.berth.dataset.ModelRecord.LeftOut;
import dev.berth.dataset.ModelRecord.StorageFootprint;
import dev.berth.record.Reading;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What files take on storage: each file once, however many names lead to it. */
public final class Storage {
    /** Why a file is left out of which no loader is known to read it. */
    public static final String UNKNOWN = "its role is not known";

    /** From linux/stat.h and linux/fcntl.h; the layout of struct statx is the same on every architecture. */
    private static final int AT_FDCWD = -100;

    private static final int STATX_BLOCKS = 0x400;
    private static final int STATX_BYTES = 256;
    private static final int BLOCKS_OFFSET = 48;
    private static final int BLOCK_BYTES = 512;

    private static final boolean LINUX = registerStatx();

    private Storage() {}

    static native int statx(int folder, String path, int flags, int mask, Pointer result);

    private static boolean registerStatx() {
        try {
            Native.register(Storage.class, "c");
            return true;
        } catch (UnsatisfiedLinkError notLinux) {
            return false;
        }
    }

    /**
     * Counts.
     *
     * @param names every name of every file that must be there to load the model
     * @param weightFiles those that hold weights
     * @param leftOut what else lies in the model's folders
     */
    public static StorageFootprint footprint(
            Collection<Path> names, Collection<Path> weightFiles, List<LeftOut> leftOut) throws IOException {
        Map<Object, Path> distinct = new LinkedHashMap<>();
        Map<Object, Integer> reached = new LinkedHashMap<>();
        for (Path name : names) {
            Object identity = identity(name);
            distinct.putIfAbsent(identity, name);
            reached.merge(identity, 1, Integer::sum);
        }
        long apparent = 0;
        for (Path file : distinct.values()) {
            apparent = Math.addExact(apparent, Files.size(file));
        }
        int shared = (int) reached.values().stream().filter(count -> count > 1).count();
        return new StorageFootprint(
                apparent,
                allocated(distinct.values()),
                distinct.size(),
                identities(weightFiles).size(),
                shared,
                unknown(leftOut),
                leftOut);
    }

    private static List<String> unknown(List<LeftOut> leftOut) {
        return leftOut.stream()
                .filter(it -> it.why().equals(UNKNOWN))
                .map(LeftOut::name)
                .toList();
    }

    public static Object identity(Path file) throws IOException {
        Object key = Files.readAttributes(file, BasicFileAttributes.class).fileKey();
        return key != null ? key : file.toRealPath();
    }

    /** What tells files from each other, whatever names lead to them. */
    public static Set<Object> identities(Collection<Path> files) throws IOException {
        Set<Object> identities = new HashSet<>();
        for (Path file : files) {
            identities.add(identity(file));
        }
        return identities;
    }

    private static Reading<Long> allocated(Collection<Path> files) {
        if (!LINUX) {
            return Reading.notSupported("the C library has no statx");
        }
        long bytes = 0;
        try (Memory result = new Memory(STATX_BYTES)) {
            for (Path file : files) {
                if (statx(AT_FDCWD, file.toString(), 0, STATX_BLOCKS, result) != 0) {
                    return Reading.failed("statx of " + file + " failed: errno=" + Native.getLastError());
                }
                if ((result.getInt(0) & STATX_BLOCKS) == 0) {
                    return Reading.notSupported("the file system does not count blocks");
                }
                bytes += result.getLong(BLOCKS_OFFSET) * BLOCK_BYTES;
            }
        }
        return Reading.measured(bytes);
    }
}

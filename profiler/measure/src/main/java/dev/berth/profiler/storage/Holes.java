package dev.berth.profiler.storage;

import com.sun.jna.Native;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Parts of files that have no blocks on the disk: they read as zeroes, and reading them asks no device. File systems
 * that cannot tell say that all of a file is data (lseek(2)).
 */
public final class Holes {
    private Holes() {}

    /**
     * Bytes of a range that lie in holes.
     *
     * @param offset first byte, >= 0
     * @param length bytes, >= 0, to at most the file's end
     * @throws IOException where the file cannot be opened or asked
     */
    public static long bytes(Path file, long offset, long length) throws IOException {
        int descriptor = PageCache.open(file);
        try {
            return length - dataBytes(file, descriptor, offset, offset + length);
        } finally {
            LinuxFiles.INSTANCE.close(descriptor);
        }
    }

    private static long dataBytes(Path file, int descriptor, long begin, long end) throws IOException {
        long data = 0;
        long from = begin;
        while (from < end) {
            long first = LinuxFiles.INSTANCE.lseek(descriptor, from, LinuxFiles.SEEK_DATA);
            if (first < 0) {
                if (Native.getLastError() == LinuxFiles.ENXIO) {
                    return data;
                }
                throw refused(file);
            }
            long last = LinuxFiles.INSTANCE.lseek(descriptor, first, LinuxFiles.SEEK_HOLE);
            if (last < 0) {
                throw refused(file);
            }
            data += Math.max(0, Math.min(last, end) - first);
            from = last;
        }
        return data;
    }

    private static IOException refused(Path file) {
        return new IOException(
                file + ": holes cannot be asked for: " + LinuxFiles.INSTANCE.strerror(Native.getLastError()));
    }
}

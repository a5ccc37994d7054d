package dev.berth.profiler.model;

import java.nio.file.Path;

/**
 * A run of bytes in a file.
 *
 * @param file the file, symbolic links resolved
 * @param offset first byte, >= 0
 * @param length number of bytes, > 0
 */
public record Extent(Path file, long offset, long length) {
    public Extent {
        if (offset < 0 || length <= 0 || offset > Long.MAX_VALUE - length) {
            throw new IllegalArgumentException(
                    "extent out of range: file=" + file + ", offset=" + offset + ", length=" + length);
        }
    }
}

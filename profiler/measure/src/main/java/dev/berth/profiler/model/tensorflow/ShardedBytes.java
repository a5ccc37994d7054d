package dev.berth.profiler.model.tensorflow;

import dev.berth.profiler.model.Extent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Files laid end to end, as formats do that cut one stream of weights into shards. */
final class ShardedBytes {
    private final List<Path> files;
    private final long[] starts;

    ShardedBytes(List<Path> files) throws IOException {
        this.files = List.copyOf(files);
        starts = new long[files.size() + 1];
        for (int i = 0; i < files.size(); i++) {
            starts[i + 1] = Math.addExact(starts[i], Files.size(files.get(i)));
        }
    }

    /** Bytes of all files, >= 0. */
    long length() {
        return starts[files.size()];
    }

    /** The pieces of files that hold a range of the stream, which lies inside it; empty for no bytes. */
    List<Extent> extents(long position, long length) {
        List<Extent> pieces = new ArrayList<>(1);
        long end = position + length;
        int found = Arrays.binarySearch(starts, position);
        for (int i = found < 0 ? -found - 2 : found; i < files.size() && starts[i] < end; i++) {
            long from = Math.max(position, starts[i]);
            long to = Math.min(end, starts[i + 1]);
            if (from < to) {
                pieces.add(new Extent(files.get(i), from - starts[i], to - from));
            }
        }
        return pieces;
    }
}

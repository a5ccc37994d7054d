package dev.berth.profiler.synthesize.write;

import dev.berth.profiler.synthesize.layout.Checksum;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.CRC32;

/** Checksums of parts of a file whose bytes pass by in order. */
final class Checksums {
    private static final class Running {
        private final Checksum checksum;
        private final CRC32 crc = new CRC32();

        Running(Checksum checksum) {
            this.checksum = checksum;
        }

        long end() {
            return checksum.offset() + checksum.bytes();
        }
    }

    private final Deque<Checksum> ahead = new ArrayDeque<>();
    private final List<Running> running = new ArrayList<>();
    private final SortedMap<Long, Integer> values = new TreeMap<>();

    Checksums(List<Checksum> checksums) {
        checksums.stream().sorted(Comparator.comparingLong(Checksum::offset)).forEach(ahead::add);
    }

    /** Whether there are any. */
    boolean isEmpty() {
        return ahead.isEmpty() && running.isEmpty() && values.isEmpty();
    }

    /**
     * Takes the next bytes.
     *
     * @param bytes from index 0; neither position nor limit is changed
     * @param first place of the first in the file
     * @param count how many
     */
    void pass(ByteBuffer bytes, long first, int count) {
        long end = first + count;
        while (!ahead.isEmpty() && ahead.peek().offset() < end) {
            running.add(new Running(ahead.poll()));
        }
        for (Iterator<Running> each = running.iterator(); each.hasNext(); ) {
            Running it = each.next();
            int from = (int) Math.max(0, it.checksum.offset() - first);
            int to = (int) Math.min(count, it.end() - first);
            it.crc.update(bytes.slice(from, to - from));
            if (it.end() <= end) {
                it.checksum.places().forEach(place -> values.put(place, (int) it.crc.getValue()));
                each.remove();
            }
        }
    }

    /** By place in the file, of all that passed by whole. */
    SortedMap<Long, Integer> values() {
        return values;
    }
}

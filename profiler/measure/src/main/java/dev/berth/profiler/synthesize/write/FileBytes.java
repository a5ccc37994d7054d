package dev.berth.profiler.synthesize.write;

import dev.berth.profiler.model.count.SyntheticMark;
import dev.berth.profiler.synthesize.layout.LayoutFile;
import dev.berth.profiler.synthesize.layout.Segment;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** The bytes of a file of a layout, any part of them at any time; checksums are as the layout's literals have them. */
final class FileBytes {
    private final LayoutFile file;
    private final long seed;
    private final NavigableMap<Long, Segment> byOffset = new TreeMap<>();

    /** The segment that was put last, unpacked or begun. */
    private long openOffset = -1;

    private byte[] literal = {};
    private MadeUp madeUp;

    FileBytes(LayoutFile file, long seed) {
        this.file = file;
        this.seed = seed;
        long offset = 0;
        for (Segment segment : file.segments()) {
            byOffset.put(offset, segment);
            offset += segment.bytes();
        }
    }

    /**
     * Puts bytes of the file into a buffer of little-endian order, from its index 0.
     *
     * @param first first byte of the file to be put
     * @param count how many, all of them inside the file
     */
    void put(ByteBuffer to, long first, int count) {
        int done = 0;
        while (done < count) {
            long position = first + done;
            Map.Entry<Long, Segment> at = byOffset.floorEntry(position);
            Segment segment = at.getValue();
            long inside = position - at.getKey();
            int part = (int) Math.min(count - done, segment.bytes() - inside);
            open(at.getKey(), segment);
            if (segment.literal() != null) {
                to.put(done, literal, (int) inside, part);
            } else {
                madeUp.put(to, done, inside, part);
            }
            done += part;
        }
        putMark(to, first, count);
    }

    private void open(long offset, Segment segment) {
        if (offset == openOffset) {
            return;
        }
        if (segment.literal() != null) {
            literal = segment.content();
        } else {
            madeUp = MadeUp.of(seed, file.path(), offset, segment.tensor());
        }
        openOffset = offset;
    }

    private void putMark(ByteBuffer to, long first, int count) {
        if (file.markOffset() == null) {
            return;
        }
        byte[] mark = SyntheticMark.bytes();
        for (int i = 0; i < mark.length; i++) {
            long place = file.markOffset() + i - first;
            if (place >= 0 && place < count) {
                to.put((int) place, mark[i]);
            }
        }
    }
}

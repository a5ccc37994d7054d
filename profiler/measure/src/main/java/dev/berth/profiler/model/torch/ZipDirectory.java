package dev.berth.profiler.model.torch;

import dev.berth.profiler.model.Extent;
import dev.berth.profiler.model.ModelFaultException;
import dev.berth.profiler.model.header.HeaderBudget;
import dev.berth.profiler.model.header.HeaderFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The directory at the end of a zip archive, and where the bytes of single entries lie. Field offsets are those of
 * PKWARE's APPNOTE 6.3.10, sections 4.3.7 to 4.3.16.
 */
final class ZipDirectory {
    private static final int LOCAL = 0x04034b50;
    private static final int CENTRAL = 0x02014b50;
    private static final int DESCRIPTOR = 0x08074b50;
    private static final int END = 0x06054b50;
    private static final int END_64_LOCATOR = 0x07064b50;
    private static final int END_64 = 0x06064b50;

    private static final int END_BYTES = 22;
    private static final int LOCATOR_BYTES = 20;
    private static final int MAX_COMMENT_BYTES = 0xffff;
    private static final int MIN_CENTRAL_BYTES = 46;

    /** Of a local header. */
    private static final int FLAGS_OFFSET = 6;

    private static final int CHECKSUM_OFFSET = 14;

    private static final int ENCRYPTED = 1;
    private static final int DESCRIPTOR_FOLLOWS = 8;
    private static final int EXTRA_64 = 1;
    private static final long IN_EXTRA_64 = 0xffffffffL;

    private static final int ENTRY_BYTES = 130;

    private final HeaderFile in;
    private final Map<String, Entry> entries = new HashMap<>();

    /**
     * An entry as the directory has it.
     *
     * @param header offset of its local header
     * @param stored bytes it takes in the archive
     * @param size bytes it holds
     * @param plain whether they are the same, neither compressed nor encrypted
     * @param checksum CRC-32 of what it holds
     * @param checksumPlace offset of that in the directory
     */
    private record Entry(long header, long stored, long size, boolean plain, long checksum, long checksumPlace) {}

    private ZipDirectory(HeaderFile in) {
        this.in = in;
    }

    /** Reads all of the directory. */
    static ZipDirectory read(HeaderFile in) throws IOException, ModelFaultException {
        ZipDirectory directory = new ZipDirectory(in);
        directory.readEntries();
        return directory;
    }

    Set<String> names() {
        return entries.keySet();
    }

    /**
     * Where an entry's bytes lie.
     *
     * @return null where there is no such entry, or it is empty
     * @throws ModelFaultException where it is compressed, or not inside the file
     */
    Extent extent(String name) throws IOException, ModelFaultException {
        Entry entry = entries.get(name);
        if (entry == null || entry.size() == 0) {
            return null;
        }
        in.at("zip entry", name);
        if (!entry.plain() || entry.stored() != entry.size()) {
            throw in.fault(
                    "compressed or encrypted", "stored, as PyTorch writes it", "zip it again without compression");
        }
        in.seek(entry.header());
        if (in.i32() != LOCAL) {
            throw in.fault("no header at offset " + entry.header(), "one where the directory says");
        }
        in.skip(22);
        int nameBytes = in.u16();
        int extraBytes = in.u16();
        in.skip((long) nameBytes + extraBytes);
        in.require(entry.size());
        return new Extent(in.path(), in.position(), entry.size());
    }

    /**
     * Where the checksum of an entry's bytes stands: in the directory, and in the header before them or the descriptor
     * behind them where these give it too.
     *
     * @param bytes what {@link #extent} gave
     */
    List<Long> checksumPlaces(String name, Extent bytes) throws IOException, ModelFaultException {
        Entry entry = entries.get(name);
        List<Long> places = new ArrayList<>(List.of(entry.checksumPlace()));
        in.seek(entry.header() + FLAGS_OFFSET);
        boolean descriptorFollows = (in.u16() & DESCRIPTOR_FOLLOWS) != 0;
        in.seek(entry.header() + CHECKSUM_OFFSET);
        if (in.u32() == entry.checksum()) {
            places.add(entry.header() + CHECKSUM_OFFSET);
        }
        if (descriptorFollows) {
            long behind = bytes.offset() + bytes.length();
            in.seek(behind);
            places.add(in.i32() == DESCRIPTOR ? behind + Integer.BYTES : behind);
        }
        return places;
    }

    private void readEntries() throws IOException, ModelFaultException {
        long end = findEnd();
        in.seek(end + 10);
        long count = in.u16();
        long bytes = in.u32();
        long start = in.u32();
        if (end >= LOCATOR_BYTES) {
            in.seek(end - LOCATOR_BYTES);
            if (in.i32() == END_64_LOCATOR) {
                in.skip(4);
                in.seek(in.i64());
                if (in.i32() != END_64) {
                    throw in.fault("no 64-bit end record where its locator says", "a whole zip archive");
                }
                in.skip(28);
                count = in.i64();
                bytes = in.i64();
                start = in.i64();
            }
        }
        if (start < 0 || bytes < 0 || start > end || bytes > end - start) {
            throw in.fault(
                    "a directory of " + Long.toUnsignedString(bytes) + " bytes at " + Long.toUnsignedString(start),
                    "a range before its end record at " + end);
        }
        in.seek(start);
        in.requireCount(count, MIN_CENTRAL_BYTES);
        for (long i = 0; i < count; i++) {
            readEntry(start + bytes);
        }
    }

    /** Offset of the end record: the last one whose comment ends with the file. */
    private long findEnd() throws IOException, ModelFaultException {
        in.at("zip directory");
        int tail = (int) Math.min(in.size(), END_BYTES + MAX_COMMENT_BYTES);
        long start = in.size() - tail;
        in.seek(start);
        byte[] bytes = in.bytes(tail);
        for (int i = tail - END_BYTES; i >= 0; i--) {
            if (little(bytes, i, 4) == END && i + END_BYTES + little(bytes, i + 20, 2) <= tail) {
                return start + i;
            }
        }
        throw in.fault("no end record", "a whole zip archive");
    }

    private static long little(byte[] bytes, int at, int count) {
        long value = 0;
        for (int i = count - 1; i >= 0; i--) {
            value = (value << 8) | (bytes[at + i] & 0xff);
        }
        return value;
    }

    private void readEntry(long end) throws IOException, ModelFaultException {
        in.at("zip directory");
        if (in.position() > end - MIN_CENTRAL_BYTES || in.i32() != CENTRAL) {
            throw in.fault("no entry at offset " + in.position(), "as many as its end record says");
        }
        in.skip(4);
        int flags = in.u16();
        int method = in.u16();
        in.skip(4);
        long checksumPlace = in.position();
        long checksum = in.u32();
        long stored = in.u32();
        long size = in.u32();
        int nameBytes = in.u16();
        int extraBytes = in.u16();
        int commentBytes = in.u16();
        in.skip(8);
        long header = in.u32();
        String name = in.utf8(nameBytes);
        long after = in.position() + extraBytes + commentBytes;
        if (after > end) {
            throw in.fault("an entry that passes the directory's end", "entries inside it");
        }
        in.at("zip entry", name);
        long[] fields = {size, stored, header};
        readExtra(in.position() + extraBytes, fields);
        for (int i = 0; i < fields.length; i++) {
            // What is compressed holds more than it takes.
            if (fields[i] < 0 || (i > 0 && fields[i] > in.size())) {
                throw in.fault(
                        Long.toUnsignedString(fields[i]) + " as size or offset",
                        "at most the file's " + in.size() + " bytes");
            }
        }
        in.seek(after);
        in.keep(ENTRY_BYTES + HeaderBudget.bytesOf(name));
        boolean plain = method == 0 && (flags & ENCRYPTED) == 0;
        Entry entry = new Entry(fields[2], fields[1], fields[0], plain, checksum, checksumPlace);
        if (entries.put(name, entry) != null) {
            throw in.fault("twice in the directory", "each name once");
        }
    }

    /** Sizes and offset of 64 bits, in this order, each only where its field of 32 bits says so. */
    private void readExtra(long end, long[] fields) throws IOException, ModelFaultException {
        while (in.position() <= end - 4) {
            int id = in.u16();
            int bytes = in.u16();
            long next = in.position() + bytes;
            if (next > end) {
                // Padding that is no record occurs; what it would have said is not needed then.
                return;
            }
            if (id == EXTRA_64) {
                for (int i = 0; i < fields.length; i++) {
                    if (fields[i] == IN_EXTRA_64 && in.position() <= next - 8) {
                        fields[i] = in.i64();
                    }
                }
            }
            in.seek(next);
        }
    }
}

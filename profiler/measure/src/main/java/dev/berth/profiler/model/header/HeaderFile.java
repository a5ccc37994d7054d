package dev.berth.profiler.model.header;

import dev.berth.profiler.model.HeaderSource;
import dev.berth.profiler.model.ModelFault;
import dev.berth.profiler.model.ModelFaultException;
import dev.berth.profiler.model.Tensor;
import dev.berth.text.Figures;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A model file's header, read in small positional pieces, little-endian. No length found in the file is believed before
 * it was held against the file's size, so nothing is allocated that the file could not justify.
 */
public final class HeaderFile implements AutoCloseable {
    /**
     * The longest piece that is held in memory at once; the largest real headers known are tokenizers of about 8 MB in
     * GGUF.
     */
    public static final int MAX_PIECE_BYTES = 64 << 20;

    private static final int WINDOW_BYTES = 1 << 16;
    private static final int MAX_VARINT_BYTES = 10;
    /** Bytes of varints that are passed over, one by one, in the time of a step. */
    private static final int VARINT_BYTES_PER_STEP = 16;

    private final Path path;
    private final HeaderSource.Bytes source;
    private final HeaderBudget budget;
    private final long size;
    private final ByteBuffer window = ByteBuffer.allocate(WINDOW_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    private long windowStart;
    private String place = "start";
    /** Of what is read, where it has one. */
    private Optional<String> placeName = Optional.empty();

    private HeaderFile(Path path, HeaderBudget budget) throws IOException {
        this.path = path;
        this.budget = budget;
        this.source = budget.open(path);
        this.size = source.size();
        window.limit(0);
    }

    /**
     * Opens a file.
     *
     * @param source a {@link HeaderBudget} where the file is one of several of a model
     */
    public static HeaderFile open(Path path, HeaderSource source) throws IOException {
        return new HeaderFile(path, HeaderBudget.of(source));
    }

    public Path path() {
        return path;
    }

    public long size() {
        return size;
    }

    /** Whether what the file names may lie behind links that leave its folder. */
    public boolean followsLinks() {
        return budget.followsLinks();
    }

    public long position() {
        return windowStart + window.position();
    }

    public long remaining() {
        return size - position();
    }

    /** Names what is read next, for the fault's line. */
    public HeaderFile at(String what) {
        place = what;
        placeName = Optional.empty();
        return this;
    }

    /** The same for one of many, told apart by a name; costs nothing before there is a fault. */
    public HeaderFile at(String what, String name) {
        place = what;
        placeName = Optional.of(name);
        return this;
    }

    /** Counts what is kept of a header while its model is read, in bytes of memory, >= 0. */
    public void keep(long bytes) throws ModelFaultException {
        if (!budget.keeps(bytes)) {
            throw beyond("more than " + Figures.bytes(HeaderBudget.KEPT_BYTES) + " of headers in memory");
        }
    }

    /** The same for a tensor, whose elements are counted too: those of a model number less than 2^63. */
    public Tensor keep(Tensor tensor) throws ModelFaultException {
        if (!budget.counts(tensor.elements())) {
            throw fault("shape " + tensor.shape(), "fewer than 2^63 elements in all tensors together");
        }
        keep(HeaderBudget.bytesOf(tensor));
        return tensor;
    }

    /** Bytes counted as kept by all files of the model, >= 0. */
    public long kept() {
        return budget.keptBytes();
    }

    /** Counts what was kept before and is needed no longer. */
    public void release(long bytes) {
        budget.releases(bytes);
    }

    /** Counts steps that are not reads, >= 0. */
    public void step(long count) throws ModelFaultException {
        if (!budget.takes(count)) {
            throw beyond("more than " + HeaderBudget.STEPS / 1_000_000 + " million steps to read");
        }
    }

    private ModelFaultException beyond(String limit) {
        return fault(
                "needs " + limit,
                "headers as models have them, which need less",
                "leave it out, or ask whoever wrote it for fewer and larger tensors");
    }

    public void seek(long position) throws ModelFaultException {
        if (position < 0 || position > size) {
            throw fault("offset " + Long.toUnsignedString(position), "an offset inside the file's " + size + " bytes");
        }
        if (position >= windowStart && position <= windowStart + window.limit()) {
            window.position((int) (position - windowStart));
        } else {
            windowStart = position;
            window.clear().limit(0);
        }
    }

    public void skip(long bytes) throws ModelFaultException {
        seek(position() + require(bytes));
    }

    /** Checks that as many bytes follow. */
    public long require(long bytes) throws ModelFaultException {
        if (bytes < 0 || bytes > remaining()) {
            throw fault(
                    Long.toUnsignedString(bytes) + " bytes at offset " + position(),
                    "at most the " + remaining() + " bytes left in the file");
        }
        return bytes;
    }

    /** Checks that as many items of at least the given size could follow. */
    public long requireCount(long count, long smallestItemBytes) throws ModelFaultException {
        if (count < 0 || count > remaining() / smallestItemBytes) {
            throw fault(
                    "count " + Long.toUnsignedString(count),
                    "at most " + remaining() / smallestItemBytes + ", what the rest of the file can hold");
        }
        return count;
    }

    public int u8() throws IOException, ModelFaultException {
        fill(1);
        return window.get() & 0xff;
    }

    public int u16() throws IOException, ModelFaultException {
        fill(2);
        return window.getShort() & 0xffff;
    }

    public int i32() throws IOException, ModelFaultException {
        fill(4);
        return window.getInt();
    }

    public long u32() throws IOException, ModelFaultException {
        return Integer.toUnsignedLong(i32());
    }

    /** 64 bits; a value above 2^63-1 shows as negative and fails every later check. */
    public long i64() throws IOException, ModelFaultException {
        fill(8);
        return window.getLong();
    }

    /** Seven bits a byte, the lowest first, as protobuf and sorted tables write integers. */
    public long varint() throws IOException, ModelFaultException {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            int b = u8();
            value |= (long) (b & 0x7f) << shift;
            if (b < 0x80) {
                return value;
            }
        }
        throw fault("a varint of more than ten bytes", "at most ten");
    }

    public byte[] bytes(long length) throws IOException, ModelFaultException {
        require(length);
        step(1 + length / HeaderBudget.BYTES_PER_STEP);
        if (length > MAX_PIECE_BYTES) {
            throw fault(length + " bytes of header", "at most " + MAX_PIECE_BYTES);
        }
        byte[] piece = new byte[(int) length];
        int done = Math.min(piece.length, window.remaining());
        window.get(piece, 0, done);
        if (done == piece.length) {
            return piece;
        }
        long from = position();
        ByteBuffer target = ByteBuffer.wrap(piece, done, piece.length - done);
        while (target.hasRemaining()) {
            int read = source.read(target, from);
            if (read < 0) {
                throw new EOFException(path + " became shorter while it was read");
            }
            from += read;
        }
        windowStart = from;
        window.clear().limit(0);
        return piece;
    }

    /** A long text; counted as kept until it is released. */
    public byte[] text(long length) throws IOException, ModelFaultException {
        require(length);
        keep(length);
        return bytes(length);
    }

    public String utf8(long length) throws IOException, ModelFaultException {
        // Twice for a moment: as bytes and as text.
        keep(2 * require(length));
        String text = new String(bytes(length), StandardCharsets.UTF_8);
        release(2 * length);
        return text;
    }

    /** The next bytes as a stream, which ends with them. */
    public InputStream stream(long length) throws ModelFaultException {
        long end = position() + require(length);
        return new InputStream() {
            @Override
            public int read() throws IOException {
                return moreBefore(end) ? window.get() & 0xff : -1;
            }

            @Override
            public int read(byte[] target, int offset, int count) throws IOException {
                if (count == 0) {
                    return 0;
                }
                if (!moreBefore(end)) {
                    return -1;
                }
                int some = (int) Math.min(Math.min(count, window.remaining()), end - position());
                window.get(target, offset, some);
                return some;
            }
        };
    }

    /** Counts the varints that fill the next bytes, and passes over them. */
    public long skipVarints(long length) throws IOException, ModelFaultException {
        long end = position() + require(length);
        long count = 0;
        int bytes = 0;
        while (moreBefore(end)) {
            long some = Math.min(window.remaining(), end - position());
            step(1 + some / VARINT_BYTES_PER_STEP);
            for (long left = some; left > 0; left--) {
                bytes++;
                if (window.get() >= 0) {
                    count++;
                    bytes = 0;
                } else if (bytes == MAX_VARINT_BYTES) {
                    throw fault("a varint of more than ten bytes", "at most ten");
                }
            }
        }
        if (bytes > 0) {
            throw fault("a varint that passes its field's end", "varints inside their field");
        }
        return count;
    }

    /** Whether the window holds a byte before an end that lies inside the file. */
    private boolean moreBefore(long end) throws IOException {
        if (position() >= end) {
            return false;
        }
        if (!window.hasRemaining()) {
            refill(1);
        }
        return true;
    }

    public ModelFaultException fault(String value, String expected) {
        return fault(value, expected, "the file is damaged or not of this format; fetch it again");
    }

    /** What this version cannot read, though the file may be sound. */
    public ModelFaultException unknown(String value, String expected) {
        return fault(value + ", unknown to this version of Berth", expected, "use a newer version of Berth");
    }

    public ModelFaultException fault(String value, String expected, String advice) {
        return new ModelFaultException(new ModelFault(
                path, place + placeName.map(name -> " '" + name + "'").orElse(""), value, expected, advice));
    }

    private void fill(int bytes) throws IOException, ModelFaultException {
        step(1);
        if (window.remaining() >= bytes) {
            return;
        }
        require(bytes);
        refill(bytes);
        step(window.remaining() / HeaderBudget.BYTES_PER_STEP);
    }

    private void refill(int bytes) throws IOException {
        long start = position();
        window.clear();
        windowStart = start;
        while (window.position() < bytes) {
            int read = source.read(window, start + window.position());
            if (read < 0) {
                throw new EOFException(path + " became shorter while it was read");
            }
        }
        window.flip();
    }

    @Override
    public void close() throws IOException {
        source.close();
    }
}

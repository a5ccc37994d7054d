package dev.berth.profiler.storage;

import dev.berth.profiler.model.Extent;
import dev.berth.record.BadInputException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Extents cut into chunks, each one read of at most a staging buffer's size that begins on a block boundary of its
 * file. What a chunk delivers are its pieces: parts of extents, each byte of each extent in exactly one piece, laid out
 * on the device one extent after the other from 0.
 *
 * <p>Extents a small gap apart share a chunk: reading the gap costs less than another read.
 *
 * <p>Where a device is host memory, chunks can be read {@linkplain #inPlace straight into it}: each then lies there as
 * in its file, gaps included, from a block boundary on.
 */
public final class ChunkPlan {
    /** Reads begin at multiples of this many bytes, which direct reads need on every common device. */
    public static final int BLOCK_BYTES = 4096;

    /** Gaps from this size are not read over: at 1 GB/s they cost more than a read of its own. */
    static final int GAP_BYTES = 64 << 10;

    /** Gaps that come along in place take at most this part of the weights, or one huge page. */
    private static final int MAX_GAP_PART = 16;

    private static final long MAX_GAP_BYTES = 2 << 20;

    /** Each piece is a device copy with a handle of its own, and handles are made beforehand. */
    public static final int MAX_PIECES = 64;

    /** Keeps the plan itself below 100 MiB; 1 TiB in chunks of 1 MiB. */
    private static final int MAX_CHUNKS = 1 << 20;

    private final List<Path> files;
    private final List<Chunk> chunks;
    private final List<Piece> pieces;
    private final int chunkBytes;
    private final long totalBytes;
    private final long readBytes;
    private final long targetBytes;
    private final int maxPieces;
    private final boolean inPlace;

    /**
     * One read.
     *
     * @param file index into {@link #files}
     * @param offset where it begins in the file, a multiple of {@link #BLOCK_BYTES}
     * @param length bytes that must be had, > 0, at most the plan's chunk size; the last block may be read whole
     * @param firstPiece index of its first piece
     * @param endPiece index after its last piece
     */
    public record Chunk(int file, long offset, int length, int firstPiece, int endPiece) {}

    /**
     * Part of an extent within a chunk.
     *
     * @param bufferOffset first byte, counted from the chunk's offset, >= 0
     * @param targetOffset where it goes in device memory, >= 0, to its end below {@link #targetBytes}
     * @param length bytes, > 0
     */
    public record Piece(int bufferOffset, long targetOffset, int length) {}

    private ChunkPlan(
            List<Path> files,
            List<Chunk> chunks,
            List<Piece> pieces,
            int chunkBytes,
            long targetBytes,
            boolean inPlace) {
        this.files = List.copyOf(files);
        this.chunks = List.copyOf(chunks);
        this.pieces = List.copyOf(pieces);
        this.chunkBytes = chunkBytes;
        // Plain loops: plans are made in the timed region, where streams not compiled yet would show.
        long delivered = 0;
        for (Piece piece : pieces) {
            delivered += piece.length();
        }
        long read = 0;
        int most = 0;
        for (Chunk chunk : chunks) {
            read += chunk.length();
            most = Math.max(most, chunk.endPiece() - chunk.firstPiece());
        }
        this.totalBytes = delivered;
        this.targetBytes = Math.min(inPlace ? Long.MAX_VALUE : totalBytes, targetBytes);
        this.inPlace = inPlace;
        this.readBytes = read;
        this.maxPieces = most;
    }

    /**
     * Cuts extents.
     *
     * @param extents ordered by file and offset within each file, disjoint; may be none
     * @param chunkBytes most bytes of one read, a positive multiple of {@link #BLOCK_BYTES}
     * @throws BadInputException where that takes more than 1,048,576 reads
     */
    public static ChunkPlan of(List<Extent> extents, int chunkBytes) {
        return of(extents, chunkBytes, Long.MAX_VALUE);
    }

    /**
     * Cuts extents for a device that cannot hold them all: they are laid out in a window, again from its beginning
     * whenever its end is reached, so that later bytes overwrite earlier ones.
     *
     * @param extents as above
     * @param chunkBytes as above
     * @param windowBytes most bytes on the device, >= {@code chunkBytes}
     * @throws BadInputException as above
     */
    public static ChunkPlan of(List<Extent> extents, int chunkBytes, long windowBytes) {
        if (windowBytes < chunkBytes) {
            throw new IllegalArgumentException(
                    "a window must hold a chunk: windowBytes=" + windowBytes + ", chunkBytes=" + chunkBytes);
        }
        return cut(extents, new Cutter(chunkBytes, windowBytes, false));
    }

    /**
     * Cuts extents for reads straight into memory: each chunk lies on a block boundary there, and between its pieces
     * what lies between them in the file. Where that would take much more memory than the weights, the plan is the one
     * of {@link #of(List, int)}, whose pieces are copied.
     *
     * @param extents as above
     * @param chunkBytes as above
     * @throws BadInputException as above
     */
    public static ChunkPlan inPlace(List<Extent> extents, int chunkBytes) {
        ChunkPlan plan = cut(extents, new Cutter(chunkBytes, Long.MAX_VALUE, true));
        long gapBytes = plan.targetBytes - plan.totalBytes;
        return gapBytes <= Math.max(MAX_GAP_BYTES, plan.totalBytes / MAX_GAP_PART) ? plan : of(extents, chunkBytes);
    }

    private static ChunkPlan cut(List<Extent> extents, Cutter cutter) {
        int chunkBytes = cutter.chunkBytes;
        if (chunkBytes <= 0 || chunkBytes % BLOCK_BYTES != 0) {
            throw new IllegalArgumentException(
                    "chunk size must be a positive multiple of " + BLOCK_BYTES + ": chunkBytes=" + chunkBytes);
        }
        long bytes = extents.stream().mapToLong(Extent::length).sum();
        if (bytes / chunkBytes >= MAX_CHUNKS) {
            throw new BadInputException(extents.get(0).file() + ": model of " + bytes + " bytes takes more than "
                    + MAX_CHUNKS + " reads of " + chunkBytes + " bytes; read it in larger chunks");
        }
        extents.forEach(cutter::add);
        return cutter.plan();
    }

    /** The files that are read, in order of first use. */
    public List<Path> files() {
        return files;
    }

    /** Number of chunks. */
    public int size() {
        return chunks.size();
    }

    public Chunk chunk(int index) {
        return chunks.get(index);
    }

    /**
     * The chunk that holds a byte of a file.
     *
     * @param file index into {@link #files}
     * @return its index; negative where none does
     */
    public int chunkAt(int file, long position) {
        int low = 0;
        int high = chunks.size() - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            Chunk chunk = chunks.get(middle);
            if (chunk.file() < file || (chunk.file() == file && chunk.offset() <= position)) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        Chunk found = chunks.isEmpty() ? null : chunks.get(low);
        boolean holds = found != null
                && found.file() == file
                && position >= found.offset()
                && position < found.offset() + found.length();
        return holds ? low : -1;
    }

    /** Number of pieces: in the order of the extents, none of them left out. */
    public int pieces() {
        return pieces.size();
    }

    public Piece piece(int index) {
        return pieces.get(index);
    }

    /** Most bytes of one read: what a staging buffer must hold. */
    public int chunkBytes() {
        return chunkBytes;
    }

    /** Bytes delivered to the device: the sum of the extents. */
    public long totalBytes() {
        return totalBytes;
    }

    /** Whether chunks can be read straight to their {@linkplain #place place} in memory. */
    public boolean isInPlace() {
        return inPlace;
    }

    /**
     * Where a chunk begins in memory, a multiple of {@link #BLOCK_BYTES}; its blocks are its own.
     *
     * @param chunk of a plan that is {@linkplain #isInPlace in place}
     */
    public long place(Chunk chunk) {
        Piece first = pieces.get(chunk.firstPiece());
        return first.targetOffset() - first.bufferOffset();
    }

    /**
     * Device memory that takes them: {@link #totalBytes}, or the window where that is smaller; in place also the gaps
     * and the rest of the last blocks.
     */
    public long targetBytes() {
        return targetBytes;
    }

    /** Bytes that must be read for that, gaps and lead-ins to block boundaries included. */
    public long readBytes() {
        return readBytes;
    }

    /** Most pieces of one chunk. */
    public int maxPieces() {
        return maxPieces;
    }

    /** Rounds up to whole blocks. */
    static int wholeBlocks(int bytes) {
        return (bytes + BLOCK_BYTES - 1) & -BLOCK_BYTES;
    }

    private static final class Cutter {
        private final int chunkBytes;
        private final long windowBytes;
        private final boolean inPlace;
        private final Map<Path, Integer> files = new LinkedHashMap<>();
        private final List<Chunk> chunks = new ArrayList<>();
        private final List<Piece> pieces = new ArrayList<>();
        private long targetOffset;

        private int file;
        private long chunkOffset;
        private long chunkEnd;
        private int firstPiece;

        Cutter(int chunkBytes, long windowBytes, boolean inPlace) {
            this.chunkBytes = chunkBytes;
            this.windowBytes = windowBytes;
            this.inPlace = inPlace;
        }

        void add(Extent extent) {
            int extentFile = files.computeIfAbsent(extent.file(), path -> files.size());
            long offset = extent.offset();
            long end = extent.offset() + extent.length();
            while (offset < end) {
                if (!fits(extentFile, offset)) {
                    closeChunk();
                    file = extentFile;
                    chunkOffset = offset - offset % BLOCK_BYTES;
                }
                // Chunks end on a block boundary, so that the next one of the same extent reads no block again.
                int length = (int) Math.min(end - offset, chunkOffset + chunkBytes - offset);
                int bufferOffset = (int) (offset - chunkOffset);
                if (inPlace) {
                    pieces.add(new Piece(bufferOffset, targetOffset + bufferOffset, length));
                } else {
                    if (targetOffset > windowBytes - length) {
                        targetOffset = 0;
                    }
                    pieces.add(new Piece(bufferOffset, targetOffset, length));
                    targetOffset += length;
                }
                offset += length;
                chunkEnd = offset;
            }
        }

        private boolean fits(int extentFile, long offset) {
            int open = pieces.size() - firstPiece;
            return open > 0
                    && (inPlace || open < MAX_PIECES)
                    && extentFile == file
                    && offset >= chunkEnd
                    && offset - chunkEnd < GAP_BYTES
                    && offset < chunkOffset + chunkBytes;
        }

        private void closeChunk() {
            if (pieces.size() > firstPiece) {
                int length = (int) (chunkEnd - chunkOffset);
                chunks.add(new Chunk(file, chunkOffset, length, firstPiece, pieces.size()));
                firstPiece = pieces.size();
                if (inPlace) {
                    targetOffset += wholeBlocks(length);
                }
            }
        }

        ChunkPlan plan() {
            closeChunk();
            return new ChunkPlan(
                    List.copyOf(files.keySet()),
                    chunks,
                    pieces,
                    chunkBytes,
                    inPlace ? targetOffset : windowBytes,
                    inPlace);
        }
    }
}

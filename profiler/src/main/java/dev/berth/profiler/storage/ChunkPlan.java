package dev.berth.profiler.storage;

import dev.berth.profile.BadInputException;
import dev.berth.profiler.model.Extent;
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
 */
public final class ChunkPlan {
    /** Reads begin at multiples of this many bytes, which direct reads need on every common device. */
    public static final int BLOCK_BYTES = 4096;

    /** Gaps from this size are not read over: at 1 GB/s they cost more than a read of its own. */
    static final int GAP_BYTES = 64 << 10;

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

    private ChunkPlan(List<Path> files, List<Chunk> chunks, List<Piece> pieces, int chunkBytes, long windowBytes) {
        this.files = List.copyOf(files);
        this.chunks = List.copyOf(chunks);
        this.pieces = List.copyOf(pieces);
        this.chunkBytes = chunkBytes;
        this.totalBytes = pieces.stream().mapToLong(Piece::length).sum();
        this.targetBytes = Math.min(totalBytes, windowBytes);
        this.readBytes = chunks.stream().mapToLong(Chunk::length).sum();
        this.maxPieces = chunks.stream()
                .mapToInt(chunk -> chunk.endPiece() - chunk.firstPiece())
                .max()
                .orElse(0);
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
        if (chunkBytes <= 0 || chunkBytes % BLOCK_BYTES != 0) {
            throw new IllegalArgumentException(
                    "chunk size must be a positive multiple of " + BLOCK_BYTES + ": chunkBytes=" + chunkBytes);
        }
        long bytes = extents.stream().mapToLong(Extent::length).sum();
        if (bytes / chunkBytes >= MAX_CHUNKS) {
            throw new BadInputException(extents.get(0).file() + ": model of " + bytes + " bytes takes more than "
                    + MAX_CHUNKS + " reads of " + chunkBytes + " bytes; read it in larger chunks");
        }
        Cutter cutter = new Cutter(chunkBytes, windowBytes);
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

    /** Device memory that takes them: {@link #totalBytes}, or the window where that is smaller. */
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

    private static final class Cutter {
        private final int chunkBytes;
        private final long windowBytes;
        private final Map<Path, Integer> files = new LinkedHashMap<>();
        private final List<Chunk> chunks = new ArrayList<>();
        private final List<Piece> pieces = new ArrayList<>();
        private long targetOffset;

        private int file;
        private long chunkOffset;
        private long chunkEnd;
        private int firstPiece;

        Cutter(int chunkBytes, long windowBytes) {
            this.chunkBytes = chunkBytes;
            this.windowBytes = windowBytes;
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
                if (targetOffset > windowBytes - length) {
                    targetOffset = 0;
                }
                pieces.add(new Piece((int) (offset - chunkOffset), targetOffset, length));
                targetOffset += length;
                offset += length;
                chunkEnd = offset;
            }
        }

        private boolean fits(int extentFile, long offset) {
            int open = pieces.size() - firstPiece;
            return open > 0
                    && open < MAX_PIECES
                    && extentFile == file
                    && offset >= chunkEnd
                    && offset - chunkEnd < GAP_BYTES
                    && offset < chunkOffset + chunkBytes;
        }

        private void closeChunk() {
            if (pieces.size() > firstPiece) {
                chunks.add(new Chunk(file, chunkOffset, (int) (chunkEnd - chunkOffset), firstPiece, pieces.size()));
                firstPiece = pieces.size();
            }
        }

        ChunkPlan plan() {
            closeChunk();
            return new ChunkPlan(List.copyOf(files.keySet()), chunks, pieces, chunkBytes, windowBytes);
        }
    }
}

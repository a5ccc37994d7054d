package dev.berth.profiler.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;

/** A real file of which every read delivers only so much, as file systems over a network or in user space may. */
final class ShortChannel extends FileChannel {
    private final FileChannel file;
    private final int mostBytes;
    private final boolean wholeBlocks;

    /**
     * A channel over another, which it closes.
     *
     * @param mostBytes most that one read delivers
     * @param wholeBlocks whether reads must begin at a block, as direct ones
     */
    ShortChannel(FileChannel file, int mostBytes, boolean wholeBlocks) {
        this.file = file;
        this.mostBytes = mostBytes;
        this.wholeBlocks = wholeBlocks;
    }

    @Override
    public int read(ByteBuffer target, long position) throws IOException {
        if (wholeBlocks && (position % ChunkPlan.BLOCK_BYTES != 0 || target.position() % ChunkPlan.BLOCK_BYTES != 0)) {
            throw new IOException("Invalid argument");
        }
        int limit = target.limit();
        target.limit(Math.min(limit, target.position() + mostBytes));
        try {
            return file.read(target, position);
        } finally {
            target.limit(limit);
        }
    }

    @Override
    public long size() throws IOException {
        return file.size();
    }

    @Override
    protected void implCloseChannel() throws IOException {
        file.close();
    }

    @Override
    public int read(ByteBuffer target) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long read(ByteBuffer[] targets, int offset, int length) {
        throw new UnsupportedOperationException();
    }

    @Override
    public int write(ByteBuffer source) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long write(ByteBuffer[] sources, int offset, int length) {
        throw new UnsupportedOperationException();
    }

    @Override
    public int write(ByteBuffer source, long position) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long position() {
        throw new UnsupportedOperationException();
    }

    @Override
    public FileChannel position(long position) {
        throw new UnsupportedOperationException();
    }

    @Override
    public FileChannel truncate(long size) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void force(boolean metaData) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long transferTo(long position, long count, WritableByteChannel target) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long transferFrom(ReadableByteChannel source, long position, long count) {
        throw new UnsupportedOperationException();
    }

    @Override
    public MappedByteBuffer map(MapMode mode, long position, long size) {
        throw new UnsupportedOperationException();
    }

    @Override
    public FileLock lock(long position, long size, boolean shared) {
        throw new UnsupportedOperationException();
    }

    @Override
    public FileLock tryLock(long position, long size, boolean shared) {
        throw new UnsupportedOperationException();
    }
}

package dev.berth.profiler.device;

import java.nio.ByteBuffer;

/** Host memory of any size, seen through views of 1 GiB because one buffer cannot span more than 2 GiB - 1. */
final class HostDeviceMemory implements Device.HostAddressed {
    private static final int VIEW_SHIFT = 30;
    private static final long VIEW_BYTES = 1L << VIEW_SHIFT;

    private final HugePageMemory memory;
    private final ByteBuffer[] views;
    private boolean closed;

    HostDeviceMemory(HugePageMemory memory) {
        this.memory = memory;
        this.views = new ByteBuffer[Math.toIntExact((memory.bytes() + VIEW_BYTES - 1) >>> VIEW_SHIFT)];
        for (int i = 0; i < views.length; i++) {
            long offset = (long) i << VIEW_SHIFT;
            views[i] = memory.slice(offset, (int) Math.min(VIEW_BYTES, memory.bytes() - offset));
        }
    }

    @Override
    public long bytes() {
        return memory.bytes();
    }

    @Override
    public ByteBuffer view(long offset, int length) {
        requireOpen();
        return memory.slice(offset, length);
    }

    @Override
    public void populate(long offset, long length) {
        requireOpen();
        memory.populate(offset, length);
    }

    void write(long offset, ByteBuffer source, int sourceOffset, int length) {
        requireOpen();
        int done = 0;
        while (done < length) {
            ByteBuffer view = views[(int) ((offset + done) >>> VIEW_SHIFT)];
            int inView = (int) ((offset + done) & (VIEW_BYTES - 1));
            int part = Math.min(length - done, view.capacity() - inView);
            view.put(inView, source, sourceOffset + done, part);
            done += part;
        }
    }

    void read(long offset, ByteBuffer target) {
        requireOpen();
        long from = offset;
        while (target.hasRemaining()) {
            ByteBuffer view = views[(int) (from >>> VIEW_SHIFT)];
            int inView = (int) (from & (VIEW_BYTES - 1));
            int part = Math.min(target.remaining(), view.capacity() - inView);
            target.put(target.position(), view, inView, part);
            target.position(target.position() + part);
            from += part;
        }
    }

    @Override
    public void close() {
        closed = true;
        memory.close();
    }

    private void requireOpen() {
        if (closed) {
            // The views still point at memory that is gone; touching it would kill the process.
            throw new IllegalStateException("device memory was given back");
        }
    }
}

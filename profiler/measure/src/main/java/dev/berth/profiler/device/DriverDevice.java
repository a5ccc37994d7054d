package dev.berth.profiler.device;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/**
 * What devices behind a driver have in common: what they hand out is theirs, is given back once, and goes with them.
 */
public abstract class DriverDevice implements Device {
    private final String id;
    private final Set<Releasable> live = Collections.newSetFromMap(new IdentityHashMap<>());
    private volatile boolean lost;
    private boolean closed;

    /** @param id as users give it */
    protected DriverDevice(String id) {
        this.id = id;
    }

    /** As users give it. */
    protected final String id() {
        return id;
    }

    /** The device is lost, and has taken all along that it handed out. */
    protected final void lose() {
        lost = true;
    }

    /**
     * Checks that the device may be used.
     *
     * @throws IllegalStateException where it was closed
     */
    protected final void requireOpen() {
        if (closed) {
            throw new IllegalStateException(id + " was closed");
        }
    }

    /**
     * What this device handed out, as what it is.
     *
     * @throws IllegalArgumentException where another device did
     * @throws IllegalStateException where it was given back
     */
    protected final <T extends Releasable> T own(Class<T> type, Object thing) {
        if (type.isInstance(thing) && type.cast(thing).owner() == this) {
            T mine = type.cast(thing);
            mine.requireLive();
            return mine;
        }
        throw new IllegalArgumentException(id + ": belongs to another device: " + thing);
    }

    @Override
    public final void close() {
        if (closed) {
            return;
        }
        // Another user of the driver's context in this process would keep what was left behind alive.
        List.copyOf(live).forEach(Releasable::close);
        closed = true;
        closeDriver();
    }

    /** Gives the driver's own things back; must not throw, since that would hide why the device is closed. */
    protected abstract void closeDriver();

    /** Something that is given back once. */
    protected abstract class Releasable implements AutoCloseable {
        private final String what;
        private boolean released;

        /** @param what for messages */
        protected Releasable(String what) {
            this.what = what;
            live.add(this);
        }

        final DriverDevice owner() {
            return DriverDevice.this;
        }

        /** What it is, for messages. */
        protected final String what() {
            return what;
        }

        /**
         * Checks that it may be used.
         *
         * @throws IllegalStateException where it was given back
         */
        protected final void requireLive() {
            if (released) {
                throw new IllegalStateException(id + ": " + what + " was given back");
            }
        }

        @Override
        public final void close() {
            if (!released) {
                released = true;
                live.remove(this);
                if (!lost) {
                    release();
                }
            }
        }

        /** Gives it back to the driver. */
        protected abstract void release();
    }

    /** A staging buffer, whose address the driver is given. */
    protected abstract class Staging extends Releasable implements StagingBuffer {
        private final ByteBuffer buffer;
        private final long address;

        /** @param buffer direct */
        protected Staging(String what, ByteBuffer buffer) {
            super(what);
            this.buffer = buffer;
            this.address = Pointer.nativeValue(Native.getDirectBufferPointer(buffer));
        }

        /** The address of one of its bytes. */
        public final long address(int offset) {
            return address + offset;
        }

        @Override
        public final ByteBuffer buffer() {
            requireLive();
            return buffer;
        }
    }

    /** Ordinary memory, on 2 MiB pages where granted. */
    protected final class OrdinaryStaging extends Staging {
        private final HugePageMemory memory;
        private final String prefix;

        /** @param prefix before what the memory lies on, in {@link #pages} */
        public OrdinaryStaging(String what, HugePageMemory memory, String prefix) {
            super(what, memory.buffer());
            this.memory = memory;
            this.prefix = prefix;
        }

        @Override
        public String pages() {
            return prefix + memory.pages();
        }

        @Override
        protected void release() {
            memory.close();
        }
    }
}

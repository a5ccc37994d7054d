package dev.berth.profiler.preload;

import dev.berth.profiler.storage.ChunkPlan;
import dev.berth.profiler.storage.ExtentReader;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Long-lived threads that fill staging buffers, or read chunks to their places. Chunk i goes to slot i mod slots,
 * chunks are handed out in order by one counter, and a slot is filled again once the timed thread has released it; so
 * the timed thread meets chunks in file order and each thread waits for one slot at most.
 */
final class ReaderThreads implements AutoCloseable {
    /** Turns of spinning before a waiting thread gives the processor away; a wake-up costs about 50 microseconds. */
    private static final int SPINS = 200;

    private static final long PARK_NANOS = 20_000;

    private final Thread[] threads;
    private final Slot[] slots;
    private final AtomicInteger nextChunk = new AtomicInteger();
    private final AtomicInteger idle = new AtomicInteger();
    private final BusyClock busy = new BusyClock();

    private volatile Job job;
    private volatile Throwable failure;
    private volatile Thread waiter;
    private volatile boolean stopping;
    private volatile boolean closed;

    /** What the threads do between {@link #start} and the last chunk; without places, chunks go to the slots. */
    private record Job(long number, ChunkPlan plan, ExtentReader reader, boolean discarding, Places places) {}

    ReaderThreads(Slot[] slots, int count) {
        this.slots = slots;
        this.threads = new Thread[count];
        idle.set(count);
        for (int i = 0; i < count; i++) {
            int own = i;
            threads[i] = new Thread(() -> serve(own), "berth-reader-" + i);
            threads[i].setDaemon(true);
            threads[i].start();
        }
    }

    /** Starts reading; all threads must be idle. */
    void start(ChunkPlan plan, ExtentReader reader) {
        start(plan, reader, false, null);
    }

    /** Starts reading chunks to their places; all threads must be idle. */
    void start(ExtentReader reader, Places places) {
        start(places.plan(), reader, false, places);
    }

    /** Number of threads. */
    int count() {
        return threads.length;
    }

    /**
     * Reads everything and throws it away, each thread into one buffer of its own; returns when the last read is done
     * or a thread has met a {@link #failure}.
     *
     * @return nanoseconds from the begin of the first read to the end of the last
     */
    long readAndDiscard(ChunkPlan plan, ExtentReader reader) {
        waiter = Thread.currentThread();
        start(plan, reader, true, null);
        awaitIdle();
        return busy.spanNanos();
    }

    /** The same with chunks read to their places, and kept there. */
    long readToPlaces(ExtentReader reader, Places places) {
        waiter = Thread.currentThread();
        start(reader, places);
        awaitIdle();
        return busy.spanNanos();
    }

    /** Waits until all chunks are read, or a thread has met a {@link #failure}. */
    void awaitIdle() {
        waiter = Thread.currentThread();
        while (idle.get() != threads.length) {
            // Woken by the threads: one that spun here would take a processor from them.
            LockSupport.park(this);
        }
        waiter = null;
    }

    private void start(ChunkPlan plan, ExtentReader reader, boolean discarding, Places places) {
        if (idle.get() != threads.length) {
            throw new IllegalStateException("reader threads are busy");
        }
        failure = null;
        stopping = false;
        busy.reset();
        for (int i = 0; i < slots.length; i++) {
            slots[i].expect(i);
        }
        nextChunk.set(0);
        idle.set(0);
        job = new Job(job == null ? 0 : job.number() + 1, plan, reader, discarding, places);
        for (Thread thread : threads) {
            LockSupport.unpark(thread);
        }
    }

    /** Makes the threads stop after the read each is in, and waits for that. */
    void stopAndJoin() {
        stopping = true;
        int turn = 0;
        while (idle.get() != threads.length) {
            turn = pause(turn);
        }
    }

    /** What a thread met; null while all goes well. */
    Throwable failure() {
        return failure;
    }

    /** Time during which at least one read was under way since {@link #start}, nanoseconds; of idle threads. */
    long busyNanos() {
        return busy.nanos();
    }

    /** One turn of waiting: spins first, then parks briefly. Returns the next turn. */
    static int pause(int turn) {
        if (turn < SPINS) {
            Thread.onSpinWait();
        } else {
            LockSupport.parkNanos(PARK_NANOS);
        }
        return turn + 1;
    }

    private void serve(int own) {
        long done = -1;
        while (!closed) {
            Job current = job;
            if (current == null || current.number() == done) {
                LockSupport.park(this);
                continue;
            }
            try {
                if (current.discarding()) {
                    discardAll(current, slots[own]);
                } else if (current.places() != null) {
                    placeAll(current, current.places(), own);
                } else {
                    readAll(current);
                }
            } catch (IOException | RuntimeException | Error e) {
                failure = e;
            }
            done = current.number();
            idle.incrementAndGet();
            LockSupport.unpark(waiter);
        }
    }

    private void readAll(Job current) throws IOException {
        ChunkPlan plan = current.plan();
        for (int i = nextChunk.getAndIncrement(); i < plan.size(); i = nextChunk.getAndIncrement()) {
            Slot slot = slots[i % slots.length];
            int turn = 0;
            while (!slot.isFree(i)) {
                if (stopping || failure != null) {
                    return;
                }
                turn = pause(turn);
            }
            if (stopping || failure != null) {
                return;
            }
            read(current, i, slot);
            slot.filled(i);
        }
    }

    private void discardAll(Job current, Slot own) throws IOException {
        int size = current.plan().size();
        for (int i = nextChunk.getAndIncrement(); i < size && failure == null; i = nextChunk.getAndIncrement()) {
            read(current, i, own);
        }
    }

    private void placeAll(Job current, Places places, int own) throws IOException {
        int size = current.plan().size();
        for (int i = nextChunk.getAndIncrement(); i < size; i = nextChunk.getAndIncrement()) {
            if (stopping || failure != null) {
                return;
            }
            busy.enter();
            try {
                places.read(current.reader(), own, i);
            } finally {
                busy.leave();
            }
        }
    }

    private void read(Job current, int chunk, Slot slot) throws IOException {
        busy.enter();
        try {
            current.reader().read(current.plan().chunk(chunk), slot.target());
        } finally {
            busy.leave();
        }
    }

    @Override
    public void close() {
        closed = true;
        for (Thread thread : threads) {
            LockSupport.unpark(thread);
        }
        for (Thread thread : threads) {
            Threads.join(thread);
        }
    }
}

package dev.berth.profiler.preload;

import dev.berth.dataset.PreloadPhase;
import dev.berth.dataset.raw.RunRow.MemoryDelta;
import dev.berth.dataset.raw.RunRow.Unload;
import dev.berth.profiler.device.Device;
import dev.berth.profiler.device.Device.DeviceMemory;
import dev.berth.profiler.device.Device.HostAddressed;
import dev.berth.profiler.device.DeviceException;
import dev.berth.profiler.model.Extent;
import dev.berth.profiler.model.HeaderSource;
import dev.berth.profiler.storage.ChunkPlan;
import dev.berth.profiler.storage.ExtentReader;
import dev.berth.profiler.storage.ReaderKind;
import dev.berth.record.BadInputException;
import dev.berth.record.Reading;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Loads models to a device and times it. The staging ring and the reading threads live as long as this object, so that
 * no run pays for them; a model larger than the ring streams through it. Where the device is host memory, chunks are
 * read straight into it. One run at a time, by one thread.
 *
 * <p>Direct reads begin with the layout that the model's catalogue entry knows, as a server's does that keeps the
 * model; its headers are parsed while the stream passes and must confirm that layout, or the run fails. Readers that go
 * through the page cache parse first, so that it can be told afterwards which bytes the headers brought there.
 */
public final class Preloader implements AutoCloseable {
    private static final int MIN_SLOTS = 8;
    private static final int SLOTS_PER_THREAD = 4;

    private final Device device;
    private final int chunkBytes;
    private final Slot[] slots;
    private final ReaderThreads readers;
    private final PhaseClock clock = new PhaseClock();
    private final CopyRing copies;
    private final ChunkStream stream;
    private boolean deviceLost;

    /**
     * Allocates the ring and starts the threads.
     *
     * @param device stays the caller's; must outlive this object
     * @param threads reading threads, >= 1
     * @param chunkBytes size of a staging buffer and most bytes of one read, a multiple of 4096
     * @throws DeviceException where the staging memory cannot be had
     */
    public Preloader(Device device, int threads, int chunkBytes) {
        this.device = device;
        this.chunkBytes = chunkBytes;
        this.slots = new Slot[slots(threads)];
        try {
            for (int i = 0; i < slots.length; i++) {
                slots[i] = new Slot(device.allocateStaging(chunkBytes));
                slots[i].reserveCopies(device, ChunkPlan.MAX_PIECES);
            }
        } catch (DeviceException e) {
            closeSlots();
            throw e;
        }
        this.copies = new CopyRing(device, slots);
        this.readers = new ReaderThreads(slots, threads);
        this.stream = new ChunkStream(slots, readers, copies, clock);
    }

    private static int slots(int threads) {
        return Math.max(MIN_SLOTS, SLOTS_PER_THREAD * threads);
    }

    /** Bytes of the staging ring that a preloader of these settings takes. */
    public static long stagingBytes(int threads, int chunkBytes) {
        return (long) slots(threads) * chunkBytes;
    }

    /** What the staging ring lies on, for rows: the words of its first buffer, as all are of one kind. */
    public String stagingPages() {
        return slots[0].staging().pages();
    }

    /** Whether the device was lost in a run: no further one can succeed. */
    public boolean deviceLost() {
        return deviceLost;
    }

    /** Bytes of the staging ring. */
    public long stagingBytes() {
        return (long) slots.length * chunkBytes;
    }

    /**
     * Loads once, checks if asked to, and gives the device memory back. Faults of files and of the device are part of
     * the result; this object stays usable after them, unless the device is lost.
     */
    public PreloadResult run(PreloadRequest request) {
        MemoryAccount account = MemoryAccount.before(device, request.extents());
        Load load = new Load(request);
        request.witness().timedBegin();
        clock.start();
        Optional<String> failure = timed(load);
        request.witness().timedEnd();
        // All chunks were delivered, but a thread may not have noticed yet that there is no further one.
        readers.stopAndJoin();
        Reading<Boolean> verified = verified(request, load, failure.isEmpty());
        if (failure.isEmpty()) {
            account.loaded();
        }
        long requested = load.memory == null ? 0 : load.memory.bytes();
        Unload unload = account.unload(load.memory);
        deviceLost |= account.deviceLost();
        return result(
                load,
                failure,
                account.delta(requested, Reading.derived(requested + stagingOnDevice(load))),
                verified,
                unload);
    }

    /**
     * Reads as a preload does, but throws the bytes away: what storage gives where no device is waited for.
     *
     * @return nanoseconds from the begin of the first read to the end of the last, files open before
     * @throws IOException where a file cannot be read
     */
    public long readOnly(ChunkPlan plan, ExtentReader reader) throws IOException {
        return whole(readers.readAndDiscard(plan, reader));
    }

    /**
     * Reads as a preload into host memory does, without its headers and allocation.
     *
     * @param plan {@linkplain ChunkPlan#isInPlace in place}
     * @param memory takes the plan's {@link ChunkPlan#targetBytes}; its pages are best brought in before
     * @return as {@link #readOnly}
     * @throws IOException where a file cannot be read
     */
    public long readInto(ChunkPlan plan, ExtentReader reader, HostAddressed memory) throws IOException {
        return whole(readers.readToPlaces(reader, Places.broughtInByReads(plan, memory, readers.count())));
    }

    private long whole(long nanos) throws IOException {
        if (readers.failure() != null) {
            throw ChunkStream.readFailure(readers.failure());
        }
        return nanos;
    }

    /** What a run holds while it lasts. */
    private static final class Load {
        private final PreloadRequest request;
        private ChunkPlan plan;
        private ExtentReader reader;
        private DeviceMemory memory;
        private boolean streaming;

        Load(PreloadRequest request) {
            this.request = request;
        }

        void closeReader() throws IOException {
            ExtentReader open = reader;
            reader = null;
            if (open != null) {
                open.close();
            }
        }
    }

    private Optional<String> timed(Load load) {
        try {
            load.plan = plan(load.request);
            if (load.request.reader() == ReaderKind.DIRECT) {
                begin(load);
                parse(load, new StreamedHeaders(stream));
            } else {
                parse(load, HeaderSource.FILES);
                load.request.witness().parsed();
                clock.skip();
                begin(load);
            }
            if (load.streaming) {
                stream.finish();
                device.synchronize();
            }
            load.closeReader();
            clock.lap(PreloadPhase.FINALISE);
            return Optional.empty();
        } catch (IOException | RuntimeException | OutOfMemoryError e) {
            clock.lap(PreloadPhase.FINALISE);
            deviceLost |= e instanceof DeviceException fault && fault.kind() == DeviceException.Kind.LOST;
            giveUp(load);
            return Optional.of(oneLine(e));
        }
    }

    private ChunkPlan plan(PreloadRequest request) {
        return device.isHostAddressed() && request.windowBytes().isEmpty()
                ? ChunkPlan.inPlace(request.extents(), chunkBytes)
                : ChunkPlan.of(
                        request.extents(), chunkBytes, request.windowBytes().orElse(Long.MAX_VALUE));
    }

    /** Opens the files, lets the threads read ahead, allocates on the device: before that where they read into it. */
    private void begin(Load load) throws IOException {
        load.reader = load.request.reader().open(load.plan.files());
        if (load.plan.totalBytes() > 0 && load.plan.isInPlace()) {
            clock.lap(PreloadPhase.OPEN_PARSE);
            load.memory = device.allocate(load.plan.targetBytes());
            clock.lap(PreloadPhase.ALLOCATE);
            load.streaming = true;
            stream.begin(
                    load.plan, load.reader, (HostAddressed) load.memory, load.request.reader() == ReaderKind.DIRECT);
        } else if (load.plan.totalBytes() > 0) {
            load.streaming = true;
            stream.begin(load.plan, load.reader);
            clock.lap(PreloadPhase.OPEN_PARSE);
            load.memory = device.allocate(load.plan.targetBytes());
            stream.target(load.memory);
            clock.lap(PreloadPhase.ALLOCATE);
        }
    }

    private void parse(Load load, HeaderSource headers) throws IOException {
        List<Extent> extents = load.request.openParse().run(headers);
        if (!extents.equals(load.request.extents())) {
            throw new IOException("the model's files changed since it was opened; open it again");
        }
        clock.lap(PreloadPhase.OPEN_PARSE);
    }

    /** Leaves nothing running and nothing open, so that the next run finds all as new. */
    private void giveUp(Load load) {
        readers.stopAndJoin();
        try {
            copies.awaitAll();
            device.synchronize();
        } catch (DeviceException e) {
            // The fault that ended the run is the one to report; this is its echo.
            copies.abandon();
        }
        try {
            load.closeReader();
        } catch (IOException e) {
            load.reader = null;
        }
    }

    private Reading<Boolean> verified(PreloadRequest request, Load load, boolean whole) {
        boolean overwritten = whole && load.plan.targetBytes() < load.plan.totalBytes();
        return !whole || !request.verify() || overwritten
                ? Reading.notSupported(
                        overwritten ? "only a window of the weights stays on the device" : "this run was not checked")
                : Verification.matches(device, load.memory, load.plan, request.extents(), slots[0].target());
    }

    private PreloadResult result(
            Load load, Optional<String> failure, MemoryDelta memory, Reading<Boolean> verified, Unload unload) {
        return new PreloadResult(
                failure,
                clock.phases(),
                clock.totalNanos(),
                load.streaming ? readers.busyNanos() : 0,
                load.streaming && !load.plan.isInPlace() ? copies.busyNanos() : 0,
                failure.isEmpty() ? load.plan.totalBytes() : 0,
                load.plan == null ? 0 : load.plan.readBytes(),
                memory,
                clock.boundBy(),
                verified,
                unload);
    }

    /** The staging ring counts as device memory where the device is the host itself and bytes pass through it. */
    private long stagingOnDevice(Load load) {
        return device.isHostAddressed() && (load.plan == null || !load.plan.isInPlace()) ? stagingBytes() : 0;
    }

    private static String oneLine(Throwable e) {
        String text = e instanceof IOException || e instanceof DeviceException || e instanceof BadInputException
                ? String.valueOf(e.getMessage())
                : e.toString();
        return text.replaceAll("\\s*\\R\\s*", " ");
    }

    private void closeSlots() {
        for (Slot slot : slots) {
            if (slot != null) {
                slot.close();
            }
        }
    }

    @Override
    public void close() {
        readers.close();
        closeSlots();
    }
}

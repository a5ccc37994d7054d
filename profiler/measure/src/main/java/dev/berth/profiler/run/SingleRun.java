package dev.berth.profiler.run;

import dev.berth.dataset.CacheTier;
import dev.berth.dataset.MachineRecord;
import dev.berth.dataset.ModelRecord;
import dev.berth.dataset.PreloadPhase;
import dev.berth.dataset.raw.RunRow;
import dev.berth.dataset.raw.RunRow.CacheEvidence;
import dev.berth.dataset.raw.RunRow.MemoryDelta;
import dev.berth.dataset.raw.RunRow.RunKey;
import dev.berth.profiler.device.Device;
import dev.berth.profiler.machine.ActivityProbe;
import dev.berth.profiler.model.Extent;
import dev.berth.profiler.model.Model;
import dev.berth.profiler.preload.HeldPreloader;
import dev.berth.profiler.preload.PreloadRequest;
import dev.berth.profiler.preload.PreloadResult;
import dev.berth.profiler.preload.Preloader;
import dev.berth.profiler.run.cache.CacheState;
import dev.berth.profiler.run.cache.ModelFiles;
import dev.berth.profiler.run.plan.RunPlan;
import dev.berth.profiler.storage.DirectReadRefusedException;
import dev.berth.profiler.storage.Holes;
import dev.berth.profiler.storage.ReaderKind;
import dev.berth.record.Reading;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/** One run from its cache state to its row. */
final class SingleRun {
    /** One part in this many of the free memory is left to others before a model is held whole. */
    private static final long HELD_PARTS = 8;

    /** Several times a processor's cache, so that copies go to memory as they would for a model that fits. */
    private static final long WINDOW_BYTES = 256L << 20;

    private final Device device;
    private final HeldPreloader held;
    private final int verifyRuns;
    private final boolean allowFallback;
    private final Sampling sampling = Sampling.ofThisProcess();
    private final Optional<String> virtualization;
    private final Optional<Long> hostAvailableBytes;

    SingleRun(Device device, int verifyRuns, boolean allowFallback, MachineRecord machine) {
        this.device = device;
        this.held = new HeldPreloader(device);
        this.verifyRuns = verifyRuns;
        this.allowFallback = allowFallback;
        this.virtualization = machine.container().virtualization().optional();
        this.hostAvailableBytes = machine.memory().availableBytes().optional();
    }

    /** Makes a run; every fault of its files or of the device becomes a row that says so. */
    RunRow run(RunPlan.Next next, long sequence, Preloader preloader) {
        String startedUtc = Instant.now().toString();
        Watch watch = new Watch(
                sampling.samples(next.key().repetition())
                        ? ActivityProbe.on(next.model().path())
                        : ActivityProbe.off(),
                RunWarnings.before(device));
        if (!next.key().requestedTier().readsFiles()) {
            return heldRun(next, sequence, startedUtc, watch);
        }
        try {
            List<Path> files = ModelFiles.of(next.model());
            if (next.key().requestedTier() == CacheTier.PAGE_CACHE_WARM) {
                requireFitsPageCache(files);
            }
            CacheState state = CacheState.prepare(next.key().requestedTier(), files);
            List<String> fallbacks = fallbacks(preloader.stagingPages());
            ReaderKind reader =
                    reader(ReaderKind.of(next.key().reader()), weightFiles(next.model()), allowFallback, fallbacks);
            CacheState.Before before = watch.begin(state, reader);
            OptionalLong window = window(next, fallbacks);
            PreloadResult result = preloader.run(request(next, reader, watch, window));
            ActivityProbe.Snapshot after = watch.after();
            Reading<Long> processReadBytes = ActivityProbe.processReadBytes(watch.before, after);
            CacheState.Verdict verdict = state.judge(
                    before,
                    watch.parsed,
                    watch.residentAfter,
                    result.readBytes(),
                    sparse(next.model(), result.readBytes(), processReadBytes),
                    processReadBytes,
                    ActivityProbe.deviceReadBytes(watch.before, after),
                    virtualization);
            return row(next.key(), sequence, startedUtc, verdict, watch, result, fallbacks);
        } catch (IOException e) {
            return notBegun(next.key(), sequence, startedUtc, watch, String.valueOf(e.getMessage()));
        }
    }

    /** Filling the page cache beyond memory would drive everything else out of it, and prove nothing. */
    void requireFitsPageCache(List<Path> files) throws IOException {
        long bytes = 0;
        for (Path file : files) {
            bytes += Files.size(file);
        }
        if (hostAvailableBytes.isPresent() && bytes > hostAvailableBytes.get()) {
            throw new IOException(
                    "its files of " + bytes + " bytes do not fit the page cache: " + hostAvailableBytes.get()
                            + " bytes of memory were available when the session began; measure it with --cache cold");
        }
    }

    /** Whether a run lost the device, apart from what preloaders saw. */
    boolean deviceLost() {
        return held.deviceLost();
    }

    /** A run of a tier that reads no file; the counters prove that it did not. */
    private RunRow heldRun(RunPlan.Next next, long sequence, String startedUtc, Watch watch) {
        PreloadRequest request = request(next, ReaderKind.BUFFERED, watch, OptionalLong.empty());
        CacheTier tier = next.key().requestedTier();
        PreloadResult result = tier == CacheTier.PINNED_WARM ? held.fromPinned(request) : held.resident(request);
        CacheState.Verdict verdict = CacheState.judgeHeld(
                tier,
                next.model().record().storedBytes(),
                ActivityProbe.processReadBytes(watch.before, watch.after()),
                ActivityProbe.deviceReadBytes(watch.before, watch.after()));
        return row(next.key(), sequence, startedUtc, verdict, watch, result, List.of());
    }

    /** How a run is read: as asked, or buffered where direct reads are refused and that is allowed. */
    static ReaderKind reader(ReaderKind asked, List<Path> files, boolean allowFallback, List<String> fallbacks)
            throws IOException {
        if (asked == ReaderKind.DIRECT && allowFallback) {
            try {
                asked.open(files).close();
            } catch (DirectReadRefusedException refused) {
                fallbacks.add("read buffered instead of direct: " + refused.getMessage());
                return ReaderKind.BUFFERED;
            }
        }
        return asked;
    }

    static List<Path> weightFiles(Model model) {
        return model.weightExtents().stream().map(Extent::file).distinct().toList();
    }

    /** Where the device has not the memory and that is allowed, the weights pass through a part of it. */
    private OptionalLong window(RunPlan.Next next, List<String> fallbacks) {
        long bytes = next.model().record().storedBytes();
        Optional<Long> free = device.freeBytes().optional();
        if (!allowFallback || free.isEmpty() || bytes <= free.get() / HELD_PARTS * (HELD_PARTS - 1)) {
            return OptionalLong.empty();
        }
        long window = Math.max(next.key().chunkBytes(), Math.min(WINDOW_BYTES, free.get() / 4));
        fallbacks.add(
                "destination smaller than the model: its " + bytes + " weight bytes went through a window of up to "
                        + WINDOW_BYTES + " bytes, which alone stays on the device");
        return OptionalLong.of(window);
    }

    /** Asked only where fewer bytes came from storage than the run read. */
    static CacheState.Sparse sparse(Model model, long wantedBytes, Reading<Long> processReadBytes) throws IOException {
        if (processReadBytes.optional().filter(read -> read < wantedBytes).isEmpty()) {
            return CacheState.Sparse.NOT;
        }
        long holeBytes = 0;
        for (Extent extent : model.weightExtents()) {
            holeBytes += Holes.bytes(extent.file(), extent.offset(), extent.length());
        }
        ModelRecord.StorageFootprint storage = model.record().storage();
        return new CacheState.Sparse(
                holeBytes,
                storage.allocatedBytes().optional().map(String::valueOf).orElse("an unknown number") + " of "
                        + storage.apparentBytes() + " bytes of the files are allocated");
    }

    private PreloadRequest request(RunPlan.Next next, ReaderKind reader, Watch watch, OptionalLong windowBytes) {
        Model model = next.model();
        return new PreloadRequest(
                model.weightExtents(),
                model.headers()::read,
                reader,
                watch,
                windowBytes,
                next.key().repetition() < verifyRuns);
    }

    /**
     * The counters around the timed region and, for readers that go through the page cache, between headers and
     * weights.
     */
    private static final class Watch implements PreloadRequest.Witness {
        private final ActivityProbe probe;
        private final RunWarnings warnings;
        private ReaderKind reader;
        private CacheState state;
        private ActivityProbe.Snapshot before;
        private ActivityProbe.Snapshot after;
        private Optional<CacheState.Parsed> parsed = Optional.empty();
        private Optional<Long> residentAfter = Optional.empty();

        Watch(ActivityProbe probe, RunWarnings warnings) {
            this.probe = probe;
            this.warnings = warnings;
            this.before = probe.snapshot();
        }

        @Override
        public void timedBegin() {
            before = probe.snapshot();
        }

        CacheState.Before begin(CacheState state, ReaderKind reader) throws IOException {
            this.state = state;
            this.reader = reader;
            before = probe.snapshot();
            return state.look();
        }

        /** Direct reads pass the page cache by: what headers brought into it cannot serve them. */
        @Override
        public void parsed() {
            if (reader != ReaderKind.DIRECT && probe.samples()) {
                parsed = Optional.of(state.parsed(ActivityProbe.processReadBytes(before, probe.snapshot())));
            }
        }

        @Override
        public void timedEnd() {
            after = probe.snapshot();
            if (reader == ReaderKind.DIRECT && probe.samples()) {
                residentAfter = state.parsed(ActivityProbe.processReadBytes(before, after))
                        .residentBytes()
                        .optional();
            }
        }

        ActivityProbe.Snapshot after() {
            return after == null ? probe.snapshot() : after;
        }
    }

    private RunRow row(
            RunKey key,
            long sequence,
            String startedUtc,
            CacheState.Verdict verdict,
            Watch watch,
            PreloadResult result,
            List<String> fallbacks) {
        SortedMap<PreloadPhase, Long> phases = new TreeMap<>();
        if (result.failure().isEmpty()) {
            phases.putAll(result.phaseNanos());
        }
        return new RunRow(
                RunRow.SCHEMA_VERSION,
                sequence,
                key,
                startedUtc,
                result.failure().isEmpty() ? verdict.tier() : CacheTier.UNPROVEN,
                verdict.evidence(),
                result.failure().orElse(null),
                phases,
                result.totalNanos(),
                result.storageBusyNanos(),
                result.copyBusyNanos(),
                result.bytes(),
                result.memory(),
                result.boundBy(),
                result.verified(),
                fallbacks,
                ActivityProbe.between(watch.before, watch.after()),
                result.unload(),
                watch.warnings.after(result.unload()));
    }

    /** Huge pages are what direct reads need for their full rate; a refusal belongs in the row. */
    static List<String> fallbacks(String pages) {
        List<String> fallbacks = new ArrayList<>();
        if (pages.startsWith("4 KiB pages")) {
            fallbacks.add("staging buffers on " + pages);
        }
        return fallbacks;
    }

    private RunRow notBegun(RunKey key, long sequence, String startedUtc, Watch watch, String failure) {
        Reading<Long> none = Reading.notSupported("the run did not begin");
        return new RunRow(
                RunRow.SCHEMA_VERSION,
                sequence,
                key,
                startedUtc,
                CacheTier.UNPROVEN,
                new CacheEvidence(0, none, "none", none, none, "the run did not begin"),
                failure,
                new TreeMap<>(Map.of()),
                0,
                0,
                0,
                0,
                new MemoryDelta(device.freeBytes(), none, 0, none),
                "none",
                Reading.notSupported("the run did not begin"),
                List.of(),
                ActivityProbe.between(watch.before, watch.after()),
                RunRow.Unload.none("the run did not begin"),
                List.of());
    }
}

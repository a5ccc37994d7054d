package dev.berth.profiler.run;

import dev.berth.dataset.CacheTier;
import dev.berth.dataset.Energy;
import dev.berth.dataset.PreloadPhase;
import dev.berth.dataset.raw.RunRow;
import dev.berth.dataset.raw.RunRow.CacheEvidence;
import dev.berth.dataset.raw.RunRow.Environment;
import dev.berth.dataset.raw.RunRow.MemoryDelta;
import dev.berth.dataset.raw.RunRow.RunKey;
import dev.berth.profiler.device.Device;
import dev.berth.profiler.machine.ActivityProbe;
import dev.berth.profiler.model.Model;
import dev.berth.profiler.preload.HeldPreloader;
import dev.berth.profiler.preload.PreloadRequest;
import dev.berth.profiler.preload.PreloadResult;
import dev.berth.profiler.preload.Preloader;
import dev.berth.profiler.preload.Preloaders;
import dev.berth.profiler.preload.ReaderSetting;
import dev.berth.profiler.run.cache.CacheState;
import dev.berth.profiler.run.plan.PlannedRun;
import dev.berth.profiler.storage.ReaderKind;
import dev.berth.record.Reading;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/** Makes single loads. */
final class SingleRun implements RunMaker {
    /** Several times a processor's cache, so that copies go to memory as they would for a model that fits. */
    private static final long WINDOW_BYTES = 256L << 20;

    private final Preloaders preloaders;
    private final Device device;
    private final HeldPreloader held;
    private final int verifyRuns;
    private final RunPreparation preparation;
    private final Sampling sampling = Sampling.ofThisProcess();
    private final EnergyMeter energy;

    SingleRun(Preloaders preloaders, int verifyRuns, RunPreparation preparation, EnergyMeter energy) {
        this.energy = energy;
        this.preloaders = preloaders;
        this.device = preloaders.device();
        this.held = new HeldPreloader(device);
        this.verifyRuns = verifyRuns;
        this.preparation = preparation;
    }

    /** A run that was begun: all that its row needs besides the result. */
    private record Begun(PlannedRun run, long sequence, String startedUtc, Watch watch) {
        RunKey key() {
            return (RunKey) run.key();
        }

        Model model() {
            return run.model();
        }
    }

    @Override
    public RunRow make(PlannedRun run, long sequence) {
        boolean samples = sampling.samples(run.key().repetition());
        Watch watch = new Watch(
                samples ? ActivityProbe.on(run.model().path()) : ActivityProbe.off(),
                RunWarnings.before(device),
                energy);
        Begun begun = new Begun(run, sequence, Instant.now().toString(), watch);
        if (!run.key().requestedTier().readsFiles()) {
            return heldRun(begun);
        }
        try {
            return fileRun(begun);
        } catch (IOException e) {
            return notBegun(begun, String.valueOf(e.getMessage()));
        }
    }

    @Override
    public boolean deviceLost() {
        return held.deviceLost() || preloaders.deviceLost();
    }

    private RunRow fileRun(Begun begun) throws IOException {
        Preloader preloader = preloaders.of(ReaderSetting.of(begun.key().setting()));
        Watch watch = begun.watch();
        List<String> fallbacks = new ArrayList<>(RunPreparation.fallbacksOfPages(preloader.stagingPages()));
        RunPreparation.Prepared prepared = preparation.prepare(begun.model(), begun.key(), fallbacks);
        OptionalLong window = window(begun, fallbacks);
        if (window.isEmpty()) {
            device.makeRoom(begun.model().record().storedBytes()).ifPresent(fallbacks::add);
        }
        CacheState.Before before = watch.begin(prepared.state(), prepared.reader());
        PreloadResult result = preloader.run(request(begun, prepared.reader(), window));
        device.holdRoom();
        ActivityProbe.Snapshot after = watch.after();
        Reading<Long> processReadBytes = ActivityProbe.processReadBytes(watch.before, after);
        CacheState.Verdict verdict = prepared.state()
                .judge(
                        new CacheState.Observed(
                                before,
                                watch.parsed,
                                watch.residentAfter,
                                result.readBytes(),
                                RunPreparation.sparse(begun.model(), result.readBytes(), processReadBytes),
                                processReadBytes,
                                ActivityProbe.deviceReadBytes(watch.before, after)),
                        preparation.virtualization());
        return row(begun, verdict, result, fallbacks);
    }

    /** A run of a tier that reads no file; the counters prove that it did not. */
    private RunRow heldRun(Begun begun) {
        Watch watch = begun.watch();
        PreloadRequest request = request(begun, ReaderKind.BUFFERED, OptionalLong.empty());
        CacheTier tier = begun.key().requestedTier();
        PreloadResult result = tier == CacheTier.PINNED_WARM ? held.fromPinned(request) : held.resident(request);
        CacheState.Verdict verdict = CacheState.judgeHeld(
                tier,
                begun.model().record().storedBytes(),
                ActivityProbe.processReadBytes(watch.before, watch.after()),
                ActivityProbe.deviceReadBytes(watch.before, watch.after()));
        return row(begun, verdict, result, List.of());
    }

    /** Where the device has not the memory and that is allowed, the weights pass through a part of it. */
    private OptionalLong window(Begun begun, List<String> fallbacks) {
        long bytes = begun.model().record().storedBytes();
        Optional<Long> free = device.roomBytes();
        if (!preparation.allowFallback() || free.isEmpty() || bytes <= RunPreparation.usableBytes(free.get())) {
            return OptionalLong.empty();
        }
        long window = Math.max(begun.key().chunkBytes(), Math.min(WINDOW_BYTES, free.get() / 4));
        fallbacks.add(
                "destination smaller than the model: its " + bytes + " weight bytes went through a window of up to "
                        + WINDOW_BYTES + " bytes, which alone stays on the device");
        return OptionalLong.of(window);
    }

    private PreloadRequest request(Begun begun, ReaderKind reader, OptionalLong windowBytes) {
        Model model = begun.model();
        return new PreloadRequest(
                model.weightExtents(),
                model.headers()::read,
                reader,
                begun.watch(),
                windowBytes,
                begun.key().repetition() < verifyRuns);
    }

    /**
     * The counters around the timed region and, for readers that go through the page cache, between headers and
     * weights.
     */
    private static final class Watch implements PreloadRequest.Witness {
        private final ActivityProbe probe;
        private final RunWarnings warnings;
        private final EnergyMeter meter;
        private EnergyMeter.Mark energyBefore;
        private EnergyMeter.Mark energyAfter;
        private ReaderKind reader;
        private CacheState state;
        private ActivityProbe.Snapshot before;
        private ActivityProbe.Snapshot after;
        private Optional<CacheState.Parsed> parsed = Optional.empty();
        private Optional<Long> residentAfter = Optional.empty();

        Watch(ActivityProbe probe, RunWarnings warnings, EnergyMeter meter) {
            this.probe = probe;
            this.warnings = warnings;
            this.meter = meter;
            this.before = probe.snapshot();
        }

        @Override
        public void timedBegin() {
            before = probe.snapshot();
            energyBefore = meter.mark();
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
            energyAfter = meter.mark();
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

        Energy energy(boolean whole) {
            return whole && energyAfter != null
                    ? meter.between(energyBefore, energyAfter)
                    : Energy.unknown("the run failed");
        }

        Environment environment() {
            return ActivityProbe.between(before, after());
        }
    }

    private static RunRow row(Begun begun, CacheState.Verdict verdict, PreloadResult result, List<String> fallbacks) {
        SortedMap<PreloadPhase, Long> phases = new TreeMap<>();
        if (result.failure().isEmpty()) {
            phases.putAll(result.phaseNanos());
        }
        return new RunRow(
                RunRow.SCHEMA_VERSION,
                begun.sequence(),
                begun.key(),
                begun.startedUtc(),
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
                begun.watch().environment(),
                result.unload(),
                begun.watch().warnings.after(result.unload()),
                begun.watch().energy(result.failure().isEmpty()),
                begun.model().record().provenance());
    }

    private RunRow notBegun(Begun begun, String failure) {
        Reading<Long> none = Reading.notSupported("the run did not begin");
        return new RunRow(
                RunRow.SCHEMA_VERSION,
                begun.sequence(),
                begun.key(),
                begun.startedUtc(),
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
                begun.watch().environment(),
                RunRow.Unload.none("the run did not begin"),
                List.of(),
                Energy.unknown("the run did not begin"),
                begun.model().record().provenance());
    }
}

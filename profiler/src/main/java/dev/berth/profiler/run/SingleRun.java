package dev.berth.profiler.run;

import dev.berth.profile.CacheTier;
import dev.berth.profile.MachineRecord;
import dev.berth.profile.PreloadPhase;
import dev.berth.profile.ProfileDataset;
import dev.berth.profile.Reading;
import dev.berth.profile.RunRow;
import dev.berth.profile.RunRow.CacheEvidence;
import dev.berth.profile.RunRow.MemoryDelta;
import dev.berth.profile.RunRow.RunKey;
import dev.berth.profiler.device.Device;
import dev.berth.profiler.machine.ActivityProbe;
import dev.berth.profiler.model.Model;
import dev.berth.profiler.preload.PreloadRequest;
import dev.berth.profiler.preload.PreloadResult;
import dev.berth.profiler.preload.Preloader;
import dev.berth.profiler.storage.ReaderKind;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** One run from its cache state to its row. */
final class SingleRun {
    private final Device device;
    private final int verifyRuns;
    private final Optional<String> virtualization;

    SingleRun(Device device, int verifyRuns, MachineRecord machine) {
        this.device = device;
        this.verifyRuns = verifyRuns;
        this.virtualization = machine.container().virtualization().optional();
    }

    /** Makes a run; every fault of its files or of the device becomes a row that says so. */
    RunRow run(RunPlan.Next next, long sequence, Preloader preloader) {
        String startedUtc = Instant.now().toString();
        ActivityProbe probe = ActivityProbe.on(next.model().path());
        Watch watch = new Watch(probe, ReaderKind.of(next.key().reader()));
        try {
            CacheState state = CacheState.prepare(next.key().requestedTier(), ModelFiles.of(next.model()));
            CacheState.Before before = watch.begin(state);
            PreloadResult result = preloader.run(request(next, watch));
            return row(next.key(), sequence, startedUtc, state, before, watch, result, preloader);
        } catch (IOException e) {
            return notBegun(next.key(), sequence, startedUtc, watch, String.valueOf(e.getMessage()));
        }
    }

    private PreloadRequest request(RunPlan.Next next, Watch watch) {
        Model model = next.model();
        return new PreloadRequest(
                model.weightExtents(),
                model.headers()::read,
                ReaderKind.of(next.key().reader()),
                watch,
                next.key().repetition() < verifyRuns);
    }

    /**
     * The counters around the timed region and, for readers that go through the page cache, between headers and
     * weights.
     */
    private static final class Watch implements PreloadRequest.Witness {
        private final ActivityProbe probe;
        private final ReaderKind reader;
        private CacheState state;
        private ActivityProbe.Snapshot before;
        private ActivityProbe.Snapshot after;
        private Optional<CacheState.Parsed> parsed = Optional.empty();

        Watch(ActivityProbe probe, ReaderKind reader) {
            this.probe = probe;
            this.reader = reader;
            this.before = probe.snapshot();
        }

        CacheState.Before begin(CacheState state) throws IOException {
            this.state = state;
            before = probe.snapshot();
            return state.look();
        }

        /** Direct reads pass the page cache by: what headers brought into it cannot serve them. */
        @Override
        public void parsed() {
            if (reader != ReaderKind.DIRECT) {
                parsed = Optional.of(state.parsed(ActivityProbe.processReadBytes(before, probe.snapshot())));
            }
        }

        @Override
        public void timedEnd() {
            after = probe.snapshot();
        }

        ActivityProbe.Snapshot after() {
            return after == null ? probe.snapshot() : after;
        }
    }

    private RunRow row(
            RunKey key,
            long sequence,
            String startedUtc,
            CacheState state,
            CacheState.Before before,
            Watch watch,
            PreloadResult result,
            Preloader preloader) {
        ActivityProbe.Snapshot after = watch.after();
        CacheState.Verdict verdict = state.judge(
                before,
                watch.parsed,
                result.readBytes(),
                ActivityProbe.processReadBytes(watch.before, after),
                ActivityProbe.deviceReadBytes(watch.before, after),
                virtualization);
        SortedMap<PreloadPhase, Long> phases = new TreeMap<>();
        if (result.failure().isEmpty()) {
            phases.putAll(result.phaseNanos());
        }
        return new RunRow(
                ProfileDataset.SCHEMA_VERSION,
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
                fallbacks(preloader),
                ActivityProbe.between(watch.before, after));
    }

    /** Huge pages are what direct reads need for their full rate; a refusal belongs in the row. */
    private static List<String> fallbacks(Preloader preloader) {
        String pages = preloader.stagingPages();
        return pages.startsWith("4 KiB pages") ? List.of("staging buffers on " + pages) : List.of();
    }

    private RunRow notBegun(RunKey key, long sequence, String startedUtc, Watch watch, String failure) {
        Reading<Long> none = Reading.notSupported("the run did not begin");
        return new RunRow(
                ProfileDataset.SCHEMA_VERSION,
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
                ActivityProbe.between(watch.before, watch.after()));
    }
}

package dev.berth.profiler.run;

import dev.berth.dataset.CacheTier;
import dev.berth.dataset.LoadKind;
import dev.berth.dataset.MachineRecord;
import dev.berth.dataset.raw.LoadsRow;
import dev.berth.dataset.raw.LoadsRow.LoadsKey;
import dev.berth.dataset.raw.RunRow.CacheEvidence;
import dev.berth.dataset.raw.RunRow.Unload;
import dev.berth.profiler.device.Device;
import dev.berth.profiler.device.DeviceException;
import dev.berth.profiler.machine.ActivityProbe;
import dev.berth.profiler.model.Model;
import dev.berth.profiler.preload.PreloadRequest;
import dev.berth.profiler.preload.PreloadResult;
import dev.berth.profiler.preload.concurrent.ConcurrentLoads;
import dev.berth.profiler.preload.concurrent.LoadsResult;
import dev.berth.profiler.run.cache.CacheState;
import dev.berth.profiler.run.cache.ModelFiles;
import dev.berth.profiler.run.plan.LoadsPlan;
import dev.berth.profiler.storage.ReaderKind;
import dev.berth.record.Reading;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One run of loads in company, from its cache state to its row. Keeps its pools until it is closed. */
final class LoadsRun implements AutoCloseable {
    /** One part in this many of the free memory is left to others. */
    private static final long HELD_PARTS = 8;

    private final Device device;
    private final SingleRun single;
    private final boolean allowFallback;
    private final Optional<String> virtualization;
    private final Map<Pool, ConcurrentLoads> pools = new HashMap<>();

    private record Pool(int threads, int chunkBytes) {}

    /** What was seen while a run was prepared and made; a row is made of it, however far the run came. */
    private static final class Course {
        private final List<String> fallbacks = new ArrayList<>();
        private Unload unload = Unload.none("no load before it");
        private CacheState.Verdict verdict = new CacheState.Verdict(CacheTier.UNPROVEN, NOT_BEGUN);
        private LoadsResult result = new LoadsResult(List.of(), 0, Reading.notSupported("the loads did not begin"));
    }

    private static final CacheEvidence NOT_BEGUN = new CacheEvidence(
            0,
            Reading.notSupported("the run did not begin"),
            "none",
            Reading.notSupported("the run did not begin"),
            Reading.notSupported("the run did not begin"),
            "the run did not begin");

    LoadsRun(Device device, SingleRun single, boolean allowFallback, MachineRecord machine) {
        this.device = device;
        this.single = single;
        this.allowFallback = allowFallback;
        this.virtualization = machine.container().virtualization().optional();
    }

    /** Makes a run; every fault of its files or of the device becomes a row that says so. */
    LoadsRow run(LoadsPlan.Next next, long sequence) {
        String startedUtc = Instant.now().toString();
        RunWarnings warnings = RunWarnings.before(device);
        Snapshots snapshots = new Snapshots(ActivityProbe.on(next.model().path()));
        Course course = new Course();
        Optional<String> failure;
        try {
            measure(next, course, snapshots);
            failure = course.result.failure();
        } catch (IOException | DeviceException fault) {
            failure = Optional.of(String.valueOf(fault.getMessage()));
        }
        return row(next.key(), sequence, startedUtc, course, failure, warnings, snapshots);
    }

    /** Whether the device was lost: no further run can be made. */
    boolean deviceLost() {
        return pools.values().stream().anyMatch(ConcurrentLoads::deviceLost);
    }

    private void measure(LoadsPlan.Next next, Course course, Snapshots snapshots) throws IOException {
        LoadsKey key = next.key();
        requireRoom(next.model(), key.loads());
        ConcurrentLoads loads = pools.computeIfAbsent(
                new Pool(key.threads(), key.chunkBytes()),
                pool -> new ConcurrentLoads(device.record().id(), pool.threads(), pool.chunkBytes()));
        loads.reserve(key.loads());
        course.fallbacks.addAll(SingleRun.fallbacks(loads.stagingPages()));
        List<Path> files = ModelFiles.of(next.model());
        if (key.requestedTier() == CacheTier.PAGE_CACHE_WARM) {
            single.requireFitsPageCache(files);
        }
        CacheState state = CacheState.prepare(key.requestedTier(), files);
        ReaderKind reader = SingleRun.reader(
                ReaderKind.of(key.reader()), SingleRun.weightFiles(next.model()), allowFallback, course.fallbacks);
        ConcurrentLoads.Subject subject = new ConcurrentLoads.Subject(
                next.model().weightExtents(), next.model().headers()::read, reader);
        if (key.kind() == LoadKind.RELOAD) {
            PreloadResult first = loads.alone(subject);
            if (first.failure().isPresent()) {
                throw new IOException(
                        "the load before the re-load: " + first.failure().get());
            }
            course.unload = first.unload();
            // Its parser may have read headers through the page cache.
            state = CacheState.prepare(key.requestedTier(), files);
        }
        CacheState.Before before = state.look();
        course.result = loads.together(subject, key.loads(), key.kind() == LoadKind.DEVICE_BUSY, snapshots);
        course.verdict = verdict(next.model(), reader, state, before, course.result, snapshots);
    }

    /** Linux would grant the memory and kill a process later. */
    private void requireRoom(Model model, int loads) throws IOException {
        long bytes = model.record().storedBytes();
        Optional<Long> free = device.freeBytes().optional();
        if (free.isPresent() && bytes > free.get() / HELD_PARTS * (HELD_PARTS - 1) / loads) {
            throw new IOException(
                    loads + (loads == 1 ? " load of " : " loads at once of ") + bytes + " weight bytes do not fit: "
                            + device.record().id() + " has " + free.get() + " bytes free, of which one part in "
                            + HELD_PARTS + " is left to others; name fewer with --loads");
        }
    }

    /** Direct reads fetch the bytes once a load; through the page cache the first load fetches them for all. */
    private CacheState.Verdict verdict(
            Model model,
            ReaderKind reader,
            CacheState state,
            CacheState.Before before,
            LoadsResult result,
            Snapshots snapshots)
            throws IOException {
        Reading<Long> read = ActivityProbe.processReadBytes(snapshots.before, snapshots.after);
        boolean direct = reader == ReaderKind.DIRECT;
        int fetches = direct ? result.loads().size() : 1;
        long wanted = fetches
                * result.loads().stream()
                        .mapToLong(PreloadResult::readBytes)
                        .max()
                        .orElse(0);
        CacheState.Parsed after = state.parsed(read);
        return state.judge(
                before,
                direct
                        ? Optional.empty()
                        : Optional.of(new CacheState.Parsed(before.residentBytes(), Reading.measured(0L))),
                direct ? after.residentBytes().optional() : Optional.empty(),
                wanted,
                SingleRun.sparse(model, wanted, read).times(fetches),
                read,
                ActivityProbe.deviceReadBytes(snapshots.before, snapshots.after),
                virtualization);
    }

    /** The counters around the timed loads. */
    private static final class Snapshots implements PreloadRequest.Witness {
        private final ActivityProbe probe;
        private volatile ActivityProbe.Snapshot before;
        private volatile ActivityProbe.Snapshot after;

        Snapshots(ActivityProbe probe) {
            this.probe = probe;
            this.before = probe.snapshot();
            this.after = before;
        }

        @Override
        public void timedBegin() {
            before = probe.snapshot();
        }

        @Override
        public void timedEnd() {
            after = probe.snapshot();
        }
    }

    private LoadsRow row(
            LoadsKey key,
            long sequence,
            String startedUtc,
            Course course,
            Optional<String> failure,
            RunWarnings warnings,
            Snapshots snapshots) {
        LoadsResult result = course.result;
        warnings.after(course.unload);
        result.loads().forEach(load -> {
            if (key.loads() == 1) {
                warnings.after(load.unload());
            } else {
                warnings.refused(load.unload());
            }
        });
        return new LoadsRow(
                LoadsRow.SCHEMA_VERSION,
                sequence,
                key,
                startedUtc,
                failure.isEmpty() ? course.verdict.tier() : CacheTier.UNPROVEN,
                course.verdict.evidence(),
                failure.orElse(null),
                failure.isEmpty()
                        ? result.loads().stream().map(PreloadResult::totalNanos).toList()
                        : List.of(),
                result.spanNanos(),
                result.bytes(),
                course.unload,
                result.copyBytesPerSecond(),
                course.fallbacks,
                warnings.lines(),
                ActivityProbe.between(snapshots.before, snapshots.after));
    }

    @Override
    public void close() {
        pools.values().forEach(ConcurrentLoads::close);
        pools.clear();
    }
}

package dev.berth.profiler.run;

import dev.berth.dataset.CacheTier;
import dev.berth.dataset.LoadKind;
import dev.berth.dataset.raw.ConcurrentRow;
import dev.berth.dataset.raw.ConcurrentRow.ConcurrentKey;
import dev.berth.dataset.raw.RunRow.CacheEvidence;
import dev.berth.dataset.raw.RunRow.Unload;
import dev.berth.profiler.device.Device;
import dev.berth.profiler.device.DeviceException;
import dev.berth.profiler.machine.ActivityProbe;
import dev.berth.profiler.model.Model;
import dev.berth.profiler.preload.PreloadRequest;
import dev.berth.profiler.preload.PreloadResult;
import dev.berth.profiler.preload.ReaderSetting;
import dev.berth.profiler.preload.ReaderSetting.Ring;
import dev.berth.profiler.preload.concurrent.ConcurrentLoads;
import dev.berth.profiler.preload.concurrent.ConcurrentResult;
import dev.berth.profiler.run.cache.CacheState;
import dev.berth.profiler.run.plan.PlannedRun;
import dev.berth.profiler.storage.ReaderKind;
import dev.berth.record.Reading;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes re-loads, concurrent loads and loads on a busy device. Keeps its pools until it is closed. */
final class ConcurrentRun implements RunMaker, AutoCloseable {
    private final Device device;
    private final RunPreparation preparation;
    private final Map<Ring, ConcurrentLoads> pools = new HashMap<>();

    /** What was seen while a run was prepared and made; a row is made of it, however far the run came. */
    private static final class Course {
        private final String startedUtc = Instant.now().toString();
        private final RunWarnings warnings;
        private final Snapshots snapshots;
        private final List<String> fallbacks = new ArrayList<>();
        private Unload unload = Unload.none("no load before it");
        private CacheState.Verdict verdict = new CacheState.Verdict(CacheTier.UNPROVEN, NOT_BEGUN);
        private ConcurrentResult result =
                new ConcurrentResult(List.of(), 0, Reading.notSupported("the loads did not begin"));

        Course(Model model, RunWarnings warnings) {
            this.warnings = warnings;
            this.snapshots = new Snapshots(ActivityProbe.on(model.path()));
        }
    }

    private static final CacheEvidence NOT_BEGUN = new CacheEvidence(
            0,
            Reading.notSupported("the run did not begin"),
            "none",
            Reading.notSupported("the run did not begin"),
            Reading.notSupported("the run did not begin"),
            "the run did not begin");

    ConcurrentRun(Device device, RunPreparation preparation) {
        this.device = device;
        this.preparation = preparation;
    }

    @Override
    public ConcurrentRow make(PlannedRun run, long sequence) {
        ConcurrentKey key = (ConcurrentKey) run.key();
        Course course = new Course(run.model(), RunWarnings.before(device));
        Optional<String> failure;
        try {
            measure(run.model(), key, course);
            failure = course.result.failure();
        } catch (IOException | DeviceException fault) {
            failure = Optional.of(String.valueOf(fault.getMessage()));
        }
        return row(run, sequence, course, failure);
    }

    @Override
    public boolean deviceLost() {
        return pools.values().stream().anyMatch(ConcurrentLoads::deviceLost);
    }

    private void measure(Model model, ConcurrentKey key, Course course) throws IOException {
        requireRoom(model, key.loads());
        ConcurrentLoads loads = pools.computeIfAbsent(
                ReaderSetting.of(key.setting()).ring(),
                ring -> new ConcurrentLoads(device.record().id(), ring.threads(), ring.chunkBytes()));
        loads.reserve(key.loads());
        course.fallbacks.addAll(RunPreparation.fallbacksOfPages(loads.stagingPages()));
        RunPreparation.Prepared prepared = preparation.prepare(model, key, course.fallbacks);
        device.makeRoom(key.loads() * model.record().storedBytes()).ifPresent(course.fallbacks::add);
        CacheState state = prepared.state();
        ConcurrentLoads.Subject subject =
                new ConcurrentLoads.Subject(model.weightExtents(), model.headers()::read, prepared.reader());
        if (key.kind() == LoadKind.RELOAD) {
            PreloadResult first = loads.alone(subject);
            if (first.failure().isPresent()) {
                throw new IOException(
                        "the load before the re-load: " + first.failure().get());
            }
            course.unload = first.unload();
            // Its parser may have read headers through the page cache.
            state = CacheState.prepare(key.requestedTier(), prepared.files());
        }
        CacheState.Before before = state.look();
        boolean deviceBusy = key.kind() == LoadKind.DEVICE_BUSY;
        course.result = loads.atOnce(subject, key.loads(), deviceBusy, course.snapshots);
        device.holdRoom();
        course.verdict =
                state.judge(observed(model, prepared.reader(), state, before, course), preparation.virtualization());
    }

    /** Linux would grant the memory and kill a process later. */
    private void requireRoom(Model model, int loads) throws IOException {
        long bytes = model.record().storedBytes();
        Optional<Long> free = device.roomBytes();
        if (free.isPresent() && bytes > RunPreparation.usableBytes(free.get()) / loads) {
            throw new IOException(
                    loads + (loads == 1 ? " load of " : " loads at once of ") + bytes + " weight bytes do not fit: "
                            + device.record().id() + " has " + free.get() + " bytes"
                            + (device.freeBytes().optional().isPresent() ? " free" : "") + ", of which one part in "
                            + RunPreparation.HELD_PARTS + " is left to others; name fewer with --loads");
        }
    }

    /** Direct reads fetch the bytes once a load; through the page cache the first load fetches them for all. */
    private static CacheState.Observed observed(
            Model model, ReaderKind reader, CacheState state, CacheState.Before before, Course course)
            throws IOException {
        List<PreloadResult> loads = course.result.loads();
        Snapshots snapshots = course.snapshots;
        Reading<Long> read = ActivityProbe.processReadBytes(snapshots.before, snapshots.after);
        boolean direct = reader == ReaderKind.DIRECT;
        int fetches = direct ? loads.size() : 1;
        long wanted = fetches
                * loads.stream().mapToLong(PreloadResult::readBytes).max().orElse(0);
        CacheState.Parsed after = state.parsed(read);
        return new CacheState.Observed(
                before,
                direct
                        ? Optional.empty()
                        : Optional.of(new CacheState.Parsed(before.residentBytes(), Reading.measured(0L))),
                direct ? after.residentBytes().optional() : Optional.empty(),
                wanted,
                RunPreparation.sparse(model, wanted, read).times(fetches),
                read,
                ActivityProbe.deviceReadBytes(snapshots.before, snapshots.after));
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

    private static ConcurrentRow row(PlannedRun run, long sequence, Course course, Optional<String> failure) {
        ConcurrentKey key = (ConcurrentKey) run.key();
        RunWarnings warnings = course.warnings;
        ConcurrentResult result = course.result;
        warnings.after(course.unload);
        result.loads().forEach(load -> {
            if (key.loads() == 1) {
                warnings.after(load.unload());
            } else {
                warnings.refused(load.unload());
            }
        });
        return new ConcurrentRow(
                ConcurrentRow.SCHEMA_VERSION,
                sequence,
                key,
                course.startedUtc,
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
                ActivityProbe.between(course.snapshots.before, course.snapshots.after),
                run.model().record().provenance());
    }

    @Override
    public void close() {
        pools.values().forEach(ConcurrentLoads::close);
        pools.clear();
    }
}

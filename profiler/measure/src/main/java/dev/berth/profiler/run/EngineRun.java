package dev.berth.profiler.run;

import dev.berth.dataset.CacheTier;
import dev.berth.dataset.DeviceRecord.Holder;
import dev.berth.dataset.Energy;
import dev.berth.dataset.raw.EngineRow;
import dev.berth.dataset.raw.EngineRow.EngineKey;
import dev.berth.dataset.raw.EngineRow.ServedEnergy;
import dev.berth.dataset.raw.EngineRow.ServedMemory;
import dev.berth.dataset.raw.RunRow.CacheEvidence;
import dev.berth.profiler.device.Device;
import dev.berth.profiler.engine.Engine;
import dev.berth.profiler.engine.Served;
import dev.berth.profiler.machine.ActivityProbe;
import dev.berth.profiler.model.Model;
import dev.berth.profiler.run.cache.CacheState;
import dev.berth.profiler.run.cache.CachedFiles;
import dev.berth.profiler.run.plan.PlannedRun;
import dev.berth.record.Reading;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Lets engines serve models, with their files in a cache state that is proven. */
final class EngineRun implements RunMaker, AutoCloseable {
    private final Device device;
    private final List<Engine> engines;
    private final RunPreparation preparation;
    private final EnergyMeter energy;

    EngineRun(Device device, List<Engine> engines, RunPreparation preparation, EnergyMeter energy) {
        this.energy = energy;
        this.device = device;
        this.engines = List.copyOf(engines);
        this.preparation = preparation;
    }

    @Override
    public EngineRow make(PlannedRun run, long sequence) {
        EngineKey key = (EngineKey) run.key();
        Engine engine = engines.stream()
                .filter(one -> one.setting(key.device(), key.requestedTier()).equals(key.setting()))
                .findFirst()
                .orElseThrow();
        String startedUtc = Instant.now().toString();
        Watch watch = new Watch(run.model());
        try {
            watch.state = Optional.of(preparation.state(key.requestedTier(), CachedFiles.of(run.model())));
        } catch (IOException fault) {
            return row(key, sequence, startedUtc, watch, Served.notStarted(String.valueOf(fault.getMessage())));
        }
        return row(key, sequence, startedUtc, watch, engine.serve(run.model(), watch));
    }

    @Override
    public boolean deviceLost() {
        return false;
    }

    @Override
    public void close() {
        engines.forEach(Engine::close);
    }

    /** The counters around the run, what the page cache held before it and holds after it, and device memory. */
    private final class Watch implements Engine.Witness {
        private final Model model;
        private final ActivityProbe probe;
        private ActivityProbe.Snapshot before;
        private ActivityProbe.Snapshot after;
        private final Map<Engine.Moment, EnergyMeter.Mark> marks = new ConcurrentHashMap<>();
        private Optional<EnergyMeter.Mark> started = Optional.empty();
        private Optional<CacheState> state = Optional.empty();
        private Optional<CacheState.Before> held = Optional.empty();
        private Reading<Long> pageCacheBytes = Reading.notSupported("the run did not come so far");
        private Reading<Long> deviceBytes = Reading.notSupported("the run did not come so far");

        Watch(Model model) {
            this.model = model;
            this.probe = ActivityProbe.on(model.path());
            this.before = probe.snapshot();
            this.after = before;
        }

        @Override
        public void starts() {
            before = probe.snapshot();
            after = before;
            held = state.flatMap(this::look);
            started = Optional.of(energy.mark());
        }

        @Override
        public void reached(Engine.Moment moment) {
            marks.put(moment, energy.mark());
        }

        ServedEnergy energy() {
            return new ServedEnergy(
                    risen(started, Engine.Moment.READY),
                    risen(Optional.ofNullable(marks.get(Engine.Moment.FIRST_ANSWER)), Engine.Moment.LAST_ANSWER));
        }

        private Energy risen(Optional<EnergyMeter.Mark> from, Engine.Moment to) {
            return from.isPresent() && marks.containsKey(to)
                    ? energy.between(from.get(), marks.get(to))
                    : Energy.unknown("the run did not come so far");
        }

        private Optional<CacheState.Before> look(CacheState state) {
            try {
                return Optional.of(state.look());
            } catch (IOException gone) {
                return Optional.empty();
            }
        }

        @Override
        public void answered(Set<Long> pids) {
            after = probe.snapshot();
            pageCacheBytes = state.flatMap(this::look)
                    .map(CacheState.Before::residentBytes)
                    .orElseGet(() -> Reading.failed("a file of the model is gone"));
            deviceBytes = deviceBytes(pids);
        }

        CacheState.Verdict verdict(CacheTier tier, Reading<Long> readBytes) throws IOException {
            CacheState.Before seen = held.orElseThrow(() -> new IOException("a file of the model is gone"));
            long wanted = tier == CacheTier.STORAGE_COLD ? model.record().storedBytes() : seen.fileBytes();
            return state.orElseThrow()
                    .judge(
                            new CacheState.Observed(
                                    seen,
                                    Optional.of(new CacheState.Parsed(seen.residentBytes(), Reading.measured(0L))),
                                    Optional.empty(),
                                    wanted,
                                    RunPreparation.sparse(model, wanted, readBytes),
                                    readBytes,
                                    ActivityProbe.deviceReadBytes(before, after)),
                            preparation.virtualization());
        }
    }

    private Reading<Long> deviceBytes(Set<Long> pids) {
        Reading<List<Holder>> holders = device.otherProcesses();
        if (holders.optional().isEmpty()) {
            return Reading.notSupported(holders.whyAbsent().orElseThrow());
        }
        long sum = 0;
        for (Holder holder : holders.optional().get()) {
            if (pids.contains(holder.pid())) {
                if (holder.usedBytes().optional().isEmpty()) {
                    return holder.usedBytes();
                }
                sum += holder.usedBytes().optional().get();
            }
        }
        return Reading.measured(sum);
    }

    private static EngineRow row(EngineKey key, long sequence, String startedUtc, Watch watch, Served served) {
        CacheState.Verdict verdict;
        Optional<String> failure = served.failure();
        try {
            verdict = watch.verdict(key.requestedTier(), served.readBytes());
        } catch (IOException fault) {
            verdict = new CacheState.Verdict(CacheTier.UNPROVEN, unknown(served.readBytes()));
            failure = failure.or(() -> Optional.of(String.valueOf(fault.getMessage())));
        }
        return new EngineRow(
                EngineRow.SCHEMA_VERSION,
                sequence,
                key,
                startedUtc,
                failure.isEmpty() ? verdict.tier() : CacheTier.UNPROVEN,
                verdict.evidence(),
                failure.orElse(null),
                served.stages(),
                served.readyNanos(),
                served.requests(),
                served.unaccountedNanos(),
                served.totalNanos(),
                memory(served.memory(), watch),
                served.ending(),
                served.warnings(),
                ActivityProbe.between(watch.before, watch.after, served.readBytes()),
                watch.model.record().provenance(),
                watch.energy());
    }

    private static CacheEvidence unknown(Reading<Long> readBytes) {
        Reading<Long> none = Reading.notSupported("the run did not begin");
        return new CacheEvidence(0, none, "none", readBytes, none, "the run did not begin");
    }

    private static ServedMemory memory(ServedMemory of, Watch watch) {
        return new ServedMemory(
                of.readyResidentBytes(),
                of.residentBytes(),
                of.anonymousBytes(),
                of.fileBytes(),
                of.proportionalBytes(),
                of.peakResidentBytes(),
                watch.pageCacheBytes,
                watch.deviceBytes,
                of.processes());
    }
}

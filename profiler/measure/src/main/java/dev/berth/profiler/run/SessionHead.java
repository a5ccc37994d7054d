package dev.berth.profiler.run;

import dev.berth.dataset.Energy;
import dev.berth.dataset.Instrument;
import dev.berth.dataset.raw.FirstRead;
import dev.berth.dataset.raw.ReaderSweep;
import dev.berth.dataset.raw.SessionRecord;
import dev.berth.profiler.device.Device;
import dev.berth.profiler.engine.Engine;
import dev.berth.profiler.model.Model;
import dev.berth.profiler.preload.ReaderSetting;
import dev.berth.profiler.run.ceiling.Ceilings;
import dev.berth.profiler.run.ceiling.FirstReads;
import dev.berth.profiler.run.ceiling.InstrumentCheck;
import dev.berth.profiler.run.ceiling.ReaderSearch;
import dev.berth.profiler.run.plan.ReaderChoice;
import dev.berth.profiler.run.plan.SessionRequest;
import dev.berth.profiler.run.plan.SessionScope;
import dev.berth.profiler.run.plan.SessionSettings;
import dev.berth.profiler.storage.ReaderKind;
import java.time.Instant;
import java.util.List;

/** Measures what a session's head says: first reads, the fastest readers, the instrument's own error, ceilings. */
final class SessionHead {
    /** For the instrument's own error, where no weights are loaded. */
    private static final ReaderSetting SMALL = new ReaderSetting(ReaderKind.BUFFERED, 1, 1 << 20);

    private SessionHead() {}

    /** In this order: the first read of a model must be the first thing that is done to its files. */
    static SessionRecord measure(
            String tool,
            String command,
            SessionRequest request,
            SessionScope scope,
            Ceilings ceilings,
            EnergyMeter energy) {
        String startedUtc = Instant.now().toString();
        Energy.Idle idle = energy.idle();
        SessionSettings settings = request.settings();
        List<Model> models = request.models();
        Device device = request.device();
        List<FirstRead> firstReads = new FirstReads(scope, request.machine()).of(models, settings.points());
        List<ReaderSweep> sweeps =
                settings.fastestOnly() ? new ReaderSearch(scope).among(settings.points(), models) : List.of();
        List<ReaderSetting> planned = new ReaderChoice(settings, sweeps, request.share()).settingsOf(models);
        Instrument instrument =
                InstrumentCheck.measure(scope.preloaders().of(planned.isEmpty() ? SMALL : planned.get(0)));
        if (!planned.isEmpty()) {
            scope.listener()
                    .note("measuring ceilings: direct reads of "
                            + (models.size() == 1 ? "1 model" : models.size() + " models") + ", copies to "
                            + device.record().id());
            ceilings.copies(device);
            ceilings.directReads(models, planned);
        }
        return new SessionRecord(
                SessionRecord.SCHEMA_VERSION,
                tool,
                command,
                startedUtc,
                settings.seed(),
                request.plan().orElse(null),
                request.machine(),
                List.of(device.record().with(device.contextBytes(), device.otherProcesses())),
                models.stream().map(Model::record).toList(),
                instrument.with(idle),
                ceilings.found(),
                sweeps,
                firstReads,
                settings.serving().engines().stream()
                        .map(Engine::record)
                        .distinct()
                        .toList(),
                List.of());
    }
}

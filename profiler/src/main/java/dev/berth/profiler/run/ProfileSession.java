package dev.berth.profiler.run;

import dev.berth.profile.BadInputException;
import dev.berth.profile.FirstRead;
import dev.berth.profile.Instrument;
import dev.berth.profile.MachineRecord;
import dev.berth.profile.ProfileDataset;
import dev.berth.profile.RawFolder;
import dev.berth.profile.ReaderSweep;
import dev.berth.profile.RowLog;
import dev.berth.profile.RunRow;
import dev.berth.profile.SessionRecord;
import dev.berth.profiler.device.Device;
import dev.berth.profiler.model.HeaderSource;
import dev.berth.profiler.model.Model;
import dev.berth.profiler.preload.Preloader;
import dev.berth.profiler.preload.ReaderSetting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Measures models on a device and leaves a raw folder; goes on where an earlier call on the same folder stopped or was
 * killed. One call at a time; {@link #requestStop} may come from any thread.
 */
public final class ProfileSession {
    /** A few hundred parses of a small header. */
    private static final long PARSER_WARM_UP_NANOS = 300_000_000;

    private final String tool;
    private volatile boolean stopRequested;

    /**
     * How a session ended.
     *
     * @param raw the raw folder
     * @param runsMade runs in it
     * @param complete whether every point is done: false after {@link #requestStop}, where the budget was spent, and
     *     after a fault
     * @param fault what ended it early, one line: rows that cannot be written, or a lost device
     */
    public record Outcome(Path raw, int runsMade, boolean complete, Optional<String> fault) {}

    /**
     * A session that has not begun.
     *
     * @param tool name and version of the program, for the session's head
     */
    public ProfileSession(String tool) {
        this.tool = tool;
    }

    /** Ends the session after the run that is under way; nothing measured is lost. */
    public void requestStop() {
        stopRequested = true;
    }

    /**
     * Measures.
     *
     * @param models with names of their own, at least one
     * @param machine the machine at hand
     * @param outFolder gets a folder {@code raw}; where there is one of the same machine, device and models, its
     *     session is gone on with
     * @throws BadInputException where {@code outFolder} holds a session of something else, or another process writes
     *     there
     * @throws IOException where the raw folder cannot be written
     * @throws dev.berth.profiler.device.DeviceException where the staging buffers cannot be had
     */
    public Outcome run(
            SessionSettings settings,
            List<Model> models,
            Device device,
            MachineRecord machine,
            Path outFolder,
            RunListener listener)
            throws IOException {
        long begin = System.nanoTime();
        BooleanSupplier spent = () ->
                stopRequested || System.nanoTime() - begin >= settings.budget().toNanos();
        requireDistinct(models);
        Path raw = outFolder.resolve("raw");
        SessionLock lock = SessionLock.take(raw);
        try (Preloaders preloaders = new Preloaders(device)) {
            RowLog<RunRow> done = RowLog.empty();
            SessionRecord head;
            boolean resumed = Files.exists(raw.resolve(RawFolder.SESSION_FILE));
            if (resumed) {
                done = existingRows(raw);
                head = Resume.head(raw, done, settings, models, device.record(), machine);
                done.torn().ifPresent(listener::note);
                listener.note("going on with " + raw + ", " + done.rows().size() + " runs made before");
            } else {
                head = newHead(settings, models, device, machine, preloaders, spent, listener);
            }
            RunPlan plan = new RunPlan(
                    settings,
                    new ReaderChoice(settings, head.readerSweeps()),
                    head.seed(),
                    models,
                    device.record().id());
            done.rows().forEach(plan::made);
            warmParsers(models, listener);
            try (RunRecorder recorder = RunRecorder.open(raw, resumed ? null : head, done)) {
                SingleRun single = new SingleRun(device, settings.verifyRuns(), settings.allowFallback(), machine);
                return measure(settings, plan, recorder, single, preloaders, device, begin, raw, listener);
            }
        } finally {
            lock.close();
        }
    }

    /**
     * Lets the JIT compile the parsers before anything is timed: cold code would show as drift over the first runs. A
     * model that cannot be read is told of in its rows.
     */
    private static void warmParsers(List<Model> models, RunListener listener) {
        listener.note("warming up the parsers of " + models.size() + " models");
        for (Model model : models) {
            long end = System.nanoTime() + PARSER_WARM_UP_NANOS;
            try {
                do {
                    model.headers().read(HeaderSource.FILES);
                } while (System.nanoTime() < end);
            } catch (IOException | BadInputException unreadable) {
                listener.note(model.record().name() + ": " + unreadable.getMessage());
            }
        }
    }

    private static void requireDistinct(List<Model> models) {
        long names =
                models.stream().map(model -> model.record().name()).distinct().count();
        if (models.isEmpty() || names != models.size()) {
            throw new BadInputException("expected at least one model and no two of the same name, found "
                    + models.size() + " models with " + names + " names");
        }
    }

    private static RowLog<RunRow> existingRows(Path raw) {
        Path runs = raw.resolve(RawFolder.RUNS_FILE);
        return Files.exists(runs) ? RowLog.read(runs, RunRow.class) : RowLog.empty();
    }

    private SessionRecord newHead(
            SessionSettings settings,
            List<Model> models,
            Device device,
            MachineRecord machine,
            Preloaders preloaders,
            BooleanSupplier spent,
            RunListener listener) {
        String startedUtc = Instant.now().toString();
        List<FirstRead> firstReads = new FirstReads(preloaders, machine, listener, spent).of(models, settings.points());
        List<ReaderSweep> sweeps = settings.fastestOnly()
                ? new ReaderSearch(preloaders, listener, spent).among(settings.points(), models)
                : List.of();
        List<ReaderSetting> settingsOfPoints = new ReaderChoice(settings, sweeps).settingsOf(models);
        Preloader any = preloaders.of(settingsOfPoints.get(0));
        Instrument instrument = InstrumentCheck.measure(any);
        Ceilings ceilings = new Ceilings(preloaders, Ceilings.DEFAULT_REPEATS, listener, spent);
        listener.note("measuring ceilings: direct reads of " + models.size() + " models, copies to "
                + device.record().id());
        ceilings.copies(device);
        models.forEach(model -> ceilings.directRead(model, settingsOfPoints));
        return new SessionRecord(
                ProfileDataset.SCHEMA_VERSION,
                tool,
                startedUtc,
                settings.seed(),
                machine,
                List.of(device.record().with(device.contextBytes(), device.otherProcesses())),
                models.stream().map(Model::record).toList(),
                instrument,
                ceilings.found(),
                sweeps,
                firstReads);
    }

    private Outcome measure(
            SessionSettings settings,
            RunPlan plan,
            RunRecorder recorder,
            SingleRun single,
            Preloaders preloaders,
            Device device,
            long begin,
            Path raw,
            RunListener listener)
            throws IOException {
        int madeBefore = plan.runsMade();
        long sequence = madeBefore;
        long runsBegin = System.nanoTime();
        Optional<RunPlan.Next> next = plan.next();
        while (next.isPresent()
                && !stopRequested
                && System.nanoTime() - begin < settings.budget().toNanos()) {
            RunPlan.Next one = next.get();
            ReaderSetting setting = SessionSettings.settingOf(one.key());
            Preloader preloader = preloaders.of(setting);
            RunRow row = single.run(one, sequence++, preloader);
            try {
                recorder.append(row);
            } catch (IOException e) {
                return new Outcome(
                        raw,
                        plan.runsMade(),
                        false,
                        Optional.of("rows cannot be written: " + e.getMessage() + "; the last run was not recorded"));
            }
            plan.made(row);
            listener.run(row, progress(plan, madeBefore, begin, runsBegin));
            Optional<String> fault = preloader.deviceLost() || single.deviceLost()
                    ? Optional.of(device.record().id() + " was lost; no further run can be made on it by this process")
                    : recorder.fault();
            next = plan.next();
            if (fault.isPresent()) {
                return new Outcome(raw, plan.runsMade(), next.isEmpty(), fault);
            }
        }
        return new Outcome(raw, plan.runsMade(), next.isEmpty(), Optional.empty());
    }

    private static RunListener.Progress progress(RunPlan plan, int madeBefore, long begin, long runsBegin) {
        long now = System.nanoTime();
        int madeHere = plan.runsMade() - madeBefore;
        int left = plan.runsLeft();
        // Blocks hold every series once, so that the mean over all runs soon is the mean of those to come.
        return new RunListener.Progress(
                plan.runsMade(),
                left,
                Duration.ofNanos(now - begin),
                Optional.of(Duration.ofNanos((now - runsBegin) / madeHere * left)));
    }
}

package dev.berth.profiler.run;

import dev.berth.dataset.CacheTier;
import dev.berth.dataset.Instrument;
import dev.berth.dataset.MachineRecord;
import dev.berth.dataset.raw.FirstRead;
import dev.berth.dataset.raw.LoadsRow;
import dev.berth.dataset.raw.RawFolder;
import dev.berth.dataset.raw.ReaderSweep;
import dev.berth.dataset.raw.RowLog;
import dev.berth.dataset.raw.RunRow;
import dev.berth.dataset.raw.SessionRecord;
import dev.berth.profiler.device.Device;
import dev.berth.profiler.model.HeaderSource;
import dev.berth.profiler.model.Model;
import dev.berth.profiler.preload.Preloader;
import dev.berth.profiler.preload.Preloaders;
import dev.berth.profiler.preload.ReaderSetting;
import dev.berth.profiler.run.ceiling.Ceilings;
import dev.berth.profiler.run.ceiling.FirstReads;
import dev.berth.profiler.run.ceiling.InstrumentCheck;
import dev.berth.profiler.run.ceiling.ReaderSearch;
import dev.berth.profiler.run.plan.LoadsPlan;
import dev.berth.profiler.run.plan.ReaderChoice;
import dev.berth.profiler.run.plan.RunListener;
import dev.berth.profiler.run.plan.RunPlan;
import dev.berth.profiler.run.plan.SessionSettings;
import dev.berth.profiler.run.session.OtherSessionException;
import dev.berth.profiler.run.session.RunRecorder;
import dev.berth.profiler.run.session.SessionFolder;
import dev.berth.record.BadInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

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
     * @param folder gets the rows; where it holds some of the same machine, device and models, their session is gone on
     *     with
     * @throws OtherSessionException where it holds a session of something else
     * @throws BadInputException where it holds rows of no session
     * @throws IOException where the raw folder cannot be written
     * @throws dev.berth.profiler.device.DeviceException where the staging buffers cannot be had
     */
    public Outcome run(
            SessionSettings settings,
            List<Model> models,
            Device device,
            MachineRecord machine,
            SessionFolder folder,
            RunListener listener)
            throws IOException {
        long begin = System.nanoTime();
        BooleanSupplier spent = () ->
                stopRequested || System.nanoTime() - begin >= settings.budget().toNanos();
        requireDistinct(models);
        Path raw = folder.raw();
        // Before anything refuses to go on: more memory for what ran out of it makes another machine.
        folder.killed().ifPresent(how -> listener.warning(raw + ": the session before " + how));
        try (Preloaders preloaders = new Preloaders(device)) {
            SessionRecord head;
            Ceilings ceilings = new Ceilings(
                    preloaders, Ceilings.DEFAULT_REPEATS, settings.stopRule().maxRuns(), listener, spent);
            boolean resumed = Files.exists(raw.resolve(RawFolder.SESSION_FILE));
            if (!resumed) {
                requireNoRows(raw);
                folder.begin();
                head = newHead(settings, models, device, machine, preloaders, ceilings, spent, listener);
            } else {
                head = Resume.head(raw, models, device.record(), machine);
            }
            ReaderChoice choice = new ReaderChoice(settings, head.readerSweeps());
            String deviceId = device.record().id();
            RunPlan plan = new RunPlan(settings, choice, head.seed(), models, deviceId);
            RowLog done = existing(raw.resolve(RawFolder.RUNS_FILE), RunRow.class, row -> {
                Resume.requirePlanned(raw, row, plan, settings);
                plan.made(row);
            });
            LoadsPlan loadsPlan = new LoadsPlan(settings, choice, head.seed(), models, deviceId);
            RowLog doneLoads = existing(raw.resolve(RawFolder.LOADS_FILE), LoadsRow.class, loadsPlan::made);
            Optional<RunPlan.Next> first = plan.next();
            if (resumed) {
                done.torn().or(doneLoads::torn).ifPresent(listener::note);
                listener.note(
                        "going on with " + raw + ", " + (done.rows() + doneLoads.rows()) + " runs made before, at "
                                + first.map(next -> next.key().model() + " "
                                                + next.key().requestedTier().label())
                                        .orElse("the loads of several models"));
                folder.begin();
            }
            warmParsers(models, listener);
            try (RunRecorder recorder = RunRecorder.open(
                    raw,
                    resumed ? null : head,
                    done,
                    doneLoads,
                    row -> existing(raw.resolve(RawFolder.RUNS_FILE), RunRow.class, row))) {
                SingleRun single = new SingleRun(device, settings.verifyRuns(), settings.allowFallback(), machine);
                Outcome singles = measure(
                        settings, plan, first, recorder, single, preloaders, ceilings, device, begin, raw, listener);
                if (!resumed) {
                    keep(ceilings, head, recorder, listener);
                }
                if (!singles.complete() || singles.fault().isPresent()) {
                    return singles;
                }
                try (LoadsRun loads = new LoadsRun(device, single, settings.allowFallback(), machine)) {
                    return measureLoads(singles, loadsPlan, recorder, loads, spent, device, begin, listener);
                }
            }
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

    /** Rows whose head is not beside them are not this session's to cut or to add to. */
    private static void requireNoRows(Path raw) throws IOException {
        for (String name : List.of(RawFolder.RUNS_FILE, RawFolder.LOADS_FILE)) {
            Path rows = raw.resolve(name);
            if (Files.exists(rows) && Files.size(rows) > 0) {
                throw new BadInputException(rows + ": rows without a " + RawFolder.SESSION_FILE
                        + " beside them; choose another folder with --out, or remove that file");
            }
        }
    }

    private static <T extends Record> RowLog existing(Path rows, Class<T> type, Consumer<? super T> row) {
        return Files.exists(rows) ? RowLog.read(rows, type, (one, line) -> row.accept(one)) : RowLog.EMPTY;
    }

    private SessionRecord newHead(
            SessionSettings settings,
            List<Model> models,
            Device device,
            MachineRecord machine,
            Preloaders preloaders,
            Ceilings ceilings,
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
        listener.note("measuring ceilings: direct reads of " + models.size() + " models, copies to "
                + device.record().id());
        ceilings.copies(device);
        models.forEach(model -> ceilings.directRead(model, settingsOfPoints));
        return new SessionRecord(
                SessionRecord.SCHEMA_VERSION,
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
            Optional<RunPlan.Next> first,
            RunRecorder recorder,
            SingleRun single,
            Preloaders preloaders,
            Ceilings ceilings,
            Device device,
            long begin,
            Path raw,
            RunListener listener)
            throws IOException {
        int madeBefore = plan.runsMade();
        long sequence = madeBefore;
        long runsBegin = System.nanoTime();
        Set<String> readFromStorage = new HashSet<>();
        Optional<RunPlan.Next> next = first;
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
                return new Outcome(raw, plan.runsMade(), false, Optional.of(unwritten(e)));
            }
            plan.made(row);
            listener.run(
                    row, progress(plan.runsMade(), plan.runsMade() - madeBefore, plan.runsLeft(), begin, runsBegin));
            Optional<String> fault =
                    preloader.deviceLost() || single.deviceLost() ? Optional.of(lost(device)) : recorder.fault();
            next = plan.next();
            if (fault.isPresent()) {
                return new Outcome(raw, plan.runsMade(), next.isEmpty(), fault);
            }
            if (row.tier() == CacheTier.STORAGE_COLD && !row.key().warmUp()) {
                readFromStorage.add(row.key().model());
            }
            if (next.isEmpty() || next.get().key().repetition() != row.key().repetition()) {
                ceilings.again(readFromStorage);
                readFromStorage.clear();
            }
        }
        return new Outcome(raw, plan.runsMade(), next.isEmpty(), Optional.empty());
    }

    /** A session that is gone on with keeps the ceilings of its beginning. */
    private static void keep(Ceilings ceilings, SessionRecord head, RunRecorder recorder, RunListener listener) {
        try {
            recorder.head(head.withCeilings(ceilings.found()));
        } catch (IOException e) {
            listener.note(
                    "ceilings are those of before the first run, later reads were not written: " + e.getMessage());
        }
    }

    /** Loads in company come last, so that a spent budget takes none of the single ones along. */
    private static Outcome measureLoads(
            Outcome singles,
            LoadsPlan plan,
            RunRecorder recorder,
            LoadsRun loads,
            BooleanSupplier spent,
            Device device,
            long begin,
            RunListener listener)
            throws IOException {
        int madeBefore = plan.runsMade();
        long sequence = madeBefore;
        long loadsBegin = System.nanoTime();
        Optional<LoadsPlan.Next> next = plan.next();
        while (next.isPresent() && !spent.getAsBoolean()) {
            LoadsRow row = loads.run(next.get(), sequence++);
            try {
                recorder.append(row);
            } catch (IOException e) {
                return ended(singles, plan, false, Optional.of(unwritten(e)));
            }
            plan.made(row);
            int madeHere = plan.runsMade() - madeBefore;
            listener.loads(row, progress(plan.runsMade(), madeHere, plan.runsLeft(), begin, loadsBegin));
            next = plan.next();
            Optional<String> fault = loads.deviceLost() ? Optional.of(lost(device)) : recorder.fault();
            if (fault.isPresent()) {
                return ended(singles, plan, next.isEmpty(), fault);
            }
        }
        return ended(singles, plan, next.isEmpty(), Optional.empty());
    }

    private static Outcome ended(Outcome singles, LoadsPlan plan, boolean complete, Optional<String> fault) {
        return new Outcome(singles.raw(), singles.runsMade() + plan.runsMade(), complete, fault);
    }

    private static String unwritten(IOException e) {
        return "rows cannot be written: " + e.getMessage() + "; the last run was not recorded";
    }

    private static String lost(Device device) {
        return device.record().id() + " was lost; no further run can be made on it by this process";
    }

    // Blocks hold every series once, so that the mean over all runs soon is the mean of those to come.
    private static RunListener.Progress progress(int made, int madeHere, int left, long begin, long runsBegin) {
        long now = System.nanoTime();
        return new RunListener.Progress(
                made,
                left,
                Duration.ofNanos(now - begin),
                Optional.of(Duration.ofNanos((now - runsBegin) / madeHere * left)));
    }
}

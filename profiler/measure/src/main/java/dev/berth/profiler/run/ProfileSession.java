package dev.berth.profiler.run;

import dev.berth.dataset.Ceiling;
import dev.berth.dataset.raw.ConcurrentRow;
import dev.berth.dataset.raw.EngineRow;
import dev.berth.dataset.raw.MeasuredRow;
import dev.berth.dataset.raw.RawFolder;
import dev.berth.dataset.raw.RowLog;
import dev.berth.dataset.raw.RunRow;
import dev.berth.dataset.raw.SessionRecord;
import dev.berth.profiler.model.HeaderSource;
import dev.berth.profiler.model.Model;
import dev.berth.profiler.preload.Preloaders;
import dev.berth.profiler.run.ceiling.Ceilings;
import dev.berth.profiler.run.plan.ReaderChoice;
import dev.berth.profiler.run.plan.RunListener;
import dev.berth.profiler.run.plan.RunPlan;
import dev.berth.profiler.run.plan.SessionRequest;
import dev.berth.profiler.run.plan.SessionScope;
import dev.berth.profiler.run.session.OtherSessionException;
import dev.berth.profiler.run.session.RunRecorder;
import dev.berth.profiler.run.session.SessionFolder;
import dev.berth.record.BadInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Measures models on a device and leaves a raw folder. Resumes where an earlier call on the same folder stopped or was
 * killed. One call at a time; {@link #requestStop} may come from any thread.
 */
public final class ProfileSession {
    /** A few hundred parses of a small header of each model, where they are few. */
    private static final long PARSER_WARM_UP_NANOS = 300_000_000;

    private static final long MOST_PARSER_WARM_UP_NANOS = 5_000_000_000L;

    private final String tool;
    private final String command;
    private volatile boolean stopRequested;
    /** From then on all of the budget is the runs'; what comes before them has half. */
    private boolean runsMayBegin;

    /**
     * How a session ended.
     *
     * @param raw the raw folder
     * @param runsMade runs in it
     * @param missing runs that are not made, for people; empty where every run is made, which it is not after
     *     {@link #requestStop}, where the budget was spent, and after a fault
     * @param fault what ended it early, one line: rows that cannot be written, or a lost device
     */
    public record Outcome(Path raw, int runsMade, String missing, Optional<String> fault) {
        /** Whether every run is made. */
        public boolean complete() {
            return missing.isEmpty();
        }
    }

    /**
     * A session that has not begun.
     *
     * @param tool name and version of the program, for the session's head
     * @param command that measures, as people type it; null where a program does
     */
    public ProfileSession(String tool, String command) {
        this.tool = tool;
        this.command = command;
    }

    /** Ends the session after the run that is under way; nothing measured is lost. */
    public void requestStop() {
        stopRequested = true;
    }

    /**
     * Measures.
     *
     * @param folder receives the rows; where it holds rows of the same machine, device and models, their session is
     *     resumed
     * @throws OtherSessionException where it holds a session of something else
     * @throws BadInputException where it holds rows of no session
     * @throws IOException where the raw folder cannot be written
     * @throws dev.berth.profiler.device.DeviceException where the staging buffers cannot be had
     */
    public Outcome run(SessionRequest request, SessionFolder folder, RunListener listener) throws IOException {
        long begin = System.nanoTime();
        long budgetNanos = request.settings().budget().toNanos();
        // Before anything refuses to go on: more memory for what ran out of it makes another machine.
        folder.killed().ifPresent(how -> listener.warning(folder.raw() + ": the session before " + how));
        try (Preloaders preloaders = new Preloaders(request.device())) {
            SessionScope scope = new SessionScope(
                    preloaders,
                    new UntilStopped(listener),
                    () -> stopRequested || System.nanoTime() - begin >= (runsMayBegin ? budgetNanos : budgetNanos / 2));
            return Files.exists(folder.raw().resolve(RawFolder.SESSION_FILE))
                    ? resume(request, folder, scope, begin)
                    : begin(request, folder, scope, begin);
        }
    }

    /**
     * Refuses a session of something else.
     *
     * @param folder holds a session
     * @throws OtherSessionException where it is of another plan, machine, device or set of models
     */
    public static void requireSame(SessionFolder folder, SessionRequest request) {
        Resume.head(folder.raw(), request);
    }

    private Outcome begin(SessionRequest request, SessionFolder folder, SessionScope scope, long begin)
            throws IOException {
        Path raw = folder.raw();
        requireNoRows(raw);
        folder.begin();
        Ceilings ceilings = ceilings(request, scope);
        SessionRecord head =
                SessionHead.measure(tool, command, request, scope, ceilings, EnergyMeter.of(request.device()));
        if (stopRequested) {
            // Ceilings that were cut short are not those of a session: the next start reads them all.
            return new Outcome(raw, 0, "all runs", Optional.empty());
        }
        runsMayBegin = true;
        RunPlan plan = new RunPlan(request, choice(request, head), head.seed());
        warmParsers(request, scope.listener());
        try (RunRecorder recorder = RunRecorder.begin(raw, head)) {
            SessionLoop loop = new SessionLoop(request, raw, recorder, scope, ceilings, plan, begin);
            return loop.run(() -> keep(ceilings, head, recorder, scope.listener()));
        }
    }

    /** A resumed session keeps the ceilings measured when it began, and says what went on with it. */
    private Outcome resume(SessionRequest request, SessionFolder folder, SessionScope scope, long begin)
            throws IOException {
        Path raw = folder.raw();
        SessionRecord head = Resume.head(raw, request);
        RunPlan plan = new RunPlan(request, choice(request, head), head.seed());
        Path runs = raw.resolve(RawFolder.RUNS_FILE);
        RowLog done = existing(runs, RunRow.class, row -> {
            Resume.requirePlanned(raw, row, plan, request.settings());
            plan.made(row);
        });
        RowLog doneLoads = existing(raw.resolve(RawFolder.LOADS_FILE), ConcurrentRow.class, plan::made);
        RowLog doneEngines = existing(raw.resolve(RawFolder.ENGINES_FILE), EngineRow.class, row -> {
            Resume.requirePlanned(raw, row, plan, request.settings());
            plan.made(row);
        });
        done.torn().or(doneLoads::torn).or(doneEngines::torn).ifPresent(scope.listener()::note);
        scope.listener()
                .note("going on with " + raw + ", " + (done.rows() + doneLoads.rows() + doneEngines.rows())
                        + " runs made before, at "
                        + plan.single()
                                .next()
                                .map(next -> next.key().model() + " "
                                        + next.key().requestedTier().label())
                                .or(() -> plan.engines()
                                        .next()
                                        .map(next -> next.key().model()))
                                .orElse("the loads of several models"));
        folder.begin();
        runsMayBegin = true;
        warmParsers(request, scope.listener());
        try (RunRecorder recorder =
                RunRecorder.resume(raw, done, doneLoads, doneEngines, row -> existing(runs, RunRow.class, row))) {
            if (command != null && !head.commands().contains(command)) {
                recorder.head(head.resumedBy(command));
            }
            SessionLoop loop = new SessionLoop(request, raw, recorder, scope, ceilings(request, scope), plan, begin);
            return loop.run(() -> {});
        }
    }

    private static ReaderChoice choice(SessionRequest request, SessionRecord head) {
        return new ReaderChoice(request.settings(), head.readerSweeps(), request.share());
    }

    private static Ceilings ceilings(SessionRequest request, SessionScope scope) {
        return new Ceilings(
                scope, Ceilings.DEFAULT_REPEATS, request.settings().stopRule().maxRuns());
    }

    /** Rows whose head is not beside them are not this session's to cut or to add to. */
    private static void requireNoRows(Path raw) throws IOException {
        for (String name : List.of(RawFolder.RUNS_FILE, RawFolder.LOADS_FILE, RawFolder.ENGINES_FILE)) {
            Path rows = raw.resolve(name);
            if (Files.exists(rows) && Files.size(rows) > 0) {
                throw new BadInputException(rows + ": rows without a " + RawFolder.SESSION_FILE
                        + " beside them; choose another folder with --out, or remove that file");
            }
        }
    }

    private static <T extends Record & MeasuredRow> RowLog existing(Path rows, Class<T> type, Consumer<? super T> row) {
        return Files.exists(rows) ? RowLog.read(rows, type, (one, line) -> row.accept(one)) : RowLog.EMPTY;
    }

    /**
     * Lets the JIT compile the parsers before anything is timed: cold code would show as drift over the first runs. A
     * model that cannot be read is reported by its rows.
     */
    private static void warmParsers(SessionRequest request, RunListener listener) {
        List<Model> models = request.settings().points().isEmpty() ? List.of() : request.models();
        if (models.isEmpty()) {
            return;
        }
        listener.note("warming up the parsers of " + models.size() + " models");
        long nanos = Math.min(PARSER_WARM_UP_NANOS, MOST_PARSER_WARM_UP_NANOS / models.size());
        for (Model model : models) {
            long end = System.nanoTime() + nanos;
            try {
                do {
                    model.headers().read(HeaderSource.FILES);
                } while (System.nanoTime() < end);
            } catch (IOException | BadInputException unreadable) {
                listener.note(model.record().name() + ": " + unreadable.getMessage());
            }
        }
    }

    private static void keep(Ceilings ceilings, SessionRecord head, RunRecorder recorder, RunListener listener) {
        try {
            recorder.head(head.withCeilings(ceilings.found()));
        } catch (IOException e) {
            listener.note(
                    "ceilings are those of before the first run, later reads were not written: " + e.getMessage());
        }
    }

    /** Hears nothing of what is left out because the session was asked to stop: whoever asked knows. */
    private final class UntilStopped implements RunListener {
        private final RunListener listener;

        UntilStopped(RunListener listener) {
            this.listener = listener;
        }

        @Override
        public void note(String line) {
            if (!stopRequested) {
                listener.note(line);
            }
        }

        @Override
        public void warning(String line) {
            if (!stopRequested) {
                listener.warning(line);
            }
        }

        @Override
        public void ceiling(Ceiling ceiling) {
            listener.ceiling(ceiling);
        }

        @Override
        public void run(MeasuredRow row, Progress progress) {
            listener.run(row, progress);
        }
    }
}

package dev.berth.profiler.cli;

import dev.berth.command.Commands;
import dev.berth.command.ExitCode;
import dev.berth.dataset.DeviceRecord;
import dev.berth.dataset.MachineRecord;
import dev.berth.dataset.ProfileDataset;
import dev.berth.dataset.ProfileDatasets;
import dev.berth.dataset.raw.PlanPart;
import dev.berth.dataset.raw.RawFolder;
import dev.berth.profiler.calibrate.Calibrator;
import dev.berth.profiler.cli.option.MeasurementOptions;
import dev.berth.profiler.cli.plan.RunPlanFile;
import dev.berth.profiler.cli.plan.ShardNumber;
import dev.berth.profiler.device.Device;
import dev.berth.profiler.device.Devices;
import dev.berth.profiler.engine.process.Supervisor;
import dev.berth.profiler.export.ProfileTable;
import dev.berth.profiler.machine.MachineProbe;
import dev.berth.profiler.model.Model;
import dev.berth.profiler.run.ProfileSession;
import dev.berth.profiler.run.plan.SessionRequest;
import dev.berth.profiler.run.plan.SessionSettings;
import dev.berth.profiler.run.plan.Shards;
import dev.berth.profiler.run.plan.Shards.Shard;
import dev.berth.profiler.run.preflight.Preflight;
import dev.berth.profiler.run.preflight.PreflightCheck;
import dev.berth.profiler.run.session.OtherSessionException;
import dev.berth.profiler.run.session.OutFolder;
import dev.berth.profiler.run.session.SessionFolder;
import dev.berth.profiler.view.PreflightText;
import dev.berth.profiler.view.ProgressLines;
import dev.berth.profiler.view.RunFaults;
import dev.berth.record.BadInputException;
import dev.berth.record.Json;
import dev.berth.record.WorkFolder;
import dev.berth.text.Figures;
import dev.berth.text.Page;
import dev.berth.text.ShellWords;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.ToIntFunction;

/** Measures models, calibrates what was measured, writes and prints it: the work of {@code profile} and {@code run}. */
final class Profiling {
    private final ProfilerConsole console;
    private final Page page;
    private final MeasurementOptions options;
    private final Optional<Path> namedFolder;
    private final Optional<ToIntFunction<Path>> planner;
    private final Optional<OfPlan> ofPlan;
    private boolean nothingMade;

    /** A part of a run plan. */
    record OfPlan(RunPlanFile plan, String device, ShardNumber shard) {
        private PlanPart part(Shards series) {
            return plan.part(device, shard, series);
        }
    }

    /** The part of a run plan that is measured into a folder. */
    static Profiling of(ProfilerConsole console, Page page, MeasurementOptions options, Path folder, OfPlan ofPlan) {
        return new Profiling(console, page, options, Optional.of(folder), Optional.empty(), Optional.of(ofPlan));
    }

    /**
     * @param page what is shown of its tables
     * @param namedFolder where to write; without it the newest unfinished session is gone on with, or a new folder made
     * @param planner plans on the dataset in a folder, while the folder is still kept to this process, and tells the
     *     exit status
     */
    Profiling(
            ProfilerConsole console,
            Page page,
            MeasurementOptions options,
            Optional<Path> namedFolder,
            Optional<ToIntFunction<Path>> planner) {
        this(console, page, options, namedFolder, planner, Optional.empty());
    }

    private Profiling(
            ProfilerConsole console,
            Page page,
            MeasurementOptions options,
            Optional<Path> namedFolder,
            Optional<ToIntFunction<Path>> planner,
            Optional<OfPlan> ofPlan) {
        this.ofPlan = ofPlan;
        this.console = console;
        this.page = page;
        ProfileTable.requireColumns(page);
        this.options = options;
        this.namedFolder = namedFolder;
        this.planner = planner;
    }

    /**
     * How it ended.
     *
     * @param dataset what was written; empty where the session was interrupted
     * @param status exit status: that of the planner where it failed, else of {@link ExitCode#BAD_INPUT} where a model
     *     could not be loaded
     */
    record Result(Optional<ProfileDataset> dataset, int status) {
        private static Result without(ExitCode code) {
            return new Result(Optional.empty(), code.status());
        }
    }

    /**
     * Measures.
     *
     * @param leftOut why models that were asked for are not among these, one line each
     */
    Result run(List<Model> models, List<String> leftOut) throws IOException {
        if (models.isEmpty() && options.dryRun() && console.json()) {
            console.document(Json.pretty(Preflight.ofNothing(leftOut)).stripTrailing());
        }
        if (models.isEmpty()) {
            throw new BadInputException("no model to profile; name model files or folders that hold some");
        }
        SessionSettings settings = options.settings(
                models.stream().mapToLong(model -> model.record().storedBytes()).sum());
        Shards series = new Shards(settings, models);
        ShardNumber number = ofPlan.map(OfPlan::shard).orElse(ShardNumber.WHOLE);
        return run(series.shard(number.number(), number.count()), ofPlan.map(it -> it.part(series)), leftOut);
    }

    /** Of a dry run whose models are all still to be written. */
    Result notWrittenYet() {
        if (console.json()) {
            console.document(Json.pretty(Preflight.ofNothing(List.of())).stripTrailing());
        }
        console.remark("a run without --dry-run writes them, then measures; no run begins after "
                + Figures.clock(options.settings(0).budget()) + " of that");
        return Result.without(ExitCode.OK);
    }

    private Result run(Shard shard, Optional<PlanPart> plan, List<String> leftOut) throws IOException {
        List<Model> models = shard.models();
        SessionSettings settings = shard.settings();
        try (Device device = Devices.open(options.device())) {
            if (options.dryRun()) {
                return dryRun(shard, leftOut, device);
            }
            endLeftovers();
            settings.serving().engines().forEach(engine -> engine.prepare(console::remark));
            boolean faulty = foundFaults(shard, device, namedFolder.orElse(OutFolder.DEFAULT_PARENT));
            MachineRecord machine = MachineProbe.probe(models.get(0).path());
            SessionRequest request = new SessionRequest(settings, models, device, machine, shard.share(), plan);
            return plan.isPresent()
                    ? planned(request, leftOut, faulty)
                    : inFolder(folder -> measure(request, leftOut, folder, faulty));
        }
    }

    /** Of a Berth that was killed while engines served: they would be measured along. */
    private void endLeftovers() {
        List<String> ended = Supervisor.endLeftovers();
        if (!ended.isEmpty()) {
            console.remark("ended what a run that was killed had left: " + String.join(", ", ended));
        }
    }

    /** A part of a plan goes on with itself alone, and is made once: the same command again makes what is missing. */
    private Result planned(SessionRequest request, List<String> leftOut, boolean faulty) throws IOException {
        Path path = namedFolder.orElseThrow();
        try (SessionFolder folder = ResultFile.in(path, () -> SessionFolder.open(path, results()))) {
            if (!folder.isFinished()) {
                return measure(request, leftOut, folder, faulty);
            }
            ProfileSession.requireSame(folder, request);
            console.remark(
                    path + ": every run of " + request.plan().orElseThrow().describe()
                            + " was made before; to measure it again, choose another --out");
            return calibrate(folder, true, leftOut, faulty);
        }
    }

    /** What is done in a folder that is kept to this process. */
    private interface Work {
        Result in(SessionFolder folder) throws IOException;
    }

    private Result inFolder(Work work) throws IOException {
        Optional<SessionFolder> unfinished =
                namedFolder.isPresent() ? Optional.empty() : OutFolder.unfinished(results());
        if (unfinished.isPresent()) {
            try (SessionFolder folder = unfinished.get()) {
                return work.in(folder);
            } catch (OtherSessionException other) {
                console.remark(other.getMessage() + "; a new folder is used");
            }
        }
        Path path = namedFolder.orElseGet(OutFolder::fresh);
        boolean isNew = Files.notExists(path);
        try {
            return inFolder(path, work);
        } finally {
            if (isNew && nothingMade) {
                WorkFolder.remove(path);
            }
        }
    }

    private Result inFolder(Path path, Work work) throws IOException {
        try (SessionFolder folder = ResultFile.in(path, () -> SessionFolder.open(path, results()))) {
            if (folder.isFinished()) {
                putAside(folder);
            }
            try {
                return work.in(folder);
            } catch (OtherSessionException other) {
                if (!folder.hasDataset()) {
                    throw other;
                }
                // Whatever ended it early, what it measured is in the dataset.
                putAside(folder);
                return work.in(folder);
            }
        }
    }

    private void putAside(SessionFolder folder) {
        Path aside = ResultFile.in(folder.path(), folder::putAside);
        console.remark("the session that was in " + folder.path() + " is now in " + aside);
    }

    /** Files beside {@code raw/} that will be written. */
    private List<String> results() {
        return planner.isEmpty()
                ? List.of(SessionFolder.PROFILES_FILE)
                : List.of(SessionFolder.PROFILES_FILE, SessionFolder.SCENARIO_FILE, SessionFolder.PLAN_FILE);
    }

    private Result dryRun(Shard shard, List<String> leftOut, Device device) {
        Path folder = namedFolder.orElse(OutFolder.DEFAULT_PARENT);
        Preflight preflight = PreflightCheck.check(shard, device, folder, true);
        console.result(PreflightText.of(preflight, device, console.width()));
        if (console.json()) {
            console.document(Json.pretty(preflight.with(leftOut)).stripTrailing());
        }
        preflight.warnings().forEach(console::remark);
        preflight.faults().forEach(console::fault);
        return Result.without(preflight.faults().isEmpty() ? ExitCode.OK : ExitCode.BAD_INPUT);
    }

    /** Told before the first run; where any can succeed, the session goes on. */
    private boolean foundFaults(Shard shard, Device device, Path folder) {
        Preflight preflight = PreflightCheck.check(shard, device, folder, false);
        preflight.warnings().forEach(console::remark);
        preflight.faults().forEach(console::fault);
        if (!preflight.canStart()) {
            throw new BadInputException("no run was made; see the lines above");
        }
        return !preflight.faults().isEmpty();
    }

    private Result measure(SessionRequest request, List<String> leftOut, SessionFolder folder, boolean faulty)
            throws IOException {
        DeviceRecord device = request.device().record();
        console.remark("profiling " + request.models().size() + " models on " + device.id() + " (" + device.name()
                + ") into " + folder.path());
        ProfileSession session = new ProfileSession(
                Commands.TOOL,
                "berth " + ShellWords.of(console.words("--out", "--shard").toArray()));
        ProgressLines progress = console.progress();
        final ProfileSession.Outcome outcome;
        try (Interruption interruption = new Interruption(session, folder)) {
            outcome = ResultFile.in(folder.path(), () -> session.run(request, folder, progress));
            if (interruption.requested()) {
                progress.finish();
                console.fault("interrupted; the same command goes on from here: " + outcome.runsMade() + " runs are in "
                        + outcome.raw());
                return Result.without(ExitCode.INTERRUPTED);
            }
        }
        progress.finish();
        if (outcome.runsMade() == 0 && !outcome.complete() && outcome.fault().isEmpty()) {
            nothingMade = true;
            throw new BadInputException("the budget of "
                    + Figures.clock(request.settings().budget())
                    + " (--budget) was spent before the first run: reading ceilings and warming up come first; allow more,"
                    + " such as --budget 20m (a number without a unit is seconds)");
        }
        outcome.fault()
                .ifPresentOrElse(
                        fault -> console.fault(outcome.raw() + ": " + fault + "; " + outcome.runsMade()
                                + " runs are in it, the same command goes on from there"),
                        () -> {
                            if (!outcome.complete()) {
                                console.warning("the budget of "
                                        + Figures.clock(request.settings().budget())
                                        + " (--budget) was spent after " + outcome.runsMade() + " runs; missing: "
                                        + outcome.missing() + "; the same command goes on with them");
                            }
                        });
        return calibrate(
                folder, outcome.complete(), leftOut, faulty || outcome.fault().isPresent());
    }

    private Result calibrate(SessionFolder folder, boolean complete, List<String> leftOut, boolean faulty)
            throws IOException {
        RawFolder raw = RawFolder.read(folder.path());
        ProfileDataset dataset = new Calibrator(Commands.TOOL)
                .calibrate(List.of(raw))
                .withNotes(leftOut.stream().map(fault -> "left out: " + fault).toList());
        ProfileDatasets.requireReal(dataset, folder.path().toString());
        Path file = folder.path().resolve(SessionFolder.PROFILES_FILE);
        // First the table: where the file cannot be written, what was measured is seen nevertheless.
        console.result(new ProfileTable(dataset).lines(page));
        ResultFile.write(file, () -> ProfileDatasets.write(dataset, file));
        if (complete) {
            folder.complete();
        }
        console.trust(dataset);
        console.remark("wrote " + file);
        if (planner.isEmpty()) {
            console.remark("next, which of them to keep: "
                    + ShellWords.berth(
                            "plan",
                            "--profiles",
                            file,
                            "--derive-scenario",
                            folder.path().resolve(SessionFolder.SCENARIO_FILE),
                            "--out",
                            folder.path().resolve(SessionFolder.PLAN_FILE)));
        }
        List<String> faults = RunFaults.of(raw, dataset);
        faults.forEach(console::fault);
        int planned = planner.isPresent() ? planner.get().applyAsInt(folder.path()) : ExitCode.OK.status();
        ExitCode measured = faults.isEmpty() && !faulty ? ExitCode.OK : ExitCode.BAD_INPUT;
        return new Result(Optional.of(dataset), planned != ExitCode.OK.status() ? planned : measured.status());
    }

    /**
     * Turns a signal into a request to stop after the run in flight; the process ends when that run is recorded, or
     * given up because it takes longer than whoever sent the signal would wait.
     */
    private final class Interruption implements AutoCloseable {
        private static final long PATIENCE_MILLIS = 1000;

        private final CountDownLatch finished = new CountDownLatch(1);
        private final SessionFolder folder;
        private final Thread hook;
        private volatile boolean requested;

        Interruption(ProfileSession session, SessionFolder folder) {
            this.folder = folder;
            hook = new Thread(
                    () -> {
                        requested = true;
                        session.requestStop();
                        awaitFinish();
                    },
                    "finish run in flight");
            try {
                Runtime.getRuntime().addShutdownHook(hook);
            } catch (IllegalStateException endingAlready) {
                requested = true;
                session.requestStop();
            }
        }

        boolean requested() {
            return requested;
        }

        private void awaitFinish() {
            try {
                if (!finished.await(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)) {
                    folder.endEarly();
                    console.fault(
                            Files.exists(folder.raw().resolve(RawFolder.SESSION_FILE))
                                    ? "interrupted; the run in flight was given up, the same command goes on from what"
                                            + " is in " + folder.path()
                                    : "interrupted before the first run; the same command begins anew");
                }
            } catch (IOException unwritten) {
                console.fault("interrupted; the same command goes on from what is in " + folder.path());
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public void close() throws IOException {
            try {
                if (requested) {
                    // The process may end as soon as the hook does: the next session is to know what ended this one.
                    folder.endEarly();
                } else {
                    Runtime.getRuntime().removeShutdownHook(hook);
                }
            } finally {
                finished.countDown();
            }
        }
    }
}

package dev.berth.profiler.cli;

import dev.berth.profile.BadInputException;
import dev.berth.profile.ExitCode;
import dev.berth.profile.Json;
import dev.berth.profile.MachineRecord;
import dev.berth.profile.ModelProfile;
import dev.berth.profile.ProfileDataset;
import dev.berth.profile.ProfileDatasets;
import dev.berth.profile.RawFolder;
import dev.berth.profile.RunRow;
import dev.berth.profile.cli.Commands;
import dev.berth.profiler.calibrate.Calibrator;
import dev.berth.profiler.device.Device;
import dev.berth.profiler.device.Devices;
import dev.berth.profiler.machine.MachineProbe;
import dev.berth.profiler.model.Model;
import dev.berth.profiler.run.Preflight;
import dev.berth.profiler.run.PreflightCheck;
import dev.berth.profiler.run.ProfileSession;
import dev.berth.profiler.run.SessionSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;

/** Measures models, calibrates what was measured, writes and prints it: the work of {@code profile} and {@code run}. */
final class Profiling {
    private final ProfilerConsole console;
    private final MeasurementOptions options;
    private final Optional<Path> namedFolder;

    /**
     * @param namedFolder where to write; without it the newest unfinished session is gone on with, or a new folder made
     */
    Profiling(ProfilerConsole console, MeasurementOptions options, Optional<Path> namedFolder) {
        this.console = console;
        this.options = options;
        this.namedFolder = namedFolder;
    }

    /**
     * How it ended.
     *
     * @param folder what was written to
     * @param dataset what was written; empty where the session was interrupted
     * @param code {@link ExitCode#BAD_INPUT} where a model could not be loaded
     */
    record Result(Path folder, Optional<ProfileDataset> dataset, ExitCode code) {}

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
        try (Device device = Devices.open(options.device())) {
            if (options.dryRun()) {
                return dryRun(settings, models, leftOut, device);
            }
            boolean faulty = foundFaults(settings, models, device, namedFolder.orElse(OutFolder.DEFAULT_PARENT));
            MachineRecord machine = MachineProbe.probe(models.get(0).path());
            Optional<Path> unfinished = namedFolder.isPresent() ? Optional.empty() : OutFolder.unfinished();
            if (unfinished.isPresent()) {
                try {
                    return measure(settings, models, leftOut, device, machine, unfinished.get(), faulty);
                } catch (BadInputException otherSession) {
                    console.remark(otherSession.getMessage() + "; a new folder is used");
                }
            }
            return measure(
                    settings,
                    models,
                    leftOut,
                    device,
                    machine,
                    namedFolder.map(OutFolder::named).orElseGet(OutFolder::fresh),
                    faulty);
        }
    }

    private Result dryRun(SessionSettings settings, List<Model> models, List<String> leftOut, Device device) {
        Path folder = namedFolder.orElse(OutFolder.DEFAULT_PARENT);
        Preflight preflight = PreflightCheck.check(settings, models, device, folder, true);
        console.result(PreflightText.of(preflight, device.record().id()));
        if (console.json()) {
            console.document(Json.pretty(preflight.with(leftOut)).stripTrailing());
        }
        preflight.warnings().forEach(console::remark);
        preflight.faults().forEach(console::fault);
        return new Result(folder, Optional.empty(), preflight.faults().isEmpty() ? ExitCode.OK : ExitCode.BAD_INPUT);
    }

    /** Told before the first run; where any can succeed, the session goes on. */
    private boolean foundFaults(SessionSettings settings, List<Model> models, Device device, Path folder) {
        Preflight preflight = PreflightCheck.check(settings, models, device, folder, false);
        preflight.warnings().forEach(console::remark);
        preflight.faults().forEach(console::fault);
        if (!preflight.canStart()) {
            throw new BadInputException("no run was made; see the lines above");
        }
        return !preflight.faults().isEmpty();
    }

    private Result measure(
            SessionSettings settings,
            List<Model> models,
            List<String> leftOut,
            Device device,
            MachineRecord machine,
            Path folder,
            boolean faulty)
            throws IOException {
        console.remark("profiling " + models.size() + " models on "
                + device.record().id() + " (" + device.record().name() + ") into " + folder);
        ProfileSession session = new ProfileSession(Commands.TOOL);
        ProgressLines progress = console.progress();
        final ProfileSession.Outcome outcome;
        try (Interruption interruption = new Interruption(session)) {
            outcome = run(session, settings, models, device, machine, folder, progress);
            if (interruption.requested()) {
                progress.finish();
                console.fault("interrupted; the same command goes on from here: " + outcome.runsMade() + " runs are in "
                        + outcome.raw());
                return new Result(folder, Optional.empty(), ExitCode.INTERRUPTED);
            }
        }
        progress.finish();
        outcome.fault()
                .ifPresentOrElse(
                        fault -> console.fault(outcome.raw() + ": " + fault + "; " + outcome.runsMade()
                                + " runs are in it, the same command goes on from there"),
                        () -> {
                            if (!outcome.complete()) {
                                console.warning("the budget was spent after " + outcome.runsMade() + " runs");
                            }
                        });
        return calibrate(folder, leftOut, faulty || outcome.fault().isPresent());
    }

    private static ProfileSession.Outcome run(
            ProfileSession session,
            SessionSettings settings,
            List<Model> models,
            Device device,
            MachineRecord machine,
            Path folder,
            ProgressLines progress) {
        try {
            return session.run(settings, models, device, machine, folder, progress);
        } catch (IOException e) {
            throw new BadInputException(
                    folder + ": cannot be written: " + e.getMessage() + "; make room there, or name another --out", e);
        }
    }

    private Result calibrate(Path folder, List<String> leftOut, boolean faulty) throws IOException {
        RawFolder raw = RawFolder.read(folder);
        ProfileDataset dataset = new Calibrator(Commands.TOOL, Clock.systemUTC())
                .calibrate(List.of(raw))
                .withNotes(leftOut.stream().map(fault -> "left out: " + fault).toList());
        ProfileDatasets.requireReal(dataset, folder.toString());
        Path file = folder.resolve(OutFolder.PROFILES_FILE);
        // First the table: where the file cannot be written, what was measured is seen nevertheless.
        console.result(new ProfileTable(dataset).lines(console.width()));
        ResultFile.write(file, () -> ProfileDatasets.write(dataset, file));
        console.remark("wrote " + file);
        List<String> unmeasured = unmeasured(dataset, raw.rows());
        unmeasured.forEach(console::fault);
        return new Result(
                folder, Optional.of(dataset), unmeasured.isEmpty() && !faulty ? ExitCode.OK : ExitCode.BAD_INPUT);
    }

    /** Models that have no profile, each with the first thing that went wrong. */
    private static List<String> unmeasured(ProfileDataset dataset, List<RunRow> rows) {
        TreeSet<String> lines = new TreeSet<>();
        for (ModelProfile model : dataset.models()) {
            String name = model.model().name();
            if (model.preload().isEmpty()) {
                lines.add(name + ": no run succeeded: "
                        + rows.stream()
                                .filter(row -> row.key().model().equals(name))
                                .map(row -> row.failure() != null
                                        ? row.failure()
                                        : row.cache().reason())
                                .findFirst()
                                .orElse("the budget was spent before its first run; allow more with --budget"));
            }
        }
        return List.copyOf(lines);
    }

    /**
     * Turns a signal into a request to stop after the run in flight; the process ends only when that run is recorded.
     */
    private static final class Interruption implements AutoCloseable {
        private final CountDownLatch finished = new CountDownLatch(1);
        private final Thread hook;
        private volatile boolean requested;

        Interruption(ProfileSession session) {
            hook = new Thread(
                    () -> {
                        requested = true;
                        session.requestStop();
                        awaitFinish();
                    },
                    "finish run in flight");
            Runtime.getRuntime().addShutdownHook(hook);
        }

        boolean requested() {
            return requested;
        }

        private void awaitFinish() {
            try {
                finished.await();
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public void close() {
            if (!requested) {
                Runtime.getRuntime().removeShutdownHook(hook);
            }
            finished.countDown();
        }
    }
}

package dev.berth.profiler.run;

import dev.berth.dataset.CacheTier;
import dev.berth.dataset.raw.MeasuredRow;
import dev.berth.dataset.raw.RunRow;
import dev.berth.profiler.run.ProfileSession.Outcome;
import dev.berth.profiler.run.ceiling.Ceilings;
import dev.berth.profiler.run.plan.PlannedRun;
import dev.berth.profiler.run.plan.RunListener.Progress;
import dev.berth.profiler.run.plan.RunPlan;
import dev.berth.profiler.run.plan.SessionRequest;
import dev.berth.profiler.run.plan.SessionScope;
import dev.berth.profiler.run.plan.Stage;
import dev.berth.profiler.run.session.RunRecorder;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Makes the runs of a plan one by one: each is on storage before the next begins. */
final class SessionLoop {
    private final SessionRequest request;
    private final Path raw;
    private final RunRecorder recorder;
    private final SessionScope scope;
    private final Ceilings ceilings;
    private final RunPlan plan;
    private final long beginNanos;

    /** @param beginNanos {@link System#nanoTime} when the call began that this loop belongs to */
    SessionLoop(
            SessionRequest request,
            Path raw,
            RunRecorder recorder,
            SessionScope scope,
            Ceilings ceilings,
            RunPlan plan,
            long beginNanos) {
        this.request = request;
        this.raw = raw;
        this.recorder = recorder;
        this.scope = scope;
        this.ceilings = ceilings;
        this.plan = plan;
        this.beginNanos = beginNanos;
    }

    /**
     * Goes through the stages, each one only where those before it are complete.
     *
     * @param afterSingle called when the first stage has ended, however it ended
     */
    Outcome run(Runnable afterSingle) throws IOException {
        RunPreparation preparation = new RunPreparation(request.settings().allowFallback(), request.machine());
        Outcome singles = through(
                plan.single(),
                new SingleRun(
                        scope.preloaders(),
                        request.settings().verifyRuns(),
                        preparation,
                        EnergyMeter.of(request.device())));
        afterSingle.run();
        if (plan.single().next().isPresent() || singles.fault().isPresent()) {
            return singles;
        }
        try (ConcurrentRun concurrent = new ConcurrentRun(scope.device(), preparation)) {
            Outcome loads = through(plan.concurrent(), concurrent);
            if (plan.concurrent().next().isPresent() || loads.fault().isPresent()) {
                return loads;
            }
        }
        // An engine's process takes what it needs of all there is.
        request.device().makeRoom(Long.MAX_VALUE);
        try (EngineRun engines = new EngineRun(
                scope.device(),
                request.settings().serving().engines(),
                preparation,
                EnergyMeter.of(request.device()))) {
            return through(plan.engines(), engines);
        }
    }

    private Outcome through(Stage stage, RunMaker maker) throws IOException {
        int madeBefore = stage.runsMade();
        long stageBegin = System.nanoTime();
        Set<String> readFromStorage = new HashSet<>();
        Optional<PlannedRun> next = stage.next();
        while (next.isPresent() && !scope.isSpent()) {
            MeasuredRow row = maker.make(next.get(), stage.runsMade());
            try {
                recorder.append(row);
            } catch (IOException e) {
                return ended(
                        Optional.of("rows cannot be written: " + e.getMessage() + "; the last run was not recorded"));
            }
            stage.made(row);
            scope.listener().run(row, progress(stage, madeBefore, stageBegin));
            next = stage.next();
            Optional<String> fault = maker.deviceLost() ? Optional.of(lost()) : recorder.fault();
            if (fault.isPresent()) {
                return ended(fault);
            }
            if (row instanceof RunRow
                    && row.tier() == CacheTier.STORAGE_COLD
                    && !row.key().warmUp()) {
                readFromStorage.add(row.key().model());
            }
            if (next.isEmpty() || next.get().key().repetition() != row.key().repetition()) {
                ceilings.again(readFromStorage);
                readFromStorage.clear();
            }
        }
        return ended(Optional.empty());
    }

    private Outcome ended(Optional<String> fault) {
        return new Outcome(raw, plan.runsMade(), plan.missing(), fault);
    }

    private String lost() {
        return scope.device().record().id() + " was lost; no further run can be made on it by this process";
    }

    // Blocks hold every series once, so that the mean over all runs soon is the mean of those to come.
    private Progress progress(Stage stage, int madeBefore, long stageBegin) {
        long now = System.nanoTime();
        long nanosOfRun = (now - stageBegin) / (stage.runsMade() - madeBefore);
        Duration elapsed = Duration.ofNanos(now - beginNanos);
        Duration runs = Duration.ofNanos(nanosOfRun * stage.runsLeft());
        Duration ofBudget = request.settings().budget().minus(elapsed);
        return new Progress(
                stage.runsMade(),
                stage.runsLeft(),
                elapsed,
                runs.compareTo(ofBudget) < 0 ? runs : ofBudget,
                runs.compareTo(ofBudget) > 0);
    }
}

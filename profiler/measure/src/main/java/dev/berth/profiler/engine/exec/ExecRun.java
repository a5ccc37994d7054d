package dev.berth.profiler.engine.exec;

import dev.berth.dataset.raw.EngineRow.RequestTime;
import dev.berth.dataset.raw.EngineRow.ServedMemory;
import dev.berth.dataset.raw.EngineRow.StageTime;
import dev.berth.profiler.engine.Engine;
import dev.berth.profiler.engine.Served;
import dev.berth.profiler.engine.process.Launch;
import dev.berth.profiler.engine.process.ServingProcess;
import dev.berth.profiler.engine.process.Signal;
import dev.berth.profiler.engine.process.Supervisor;
import dev.berth.profiler.engine.recipe.Placeholders;
import dev.berth.profiler.engine.recipe.Recipe;
import dev.berth.record.Reading;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** One run of a recipe: start, ready, requests, end. */
final class ExecRun {

    private final Recipe recipe;
    private final Placeholders placeholders;
    private final Launch launch;
    private final Supervisor supervisor;
    private final StageClock clock;
    private final Readiness readiness;
    private final List<RequestTime> requests = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();
    private Reading<Long> readyResidentBytes = Reading.notSupported("it did not become ready");
    private boolean ready;
    private long readyNanos;

    /**
     * @param placeholders of all words but {@code steps}
     * @param folder working folder of the command
     */
    ExecRun(Recipe recipe, Placeholders placeholders, Path folder, Supervisor supervisor) {
        this.recipe = recipe;
        this.placeholders = placeholders;
        this.supervisor = supervisor;
        this.clock = new StageClock(recipe);
        this.readiness = new Readiness(recipe.ready(), placeholders, clock);
        this.launch = new Launch(placeholders.in(recipe.command()), environment(recipe, placeholders), folder, clock);
    }

    private static Map<String, String> environment(Recipe recipe, Placeholders placeholders) {
        Map<String, String> environment = new TreeMap<>();
        recipe.environment().forEach((name, value) -> environment.put(name, placeholders.in(value)));
        return environment;
    }

    Served run(Engine.Witness witness) {
        readiness.rehearse();
        witness.starts();
        try (ServingProcess process = supervisor.start(launch)) {
            Optional<String> failure = serve(process, witness);
            long endNanos = System.nanoTime();
            supervisor.waitIfEnding();
            return told(process, witness, failure, endNanos);
        } catch (IOException cannotStart) {
            return Served.notStarted(launch.command().get(0) + " cannot be started: " + cannotStart.getMessage());
        }
    }

    /** What went wrong; empty where all was answered. */
    private Optional<String> serve(ServingProcess process, Engine.Witness witness) {
        try {
            readyNanos = readiness.await(process, supervisor);
            ready = true;
            witness.reached(Engine.Moment.READY);
            readyResidentBytes = Reading.measured(process.memory().resident());
            if (recipe.probe() != null) {
                Probing probing = new Probing(recipe.probe(), placeholders, process, launch.folder());
                for (int steps : probing.plan()) {
                    requests.add(probing.request(steps));
                    if (requests.size() == 1) {
                        witness.reached(Engine.Moment.FIRST_ANSWER);
                    }
                }
                witness.reached(Engine.Moment.LAST_ANSWER);
            }
            return process.fault().map(fault -> "it " + fault);
        } catch (IOException fault) {
            return Optional.of(String.valueOf(fault.getMessage()));
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            return Optional.of("interrupted");
        }
    }

    private Served told(ServingProcess process, Engine.Witness witness, Optional<String> failure, long endNanos) {
        Reading<Long> readBytes = process.readBytes();
        ServedMemory memory = process.servedMemory(readyResidentBytes);
        witness.answered(process.pids());
        ServingProcess.Ended ended = process.stop(
                Signal.valueOf(recipe.stop().signal()),
                TimeUnit.SECONDS.toNanos(recipe.stop().graceSeconds()));
        supervisor.waitIfEnding();
        long startNanos = process.startNanos();
        long startEnd = ready ? readyNanos : endNanos;
        List<StageTime> stages = clock.stages(startNanos, startEnd, warnings);
        warnings.addAll(ended.warnings());
        return new Served(
                stages,
                startEnd - startNanos,
                requests,
                endNanos - startNanos,
                memory,
                readBytes,
                ended.ending(),
                failure,
                warnings);
    }
}

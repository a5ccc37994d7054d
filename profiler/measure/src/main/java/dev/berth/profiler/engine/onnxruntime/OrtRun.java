package dev.berth.profiler.engine.onnxruntime;

import dev.berth.dataset.raw.EngineRow.ServedMemory;
import dev.berth.profiler.engine.Engine;
import dev.berth.profiler.engine.Served;
import dev.berth.profiler.engine.onnxruntime.worker.OrtWorker;
import dev.berth.profiler.engine.process.Launch;
import dev.berth.profiler.engine.process.Programs;
import dev.berth.profiler.engine.process.ServingProcess;
import dev.berth.profiler.engine.process.Signal;
import dev.berth.profiler.engine.process.Supervisor;
import dev.berth.record.Reading;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** One process that loads a model and runs it. */
final class OrtRun {
    private static final long PATIENCE_NANOS = TimeUnit.MINUTES.toNanos(20);
    private static final long BETWEEN_LOOKS_MILLIS = 20;
    private static final long GRACE_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final Supervisor supervisor;
    private final Engine.Witness witness;
    private final WorkerLog log;
    private final Launch launch;
    private Reading<Long> readyResidentBytes = Reading.notSupported("it did not become ready, or not for long enough");

    /**
     * @param library folder with the library's classes and native part
     * @param folder an empty one to work in
     */
    OrtRun(OrtSetting setting, Path library, Path model, Path folder, Supervisor supervisor, Engine.Witness witness) {
        this.supervisor = supervisor;
        this.witness = witness;
        this.log = new WorkerLog(witness::reached);
        this.launch = new Launch(command(setting, library, model), Map.of(), folder, log);
    }

    private static List<String> command(OrtSetting setting, Path library, Path model) {
        List<String> words = new ArrayList<>(
                List.of(Programs.java().toString(), "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:-UsePerfData"));
        if (Runtime.version().feature() > 21) {
            words.add("--enable-native-access=ALL-UNNAMED");
        }
        words.addAll(List.of(
                "-cp",
                Programs.classes(OrtWorker.class) + File.pathSeparator + library,
                OrtWorker.class.getName(),
                model.toString(),
                Integer.toString(setting.threads()),
                Integer.toString(setting.cudaDevice()),
                Integer.toString(1 + setting.laterRuns())));
        words.addAll(setting.inputs());
        return words;
    }

    Served run() {
        witness.starts();
        try (ServingProcess process = supervisor.start(launch)) {
            Optional<String> failure = serve(process);
            long endNanos = log.at("done", System.nanoTime());
            supervisor.waitIfEnding();
            return told(process, failure, endNanos);
        } catch (IOException cannotStart) {
            return Served.notStarted("java cannot be started: " + cannotStart.getMessage());
        }
    }

    /** What went wrong; empty where all runs were made. */
    private Optional<String> serve(ServingProcess process) {
        try {
            while (!log.awaitEnd(BETWEEN_LOOKS_MILLIS)) {
                if (log.isReady() && readyResidentBytes.optional().isEmpty()) {
                    readyResidentBytes = Reading.measured(process.memory().resident());
                }
                Optional<String> fault = process.fault();
                if (fault.isPresent()) {
                    // Its last lines may still be on their way.
                    return log.awaitEnd(BETWEEN_LOOKS_MILLIS) && log.fault().isPresent()
                            ? log.fault()
                            : Optional.of("the process that runs ONNX Runtime " + fault.get());
                }
                if (System.nanoTime() - process.startNanos() > PATIENCE_NANOS) {
                    return Optional.of("ONNX Runtime did not finish within "
                            + TimeUnit.NANOSECONDS.toMinutes(PATIENCE_NANOS) + " minutes");
                }
            }
            return log.fault();
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            return Optional.of("interrupted");
        }
    }

    private Served told(ServingProcess process, Optional<String> failure, long endNanos) {
        Reading<Long> readBytes = process.readBytes();
        ServedMemory memory = process.servedMemory(readyResidentBytes);
        witness.answered(process.pids());
        ServingProcess.Ended ended = process.stop(Signal.TERM, GRACE_NANOS);
        supervisor.waitIfEnding();
        long startNanos = process.startNanos();
        long readyNanos = log.at("ready", endNanos);
        List<String> warnings = new ArrayList<>(log.remarks());
        warnings.addAll(ended.warnings());
        return new Served(
                log.stages(startNanos, readyNanos),
                readyNanos - startNanos,
                log.requests(),
                endNanos - startNanos,
                memory,
                readBytes,
                ended.ending(),
                failure,
                warnings);
    }
}

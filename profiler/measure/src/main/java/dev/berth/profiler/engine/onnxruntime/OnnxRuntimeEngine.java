package dev.berth.profiler.engine.onnxruntime;

import dev.berth.dataset.CacheTier;
import dev.berth.dataset.EngineProfile.EngineSetting;
import dev.berth.dataset.raw.EngineRecord;
import dev.berth.profiler.engine.Engine;
import dev.berth.profiler.engine.Served;
import dev.berth.profiler.engine.onnxruntime.worker.OnnxGraph;
import dev.berth.profiler.engine.process.Supervisor;
import dev.berth.profiler.fetch.PackageCache;
import dev.berth.profiler.model.Model;
import dev.berth.record.Json;
import dev.berth.record.Sha256;
import dev.berth.record.WorkFolder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Serves models by ONNX Runtime: a process loads the model, runs it once, and again a few times. The process is new for
 * each run, since the library keeps memory that a later one would count.
 */
public final class OnnxRuntimeEngine implements Engine {
    /** Its name. */
    public static final String NAME = "onnxruntime";

    private final OrtSetting setting;
    private final PackageCache cache;
    private final EngineRecord description;
    private Optional<Path> library = Optional.empty();
    private Optional<Supervisor> supervisor = Optional.empty();

    /** @param cache where the library is fetched to */
    public OnnxRuntimeEngine(OrtSetting setting, PackageCache cache) {
        this.setting = setting;
        this.cache = cache;
        String settings = Json.line(setting);
        MessageDigest digest = Sha256.digest();
        digest.update(settings.getBytes(StandardCharsets.UTF_8));
        this.description = new EngineRecord(NAME, setting.provider(), Sha256.hex(digest), settings);
    }

    @Override
    public EngineRecord record() {
        return description;
    }

    @Override
    public int threads() {
        return setting.threads();
    }

    @Override
    public EngineSetting setting(String sessionDevice, CacheTier tier) {
        return new EngineSetting(NAME, setting.provider(), description.digest(), setting.device(), tier, threads());
    }

    @Override
    public void prepare(Consumer<String> progress) {
        library = Optional.of(cache.require(setting.cudaDevice() < 0 ? OrtPackages.CPU : OrtPackages.CUDA, progress));
    }

    @Override
    public Optional<String> whyNot() {
        return setting.cudaDevice() >= 0 && System.getProperty("os.arch").equals("aarch64")
                ? Optional.of("--engine onnxruntime on " + setting.device()
                        + ": ONNX Runtime is published for NVIDIA GPUs of 64-bit x86 alone; measure on the processor"
                        + " with --device host")
                : Optional.empty();
    }

    @Override
    public Optional<String> whyNot(Model model) {
        try {
            return OnnxGraph.of(model.path()).isPresent() ? Optional.empty() : Optional.of("loads one .onnx file");
        } catch (IOException unreadable) {
            // Its runs say what is wrong with it.
            return Optional.empty();
        }
    }

    @Override
    public Served serve(Model model, Witness witness) {
        try (WorkFolder work = WorkFolder.in(Path.of(System.getProperty("java.io.tmpdir")), "berth-onnx-")) {
            Optional<Path> graph = OnnxGraph.of(model.path());
            if (graph.isEmpty()) {
                return Served.notStarted(
                        model.record().name() + ": ONNX Runtime loads one .onnx file; name it, or another engine");
            }
            if (supervisor.isEmpty()) {
                supervisor = Optional.of(Supervisor.begin());
            }
            return new OrtRun(setting, library.orElseThrow(), graph.get(), work.path(), supervisor.get(), witness)
                    .run();
        } catch (IOException fault) {
            return Served.notStarted("onnxruntime: " + fault.getMessage());
        }
    }

    @Override
    public void close() {
        supervisor.ifPresent(Supervisor::close);
        supervisor = Optional.empty();
    }
}

package dev.berth.profiler.engine.exec;

import dev.berth.dataset.raw.EngineRecord;
import dev.berth.profiler.engine.Engine;
import dev.berth.profiler.engine.Served;
import dev.berth.profiler.engine.onnxruntime.OrtPackages;
import dev.berth.profiler.engine.process.Programs;
import dev.berth.profiler.engine.process.Supervisor;
import dev.berth.profiler.engine.recipe.FoundRecipe;
import dev.berth.profiler.engine.recipe.Placeholders;
import dev.berth.profiler.engine.recipe.Recipe;
import dev.berth.profiler.fetch.PackageCache;
import dev.berth.profiler.fetch.PackageClients;
import dev.berth.profiler.model.Model;
import dev.berth.record.Json;
import dev.berth.record.Sha256;
import dev.berth.record.WorkFolder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Serves by the command of a recipe. */
public final class ExecEngine implements Engine {
    /** Its name. */
    public static final String NAME = "exec";

    private static final String LIBRARY = "onnxruntime";

    private final FoundRecipe found;
    private final Recipe recipe;
    private final SetupFolder setup;
    private final EngineRecord description;
    private final PackageCache packages;
    private final Map<String, String> words = new TreeMap<>();
    private Optional<Supervisor> supervisor = Optional.empty();

    /** @param cache where what recipes fetch or build is kept */
    public ExecEngine(FoundRecipe found, Path cache) {
        this.found = found;
        this.recipe = found.recipe();
        this.setup = new SetupFolder(found, cache);
        this.packages = new PackageCache(cache, new PackageClients());
        words.putAll(setup.placeholders().values());
        words.put("java", Programs.java().toString());
        words.put("classes", Programs.classes(ExecEngine.class).toString());
        String settings = Json.line(recipe);
        this.description = new EngineRecord(NAME, recipe.name(), digest(settings), settings);
    }

    private static String digest(String settings) {
        var digest = Sha256.digest();
        digest.update(settings.getBytes(StandardCharsets.UTF_8));
        return Sha256.hex(digest);
    }

    @Override
    public EngineRecord record() {
        return description;
    }

    @Override
    public int threads() {
        return recipe.threads();
    }

    @Override
    public void prepare(Consumer<String> progress) {
        setup.make(progress);
        if (Stream.concat(recipe.command().stream(), recipe.environment().values().stream())
                .anyMatch(text -> text.contains("{" + LIBRARY + "}"))) {
            words.put(LIBRARY, packages.require(OrtPackages.CPU, progress).toString());
        }
    }

    @Override
    public Optional<String> whyNot() {
        String program = new Placeholders(words).in(recipe.command().get(0));
        return setup.isMade() && Programs.find(program).isEmpty()
                ? Optional.of(found.source() + ": no program '" + program
                        + "' that may be executed; install it, or put its folder on the PATH: " + recipe.about())
                : Optional.empty();
    }

    @Override
    public Served serve(Model model, Witness witness) {
        try (WorkFolder work = WorkFolder.in(Path.of(System.getProperty("java.io.tmpdir")), "berth-exec-")) {
            Path folder = Files.createDirectory(work.path().resolve("dir"));
            if (supervisor.isEmpty()) {
                supervisor = Optional.of(Supervisor.begin());
            }
            return new ExecRun(recipe, placeholders(model, folder), folder, supervisor.get()).run(witness);
        } catch (IOException fault) {
            return Served.notStarted("recipe " + recipe.name() + ": " + fault.getMessage());
        }
    }

    private Placeholders placeholders(Model model, Path folder) throws IOException {
        Path path = model.path().toAbsolutePath().normalize();
        Map<String, String> values = new TreeMap<>(words);
        values.put("model", path.toString());
        values.put("folder", String.valueOf(path.getParent()));
        values.put("name", String.valueOf(path.getFileName()));
        values.put("port", Integer.toString(freePort()));
        values.put("threads", Integer.toString(recipe.threads()));
        values.put("dir", folder.toString());
        return new Placeholders(values);
    }

    /** Free a moment ago: who takes it meanwhile makes the run fail, not lie. */
    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() {
        supervisor.ifPresent(Supervisor::close);
        supervisor = Optional.empty();
    }
}

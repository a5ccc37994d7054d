package dev.berth.profiler.engine.exec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.profiler.engine.Engine;
import dev.berth.profiler.engine.Served;
import dev.berth.profiler.engine.onnxruntime.OrtPackages;
import dev.berth.profiler.engine.onnxruntime.worker.OrtServer;
import dev.berth.profiler.engine.recipe.FoundRecipe;
import dev.berth.profiler.engine.recipe.Recipe;
import dev.berth.profiler.engine.recipe.Recipes;
import dev.berth.profiler.model.Model;
import dev.berth.profiler.run.SessionFixture;
import dev.berth.record.Yaml;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The recipe that ships, with a stand-in for the library: {@code ai.onnxruntime} among the tests. */
class OnnxRuntimeHttpTest {
    @TempDir
    Path folder;

    private Served serve(String model) throws IOException {
        String text = Recipes.text("onnxruntime-http");
        String classPath = "{classes}:{onnxruntime}";
        assertTrue(text.contains(classPath), text);
        Recipe recipe =
                Yaml.parse("recipe", text.replace(classPath, System.getProperty("java.class.path")), Recipe.class);
        FoundRecipe found = new FoundRecipe(recipe, "recipe", name -> {
            throw new FileNotFoundException(name);
        });
        Files.writeString(folder.resolve("model.onnx"), model);
        Model made = SessionFixture.model(folder, "model.onnx", 100);
        try (ExecEngine engine = new ExecEngine(found, folder)) {
            engine.prepare(line -> {});
            assertEquals(Optional.empty(), engine.whyNot());
            return engine.serve(made, new Engine.Witness() {
                @Override
                public void starts() {}

                @Override
                public void answered(Set<Long> pids) {}
            });
        }
    }

    @Test
    void aModelIsServedFromItsStartToItsRequests() throws IOException {
        Served served = serve("runs 2");

        assertEquals(Optional.empty(), served.failure());
        assertEquals(
                List.of("java started", "library loaded", "session made", "ready"),
                served.stages().stream().map(stage -> stage.name()).toList());
        assertEquals(6, served.requests().size());
        assertEquals(List.of(), served.warnings());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            broken at node 7 | not ready: it ended with status 1; its last line: the graph is broken at node 7
            runs 3 | not ready: it ended with status 1; its last line: asked for 2 threads
            cannot run | POST /run: status 500, expected 200: no kernel for [ids]
            """)
    void whatTheLibrarySaysIsToldInALine(String model, String failure) throws IOException {
        assertEquals(Optional.of(failure), serve(model).failure());
    }

    @Test
    void theRecipeNamesItsServerAndTheVersionThatIsFetched() {
        Recipe recipe = Recipes.of("onnxruntime-http").recipe();

        assertTrue(
                recipe.command().contains(OrtServer.class.getName()),
                () -> recipe.command().toString());
        assertTrue(recipe.about().contains(OrtPackages.VERSION), recipe::about);
    }
}

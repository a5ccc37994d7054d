package dev.berth.profiler.engine.recipe;

import dev.berth.record.BadInputException;
import dev.berth.record.Yaml;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The recipes that ship, and those of users. */
public final class Recipes {
    /** Names of those that ship. */
    public static final List<String> SHIPPED = List.of(
            "llama-server", "node-llama", "ollama", "onnxruntime-http", "tfjs", "tgi", "torch", "triton", "vllm");

    private static final String FILE_END = ".yaml";

    private Recipes() {}

    /**
     * A recipe by its name, or by its file.
     *
     * @throws BadInputException where there is no such recipe, or naming file, line and key of its first fault
     */
    public static FoundRecipe of(String nameOrFile) {
        if (SHIPPED.contains(nameOrFile)) {
            return shipped(nameOrFile);
        }
        Path file = Path.of(nameOrFile);
        if (!Files.exists(file)) {
            throw new BadInputException("--recipe " + nameOrFile + ": no such file, and none of the recipes that ship: "
                    + String.join(", ", SHIPPED) + "; name one of them, or a file like one of them");
        }
        Recipe recipe = Yaml.read(file, "a recipe", Recipe.class);
        Path folder = file.toAbsolutePath().getParent();
        return new FoundRecipe(recipe, nameOrFile, name -> Files.readAllBytes(folder.resolve(name)));
    }

    private static FoundRecipe shipped(String name) {
        return new FoundRecipe(
                Yaml.parse("recipe " + name, text(name), Recipe.class), "recipe " + name, Recipes::resource);
    }

    /** The text of one that ships, with its comments. */
    public static String text(String name) {
        try {
            return new String(resource(name + FILE_END), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException("recipe " + name + " does not ship", e);
        }
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream in = Recipes.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new FileNotFoundException(name);
            }
            return in.readAllBytes();
        }
    }

    /** All faults of a file that should hold a recipe, one line each. */
    static List<String> faults(Path file) {
        List<String> faults = new ArrayList<>();
        try {
            Yaml.read(file, "a recipe", Recipe.class, faults);
        } catch (BadInputException unreadable) {
            faults.addAll(unreadable.faults());
        }
        return faults;
    }
}

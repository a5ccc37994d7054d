package dev.berth.profiler.engine.recipe;

import dev.berth.record.BadInputException;
import java.io.IOException;
import java.util.function.Function;

/**
 * A recipe and where it was found.
 *
 * @param recipe what it says
 * @param source name of its file, for messages
 * @param files reads the files that lie beside it
 */
public record FoundRecipe(Recipe recipe, String source, Beside files) {
    /** Reads a file that lies beside a recipe. */
    @FunctionalInterface
    public interface Beside {
        /** The file's bytes. */
        byte[] read(String name) throws IOException;
    }

    /** The same with what its recipe becomes. */
    public FoundRecipe with(Function<Recipe, Recipe> change) {
        return new FoundRecipe(change.apply(recipe), source, files);
    }

    /**
     * A file beside it.
     *
     * @throws BadInputException where there is none
     */
    public byte[] file(String name) {
        try {
            return files.read(name);
        } catch (IOException fault) {
            throw new BadInputException(
                    source + ": setup.files: " + name + " cannot be read: " + fault.getMessage(), fault);
        }
    }
}

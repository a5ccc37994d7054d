package dev.berth.profiler.example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.berth.command.Commands;
import dev.berth.record.ShownSource;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the page on extending shows compiles, is tested, or is valid. Written anew by {@code -Dberth.golden=write}. */
class ExtendPageTest {
    private static final Path PAGE = Path.of("../EXTEND.md");
    private static final Pattern RECIPE = Pattern.compile("(?s)```yaml\n(.*?)```");

    @TempDir
    private Path folder;

    @Test
    void theDeviceIsTheSource() throws IOException {
        ShownSource.requireShown(PAGE, "device", "dev/berth/profiler/example/ArrayDevice.java");
    }

    @Test
    void theFormatIsTheSource() throws IOException {
        ShownSource.requireShown(PAGE, "format", "dev/berth/profiler/model/folder/MadeUpFormat.java");
    }

    @Test
    void recipesAreValid() throws IOException {
        List<String> recipes = RECIPE.matcher(Files.readString(PAGE))
                .results()
                .map(recipe -> recipe.group(1))
                .toList();
        assertFalse(recipes.isEmpty());
        for (String recipe : recipes) {
            Path file = Files.writeString(folder.resolve("recipe.yaml"), recipe);
            StringWriter said = new StringWriter();
            assertEquals(
                    0,
                    Commands.run(new PrintWriter(said), new PrintWriter(said), "validate", file.toString()),
                    said::toString);
        }
    }
}

package dev.berth.profiler.engine.recipe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.record.BadInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class RecipesTest {
    @TempDir
    Path folder;

    static List<String> shipped() {
        return Recipes.SHIPPED;
    }

    @Test
    void everyRecipeThatShipsIsListed() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("src/main/resources/dev/berth/profiler/engine/recipe"))) {
            assertEquals(
                    Recipes.SHIPPED,
                    files.map(file -> file.getFileName().toString())
                            .filter(name -> name.endsWith(".yaml"))
                            .map(name -> name.replace(".yaml", ""))
                            .sorted()
                            .toList());
        }
    }

    @ParameterizedTest
    @MethodSource("shipped")
    void aRecipeThatShipsIsRightNamedAsItsFileAndCommented(String name) throws IOException {
        FoundRecipe found = Recipes.of(name);

        assertEquals(name, found.recipe().name());
        assertTrue(Recipes.text(name).startsWith("#"), "begins with what it is");
        if (found.recipe().setup() != null) {
            found.recipe().setup().files().forEach(file -> assertTrue(found.file(file).length > 0));
        }
        Path copy = folder.resolve("mine.yaml");
        Files.writeString(copy, Recipes.text(name));
        assertEquals(List.of(), Recipes.faults(copy));
        assertEquals(found.recipe(), Recipes.of(copy.toString()).recipe());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            threads: 2 | threads: 0 | FILE:8: $.threads: out of range: threads=0, expected 1 to 1024
            threads: 2 | thread: 2 | FILE:8: $.thread: unknown key, expected one of schemaVersion, name, about, command, environment, threads, setup, stages, ready, probe, stop
            output: ^listening | output: '[' | FILE:18: $.ready.output: out of range: output="[", expected a regular expression: Unclosed character class
            output: ^listening | {} | FILE:18: $.ready: has 0 of output, http and file, expected one of them: how it is known to be ready
            """)
    void aFaultNamesLineAndKey(String right, String wrong, String fault) throws IOException {
        Path file = folder.resolve("mine.yaml");
        String text = """
                # 1
                # 2
                # 3
                # 4
                schemaVersion: 1
                name: mine
                about: mine
                threads: 2
                command:
                  - a
                  - b
                  - c
                  - d
                  - e
                  - f
                  - g
                ready:
                  output: ^listening
                """;
        Files.writeString(file, text.replace(right, wrong));

        assertEquals(
                List.of(fault.replace("FILE", file.toString())),
                Recipes.faults(file).subList(0, 1));
    }

    @Test
    void aNameThatIsNoneSaysWhichThereAre() {
        BadInputException fault = assertThrows(BadInputException.class, () -> Recipes.of("llama-sever"));

        assertEquals(
                "--recipe llama-sever: no such file, and none of the recipes that ship: "
                        + String.join(", ", Recipes.SHIPPED) + "; name one of them, or a file like one of them",
                fault.getMessage());
    }

    @Test
    void anAliasIsNotTakenForText() throws IOException {
        Path file = folder.resolve("mine.yaml");
        Files.writeString(file, "schemaVersion: 1\nname: &n mine\nabout: *n\n");

        assertEquals(
                file + ":3: $.about: expected text, found \"n\"",
                Recipes.faults(file).get(0));
    }

    @Test
    void wordsAreReplacedOnceAndEscapedInJson() {
        Placeholders words = new Placeholders(Map.of("model", "a{port}\"b", "port", "80"));

        assertEquals("a{port}\"b:80 {unknown} {steps}", words.in("{model}:{port} {unknown} {steps}"));
        assertEquals("{\"m\": \"a{port}\\\"b\"}", words.inJson("{\"m\": \"{model}\"}"));
    }
}

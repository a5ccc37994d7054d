package dev.berth.optimizer.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.berth.record.GoldenFile;
import dev.berth.record.KeyTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The page of scenarios has the keys that the reader takes, and examples that it reads. The keys are written anew by
 * {@code mvn -pl optimizer -am test -Dtest=ScenariosPageTest -Dsurefire.failIfNoSpecifiedTests=false
 * -Dberth.golden=write}.
 */
class ScenariosPageTest {
    private static final Path PAGE = Path.of("../optimizer/SCENARIOS.md");
    private static final Pattern EXAMPLE = Pattern.compile("(?s)```yaml\n(.*?)```");

    @TempDir
    private Path folder;

    @Test
    void keysAreThoseOfTheReader() throws IOException {
        new GoldenFile(PAGE).requireBlock("keys", KeyTable.of(ScenarioDocument.class));
    }

    @Test
    void examplesAreScenarios() throws IOException {
        List<String> examples = EXAMPLE.matcher(Files.readString(PAGE))
                .results()
                .map(example -> example.group(1))
                .toList();
        assertFalse(examples.isEmpty());
        for (String example : examples) {
            Path file = Files.writeString(folder.resolve("scenario.yaml"), example);
            assertEquals(List.of(), ScenarioFile.faults(file), example);
        }
    }
}

package dev.berth.benchmarks.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.record.BadInputException;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JmhTableTest {
    @TempDir
    Path folder;

    /** The file was written by JMH 1.37; its percentiles are left out. */
    private static Path captured() throws URISyntaxException {
        return Path.of(JmhTableTest.class.getResource("jmh.json").toURI());
    }

    @Test
    void theTableIsThatOfTheFileUnderAnyLocale() throws URISyntaxException, IOException {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.GERMANY);
            assertEquals(
                    Files.readString(captured().resolveSibling("jmh.md")), JmhTable.of(JmhResult.read(captured())));
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void theTimeOfAModelSlotIsThatOfTheOperationOverModelsTimesSlots() throws URISyntaxException {
        JmhResult greedy = JmhResult.read(captured()).get(2);

        assertEquals("static-greedy", greedy.params().get("solver"));
        assertEquals(greedy.nanos() / (8 * 24), greedy.metric("modelSlots").orElseThrow(), 1e-6 * greedy.nanos());
    }

    @Test
    void aFileThatIsNotOfJmhIsRefusedInOneLine() throws IOException {
        Path text = Files.writeString(folder.resolve("a.json"), "# text\n");
        Path object = Files.writeString(folder.resolve("b.json"), "{}");
        Path other = Files.writeString(folder.resolve("c.json"), "[{\"mode\": \"avgt\"}]");

        assertEquals(folder.resolve("none") + ": no such file, or not readable", refused(folder.resolve("none")));
        assertTrue(refused(text).startsWith(text + ": not JSON: Unexpected character ('#'"));
        assertEquals(object + ": expected the JSON of JMH (-rf json), an array of results", refused(object));
        assertEquals(other + ": result 0 has no primaryMetric.score, expected JMH's JSON", refused(other));
    }

    private static String refused(Path file) {
        return assertThrows(BadInputException.class, () -> JmhResult.read(file)).getMessage();
    }
}

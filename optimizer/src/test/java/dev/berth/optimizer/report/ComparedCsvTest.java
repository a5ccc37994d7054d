package dev.berth.optimizer.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.optimizer.document.ComparisonFile;
import dev.berth.record.BadInputException;
import dev.berth.record.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ComparedCsvTest {
    private static final Path STUDIES = Path.of("..", "results", "papers", "edge-deployment", "data");

    @TempDir
    private Path folder;

    /** A comparison of several cases, swept by two parameters. */
    private static String written(ComparedCsv read, ComparisonFile file) {
        return ComparisonCsv.of(ComparisonFile.of(file.origins(), List.of(), read.seeds(), 1, read.cases()));
    }

    @Test
    void whatIsReadIsWhatWasWritten() throws IOException {
        String golden = Files.readString(Path.of("src/test/resources/dev/berth/optimizer/golden/comparison.json"));
        // What differs from run to run is masked there.
        golden = golden.replaceAll("(Fingerprint\": )\"[^\"]*\"", "$1\"sha256:" + "0".repeat(64) + "\"")
                .replace("\"time\"", "7");
        ComparisonFile file = Json.read(Files.writeString(folder.resolve("c.json"), golden), ComparisonFile.class);
        Path csv = Files.writeString(folder.resolve("c.csv"), ComparisonCsv.of(file));

        ComparedCsv read = ComparedCsv.read(csv).orElseThrow();

        assertEquals(Files.readString(csv), written(read, file));
        assertEquals(file.cases().size(), read.cases().size());
        assertEquals(file.cases().get(0).settings(), read.cases().get(0).settings());
        assertEquals(file.profilesFingerprint(), read.dataset());
    }

    @Test
    void publishedStudiesAreRead() throws IOException {
        ComparedCsv study =
                ComparedCsv.read(STUDIES.resolve("cost-over-switching.csv")).orElseThrow();

        assertEquals(5, study.cases().size());
        assertEquals("price-switching", study.cases().get(0).settings().get(0).parameter());
        assertEquals(10, study.seeds());
        assertEquals(
                10,
                ServiceDelays.read(STUDIES.resolve("services.csv"))
                        .orElseThrow()
                        .lines()
                        .size());
        assertTrue(ComparedCsv.read(STUDIES.resolve("services.csv")).isEmpty());
    }

    @Test
    void wrongCellsAreNamed() throws IOException {
        String text = Files.readString(STUDIES.resolve("methods.csv"));
        Path csv = Files.writeString(folder.resolve("c.csv"), text.replaceFirst(",baseline,", ",solver,"));
        assertEquals(
                csv + ":2: 'solver', expected baseline first",
                assertThrows(BadInputException.class, () -> ComparedCsv.read(csv))
                        .getMessage());

        Files.writeString(csv, text.lines().findFirst().orElseThrow() + "\n");
        assertThrows(BadInputException.class, () -> ComparedCsv.read(csv));
        Files.writeString(csv, "");
        assertTrue(ComparedCsv.read(csv).isEmpty());
    }
}

package dev.berth.profiler.query;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.command.ChildProcess;
import dev.berth.command.Commands;
import dev.berth.dataset.CacheTier;
import dev.berth.dataset.ModelProfile;
import dev.berth.dataset.ProfileDatasets;
import dev.berth.dataset.Vocabulary;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What DATA.md shows of other programs runs in them on exported tables. Programs are those on the PATH; the property
 * {@code berth.python} names another Python.
 */
class DataSnippetsTest {
    private static final Path PAGE = Path.of("../DATA.md");
    private static final Path DATASET = Path.of("../../results/profiles/2026-11-24-epyc-2-cores-virtio/profiles.json");
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TempDir
    private Path folder;

    private record Ended(int status, String said) {}

    @Test
    void inPandas() throws Exception {
        String python = System.getProperty("berth.python", "python3");
        assumeRuns("pandas and pyarrow are not installed", python, "-c", "import pandas, pyarrow");
        export("parquet");
        assertNamesTheSlowest(run(python, "-c", snippet("python")));
    }

    @Test
    void inR() throws Exception {
        assumeRuns("R is not installed", "Rscript", "--version");
        export("csv");
        Path script = Files.writeString(folder.resolve("snippet.r"), snippet("r"));
        assertNamesTheSlowest(run("Rscript", script.toString()));
    }

    @Test
    void inDuckDb() throws Exception {
        assumeRuns("DuckDB's shell is not installed", "duckdb", "--version");
        export("parquet");
        Ended ended = run("bash", "-ec", snippet("sh"));
        assertEquals(0, ended.status(), ended.said());
        assertTrue(ended.said().contains("all-minilm-l6-v2") && ended.said().contains("berth.unit."), ended.said());
    }

    /** The slowest model for each byte, worked out from the dataset, is in the first line below the heading. */
    private static void assertNamesTheSlowest(Ended ended) {
        assertEquals(0, ended.status(), ended.said());
        String slowest = ProfileDatasets.read(DATASET).models().stream()
                .max(Comparator.comparingDouble(DataSnippetsTest::coldNanosPerByte))
                .orElseThrow()
                .model()
                .name();
        List<String> lines = ended.said().lines().toList();
        assertTrue(lines.size() > 2, ended.said());
        assertTrue(lines.get(1).contains(slowest), ended.said());
    }

    private static double coldNanosPerByte(ModelProfile profile) {
        return profile.preload().stream()
                .filter(preload -> preload.tier() == CacheTier.STORAGE_COLD && Vocabulary.isHost(preload.device()))
                .mapToDouble(preload -> (double) preload.total().p50Nanos() / preload.bytes())
                .findFirst()
                .orElse(0);
    }

    private static String snippet(String language) throws IOException {
        String text = Pattern.compile("(?s)```" + language + "\n(.*?)```")
                .matcher(Files.readString(PAGE))
                .results()
                .map(block -> block.group(1))
                .reduce("", String::concat);
        assertFalse(text.isEmpty(), language);
        return text;
    }

    private void export(String format) {
        StringWriter said = new StringWriter();
        PrintWriter out = new PrintWriter(said);
        String tables = folder.resolve("tables").toString();
        assertEquals(
                0,
                Commands.run(
                        out,
                        out,
                        "export",
                        "--profiles",
                        DATASET.toString(),
                        "--table",
                        "all",
                        "--format",
                        format,
                        "--out",
                        tables),
                said::toString);
    }

    private void assumeRuns(String reason, String... words) throws Exception {
        try {
            Assumptions.assumeTrue(run(words).status() == 0, reason);
        } catch (IOException missing) {
            Assumptions.abort(reason + ": " + missing.getMessage());
        }
    }

    private Ended run(String... words) throws Exception {
        Path said = folder.resolve("said.txt");
        Process process = new ProcessBuilder(words)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        int status = ChildProcess.await(process, PATIENCE).orElse(-1);
        return new Ended(status, Files.readString(said));
    }
}

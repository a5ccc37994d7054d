package dev.berth.profiler.model.folder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.Jazzer;
import dev.berth.profiler.model.Fixtures;
import dev.berth.profiler.model.HeaderSource;
import dev.berth.profiler.model.ModelChoice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Damaged files cost one line each: no crash, no fault of another kind, no memory the file could not justify, and the
 * model beside them is found.
 *
 * <p>{@code verify} tries some thousands. To try as many as one likes, which may be stopped and goes on from the inputs
 * it kept, from the source tree's root, best on a file system in memory:
 *
 * <pre>
 * nice -n 19 mvn -pl profiler/measure -am test -Dtest=ModelFuzzTest -Dberth.fuzzInputs=10000000 -Dberth.fuzzFolder=/dev/shm/berth-fuzz
 * </pre>
 *
 * <p>An input that is not answered as it must be ends that and is left in the folder as {@code crash-…}, without its
 * first byte a fixture for {@code found}; {@code fuzz.log} beside it tells what became of it.
 */
class ModelFuzzTest {
    private static final long INPUTS = Long.getLong("berth.fuzzInputs", 3_000);
    private static final long SEED = 20261123;
    private static final Pattern TRIED = Pattern.compile("(\\w[\\w.-]*)=(\\d+)");

    @TempDir
    private Path folder;

    @Test
    void damagedModelsAreAnsweredInOneLine() throws IOException, InterruptedException {
        Path home = Files.createDirectories(Path.of(System.getProperty("berth.fuzzFolder", folder.toString()))
                .toAbsolutePath());
        Path log = home.resolve("fuzz.log");
        int status = new ProcessBuilder(fuzzer(home))
                .directory(home.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start()
                .waitFor();
        String told = Files.readString(log);
        assertEquals(0, status, told);
        Set<String> tried = TRIED.matcher(told.substring(told.indexOf(ModelFuzz.TRIED_BY_SUBJECT)))
                .results()
                .map(subject -> subject.group(1))
                .collect(Collectors.toSet());
        assertEquals(
                ModelFuzz.subjects(folder.resolve("undamaged")).stream()
                        .map(FuzzSubject::name)
                        .collect(Collectors.toSet()),
                tried);
    }

    /**
     * Jazzer in a process of its own: it rewrites classes as they load, and a crash or a hang of a reader is its end.
     */
    private static List<String> fuzzer(Path home) throws IOException {
        Path dictionary = home.resolve("fuzz.dict");
        try (var words = ModelFuzzTest.class.getResourceAsStream("fuzz.dict")) {
            Files.write(dictionary, words.readAllBytes());
        }
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                // Live memory is bounded, not only what is allocated: what a reader keeps must fit beside the fuzzer.
                "-Xmx320m",
                "-XX:+UseSerialGC",
                // The second compiler takes longer than it saves where inputs are few.
                INPUTS < 100_000 ? "-XX:TieredStopAtLevel=1" : "-XX:+TieredCompilation",
                "-XX:+EnableDynamicAgentLoading",
                "-cp",
                System.getProperty("java.class.path"),
                Jazzer.class.getName(),
                "--target_class=" + ModelFuzz.class.getName(),
                "--target_args=" + home,
                "--reproducer_path=" + home,
                // Where comparisons are watched too, those of texts allocate more than the readers do.
                "--trace=cov",
                "--instrumentation_includes=dev.berth.profiler.model.**:com.fasterxml.jackson.core.**",
                "--custom_hook_includes=dev.berth.profiler.model.**",
                // What damages and judges is not what is tested.
                "--instrumentation_excludes=dev.berth.profiler.model.folder.Fuzz**:dev.berth.profiler.model.folder.ModelFuzz**"
                        + ":dev.berth.profiler.model.folder.CountedSource**:dev.berth.profiler.model.folder.MemoryBytes"
                        + ":dev.berth.profiler.model.Fixtures**:dev.berth.profiler.model.folder.RealHeaders",
                "-dict=" + dictionary,
                "-max_len=" + ModelFuzz.MAX_INPUT_BYTES,
                "-runs=" + INPUTS,
                "-seed=" + SEED,
                "-reload=0",
                "-print_final_stats=1",
                "-artifact_prefix=" + home + "/",
                Files.createDirectories(home.resolve("corpus")).toString(),
                Files.createDirectories(home.resolve("seeds")).toString());
    }

    /**
     * What the fuzzer found, as files in {@code found}: each once made a reader throw, blame the disk, or allocate too
     * much.
     */
    @ParameterizedTest
    @CsvSource({
        "SAFETENSORS, broken-text-encoding.safetensors, 'header: '",
        "PYTORCH, zip-of-too-many-disks.pt, 'weights: none'",
        "PYTORCH, zip-directory-beyond-the-end.pt, 'zip directory: '",
        "PYTORCH, zip-entry-beyond-the-end.pt, 'zip entry '",
        "ONNX, empty-packed-dims.onnx, ''",
        "all-minilm-l6-v2.gguf, millions-of-empty-metadata-entries.gguf, 'metadata key: empty'",
    })
    void whatWasFoundStaysMended(String model, String name, String answer) throws IOException {
        FuzzSubject subject = ModelFuzz.subjects(folder).stream()
                .filter(candidate -> candidate.name().equals(model))
                .findFirst()
                .orElseThrow();
        byte[] input;
        try (var in = ModelFuzzTest.class.getResourceAsStream("found/" + name)) {
            input = in.readAllBytes();
        }
        FuzzSubject.Outcome outcome = subject.open(0, input);
        assertEquals(List.of(), outcome.defect().stream().toList());
        assertTrue(outcome.answer().contains(answer), outcome.answer());
    }

    /** A bound that nothing could pass would prove nothing. */
    @Test
    void memoryBeyondTheBoundIsADefect() throws IOException {
        FuzzSubject subject = FuzzSubject.of(Fixtures.Kind.SAFETENSORS, folder);
        FuzzSubject.Outcome outcome = subject.open(0, subject.original(0));
        assertEquals(List.of(), outcome.defect().stream().toList());
        assertTrue(outcome.readBytes() >= subject.original(0).length - 40, "read " + outcome.readBytes());
        assertTrue(outcome.allocatedBytes() > 1000, "allocated " + outcome.allocatedBytes());
        FuzzSubject strict = FuzzSubject.of(Fixtures.Kind.SAFETENSORS, folder, outcome.allocatedBytes() / 2, 0);
        String defect = strict.open(0, subject.original(0)).defect().orElseThrow();
        assertTrue(defect.startsWith("allocated "), defect);
    }

    /** A reader that goes round in circles would end here. */
    @Test
    void readingBeyondTheBoundIsStopped() throws IOException {
        FuzzSubject subject = FuzzSubject.of(Fixtures.Kind.SAFETENSORS, folder);
        Path file = folder.resolve("SAFETENSORS").resolve(subject.fileName(0));
        CountedSource source = new CountedSource(HeaderSource.FILES, 8);
        assertThrows(
                CountedSource.ReadTooMuch.class, () -> ModelCatalog.scan(List.of(file), ModelChoice.DEFAULT, source));
    }
}

package dev.berth.profiler.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Damaged files cost one line each: no crash, no fault of another kind, no memory the file could not justify. */
class ModelFuzzTest {
    private static final int INPUTS = 5_000;
    private static final long SEED = 20261123;

    @TempDir
    private Path folder;

    @Test
    void damagedModelsAreAnsweredInOneLine() throws IOException {
        ModelFuzz fuzz = new ModelFuzz(ModelFuzz.subjects(folder), SEED);
        for (int i = 0; i < INPUTS; i++) {
            fuzz.tryOne();
        }
        assertEquals(
                List.of(),
                fuzz.findings().stream()
                        .map(finding -> finding.subject() + "/" + finding.file() + ": " + finding.defect())
                        .toList());
        assertEquals(ModelFuzz.subjects(folder).size(), fuzz.triedBySubject().size());
        // The damage reaches past the first check of every reader.
        assertTrue(fuzz.distinctAnswers() > 300, "different answers: " + fuzz.distinctAnswers());
    }

    /** What the fuzzer found, as files in {@code found}: each once made a reader throw, or blame the disk. */
    @ParameterizedTest
    @CsvSource({
        "SAFETENSORS, broken-text-encoding.safetensors, 'header: '",
        "PYTORCH, zip-of-too-many-disks.pt, 'weights: none'",
        "PYTORCH, zip-directory-beyond-the-end.pt, 'zip directory: '",
        "PYTORCH, zip-entry-beyond-the-end.pt, 'zip directory: '",
        "ONNX, empty-packed-dims.onnx, ''",
    })
    void whatWasFoundStaysMended(Fixtures.Kind kind, String name, String answer) throws IOException {
        FuzzSubject subject = FuzzSubject.of(kind, folder);
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
        CountedSource source = new CountedSource(8);
        assertThrows(CountedSource.ReadTooMuch.class, () -> ModelCatalog.scan(List.of(file), source));
    }
}

package dev.berth.profiler.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A GGUF model cut into files is one model, whichever way it is found. */
class NumberedShardTest {
    @TempDir
    private Path folder;

    private Path first;
    private Path second;

    @BeforeEach
    void write() throws IOException {
        first = Fixtures.Kind.GGUF_SPLIT.write(folder);
        second = folder.resolve("m-00002-of-00002.gguf");
    }

    @Test
    void aFolderHoldsItOnceUnderItsOwnName() throws IOException {
        Files.write(folder.resolve("other.gguf"), Fixtures.ggufSplit(0, "c", Fixtures.B, 4));
        ModelCatalog.Scan scan = ModelCatalog.scan(List.of(folder));
        assertEquals(List.of(), scan.faults());
        assertEquals(
                List.of("m", "other"),
                scan.models().stream().map(model -> model.record().name()).toList());
        assertEquals(2, scan.models().get(0).record().tensors());
        assertEquals(40, scan.models().get(0).record().weightBytes());
    }

    @Test
    void aConfigurationBesideItMakesTheFolderTheModel() throws IOException {
        Files.writeString(folder.resolve("config.json"), "{}");
        Model model = ModelCatalog.open(folder);
        assertEquals(1, model.record().components().size());
        assertEquals("m", model.record().components().get(0).name());
        assertEquals(40, model.record().weightBytes());
    }

    @Test
    void aLaterFileByItselfNamesTheFirst() {
        assertEquals(
                second + ": name: file 2 of 2, expected the first of them; name m-00001-of-00002.gguf", fault(second));
    }

    @Test
    void aMissingFileIsNamed() throws IOException {
        Files.delete(second);
        assertTrue(fault(first).startsWith(first + ": file 2 of 2: 'm-00002-of-00002.gguf' is missing"), fault(first));
        assertTrue(fault(folder).contains("file 2 of 2: "), fault(folder));
    }

    @Test
    void withoutTheFirstALaterFileIsNotPassedOverInSilence() throws IOException {
        Files.delete(first);
        assertTrue(fault(folder).contains("file 1 of 2: 'm-00001-of-00002.gguf' is missing"), fault(folder));
    }

    @Test
    void aFileInTheWrongPlaceIsFound() throws IOException {
        Files.write(second, Fixtures.ggufSplit(0, "b", Fixtures.B, 4));
        assertTrue(
                fault(first).contains("'split.no' and 'split.count': 0 of 2, expected 1 of 2, as the file's name says"),
                fault(first));
    }

    @Test
    void aTensorInTwoFilesIsFound() throws IOException {
        Files.write(second, Fixtures.ggufSplit(1, "a", Fixtures.B, 4));
        assertTrue(fault(first).contains("tensor 'a': in two files of the model"), fault(first));
    }

    private static String fault(Path path) {
        ModelCatalog.Scan scan = ModelCatalog.scan(List.of(path));
        assertEquals(1, scan.faults().size(), scan.toString());
        return scan.faults().get(0).message();
    }
}

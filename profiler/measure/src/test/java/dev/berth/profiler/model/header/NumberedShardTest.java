package dev.berth.profiler.model.header;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.profiler.model.Fixtures;
import dev.berth.profiler.model.Model;
import dev.berth.profiler.model.folder.ModelCatalog;
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
        Files.write(
                folder.resolve("other.gguf"),
                Fixtures.gguf(3, List.of(), List.of(Fixtures.ggufTensor("c", 0, 0, 4)), 16));
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
        assertTrue(fault(first).contains("tensor 'a': a second tensor of that name in the model"), fault(first));
    }

    @Test
    void aFileWithoutNumberThatSaysItIsOneOfSeveralIsNoWholeModel() throws IOException {
        Path renamed = Files.move(first, folder.resolve("renamed.gguf"));
        Files.delete(second);
        assertTrue(
                fault(folder)
                        .startsWith(renamed
                                + ": metadata 'split.no' and 'split.count': 0 of 2, expected 0 of 1, as a file whose name has no"
                                + " number; fetch all files of the model"),
                fault(folder));
    }

    @Test
    void aMergedFileKeepsACountOfNoneAndIsWhole() throws IOException {
        Path merged = Files.createDirectory(folder.resolve("merged")).resolve("m.gguf");
        Files.write(merged, split(0, 0, 9));
        assertEquals(16, ModelCatalog.open(merged).record().weightBytes());
    }

    @Test
    void fewerTensorsThanTheFirstFileAnnouncesAreAFault() throws IOException {
        Files.write(first, split(0, 2, 3));
        assertTrue(
                fault(first)
                        .startsWith(second
                                + ": metadata 'split.tensors.count' of the first file: 3 tensors, expected 2, as many as the"
                                + " files hold; fetch all files of the model"),
                fault(first));
        Files.write(first, split(0, 2, 2));
        assertEquals(2, ModelCatalog.open(first).record().tensors());
    }

    @Test
    void aCountOfAnotherTypeIsAFault() throws IOException {
        Files.write(first, Fixtures.gguf(3, List.of(Fixtures.ggufEntry("split.count", 4, 4, 2)), List.of(), 0));
        assertTrue(fault(first).contains("metadata 'split.count': value type 4, expected 2"), fault(first));
    }

    private static byte[] split(int number, int count, int tensors) {
        return Fixtures.gguf(
                3,
                List.of(
                        Fixtures.ggufEntry("split.no", 2, 2, number),
                        Fixtures.ggufEntry("split.count", 2, 2, count),
                        Fixtures.ggufEntry("split.tensors.count", 5, 4, tensors)),
                List.of(Fixtures.ggufTensor("c", 0, 0, 4)),
                16);
    }

    private static String fault(Path path) {
        ModelCatalog.Scan scan = ModelCatalog.scan(List.of(path));
        assertEquals(1, scan.faults().size(), scan.toString());
        return scan.faults().get(0).message();
    }
}

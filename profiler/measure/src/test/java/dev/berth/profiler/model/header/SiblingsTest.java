package dev.berth.profiler.model.header;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.profiler.model.Fixtures;
import dev.berth.profiler.model.HeaderSource;
import dev.berth.profiler.model.ModelChoice;
import dev.berth.profiler.model.folder.ModelCatalog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files that hold the weights of a model whose main file names them. */
class SiblingsTest {
    private static final String POINTER =
            "version https://git-lfs.github.com/spec/v1\noid sha256:" + "0".repeat(64) + "\nsize 4000\n";

    private static final ModelChoice FOLLOW = new ModelChoice(Optional.empty(), Optional.empty(), true);

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "SAFETENSORS_SHARDED, m-2.safetensors",
        "GGUF_SPLIT, m-00002-of-00002.gguf",
        "ONNX_EXTERNAL, m.onnx.data",
        "TFJS_GRAPH, s2.bin",
        "SAVED_MODEL, variables/variables.index",
        "SAVED_MODEL, variables/variables.data-00000-of-00001",
    })
    void aPointerToANamedFileIsToldByItsName(Fixtures.Kind kind, String name) throws IOException {
        Path model = kind.write(folder);
        assertPointer(model, Files.writeString(folder.resolve(name), POINTER));
    }

    @Test
    void aPointerToAShardOfPyTorchToo() throws IOException {
        Path index = Files.writeString(
                folder.resolve("pytorch_model.bin.index.json"), "{\"weight_map\":{\"a\":\"first.bin\"}}");
        assertPointer(index, Files.writeString(folder.resolve("first.bin"), POINTER));
    }

    @Test
    void theDataOfATensorWithoutElementsMayBeAnEmptyFile() throws IOException {
        Files.createFile(folder.resolve("w.data"));
        byte[] model = Fixtures.message()
                .bytes(
                        7,
                        Fixtures.message()
                                .bytes(5, Fixtures.external(Fixtures.tensor("w", 1, 0), "w.data", 0, 0))
                                .bytes(5, Fixtures.tensor("v", 1, 1).bytes(9, new byte[4])))
                .array();
        Path file = Files.write(folder.resolve("m.onnx"), model);
        assertEquals(2, ModelCatalog.open(file).record().tensors());
    }

    @ParameterizedTest
    @CsvSource({
        "ONNX_EXTERNAL, m.onnx.data",
        "TFJS_LAYERS, s2.bin",
        "SAVED_MODEL, variables/variables.index",
        "SAVED_MODEL, variables/variables.data-00000-of-00001",
    })
    void aLinkOutOfTheFolderIsNoneOfTheModelsBytesUnlessLinksAreFollowed(Fixtures.Kind kind, String name)
            throws IOException {
        Path model = kind.write(Files.createDirectory(folder.resolve("m")));
        Path place = folder.resolve("m").resolve(name);
        Path outside = Files.move(place, folder.resolve("elsewhere"));
        Files.createSymbolicLink(place, outside);

        ModelCatalog.Scan refused = ModelCatalog.scan(List.of(model));
        ModelCatalog.Scan followed = ModelCatalog.scan(List.of(model), FOLLOW);

        assertEquals(List.of(), refused.models());
        String fault = refused.faults().get(0).message();
        assertTrue(fault.contains("leads to " + outside.toRealPath() + ", expected a file in the model's own"), fault);
        assertTrue(fault.contains("--follow"), fault);
        assertEquals(List.of(), followed.faults());
        assertEquals(40, followed.models().get(0).record().weightBytes());
        assertEquals(
                followed.models().get(0).weightExtents(),
                followed.models().get(0).headers().read(HeaderSource.FILES));
    }

    @Test
    void aFolderOfVariablesThatIsALinkIsOutsideToo() throws IOException {
        Path model = Fixtures.Kind.SAVED_MODEL.write(Files.createDirectory(folder.resolve("m")));
        Path outside = Files.move(model.resolve("variables"), folder.resolve("elsewhere"));
        Files.createSymbolicLink(model.resolve("variables"), outside);

        String fault = ModelCatalog.scan(List.of(model)).faults().get(0).message();

        assertTrue(fault.contains("leads to " + outside.toRealPath().resolve("variables.index")), fault);
    }

    /** Each is a file of its format, checked as such: people keep them on another disk. */
    @ParameterizedTest
    @CsvSource({"SAFETENSORS_SHARDED, m-2.safetensors", "GGUF_SPLIT, m-00002-of-00002.gguf"})
    void aShardThatIsAWholeFileOfItsFormatMayBeALink(Fixtures.Kind kind, String name) throws IOException {
        Path model = kind.write(Files.createDirectory(folder.resolve("m")));
        Path place = folder.resolve("m").resolve(name);
        Files.createSymbolicLink(place, Files.move(place, folder.resolve("elsewhere")));

        assertEquals(40, ModelCatalog.open(model).record().weightBytes());
    }

    private static void assertPointer(Path model, Path pointer) {
        ModelCatalog.Scan scan = ModelCatalog.scan(List.of(model));
        assertEquals(1, scan.faults().size(), scan.toString());
        String fault = scan.faults().get(0).message();
        assertTrue(
                fault.startsWith(pointer + ": file: a Git LFS pointer to 4000 bytes that are not here, expected"),
                fault);
        assertTrue(fault.contains("git lfs pull"), fault);
    }
}

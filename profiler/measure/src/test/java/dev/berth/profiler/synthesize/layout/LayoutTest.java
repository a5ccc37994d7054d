package dev.berth.profiler.synthesize.layout;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.dataset.ModelRecord;
import dev.berth.profiler.model.Fixtures;
import dev.berth.profiler.model.Model;
import dev.berth.profiler.model.folder.ModelCatalog;
import dev.berth.profiler.synthesize.layout.Segment.TensorPart;
import dev.berth.profiler.synthesize.write.Silent;
import dev.berth.profiler.synthesize.write.Synthesis;
import dev.berth.record.BadInputException;
import dev.berth.record.ComponentException;
import dev.berth.record.Reading;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class LayoutTest {
    @TempDir
    Path folder;

    /** Every format: the same files, names, sizes and headers; only bytes of the weights differ. */
    @ParameterizedTest
    @EnumSource(Fixtures.Kind.class)
    void aCopyHasTheOriginalsLayout(Fixtures.Kind kind) throws Exception {
        Path source = Files.createDirectories(folder.resolve("source"));
        Model original = ModelCatalog.open(kind.write(source));
        LayoutDocument layout = LayoutExport.of(source, List.of(original));
        layout.write(folder.resolve("layout.json"));

        new Synthesis(LayoutDocument.read(folder.resolve("layout.json")), folder.resolve("copy"), 1)
                .write(Silent.INSTANCE);

        Path place = folder.resolve("copy").resolve(folder.relativize(original.path()));
        Model copy = ModelCatalog.open(place);
        assertEquals(withoutSource(original.record()), withoutSource(copy.record()));
        assertEquals(original.weightExtents().size(), copy.weightExtents().size());
        for (int i = 0; i < original.weightExtents().size(); i++) {
            assertEquals(
                    original.weightExtents().get(i).offset(),
                    copy.weightExtents().get(i).offset());
            requireOnlyWeightsDiffer(
                    original.weightExtents().get(i).file(),
                    copy.weightExtents().get(i).file(),
                    original);
        }
    }

    private static ModelRecord withoutSource(ModelRecord record) {
        return new ModelRecord(
                record.name(),
                "source",
                "sha256:0",
                record.format(),
                record.task(),
                record.generative(),
                record.components(),
                record.tensors(),
                record.parameters(),
                record.weightBytes(),
                record.weightBytesByType(),
                new ModelRecord.StorageFootprint(
                        record.storage().apparentBytes(),
                        Reading.notSupported("left out"),
                        record.storage().files(),
                        record.storage().shards(),
                        record.storage().sharedFiles(),
                        List.of(),
                        List.of()));
    }

    private static void requireOnlyWeightsDiffer(Path before, Path after, Model original) throws Exception {
        byte[] old = Files.readAllBytes(before);
        byte[] made = Files.readAllBytes(after);
        assertEquals(old.length, made.length);
        boolean weightsDiffer = false;
        boolean zip = old[0] == 'P' && old[1] == 'K';
        for (int i = 0; i < old.length; i++) {
            int at = i;
            boolean weight = original.weightExtents().stream()
                    .anyMatch(extent -> extent.file().equals(before)
                            && at >= extent.offset()
                            && at < extent.offset() + extent.length());
            weightsDiffer |= weight && old[i] != made[i];
            assertTrue(weight || zip || old[i] == made[i], before + " at " + i);
        }
        assertTrue(weightsDiffer, before.toString());
        if (zip) {
            try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(made))) {
                while (in.getNextEntry() != null) {
                    in.readAllBytes();
                }
            }
        }
    }

    @Test
    void smallIntegersOfGraphsAreKept() throws Exception {
        byte[] values = new byte[32];
        new SplittableRandom(1).nextBytes(values);
        Fixtures.Proto axes = Fixtures.tensor("axes", 7, 4).bytes(9, values);
        Fixtures.Proto weights = Fixtures.tensor("weights", 1, 32).bytes(9, new byte[128]);
        byte[] model = Fixtures.message()
                .bytes(7, Fixtures.message().bytes(5, axes).bytes(5, weights))
                .array();
        Files.write(folder.resolve("m.onnx"), model);

        LayoutDocument layout =
                LayoutExport.of(folder.resolve("m.onnx"), List.of(ModelCatalog.open(folder.resolve("m.onnx"))));
        new Synthesis(layout, folder.resolve("copy"), 1).write(Silent.INSTANCE);

        byte[] copy = Files.readAllBytes(folder.resolve("copy/m.onnx"));
        int at = model.length - 128;
        assertArrayEquals(Arrays.copyOf(model, at), Arrays.copyOf(copy, at));
        assertFalse(Arrays.equals(model, copy));
    }

    @Test
    void literalsAreWhatTheyWere() {
        byte[] content = new byte[Segment.MAX_LITERAL_BYTES + 1];
        new SplittableRandom(1).nextBytes(content);

        List<Segment> segments = Segment.literal(content);

        assertEquals(2, segments.size());
        byte[] joined =
                Fixtures.concat(segments.get(0).content(), segments.get(1).content());
        assertArrayEquals(content, joined);
        assertEquals(List.of(), Segment.literal(new byte[0]));
    }

    @Test
    void literalsThatAreNotAsLongAsToldAreRefused() {
        String one = Segment.literal(new byte[100]).get(0).literal();

        assertThrows(ComponentException.class, () -> new Segment(99, one, null));
        assertThrows(ComponentException.class, () -> new Segment(101, one, null));
        assertThrows(ComponentException.class, () -> new Segment(100, "no base64!", null));
        assertThrows(
                ComponentException.class,
                () -> new Segment(100, Base64.getEncoder().encodeToString(new byte[] {7, 7, 7}), null));
        assertThrows(ComponentException.class, () -> new Segment(1L << 40, one, null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"../x", "/etc/passwd", "a/../../x", ".", "a//b", "a/./b", "x\0y", " "})
    void pathsOutOfTheFolderAreRefused(String path) {
        assertThrows(ComponentException.class, () -> LayoutFile.of(path, List.of(), List.of()));
    }

    @Test
    void documentsThatContradictThemselvesAreRefused() {
        Segment weights = Segment.of(64, new TensorPart("w", "F32", List.of(16L), Values.WEIGHTS, 0));
        LayoutFile file = LayoutFile.of("a", List.of(weights), List.of());

        assertEquals(0, file.markOffset());
        assertThrows(ComponentException.class, () -> new LayoutFile("a", 65, null, null, List.of(weights), List.of()));
        assertThrows(ComponentException.class, () -> new LayoutFile("a", 64, null, 8L, List.of(weights), List.of()));
        assertThrows(
                ComponentException.class,
                () -> LayoutFile.of("a", List.of(weights), List.of(new Checksum(0, 65, List.of()))));
        assertThrows(
                ComponentException.class,
                () -> LayoutFile.of("a", List.of(weights), List.of(new Checksum(0, 32, List.of(30L)))));
        assertThrows(ComponentException.class, () -> document(file, file));
        assertThrows(ComponentException.class, () -> document(LayoutFile.link("b", file), file));
        assertThrows(ComponentException.class, () -> document(file, LayoutFile.of("a/b", List.of(weights), List.of())));
        LayoutFile huge = LayoutFile.of(
                "huge",
                List.of(Segment.of(Long.MAX_VALUE, new TensorPart("w", "F32", List.of(), Values.WEIGHTS, 0))),
                List.of());
        assertThrows(ComponentException.class, () -> document(huge, file));
    }

    private static LayoutDocument document(LayoutFile... files) {
        return new LayoutDocument(LayoutDocument.SCHEMA_VERSION, "test", List.of(), List.of(files));
    }

    /** Whatever is cut off or changed in a document is a fault in words, and never another exception. */
    @Test
    void damagedDocumentsAreBadInput() throws Exception {
        Path source = Files.createDirectories(folder.resolve("source"));
        Model original = ModelCatalog.open(Fixtures.Kind.SAFETENSORS.write(source));
        Path file = folder.resolve("layout.json");
        LayoutExport.of(source, List.of(original)).write(file);
        byte[] whole = Files.readAllBytes(file);
        SplittableRandom random = new SplittableRandom(2);

        for (int i = 0; i < 300; i++) {
            byte[] damaged = Arrays.copyOf(whole, i % 3 == 0 ? random.nextInt(whole.length) : whole.length);
            for (int k = 0; k < 1 + i % 3 && damaged.length > 0; k++) {
                damaged[random.nextInt(damaged.length)] = (byte) (' ' + random.nextInt(95));
            }
            Files.write(file, damaged);
            try {
                LayoutDocument.read(file);
            } catch (BadInputException told) {
                assertTrue(told.getMessage().startsWith(file + ":"), told.getMessage());
            }
        }
    }

    @Test
    void moreHeadersThanALayoutHoldsAreALine() throws Exception {
        byte[] text =
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}".getBytes(StandardCharsets.UTF_8);
        Path model = Files.createDirectories(folder.resolve("m"));
        Files.write(model.resolve("model.safetensors"), Fixtures.safetensors(text, new byte[4]));
        Files.write(model.resolve("config.json"), new byte[] {'{', '}'});
        try (var large = Files.newByteChannel(
                model.resolve("tokenizer.json"),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE,
                StandardOpenOption.SPARSE)) {
            large.position(LayoutDocument.MAX_LITERAL_BYTES + 1);
            assertEquals(1, large.write(ByteBuffer.allocate(1)));
        }

        BadInputException fault = assertThrows(
                BadInputException.class,
                () -> LayoutExport.of(model, ModelCatalog.scan(List.of(model)).models()));

        assertTrue(fault.getMessage().contains("that a layout holds; name fewer models"), fault.getMessage());
    }

    @Test
    void theSchemaLiesBesideADocument() throws Exception {
        document(LayoutFile.of("a", List.of(), List.of())).write(folder.resolve("x/layout.json"));

        try (Stream<Path> files = Files.list(folder.resolve("x"))) {
            assertEquals(
                    List.of("layout.json", "layout.schema.json"),
                    files.map(file -> file.getFileName().toString()).sorted().toList());
        }
        try (InputStream in = Files.newInputStream(folder.resolve("x/layout.schema.json"))) {
            assertTrue(new String(in.readAllBytes(), StandardCharsets.UTF_8).contains("\"markOffset\""));
        }
    }
}

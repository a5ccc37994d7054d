package dev.berth.profiler.model.folder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.profiler.model.Fixtures;
import dev.berth.profiler.model.Model;
import dev.berth.profiler.model.ModelFault;
import dev.berth.record.BadInputException;
import dev.berth.text.VisibleText;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How files and folders become models, and what hostile ones become. */
class ModelCatalogTest {
    @TempDir
    Path folder;

    @Test
    void filesSideBySideAreModelsOfTheirOwn() throws IOException {
        Files.write(folder.resolve("x.safetensors"), Fixtures.safetensors(true, true));
        Files.write(
                Files.createDirectory(folder.resolve("sub")).resolve("y.safetensors"),
                Fixtures.safetensors(true, true));
        Files.writeString(folder.resolve("notes.txt"), "no model");

        assertEquals(List.of("x", "sub/y"), names(folder));
    }

    @Test
    void aConfigurationMakesAFolderOneModelAndSafetensorsAreTakenBeforeCopies() throws IOException {
        Path model = Files.createDirectory(folder.resolve("gpt"));
        Files.writeString(model.resolve("config.json"), "{}");
        Files.writeString(model.resolve("tokenizer.json"), "{}");
        Files.write(model.resolve("model.safetensors"), Fixtures.safetensors(true, true));
        Files.write(model.resolve("model.fp16.safetensors"), Fixtures.safetensors(true, false));
        Files.write(model.resolve("pytorch_model.bin"), new byte[] {(byte) 0x80, 2, '}', '.'});
        Files.writeString(model.resolve("mystery.dat"), "?");

        Model opened = ModelCatalog.open(model);

        assertEquals("gpt", opened.record().name());
        assertEquals("safetensors", opened.record().format());
        assertEquals(40, opened.record().weightBytes());
        assertEquals(3, opened.record().storage().files());
        assertEquals(
                List.of(
                        "model.fp16.safetensors: another precision of the weights; --variant fp16 takes it",
                        "mystery.dat: its role is not known",
                        "pytorch_model.bin: other weights; --file pytorch_model.bin takes them"),
                opened.record().storage().leftOut().stream()
                        .map(it -> it.name() + ": " + it.why())
                        .toList());
        assertEquals(List.of("mystery.dat"), opened.record().storage().unknownFiles());
    }

    @Test
    void aPipelineIsOneModelOfComponents() throws IOException {
        Files.writeString(
                folder.resolve("model_index.json"),
                "{\"_class_name\":\"StableDiffusionPipeline\",\"text_encoder\":[\"transformers\",\"CLIPTextModel\"],"
                        + "\"unet\":[\"diffusers\",\"UNet2DConditionModel\"],\"scheduler\":[\"diffusers\",\"PNDMScheduler\"]}");
        for (String component : List.of("text_encoder", "unet", "scheduler")) {
            Path part = Files.createDirectory(folder.resolve(component));
            Files.writeString(part.resolve("config.json"), "{}");
            if (!component.equals("scheduler")) {
                Files.write(part.resolve("diffusion_pytorch_model.safetensors"), Fixtures.safetensors(true, true));
            }
        }

        Model opened = ModelCatalog.open(folder);

        assertEquals("diffusers", opened.record().format());
        assertEquals(
                List.of("text_encoder", "unet"),
                opened.record().components().stream().map(part -> part.name()).toList());
        assertEquals(80, opened.record().weightBytes());
    }

    @Test
    void aHubCacheIsReadThroughItsSnapshotsAndASharedBlobCountsOnce() throws IOException {
        Path repository = Files.createDirectories(folder.resolve("models--org--tiny"));
        Path blobs = Files.createDirectory(repository.resolve("blobs"));
        Path snapshot = Files.createDirectories(repository.resolve("snapshots/0123"));
        Files.write(blobs.resolve("aaaa"), Fixtures.safetensors(true, true));
        Files.writeString(blobs.resolve("bbbb"), "{}");
        Files.createSymbolicLink(snapshot.resolve("model.safetensors"), Path.of("../../blobs/aaaa"));
        Files.createSymbolicLink(snapshot.resolve("model-copy.safetensors"), Path.of("../../blobs/aaaa"));
        Files.createSymbolicLink(snapshot.resolve("config.json"), Path.of("../../blobs/bbbb"));

        ModelCatalog.Scan scan = ModelCatalog.scan(List.of(folder));

        assertEquals(List.of(), scan.faults());
        Model model = scan.models().get(0);
        assertEquals("org/tiny", model.record().name());
        assertEquals(2, model.record().storage().files());
        assertEquals(
                "another name of model.safetensors",
                model.record().storage().leftOut().get(0).why());
        assertEquals(
                Files.size(blobs.resolve("aaaa")) + 2, model.record().storage().apparentBytes());
        assertEquals(40, model.record().weightBytes());
        assertEquals(
                blobs.resolve("aaaa").toRealPath(), model.weightExtents().get(0).file());
    }

    @Test
    void anIndexWhoseShardIsMissingNamesIt() throws IOException {
        Files.writeString(folder.resolve("m.safetensors.index.json"), "{\"weight_map\":{\"a\":\"m-1.safetensors\"}}");

        assertEquals(
                folder.resolve("m.safetensors.index.json")
                        + ": weight_map: 'm-1.safetensors' is missing, expected the file beside this one; fetch the rest of the model",
                faults(folder).get(0));
    }

    @Test
    void anExternalFileOutsideTheFolderIsRefused() throws IOException {
        Files.write(folder.resolve("secret"), Fixtures.A);
        Path model = Files.createDirectory(folder.resolve("model"));
        byte[] tensor = Fixtures.message()
                .varint(1, 6)
                .varint(2, 1)
                .text(8, "a")
                .bytes(13, Fixtures.message().text(1, "location").text(2, "../secret"))
                .varint(14, 1)
                .array();
        Files.write(
                model.resolve("m.onnx"),
                Fixtures.message().bytes(7, Fixtures.message().bytes(5, tensor)).array());

        assertTrue(faults(model).get(0).contains("'../secret', expected a file in the model's own folder"));
    }

    @Test
    void externalDataMayNotLeaveTheFolderThroughALink() throws IOException {
        Path secret = Files.write(folder.resolve("secret"), Fixtures.A);
        Path model = Files.createDirectory(folder.resolve("model"));
        Files.createSymbolicLink(model.resolve("weights"), secret);
        byte[] tensor = Fixtures.message()
                .varint(1, 6)
                .varint(2, 1)
                .text(8, "a")
                .bytes(13, Fixtures.message().text(1, "location").text(2, "weights"))
                .varint(14, 1)
                .array();
        Files.write(
                model.resolve("m.onnx"),
                Fixtures.message().bytes(7, Fixtures.message().bytes(5, tensor)).array());

        assertTrue(
                faults(model).get(0).contains("'weights' leads to " + secret.toRealPath()),
                faults(model).get(0));
    }

    /** One good model among what a careless or hostile download holds. */
    @Test
    void badFilesCostALineEachAndNothingInThemIsRun() throws IOException {
        Path canary = folder.resolve("canary");
        Path models = Files.createDirectory(folder.resolve("models"));
        byte[] good = Fixtures.safetensors(true, true);
        Files.write(models.resolve("good.safetensors"), good);
        Files.write(models.resolve("truncated.safetensors"), java.util.Arrays.copyOf(good, good.length - 5));
        Files.write(models.resolve("huge.gguf"), hugeGguf());
        Files.write(models.resolve("slip.pt"), zip("../../escaped", "archive/data.pkl", Fixtures.torchPickle()));
        Files.write(models.resolve("runs.pt"), zip("archive/version", "archive/data.pkl", touching(canary)));
        Files.write(models.resolve("runs-legacy.bin"), touching(canary));
        Files.createFile(models.resolve("empty.onnx"));
        Files.createSymbolicLink(models.resolve("dangling.safetensors"), folder.resolve("nowhere"));

        ModelCatalog.Scan scan = ModelCatalog.scan(List.of(models));

        assertEquals(
                List.of("good"),
                scan.models().stream().map(model -> model.record().name()).toList());
        assertEquals(
                List.of(
                        "dangling.safetensors",
                        "empty.onnx",
                        "huge.gguf",
                        "runs-legacy.bin",
                        "runs.pt",
                        "slip.pt",
                        "truncated.safetensors"),
                scan.faults().stream()
                        .map(fault -> fault.file().getFileName().toString())
                        .toList());
        assertTrue(scan.faults().get(4).message().contains("would run os.system when loaded"));
        assertFalse(Files.exists(canary));
        assertFalse(Files.exists(folder.resolve("escaped")));
    }

    @Test
    void namesInFaultsCannotForgeLines() throws IOException {
        String header = "{\"a\\nberth: all is well\":{\"dtype\":\"F32\",\"shape\":[9],\"data_offsets\":[0,99]}}";
        ByteBuffer file = ByteBuffer.allocate(8 + header.length()).order(ByteOrder.LITTLE_ENDIAN);
        file.putLong(header.length()).put(header.getBytes(StandardCharsets.UTF_8));
        Files.write(folder.resolve("m.safetensors"), file.array());

        String shown = VisibleText.of(faults(folder).get(0));
        assertEquals(1, shown.lines().count());
        assertTrue(shown.contains("a\\u000aberth: all is well"), shown);
    }

    @Test
    void aLoopOfLinksEnds() throws IOException {
        Files.write(folder.resolve("m.safetensors"), Fixtures.safetensors(true, true));
        Files.createSymbolicLink(folder.resolve("loop"), folder);

        assertEquals(List.of("m"), names(folder));
    }

    @Test
    void openingWhatIsNotThereSaysSo() {
        BadInputException refusal =
                assertThrows(BadInputException.class, () -> ModelCatalog.open(folder.resolve("absent")));

        assertEquals(
                folder.resolve("absent") + ": path: does not exist, expected a file or folder; check the spelling",
                refusal.getMessage());
    }

    private static List<String> names(Path root) {
        return ModelCatalog.scan(List.of(root)).models().stream()
                .map(model -> model.record().name())
                .toList();
    }

    private static List<String> faults(Path root) {
        return ModelCatalog.scan(List.of(root)).faults().stream()
                .map(ModelFault::message)
                .toList();
    }

    @Test
    void keyLongerThanTheFormatAllowsIsRefused() throws IOException {
        ByteBuffer file = ByteBuffer.allocate(200_000).order(ByteOrder.LITTLE_ENDIAN);
        file.put("GGUF".getBytes(StandardCharsets.US_ASCII))
                .putInt(3)
                .putLong(0)
                .putLong(1);
        Path path = Files.write(folder.resolve("key.gguf"), file.putLong(70_000).array());

        assertEquals(
                List.of(path
                        + ": metadata key: length 70000, expected at most 65535 bytes; the file is damaged or not of"
                        + " this format; fetch it again"),
                faults(path));
    }

    private static byte[] hugeGguf() {
        ByteBuffer file = ByteBuffer.allocate(128).order(ByteOrder.LITTLE_ENDIAN);
        file.put("GGUF".getBytes(StandardCharsets.US_ASCII))
                .putInt(3)
                .putLong(1L << 60)
                .putLong(0);
        return file.array();
    }

    private static byte[] zip(String firstEntry, String pickleEntry, byte[] pickle) throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(file)) {
            Fixtures.stored(zip, firstEntry, new byte[] {'3'});
            Fixtures.stored(zip, pickleEntry, pickle);
        }
        return file.toByteArray();
    }

    /** What {@code pickle.loads} would answer by creating the file. */
    private static byte[] touching(Path file) {
        return Fixtures.concat(
                new byte[] {(byte) 0x80, 2},
                Fixtures.global("os", "system"),
                new byte[] {'('},
                Fixtures.text("touch " + file),
                new byte[] {'t', 'R', '.'});
    }
}

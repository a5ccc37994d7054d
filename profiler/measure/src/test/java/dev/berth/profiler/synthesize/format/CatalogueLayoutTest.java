package dev.berth.profiler.synthesize.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.dataset.ModelRecord;
import dev.berth.dataset.WeightProvenance;
import dev.berth.profiler.model.folder.ModelCatalog;
import dev.berth.profiler.synthesize.catalogue.Autoencoder;
import dev.berth.profiler.synthesize.catalogue.Catalogue;
import dev.berth.profiler.synthesize.catalogue.CatalogueModel;
import dev.berth.profiler.synthesize.catalogue.Component;
import dev.berth.profiler.synthesize.catalogue.Component.PublishedHeader;
import dev.berth.profiler.synthesize.catalogue.Gpt2;
import dev.berth.profiler.synthesize.catalogue.Llama;
import dev.berth.profiler.synthesize.layout.LayoutDocument;
import dev.berth.profiler.synthesize.layout.LayoutFile;
import dev.berth.profiler.synthesize.write.Silent;
import dev.berth.profiler.synthesize.write.Synthesis;
import dev.berth.record.BadOptionException;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class CatalogueLayoutTest {
    private static final Gpt2 SMALL = new Gpt2(2, 64, 4, 300, 32);
    private static final Llama TIED = new Llama(Llama.Family.QWEN_2_TIED, 2, 64, 96, 320, 4, 2, 128, 10_000f);

    @TempDir
    Path folder;

    /** Sizes of the files in the hub's repositories. */
    @ParameterizedTest
    @CsvSource({
        "gpt2, model.safetensors, 548105171",
        "gpt2-medium, model.safetensors, 1519984962",
        "gpt2-large, model.safetensors, 3247159078",
        "stable-diffusion-1.4, unet/diffusion_pytorch_model.safetensors, 3438167540",
        "stable-diffusion-1.4, vae/diffusion_pytorch_model.safetensors, 334643276",
        "stable-diffusion-1.4, text_encoder/model.safetensors, 492265874",
        "stable-diffusion-1.4, safety_checker/model.safetensors, 1215981830",
        "sdxl, unet/diffusion_pytorch_model.safetensors, 5135149760",
        "sdxl, text_encoder_2/model.safetensors, 1389382176",
        "whisper-base, model.safetensors, 290403936",
        "whisper-large-v3, model.safetensors, 3087130976",
        "llama-2-7b, model-00001-of-00002.safetensors, 9976576152",
        "llama-2-7b, model-00002-of-00002.safetensors, 3500296424",
        "llama-3-8b, model-00001-of-00004.safetensors, 4976698672",
        "llama-3-8b, model-00004-of-00004.safetensors, 1168138808",
        "mistral-7b, model-00001-of-00002.safetensors, 9942981696",
        "qwen2.5-0.5b, model.safetensors, 988097824"
    })
    void publishedFilesHaveTheirSizes(String name, String file, long bytes) {
        LayoutDocument layout = CatalogueLayout.published(Catalogue.of(name).orElseThrow());

        assertEquals(bytes, file(layout, name + "/" + file).bytes());
    }

    @Test
    void gpt2KeepsItsMasks() {
        LayoutDocument layout = CatalogueLayout.published(Catalogue.of("gpt2").orElseThrow());

        assertEquals(160, layout.models().get(0).tensors());
        assertEquals(548_090_880L, layout.models().get(0).weightBytes());
        assertEquals(
                14_283 + 8,
                file(layout, "gpt2/model.safetensors").segments().get(0).bytes());
    }

    private static LayoutFile file(LayoutDocument layout, String path) {
        return layout.files().stream()
                .filter(file -> file.path().equals(path))
                .findFirst()
                .orElseThrow();
    }

    private static CatalogueModel model(String name, Component component) {
        return new CatalogueModel(
                name,
                "of tests",
                List.of(component),
                new TreeMap<>(),
                "F32",
                Long.MAX_VALUE,
                Optional.of(name.equals("tied") ? TIED.gguf() : SMALL.gguf()));
    }

    private static CatalogueModel small() {
        return model("small", new Component("", "model", SMALL.tensors(), "{}", new PublishedHeader(false, 0, 8)));
    }

    private ModelRecord written(LayoutDocument layout) throws Exception {
        new Synthesis(layout, folder, 1).write(Silent.INSTANCE);
        ModelCatalog.Scan scan = ModelCatalog.scan(List.of(folder));
        assertEquals(List.of(), scan.faults());
        assertEquals(List.of(), scan.leftOut());
        assertEquals(1, scan.models().size());
        ModelRecord record = scan.models().get(0).record();
        assertEquals(List.of(), record.storage().leftOut());
        assertEquals(WeightProvenance.SYNTHETIC, record.provenance());
        assertEquals(layout.bytes(), record.storage().apparentBytes());
        assertEquals(layout.models().get(0).weightBytes(), record.weightBytes());
        assertEquals(layout.models().get(0).tensors(), record.tensors());
        return record;
    }

    @ParameterizedTest
    @EnumSource(ModelFormat.class)
    void everyFormatIsOneModelThatReadersTake(ModelFormat format) throws Exception {
        ModelRecord record = written(CatalogueLayout.of(small(), format, Optional.empty(), Optional.empty()));
        assertTrue(record.headerReads().optional().orElseThrow() >= 1);
        assertTrue(record.headerBytes().optional().orElseThrow() > 100);

        // GGUF has no masks.
        long masks = format == ModelFormat.GGUF ? 0 : 2L * 32 * 32;
        assertEquals(small().parameters() + masks, record.parameters());
    }

    @ParameterizedTest
    @CsvSource({"SAFETENSORS, 4", "TORCH, 4", "GGUF, 4"})
    void shardsAreNamedAsLoadersLookForThem(ModelFormat format, int least) throws Exception {
        ModelRecord record =
                written(CatalogueLayout.of(small(), format, Optional.of(WeightType.F16), Optional.of(50_000L)));

        assertTrue(record.storage().shards() >= least, record.storage().toString());
    }

    @ParameterizedTest
    @EnumSource(WeightType.class)
    void ggufHasEveryType(WeightType type) throws Exception {
        CatalogueModel tied =
                model("tied", new Component("", "model", TIED.tensors(), "{}", new PublishedHeader(false, 0, 8)));

        ModelRecord record = written(CatalogueLayout.of(tied, ModelFormat.GGUF, Optional.of(type), Optional.empty()));

        assertEquals(tied.parameters(), record.parameters());
        assertTrue(record.weightBytesByType().containsKey(type.name()), record.toString());
        assertTrue(record.weightBytesByType().containsKey("F32"), "norms and biases stay F32");
    }

    @Test
    void rowsThatFillNoBlocksStayFloatingPoint() throws Exception {
        Llama odd = new Llama(Llama.Family.MISTRAL, 1, 48, 64, 320, 4, 2, 128, 10_000f);
        CatalogueModel model = new CatalogueModel(
                "odd",
                "of tests",
                List.of(new Component("", "model", odd.tensors(), "{}", new PublishedHeader(false, 0, 8))),
                new TreeMap<>(),
                "F32",
                Long.MAX_VALUE,
                Optional.of(odd.gguf()));

        ModelRecord record =
                written(CatalogueLayout.of(model, ModelFormat.GGUF, Optional.of(WeightType.Q8_0), Optional.empty()));

        assertEquals(
                List.of("F16", "F32", "Q8_0"),
                List.copyOf(record.weightBytesByType().keySet()));
    }

    /** Reading an entry to its end checks its CRC-32. */
    @Test
    void checkpointsAreZipsWithRightChecksums() throws Exception {
        LayoutDocument layout = CatalogueLayout.of(small(), ModelFormat.TORCH, Optional.empty(), Optional.empty());
        new Synthesis(layout, folder, 1).write(Silent.INSTANCE);

        try (ZipFile zip = new ZipFile(folder.resolve("small/pytorch_model.bin").toFile())) {
            assertEquals(SMALL.tensors().size() + 2, zip.size());
            for (ZipEntry entry : Collections.list(zip.entries())) {
                CRC32 crc = new CRC32();
                try (InputStream in = zip.getInputStream(entry)) {
                    crc.update(in.readAllBytes());
                }
                assertEquals(entry.getCrc(), crc.getValue(), entry.getName());
            }
        }
        byte[] file = Files.readAllBytes(folder.resolve("small/pytorch_model.bin"));
        try (var in = new ZipInputStream(new ByteArrayInputStream(file))) {
            int entries = 0;
            while (in.getNextEntry() != null) {
                // Throws where the checksum before an entry is not that of its bytes.
                in.readAllBytes();
                entries++;
            }
            assertEquals(SMALL.tensors().size() + 2, entries);
        }
    }

    @Test
    void graphsPastTwoGigabytesKeepTheirDataBesideThem() throws Exception {
        CatalogueModel medium = Catalogue.of("gpt2-large").orElseThrow();

        LayoutDocument layout = CatalogueLayout.of(medium, ModelFormat.ONNX, Optional.empty(), Optional.empty());

        assertNotNull(file(layout, "gpt2-large/model.onnx_data").markOffset());
        assertTrue(file(layout, "gpt2-large/model.onnx").bytes() < 1 << 20);
        List<LayoutFile> small = OnnxLayout.of("small/", StoredTensor.of(SMALL.tensors(), WeightType.F32), 1000);
        assertEquals(2, small.size());
        ModelRecord record = written(new LayoutDocument(
                LayoutDocument.SCHEMA_VERSION,
                "test",
                CatalogueLayout.of(small(), ModelFormat.ONNX, Optional.empty(), Optional.empty())
                        .models(),
                small));
        assertEquals(2, record.storage().shards());
    }

    @Test
    void aPipelineIsOneModel() throws Exception {
        Autoencoder vae = new Autoencoder(List.of(32, 32), true);
        CatalogueModel pipeline = new CatalogueModel(
                "pipeline",
                "of tests",
                List.of(
                        new Component(
                                "unet",
                                "diffusion_pytorch_model",
                                SMALL.tensors(),
                                "{}",
                                new PublishedHeader(false, 0, 8)),
                        new Component(
                                "vae",
                                "diffusion_pytorch_model",
                                vae.tensors(),
                                "{}",
                                new PublishedHeader(false, 0, 1))),
                new TreeMap<>(
                        Map.of(
                                "model_index.json",
                                "{\"unet\": [\"diffusers\", \"UNet2DConditionModel\"], \"vae\": [\"diffusers\", \"AutoencoderKL\"]}")),
                "F32",
                Long.MAX_VALUE,
                Optional.empty());

        // Transformers' and Diffusers' own: the others lie in no pipeline.
        for (ModelFormat format : List.of(ModelFormat.SAFETENSORS, ModelFormat.TORCH, ModelFormat.ONNX)) {
            LayoutDocument layout =
                    CatalogueLayout.of(pipeline, format, Optional.of(WeightType.BF16), Optional.empty());
            Path own = folder.resolve(format.label());
            new Synthesis(layout, own, 1).write(Silent.INSTANCE);
            ModelCatalog.Scan scan = ModelCatalog.scan(List.of(own));
            assertEquals(List.of(), scan.faults());
            assertEquals(2, scan.models().get(0).record().components().size());
            assertEquals("diffusers", scan.models().get(0).record().format());
        }
    }

    @Test
    void whatAFormatCannotHoldIsUsage() {
        CatalogueModel whisper = Catalogue.of("whisper-base").orElseThrow();

        BadOptionException noGguf = assertThrows(
                BadOptionException.class,
                () -> CatalogueLayout.of(whisper, ModelFormat.GGUF, Optional.empty(), Optional.empty()));
        assertEquals(
                "whisper-base has no GGUF: llama.cpp does not run it; it can be written as safetensors, torch, onnx,"
                        + " tfjs, savedmodel",
                noGguf.getMessage());
        BadOptionException blocks = assertThrows(
                BadOptionException.class,
                () -> CatalogueLayout.of(whisper, ModelFormat.TORCH, Optional.of(WeightType.Q4_0), Optional.empty()));
        assertTrue(blocks.getMessage().startsWith("--dtype q4_0 is blocks that GGUF alone holds"), blocks.getMessage());
        BadOptionException brain = assertThrows(
                BadOptionException.class,
                () -> CatalogueLayout.of(whisper, ModelFormat.TFJS, Optional.of(WeightType.BF16), Optional.empty()));
        assertTrue(brain.getMessage().startsWith("--dtype bf16 is a type that TensorFlow.js does not have"));
    }
}

package dev.berth.profiler.model.folder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.profiler.model.Fixtures;
import dev.berth.profiler.model.Model;
import dev.berth.profiler.model.ModelChoice;
import dev.berth.profiler.model.ModelFault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Layouts beyond those of {@link FolderCasesTest}, and what is asked for in place of a loader's default. */
class FolderRuleTest {
    private static final String TRANSFORMERS = "{\"model_type\":\"x\"}";

    @TempDir
    private Path folder;

    @Test
    void oneOfTwoIndicesIsTaken() throws IOException {
        text("config.json", TRANSFORMERS);
        for (String name : List.of("model", "consolidated")) {
            weights(name + "-00001-of-00001.safetensors");
            text(
                    name + ".safetensors.index.json",
                    "{\"weight_map\":{\"a\":\"" + name + "-00001-of-00001.safetensors\",\"b\":\"" + name
                            + "-00001-of-00001.safetensors\"}}");
        }

        assertEquals(List.of(model("")), found(ModelChoice.DEFAULT));
    }

    @Test
    void aSingleFileComesBeforeAnIndex() throws IOException {
        text("config.json", TRANSFORMERS);
        weights("model.safetensors");
        text("model.safetensors.index.json", "{\"weight_map\":{\"a\":\"gone.safetensors\"}}");

        assertEquals(List.of(model("")), found(ModelChoice.DEFAULT));
    }

    @Test
    void checkpointsBesideTheModelOfATrainerAreNamed() throws IOException {
        text("config.json", TRANSFORMERS);
        weights("model.safetensors");
        text("checkpoint-5/config.json", TRANSFORMERS);
        weights("checkpoint-5/model.safetensors");
        text("optimizer.pt", "state");

        Model model = ModelCatalog.open(folder);

        assertEquals(2, model.record().storage().files());
        assertEquals(
                List.of(
                        "optimizer.pt: state of training",
                        "checkpoint-5/: a checkpoint of training; name it to measure it"),
                model.record().storage().leftOut().stream()
                        .map(it -> it.name() + ": " + it.why())
                        .toList());
    }

    @Test
    void withoutAModelInTheRootTheCheckpointsAreModelsAndTheLogsNoFault() throws IOException {
        text("checkpoint-5/config.json", TRANSFORMERS);
        weights("checkpoint-5/model.safetensors");
        text("runs/Nov/events.out.tfevents.1", "log");
        text("data/train.npy", "array");

        assertEquals(List.of("checkpoint-5"), found(ModelChoice.DEFAULT));
    }

    @Test
    void aVariantOrAFileIsTakenWhereItIsAskedFor() throws IOException {
        text("config.json", TRANSFORMERS);
        weights("model.safetensors");
        weights("model.fp16.safetensors");
        weights("consolidated.safetensors");

        assertEquals(List.of(model("")), found(ModelChoice.DEFAULT));
        assertEquals(List.of(model("/model.fp16")), found(variant("fp16")));
        assertEquals(List.of(model("/consolidated")), found(file("consolidated.safetensors")));
        assertTrue(fault(variant("fp17")).contains("variant fp17: not there, expected one of [plain, fp16]"));
    }

    @Test
    void shardsOfAnotherPrecisionBesideAWholeFileAreToldAsSuch() throws IOException {
        text("config.json", TRANSFORMERS);
        weights("model.safetensors");
        weights("model.fp16-00001-of-00001.safetensors");
        text("model.safetensors.index.fp16.json", "{\"weight_map\":{\"a\":\"model.fp16-00001-of-00001.safetensors\"}}");

        Model model = ModelCatalog.scan(List.of(folder)).models().get(0);

        assertEquals(
                Set.of("another precision of the weights; --variant fp16 takes it"),
                model.record().storage().leftOut().stream().map(it -> it.why()).collect(Collectors.toSet()));
    }

    @Test
    void unrelatedFilesBesideAConfigurationAreModelsOfTheirOwn() throws IOException {
        text("config.json", TRANSFORMERS);
        weights("alpha.safetensors");
        weights("beta.safetensors");
        weights("sub/model.safetensors");

        assertEquals(List.of("alpha", "beta", "sub"), found(ModelChoice.DEFAULT));
    }

    @Test
    void modulesOfSentenceTransformersMayBeTheFolderItselfOrUnknown() throws IOException {
        text(
                "modules.json",
                "[{\"path\":\".\",\"type\":\"model2vec.StaticEmbedding\"},"
                        + "{\"path\":\"1_Mine\",\"type\":\"mine.Truncation\"}]");
        weights("model.safetensors");
        text("1_Mine/config.json", "{}");

        assertEquals(List.of(model("")), found(ModelChoice.DEFAULT));
    }

    @Test
    void aRouterLeadsToTheModulesItNames() throws IOException {
        text("modules.json", "[{\"path\":\"\",\"type\":\"sentence_transformers.models.Router\"}]");
        text(
                "router_config.json",
                "{\"types\":{\"query_0_Dense\":\"sentence_transformers.models.Dense\","
                        + "\"document_0_Dense\":\"sentence_transformers.models.Dense\"}}");
        weights("query_0_Dense/model.safetensors");
        weights("document_0_Dense/model.safetensors");

        assertEquals(2, ModelCatalog.open(folder).record().components().size());
    }

    @Test
    void optimumCutsAnAutoencoderInTwo() throws IOException {
        text("model_index.json", "{\"vae\":[\"diffusers\",\"AutoencoderKL\"],\"mel\":[\"audio\",\"Mel\"]}");
        weights("vae_encoder/model.safetensors");
        weights("vae_decoder/model.safetensors");
        text("mel/mel_config.json", "{}");

        assertEquals(
                List.of("vae_encoder", "vae_decoder"),
                ModelCatalog.open(folder).record().components().stream()
                        .map(component -> component.name())
                        .toList());
    }

    @Test
    void projectorsGoWithTheModelsOfTheirFolderAndOfThoseBelow() throws IOException {
        gguf("mmproj-F16.gguf");
        gguf("Q4_0/m-Q4_0.gguf");
        gguf("Q8_0/m-Q8_0.gguf");
        gguf("imatrix.gguf");

        ModelCatalog.Scan scan = ModelCatalog.scan(List.of(folder));

        assertEquals(List.of(), scan.faults());
        assertEquals(
                List.of(2, 2),
                scan.models().stream()
                        .map(model -> model.record().components().size())
                        .toList());
    }

    @Test
    void whatIsNamedTwiceIsListedOnce() throws IOException {
        text("config.json", TRANSFORMERS);
        weights("model.safetensors");
        Path link = Files.createSymbolicLink(folder.resolveSibling(folder.getFileName() + "-link"), folder);

        ModelCatalog.Scan scan = ModelCatalog.scan(List.of(folder, folder, link));

        Files.delete(link);
        assertEquals(List.of(), scan.faults());
        assertEquals(1, scan.models().size());
    }

    @Test
    void aLinkToAModelElsewhereIsFollowedAndWhatLiesBelowSuchALinkIsNot() throws IOException {
        text("elsewhere/llama/config.json", TRANSFORMERS);
        weights("elsewhere/llama/model.safetensors");
        weights("zoo/own.safetensors");
        Files.createSymbolicLink(folder.resolve("zoo/linked"), folder.resolve("elsewhere/llama"));
        Files.createSymbolicLink(folder.resolve("zoo/all"), folder.resolve("elsewhere"));
        Files.createSymbolicLink(folder.resolve("zoo/machine"), Path.of("/"));

        ModelCatalog.Scan scan = ModelCatalog.scan(List.of(folder.resolve("zoo")));

        assertEquals(List.of(), scan.faults());
        assertEquals(List.of("own", "linked"), names(scan));
        assertEquals(
                List.of(folder.resolve("zoo/all") + "/", folder.resolve("zoo/machine") + "/"),
                scan.leftOut().stream().map(it -> it.name()).toList());
        assertTrue(scan.leftOut().get(1).why().startsWith("a link to /; "));

        Files.delete(folder.resolve("zoo/linked"));
        Files.delete(folder.resolve("zoo/machine"));
        ModelChoice follow = new ModelChoice(Optional.empty(), Optional.empty(), true);
        assertEquals(List.of("own", "all/llama"), names(ModelCatalog.scan(List.of(folder.resolve("zoo")), follow)));
    }

    @Test
    void whatALinkLeadsToMayBeNamedItselfBesideIt() throws IOException {
        weights("elsewhere/below/m.safetensors");
        Path link = Files.createSymbolicLink(place("zoo/all"), folder.resolve("elsewhere"));

        ModelCatalog.Scan scan = ModelCatalog.scan(List.of(link.getParent(), folder.resolve("elsewhere")));

        assertEquals(List.of("below/m"), names(scan));
    }

    @Test
    void oneFileInTwoFoldersIsOneModel() throws IOException {
        weights("a/m.safetensors");
        Files.createLink(place("b/n.safetensors"), folder.resolve("a/m.safetensors"));

        ModelCatalog.Scan scan = ModelCatalog.scan(List.of(folder));

        assertEquals(List.of("a/m"), names(scan));
        assertEquals("the files of a/m under other names", scan.leftOut().get(0).why());
        assertEquals(
                folder.resolve("b/n.safetensors").toString(),
                scan.leftOut().get(0).name());
    }

    @Test
    void theFolderStandsForItsWeightsWhicheverIsFoundFirst() throws IOException {
        weights("a/m.safetensors");
        Files.createLink(place("b/model.safetensors"), folder.resolve("a/m.safetensors"));
        text("b/config.json", TRANSFORMERS);

        assertEquals(List.of("b"), names(ModelCatalog.scan(List.of(folder))));
    }

    @Test
    void whatIsNoFileAndBearsAModelsNameIsToldAndNeverOpened() throws Exception {
        text("config.json", TRANSFORMERS);
        weights("good/m.safetensors");
        pipe("model.safetensors");
        pipe("tokenizer.json");
        pipe("notes");
        Files.createSymbolicLink(folder.resolve("pytorch_model.bin"), Path.of("round"));
        Files.createSymbolicLink(folder.resolve("round"), Path.of("pytorch_model.bin"));

        ModelCatalog.Scan scan = ModelCatalog.scan(List.of(folder));

        assertEquals(List.of("good/m"), names(scan));
        List<String> faults =
                scan.faults().stream().map(ModelFault::message).sorted().toList();
        assertEquals(3, faults.size(), faults.toString());
        assertTrue(faults.get(0).startsWith(folder.resolve("model.safetensors") + ": path: a pipe, socket or device"));
        assertTrue(faults.get(1).startsWith(folder.resolve("pytorch_model.bin") + ": link: leads to round, which"));
        assertTrue(faults.get(2).startsWith(folder.resolve("tokenizer.json") + ": path: a pipe, socket or device"));
    }

    private void pipe(String name) throws Exception {
        Process made = new ProcessBuilder("mkfifo", folder.resolve(name).toString()).start();
        assertEquals(0, made.waitFor());
    }

    private static List<String> names(ModelCatalog.Scan scan) {
        return scan.models().stream().map(model -> model.record().name()).toList();
    }

    @Test
    void aConfigurationOfSomethingElseIsNoModelWithoutWeights() throws IOException {
        text("app/config.json", "{\"port\":80}");
        weights("model.safetensors");

        assertEquals(List.of(model("")), found(ModelChoice.DEFAULT));
    }

    private String model(String more) {
        return folder.getFileName() + more;
    }

    private static ModelChoice variant(String name) {
        return new ModelChoice(Optional.of(name), Optional.empty(), false);
    }

    private static ModelChoice file(String name) {
        return new ModelChoice(Optional.empty(), Optional.of(name), false);
    }

    private List<String> found(ModelChoice choice) {
        ModelCatalog.Scan scan = ModelCatalog.scan(List.of(folder), choice);
        assertEquals(List.of(), scan.faults().stream().map(ModelFault::message).toList());
        return scan.models().stream().map(model -> model.record().name()).toList();
    }

    private String fault(ModelChoice choice) {
        return ModelCatalog.scan(List.of(folder), choice).faults().get(0).message();
    }

    private void text(String name, String text) throws IOException {
        Files.writeString(place(name), text);
    }

    private void weights(String name) throws IOException {
        Files.write(place(name), Fixtures.safetensors(true, true));
    }

    private void gguf(String name) throws IOException {
        Path file = place(name);
        Files.move(Fixtures.Kind.GGUF_3.write(file.getParent()), file);
    }

    private Path place(String name) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return file;
    }
}

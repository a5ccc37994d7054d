package dev.berth.profiler.synthesize.catalogue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Counts are those that the models' authors publish. */
class CatalogueTest {
    @ParameterizedTest
    @CsvSource({
        "gpt2, 124439808, 160",
        "gpt2-medium, 354823168, 316",
        "gpt2-large, 774030080, 472",
        "gpt2-xl, 1557611200, 628",
        "whisper-base, 72593920, 245",
        "whisper-large-v3, 1543490560, 1259",
        "llama-2-7b, 6738415616, 323",
        "llama-3-8b, 8030261248, 291",
        "mistral-7b, 7241732096, 291",
        "qwen2.5-0.5b, 494032768, 290",
        "qwen2.5-1.5b, 1543714304, 338",
        "qwen2.5-7b, 7615616512, 339"
    })
    void hasThePublishedParameters(String name, long parameters, long tensors) {
        CatalogueModel model = Catalogue.of(name).orElseThrow();

        assertEquals(parameters, model.parameters());
        assertEquals(tensors, model.tensors());
    }

    @ParameterizedTest
    @CsvSource({
        "stable-diffusion-1.4, unet, 859520964",
        "stable-diffusion-1.4, text_encoder, 123060480",
        "stable-diffusion-1.4, vae, 83653863",
        "stable-diffusion-1.4, safety_checker, 303981588",
        "sdxl, unet, 2567463684",
        "sdxl, text_encoder, 123060480",
        "sdxl, text_encoder_2, 694659840",
        "sdxl, vae, 83653863"
    })
    void partsOfPipelinesHaveThePublishedParameters(String name, String folder, long parameters) {
        Component part = Catalogue.of(name).orElseThrow().components().stream()
                .filter(component -> component.folder().equals(folder))
                .findFirst()
                .orElseThrow();

        assertEquals(parameters, part.parameters());
    }

    /** The text encoder is T5's base size, 109,628,544 parameters. */
    @ParameterizedTest
    @CsvSource({"24, 1024, 420371456", "48, 1536, 1838737920", "48, 2048, 3256956928"})
    void languageModelsOfMusicGenHaveTheirParameters(int layers, int width, long parameters) {
        MusicGen musicGen = new MusicGen(layers, width, 16);

        assertEquals(parameters, parameters(musicGen.languageModel()));
        assertEquals(
                109_628_544L,
                parameters(musicGen.tensors().stream()
                        .filter(tensor -> tensor.name().startsWith("text_encoder."))
                        .toList()));
    }

    private static long parameters(List<TensorSpec> tensors) {
        return tensors.stream()
                .filter(TensorSpec::isParameter)
                .mapToLong(TensorSpec::elements)
                .sum();
    }

    @Test
    void namesAreOnceInEachPart() {
        for (CatalogueModel model : Catalogue.all()) {
            for (Component part : model.components()) {
                Set<String> names = new HashSet<>();
                part.tensors().forEach(tensor -> assertTrue(names.add(tensor.name()), tensor.name()));
            }
        }
    }

    /** What llama.cpp is told of a model are the same parameters; GPT-2's tied matrix is there once in both. */
    @Test
    void ggufHasTheSameParameters() {
        for (CatalogueModel model : Catalogue.all()) {
            model.gguf().ifPresent(gguf -> assertEquals(model.parameters(), parameters(gguf.tensors()), model.name()));
        }
    }
}

package dev.berth.profiler.synthesize.catalogue;

import dev.berth.profiler.synthesize.catalogue.Component.PublishedHeader;
import dev.berth.profiler.synthesize.catalogue.TensorSpec.Role;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Stable Diffusion's pipelines, as folders of Diffusers, without their tokenizers. */
final class StableDiffusion {
    /** Of the text encoder that all of them have. */
    private static final Clip CLIP_LARGE = new Clip(12, 768, 3072);

    private static final List<Integer> AUTOENCODER = List.of(128, 256, 512, 512);

    /** What the safety checker knows: concepts, and cases of special care. */
    private static final int CONCEPTS = 17;

    private static final int CARE = 3;

    /** Headers of the published files, by their sizes. */
    private static final int UNET_HEADER = 83_676;

    private static final int TEXT_HEADER = 23_330;
    private static final int AUTOENCODER_HEADER = 27_816;
    private static final int CHECKER_HEADER = 53_414;

    private StableDiffusion() {}

    /** Version 1.4. */
    static List<Component> first() {
        UNet unet = new UNet(List.of(320, 640, 1280, 1280), 768, List.of(1, 1, 1, 0), false, 0);
        Autoencoder autoencoder = new Autoencoder(AUTOENCODER, true);
        return List.of(
                new Component(
                        "unet",
                        Component.DIFFUSERS,
                        unet.tensors(),
                        unet.config(64, List.of(8)),
                        PublishedHeader.early(UNET_HEADER)),
                new Component(
                        "text_encoder",
                        Component.TRANSFORMERS,
                        CLIP_LARGE.text(true).tensors(),
                        CLIP_LARGE.textConfig("CLIPTextModel", 12, "quick_gelu"),
                        PublishedHeader.early(TEXT_HEADER)),
                new Component(
                        "vae",
                        Component.DIFFUSERS,
                        autoencoder.tensors(),
                        autoencoder.config(512),
                        PublishedHeader.early(AUTOENCODER_HEADER)),
                new Component(
                        "safety_checker",
                        Component.TRANSFORMERS,
                        checker(),
                        CHECKER_CONFIG,
                        PublishedHeader.early(CHECKER_HEADER)));
    }

    /** XL 1.0, without refiner. */
    static List<Component> large() {
        UNet unet = new UNet(List.of(320, 640, 1280), 2048, List.of(0, 2, 10), true, 2816);
        Autoencoder autoencoder = new Autoencoder(AUTOENCODER, false);
        Clip second = new Clip(32, 1280, 5120);
        return List.of(
                new Component("unet", Component.DIFFUSERS, unet.tensors(), unet.config(128, List.of(5, 10, 20))),
                new Component(
                        "text_encoder",
                        Component.TRANSFORMERS,
                        CLIP_LARGE.text(false).tensors(),
                        CLIP_LARGE.textConfig("CLIPTextModel", 12, "quick_gelu")),
                new Component(
                        "text_encoder_2",
                        Component.TRANSFORMERS,
                        second.text(false).matrix("text_projection", 1280, 1280).tensors(),
                        second.textConfig("CLIPTextModelWithProjection", 20, "gelu")),
                new Component("vae", Component.DIFFUSERS, autoencoder.tensors(), autoencoder.config(1024)));
    }

    private static List<TensorSpec> checker() {
        int projection = CLIP_LARGE.width();
        Clip vision = new Clip(24, 1024, 4096);
        return new TensorList()
                .add("concept_embeds", Role.WEIGHT, CONCEPTS, projection)
                .add("special_care_embeds", Role.WEIGHT, CARE, projection)
                .add("concept_embeds_weights", Role.WEIGHT, CONCEPTS)
                .add("special_care_embeds_weights", Role.WEIGHT, CARE)
                .all("vision_model.vision_model.", vision.vision())
                .matrix("visual_projection", vision.width(), projection)
                .tensors();
    }

    private static final String CHECKER_CONFIG = """
            {
              "architectures": ["StableDiffusionSafetyChecker"],
              "model_type": "clip",
              "projection_dim": 768,
              "vision_config": {
                "model_type": "clip_vision_model",
                "hidden_size": 1024,
                "intermediate_size": 4096,
                "image_size": 224,
                "num_attention_heads": 16,
                "num_hidden_layers": 24,
                "patch_size": 14,
                "projection_dim": 768
              }
            }
            """;

    static SortedMap<String, String> firstFiles() {
        return files("""
                {
                  "_class_name": "StableDiffusionPipeline",
                  "safety_checker": ["stable_diffusion", "StableDiffusionSafetyChecker"],
                  "scheduler": ["diffusers", "PNDMScheduler"],
                  "text_encoder": ["transformers", "CLIPTextModel"],
                  "unet": ["diffusers", "UNet2DConditionModel"],
                  "vae": ["diffusers", "AutoencoderKL"]
                }
                """, "PNDMScheduler");
    }

    static SortedMap<String, String> largeFiles() {
        return files("""
                {
                  "_class_name": "StableDiffusionXLPipeline",
                  "force_zeros_for_empty_prompt": true,
                  "scheduler": ["diffusers", "EulerDiscreteScheduler"],
                  "text_encoder": ["transformers", "CLIPTextModel"],
                  "text_encoder_2": ["transformers", "CLIPTextModelWithProjection"],
                  "unet": ["diffusers", "UNet2DConditionModel"],
                  "vae": ["diffusers", "AutoencoderKL"]
                }
                """, "EulerDiscreteScheduler");
    }

    private static SortedMap<String, String> files(String list, String scheduler) {
        SortedMap<String, String> files = new TreeMap<>();
        files.put("model_index.json", list);
        files.put("scheduler/scheduler_config.json", """
                {
                  "_class_name": "%s",
                  "beta_start": 0.00085,
                  "beta_end": 0.012,
                  "beta_schedule": "scaled_linear",
                  "num_train_timesteps": 1000
                }
                """.formatted(scheduler));
        return files;
    }
}

package dev.berth.profiler.synthesize.catalogue;

import dev.berth.profiler.synthesize.catalogue.Llama.Family;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** The models of the catalogue. */
public final class Catalogue {
    private static final long SHARD_4_GB = 4_000_000_000L;
    private static final long SHARD_5_GB = 5_000_000_000L;
    private static final long SHARD_10_GB = 10_000_000_000L;

    private static final int GPT_2_VOCABULARY = 50_257;
    private static final int GPT_2_CONTEXT = 1024;
    private static final int WHISPER_VOCABULARY = 51_865;

    private static final List<Entry> ENTRIES = List.of(
            entry("gpt2", () -> gpt2("gpt2", 12, 768, 12)),
            entry("gpt2-medium", () -> gpt2("gpt2-medium", 24, 1024, 16)),
            entry("gpt2-large", () -> gpt2("gpt2-large", 36, 1280, 20)),
            entry("gpt2-xl", () -> gpt2("gpt2-xl", 48, 1600, 25)),
            entry("stable-diffusion-1.4", Catalogue::stableDiffusion),
            entry("sdxl", Catalogue::stableDiffusionLarge),
            entry("musicgen-small", () -> musicGen("musicgen-small", new MusicGen(24, 1024, 16))),
            entry("musicgen-medium", () -> musicGen("musicgen-medium", new MusicGen(48, 1536, 24))),
            entry("musicgen-large", () -> musicGen("musicgen-large", new MusicGen(48, 2048, 32))),
            entry("whisper-base", () -> whisper("whisper-base", new Whisper(6, 512, 8, WHISPER_VOCABULARY, 80), "F32")),
            entry(
                    "whisper-large-v3",
                    () -> whisper("whisper-large-v3", new Whisper(32, 1280, 20, WHISPER_VOCABULARY + 1, 128), "F16")),
            entry(
                    "llama-2-7b",
                    () -> llama(
                            "llama-2-7b",
                            "text generator",
                            new Llama(Family.LLAMA_2, 32, 4096, 11_008, 32_000, 32, 32, 4096, 10_000f),
                            "F16",
                            SHARD_10_GB)),
            entry(
                    "llama-3-8b",
                    () -> llama(
                            "llama-3-8b",
                            "text generator",
                            new Llama(Family.LLAMA_3, 32, 4096, 14_336, 128_256, 32, 8, 8192, 500_000f),
                            "BF16",
                            SHARD_5_GB)),
            entry(
                    "mistral-7b",
                    () -> llama(
                            "mistral-7b",
                            "text generator",
                            new Llama(Family.MISTRAL, 32, 4096, 14_336, 32_000, 32, 8, 32_768, 10_000f),
                            "BF16",
                            SHARD_10_GB)),
            entry(
                    "qwen2.5-0.5b",
                    () -> llama(
                            "qwen2.5-0.5b",
                            "text generator",
                            new Llama(Family.QWEN_2_TIED, 24, 896, 4864, 151_936, 14, 2, 32_768, 1_000_000f),
                            "BF16",
                            SHARD_4_GB)),
            entry(
                    "qwen2.5-1.5b",
                    () -> llama(
                            "qwen2.5-1.5b",
                            "text generator",
                            new Llama(Family.QWEN_2_TIED, 28, 1536, 8960, 151_936, 12, 2, 131_072, 1_000_000f),
                            "BF16",
                            SHARD_4_GB)),
            entry(
                    "qwen2.5-7b",
                    () -> llama(
                            "qwen2.5-7b",
                            "text generator",
                            new Llama(Family.QWEN_2, 28, 3584, 18_944, 152_064, 28, 4, 131_072, 1_000_000f),
                            "BF16",
                            SHARD_4_GB)));

    private record Entry(String name, Supplier<CatalogueModel> model) {}

    private Catalogue() {}

    private static Entry entry(String name, Supplier<CatalogueModel> model) {
        return new Entry(name, model);
    }

    /** Names of all models, in their order. */
    public static List<String> names() {
        return ENTRIES.stream().map(Entry::name).toList();
    }

    /** All models, in their order. */
    public static List<CatalogueModel> all() {
        return ENTRIES.stream().map(entry -> entry.model().get()).collect(Collectors.toUnmodifiableList());
    }

    /** The model of a name; empty where there is none. */
    public static Optional<CatalogueModel> of(String name) {
        return ENTRIES.stream()
                .filter(entry -> entry.name().equals(name))
                .findFirst()
                .map(entry -> entry.model().get());
    }

    private static CatalogueModel gpt2(String name, int layers, int width, int heads) {
        Gpt2 gpt2 = new Gpt2(layers, width, heads, GPT_2_VOCABULARY, GPT_2_CONTEXT);
        return new CatalogueModel(
                name,
                "text generator",
                List.of(name.equals("gpt2") ? gpt2.smallestPublished() : gpt2.component()),
                none(),
                "F32",
                SHARD_10_GB,
                Optional.of(gpt2.gguf()));
    }

    private static CatalogueModel stableDiffusion() {
        return new CatalogueModel(
                "stable-diffusion-1.4",
                "image generator",
                StableDiffusion.first(),
                StableDiffusion.firstFiles(),
                "F32",
                SHARD_10_GB,
                Optional.empty());
    }

    private static CatalogueModel stableDiffusionLarge() {
        return new CatalogueModel(
                "sdxl",
                "image generator",
                StableDiffusion.large(),
                StableDiffusion.largeFiles(),
                "F16",
                SHARD_10_GB,
                Optional.empty());
    }

    private static CatalogueModel musicGen(String name, MusicGen musicGen) {
        return new CatalogueModel(
                name, "music generator", List.of(musicGen.component()), none(), "F32", SHARD_10_GB, Optional.empty());
    }

    private static CatalogueModel whisper(String name, Whisper whisper, String type) {
        return new CatalogueModel(
                name, "speech recogniser", List.of(whisper.component()), none(), type, SHARD_10_GB, Optional.empty());
    }

    private static CatalogueModel llama(String name, String description, Llama llama, String type, long shardBytes) {
        return new CatalogueModel(
                name, description, List.of(llama.component()), none(), type, shardBytes, Optional.of(llama.gguf()));
    }

    private static SortedMap<String, String> none() {
        return new TreeMap<>();
    }
}

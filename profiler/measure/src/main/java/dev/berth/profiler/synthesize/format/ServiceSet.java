package dev.berth.profiler.synthesize.format;

import dev.berth.command.Commands;
import dev.berth.profiler.synthesize.catalogue.Catalogue;
import dev.berth.profiler.synthesize.catalogue.CatalogueModel;
import dev.berth.profiler.synthesize.catalogue.Stack;
import dev.berth.profiler.synthesize.layout.LayoutDocument;
import dev.berth.profiler.synthesize.layout.LayoutFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/** Models of the catalogue that are made up together: services as an edge server offers them, and what to fit on. */
public enum ServiceSet {
    /** A first look that takes a minute or two. */
    SMALL(
            "1.5 GB",
            List.of(
                    service("gpt2", ModelFormat.SAFETENSORS, WeightType.F16),
                    service("whisper-base", ModelFormat.SAFETENSORS, WeightType.F16),
                    service("qwen2.5-0.5b", ModelFormat.GGUF, WeightType.Q4_0),
                    service("gpt2-medium", ModelFormat.SAFETENSORS, WeightType.F16))),

    /** Ten services, from 0.15 to 4 GB each. */
    EDGE(
            "13 GB",
            List.of(
                    service("gpt2", ModelFormat.SAFETENSORS, WeightType.F16),
                    service("gpt2-medium", ModelFormat.SAFETENSORS, WeightType.F16),
                    service("gpt2-large", ModelFormat.SAFETENSORS, WeightType.F16),
                    service("gpt2-xl", ModelFormat.GGUF, WeightType.Q4_0),
                    service("stable-diffusion-1.4", ModelFormat.SAFETENSORS, WeightType.F16),
                    service("musicgen-small", ModelFormat.SAFETENSORS, WeightType.F16),
                    service("whisper-base", ModelFormat.SAFETENSORS, WeightType.F16),
                    service("qwen2.5-0.5b", ModelFormat.GGUF, WeightType.Q8_0),
                    service("qwen2.5-1.5b", ModelFormat.GGUF, WeightType.Q4_0),
                    service("mistral-7b", ModelFormat.GGUF, WeightType.Q4_0))),

    /**
     * Forty-one models to fit predictions on: 1 MB to 8 GB, six formats, 1 to 73 files, 20 to 20,000 tensors, each of
     * these varied beside the others.
     */
    WIDE(
            "36 GB",
            List.of(
                    stack("stack-20-1m", 10, 224, ModelFormat.SAFETENSORS),
                    stack("stack-20-64m", 10, 1792, ModelFormat.SAFETENSORS),
                    stack("stack-20-1g", 10, 7168, ModelFormat.SAFETENSORS),
                    stack("stack-200-4m", 100, 144, ModelFormat.SAFETENSORS),
                    stack("stack-200-256m", 100, 1136, ModelFormat.SAFETENSORS),
                    stack("stack-2000-16m", 1000, 88, ModelFormat.SAFETENSORS),
                    stack("stack-2000-512m", 1000, 512, ModelFormat.SAFETENSORS),
                    stack("stack-20000-64m", 10_000, 56, ModelFormat.SAFETENSORS),
                    stack("stack-20000-1g", 10_000, 224, ModelFormat.SAFETENSORS),
                    stack("stack-200-128m", 100, 800, ModelFormat.SAFETENSORS),
                    stack("stack-200-128m-torch", 100, 800, ModelFormat.TORCH),
                    stack("stack-200-128m-onnx", 100, 800, ModelFormat.ONNX),
                    stack("stack-200-128m-tfjs", 100, 800, ModelFormat.TFJS),
                    stack("stack-200-128m-saved-model", 100, 800, ModelFormat.SAVEDMODEL),
                    stack("stack-8000-64m", 4000, 90, ModelFormat.SAFETENSORS),
                    stack("stack-8000-64m-torch", 4000, 90, ModelFormat.TORCH),
                    stack("stack-8000-64m-onnx", 4000, 90, ModelFormat.ONNX),
                    stack("stack-8000-64m-tfjs", 4000, 90, ModelFormat.TFJS),
                    stack("stack-8000-64m-saved-model", 4000, 90, ModelFormat.SAVEDMODEL),
                    service("whisper-base", ModelFormat.SAFETENSORS, WeightType.F16),
                    service("whisper-base", ModelFormat.ONNX, WeightType.F32).named("whisper-base-f32-onnx"),
                    service("gpt2", ModelFormat.SAFETENSORS, WeightType.F16),
                    service("gpt2", ModelFormat.GGUF, WeightType.Q8_0).named("gpt2-q8_0"),
                    service("gpt2", ModelFormat.TORCH, WeightType.F32).named("gpt2-f32-torch"),
                    service("gpt2", ModelFormat.SAVEDMODEL, WeightType.F32).named("gpt2-f32-saved-model"),
                    service("gpt2", ModelFormat.TFJS, WeightType.F16).named("gpt2-tfjs"),
                    service("gpt2-medium", ModelFormat.SAFETENSORS, WeightType.F16)
                            .named("gpt2-medium-12m-shards")
                            .inShards(12_000_000),
                    service("gpt2-medium", ModelFormat.GGUF, WeightType.Q4_0).named("gpt2-medium-q4_0"),
                    service("gpt2-medium", ModelFormat.TORCH, WeightType.F16).named("gpt2-medium-torch"),
                    service("gpt2-large", ModelFormat.SAFETENSORS, WeightType.F16),
                    service("gpt2-xl", ModelFormat.GGUF, WeightType.Q4_0).named("gpt2-xl-q4_0"),
                    service("qwen2.5-0.5b", ModelFormat.GGUF, WeightType.Q8_0).named("qwen2.5-0.5b-q8_0"),
                    service("qwen2.5-0.5b", ModelFormat.SAFETENSORS, WeightType.BF16),
                    service("qwen2.5-0.5b", ModelFormat.ONNX, WeightType.F16).named("qwen2.5-0.5b-onnx"),
                    service("qwen2.5-1.5b", ModelFormat.GGUF, WeightType.Q4_0).named("qwen2.5-1.5b-q4_0"),
                    service("qwen2.5-1.5b", ModelFormat.SAFETENSORS, WeightType.F16)
                            .inShards(800_000_000),
                    service("stable-diffusion-1.4", ModelFormat.SAFETENSORS, WeightType.F16),
                    service("musicgen-small", ModelFormat.TORCH, WeightType.F16),
                    service("whisper-large-v3", ModelFormat.SAFETENSORS, WeightType.F16),
                    service("mistral-7b", ModelFormat.GGUF, WeightType.Q4_0),
                    service("qwen2.5-7b", ModelFormat.GGUF, WeightType.Q8_0)));

    private final String size;

    /** Immutable: made by List.of. */
    @SuppressWarnings("ImmutableEnumChecker")
    private final List<Service> services;

    ServiceSet(String size, List<Service> services) {
        this.size = size;
        this.services = services;
    }

    /**
     * One model.
     *
     * @param shardBytes longest weights of a file; empty where it is as published
     */
    private record Service(
            Supplier<CatalogueModel> model, ModelFormat format, WeightType type, Optional<Long> shardBytes) {
        /** Where a set has a model twice, in a folder of this name. */
        Service named(String name) {
            return new Service(() -> model.get().named(name), format, type, shardBytes);
        }

        Service inShards(long bytes) {
            return new Service(model, format, type, Optional.of(bytes));
        }
    }

    private static Service service(String model, ModelFormat format, WeightType type) {
        return new Service(() -> Catalogue.of(model).orElseThrow(), format, type, Optional.empty());
    }

    private static Service stack(String name, int layers, int width, ModelFormat format) {
        return new Service(() -> new Stack(layers, width).model(name), format, WeightType.F16, Optional.empty());
    }

    /** Its name on the command line. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What its files take, in two digits, for people; the layout, which knows it exactly, takes a while to make. */
    public String size() {
        return size;
    }

    /** The files of all of them, each model in a folder of its name. */
    public LayoutDocument layout() {
        return joined(services.stream()
                .map(service -> CatalogueLayout.of(
                        service.model().get(), service.format(), Optional.of(service.type()), service.shardBytes()))
                .toList());
    }

    /** The models, in their order. */
    public List<CatalogueModel> models() {
        return services.stream().map(service -> service.model().get()).toList();
    }

    /** Several layouts in one, in their order. */
    public static LayoutDocument joined(List<LayoutDocument> layouts) {
        List<LayoutDocument.ModelSummary> models = new ArrayList<>();
        List<LayoutFile> files = new ArrayList<>();
        layouts.forEach(each -> {
            models.addAll(each.models());
            files.addAll(each.files());
        });
        return new LayoutDocument(LayoutDocument.SCHEMA_VERSION, Commands.TOOL, models, files);
    }
}

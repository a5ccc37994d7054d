package dev.berth.profiler.synthesize.format;

import dev.berth.command.Commands;
import dev.berth.profiler.synthesize.catalogue.Catalogue;
import dev.berth.profiler.synthesize.catalogue.CatalogueModel;
import dev.berth.profiler.synthesize.layout.LayoutDocument;
import dev.berth.profiler.synthesize.layout.LayoutFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Generative services as an edge server offers them together: models of the catalogue, in types that people serve. */
public enum ServiceSet {
    /** Under 2 GB: a first look that takes a minute or two. */
    SMALL(List.of(
            service("gpt2", ModelFormat.SAFETENSORS, WeightType.F16),
            service("whisper-base", ModelFormat.SAFETENSORS, WeightType.F16),
            service("qwen2.5-0.5b", ModelFormat.GGUF, WeightType.Q4_0),
            service("gpt2-medium", ModelFormat.SAFETENSORS, WeightType.F16))),

    /** Ten services, about 12 GB, from 0.15 to 4 GB each. */
    EDGE(List.of(
            service("gpt2", ModelFormat.SAFETENSORS, WeightType.F16),
            service("gpt2-medium", ModelFormat.SAFETENSORS, WeightType.F16),
            service("gpt2-large", ModelFormat.SAFETENSORS, WeightType.F16),
            service("gpt2-xl", ModelFormat.GGUF, WeightType.Q4_0),
            service("stable-diffusion-1.4", ModelFormat.SAFETENSORS, WeightType.F16),
            service("musicgen-small", ModelFormat.SAFETENSORS, WeightType.F16),
            service("whisper-base", ModelFormat.SAFETENSORS, WeightType.F16),
            service("qwen2.5-0.5b", ModelFormat.GGUF, WeightType.Q8_0),
            service("qwen2.5-1.5b", ModelFormat.GGUF, WeightType.Q4_0),
            service("mistral-7b", ModelFormat.GGUF, WeightType.Q4_0)));

    /** Immutable: made by List.of. */
    @SuppressWarnings("ImmutableEnumChecker")
    private final List<Service> services;

    ServiceSet(List<Service> services) {
        this.services = services;
    }

    private record Service(String model, ModelFormat format, WeightType type) {}

    private static Service service(String model, ModelFormat format, WeightType type) {
        return new Service(model, format, type);
    }

    /** Its name on the command line. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The files of all of them, each model in a folder of its name. */
    public LayoutDocument layout() {
        return joined(services.stream()
                .map(service -> CatalogueLayout.of(
                        Catalogue.of(service.model()).orElseThrow(),
                        service.format(),
                        Optional.of(service.type()),
                        Optional.empty()))
                .toList());
    }

    /** The models, in their order. */
    public List<CatalogueModel> models() {
        return services.stream()
                .map(service -> Catalogue.of(service.model()).orElseThrow())
                .toList();
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

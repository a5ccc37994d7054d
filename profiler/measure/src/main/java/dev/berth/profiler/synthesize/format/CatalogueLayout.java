package dev.berth.profiler.synthesize.format;

import dev.berth.command.Commands;
import dev.berth.profiler.synthesize.catalogue.CatalogueModel;
import dev.berth.profiler.synthesize.catalogue.Component;
import dev.berth.profiler.synthesize.layout.LayoutDocument;
import dev.berth.profiler.synthesize.layout.LayoutDocument.ModelSummary;
import dev.berth.profiler.synthesize.layout.LayoutFile;
import dev.berth.profiler.synthesize.layout.Segment;
import dev.berth.record.BadOptionException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Lays a model of the catalogue out: its files lie in a folder of its name. */
public final class CatalogueLayout {
    private CatalogueLayout() {}

    /** Formats that a model can be written in. */
    public static List<ModelFormat> formats(CatalogueModel model) {
        return Arrays.stream(ModelFormat.values())
                .filter(format -> format != ModelFormat.GGUF || model.gguf().isPresent())
                .toList();
    }

    /** As the model is published: safetensors in its own type and shards. */
    public static LayoutDocument published(CatalogueModel model) {
        return of(model, ModelFormat.SAFETENSORS, Optional.empty(), Optional.empty());
    }

    /**
     * Lays out.
     *
     * @param type element type of the weights; the published one where it is not named
     * @param shardBytes longest weights of a file; as published where it is not named, and for GGUF one file
     * @throws BadOptionException where the model has no such format, or the format no such type
     */
    public static LayoutDocument of(
            CatalogueModel model, ModelFormat format, Optional<WeightType> type, Optional<Long> shardBytes) {
        WeightType own = type.orElse(WeightType.valueOf(model.type()));
        requirePossible(model, format, own);
        long most = shardBytes.orElse(format == ModelFormat.GGUF ? Long.MAX_VALUE : model.shardBytes());
        String folder = model.name() + "/";
        List<LayoutFile> files = new ArrayList<>();
        if (format == ModelFormat.GGUF) {
            files.addAll(GgufLayout.of(folder, model.name(), model.gguf().orElseThrow(), own, most));
        } else {
            model.sideFiles().forEach((path, text) -> files.add(TextFile.of(folder + path, text)));
            for (Component component : model.components()) {
                String place = component.folder().isEmpty() ? folder : folder + component.folder() + "/";
                if (format != ModelFormat.TFJS && format != ModelFormat.SAVEDMODEL) {
                    files.add(TextFile.of(place + "config.json", component.config()));
                }
                files.addAll(weights(format, place, component, own, most));
            }
        }
        return new LayoutDocument(
                LayoutDocument.SCHEMA_VERSION, Commands.TOOL, List.of(summary(model, format, files)), files);
    }

    private static List<LayoutFile> weights(
            ModelFormat format, String place, Component component, WeightType type, long most) {
        return switch (format) {
            case SAFETENSORS -> SafetensorsLayout.of(place, component, type, most);
            case TORCH -> TorchLayout.of(place, component, type, most);
            case ONNX -> OnnxLayout.of(place, component, type);
            case TFJS -> TfjsLayout.of(place, component, type);
            case SAVEDMODEL -> SavedModelLayout.of(place, component, type);
            case GGUF -> throw new IllegalArgumentException("components are not written as GGUF");
        };
    }

    private static void requirePossible(CatalogueModel model, ModelFormat format, WeightType type) {
        if (!formats(model).contains(format)) {
            throw new BadOptionException(model.name() + " has no GGUF: llama.cpp does not run it; it can be written as "
                    + formats(model).stream().map(ModelFormat::label).collect(Collectors.joining(", ")));
        }
        if (type.isQuantized() && format != ModelFormat.GGUF) {
            throw new BadOptionException("--dtype " + type.label() + " is blocks that GGUF alone holds, not "
                    + format.label() + "; name --format gguf, or --dtype f32, f16 or bf16");
        }
        if (type == WeightType.BF16 && format == ModelFormat.TFJS) {
            throw new BadOptionException(
                    "--dtype bf16 is a type that TensorFlow.js does not have; name --dtype f32 or f16");
        }
    }

    private static ModelSummary summary(CatalogueModel model, ModelFormat format, List<LayoutFile> files) {
        List<Segment> tensors = files.stream()
                .flatMap(file -> file.segments().stream())
                .filter(segment -> segment.tensor() != null)
                .toList();
        long parameters = tensors.stream()
                .mapToLong(segment -> segment.tensor().shape().stream().reduce(1L, Math::multiplyExact))
                .sum();
        return new ModelSummary(
                model.name(),
                format.label(),
                tensors.size(),
                parameters,
                tensors.stream().mapToLong(Segment::bytes).sum());
    }
}

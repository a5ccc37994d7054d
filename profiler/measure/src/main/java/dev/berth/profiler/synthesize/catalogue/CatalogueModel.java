package dev.berth.profiler.synthesize.catalogue;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/**
 * A model of the catalogue.
 *
 * @param name in kebab case
 * @param description what it is, in a few words
 * @param components its parts, at least one
 * @param sideFiles further files by path within its folder, and their text
 * @param type element type that it is published in: F32, F16 or BF16
 * @param shardBytes longest weights file, as it is published
 * @param gguf what it is to llama.cpp; empty for what llama.cpp does not run
 */
public record CatalogueModel(
        String name,
        String description,
        List<Component> components,
        SortedMap<String, String> sideFiles,
        String type,
        long shardBytes,
        Optional<GgufModel> gguf) {
    public CatalogueModel {
        components = List.copyOf(components);
    }

    /** The same under another name, which is that of its folder. */
    public CatalogueModel named(String other) {
        return new CatalogueModel(other, description, components, sideFiles, type, shardBytes, gguf);
    }

    /** Weights, without what is stored beside them. */
    public long parameters() {
        return components.stream().mapToLong(Component::parameters).sum();
    }

    /** Number of tensors as its published files hold them. */
    public long tensors() {
        return components.stream()
                .mapToLong(component -> component.tensors().size())
                .sum();
    }
}

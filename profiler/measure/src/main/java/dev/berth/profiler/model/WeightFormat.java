package dev.berth.profiler.model;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A format that a single file announces: by name, and by its first bytes where names are shared. Each is a record
 * without components, so that all of a class are equal, and a line of
 * {@code META-INF/services/dev.berth.profiler.model.WeightFormat}, where it is found. No two formats announce one file.
 */
public interface WeightFormat {
    /**
     * Whether a file's name announces the format by itself.
     *
     * @param name of the file without its folder, in lower case
     */
    boolean isNamed(String name);

    /** Whether a regular file is of the format; looks into those whose names others share. */
    default boolean holds(Path file) throws IOException {
        return isNamed(file.getFileName().toString().toLowerCase(Locale.ROOT));
    }

    /**
     * Opens and checks the headers; reads no weights.
     *
     * @param source where their bytes come from
     * @throws ModelFaultException where the file is damaged, or its headers ask for more than a model's may
     */
    Part read(Path file, HeaderSource source) throws IOException, ModelFaultException;

    /** The format of the files that hold the bytes: the same, but for an index of shards. */
    default WeightFormat container() {
        return this;
    }

    /** Whether reading the first of numbered files reads all of them; else each is read, and they are joined. */
    default boolean readsShards() {
        return false;
    }

    /** Whether loaders read nothing beside the weights: no configuration, no tokenizer. */
    default boolean isComplete() {
        return false;
    }

    /** How names tell precisions, as a stem and a variant, where not as most loaders save them. */
    default Optional<Pattern> variants() {
        return Optional.empty();
    }

    /** What follows a name's last dot, in lower case; empty where nothing stands before the dot. */
    static String extension(String name) {
        int dot = name.lastIndexOf('.');
        return dot <= 0 ? "" : name.substring(dot + 1).toLowerCase(Locale.ROOT);
    }
}

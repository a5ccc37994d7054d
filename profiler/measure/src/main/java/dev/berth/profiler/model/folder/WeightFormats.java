package dev.berth.profiler.model.folder;

import dev.berth.profiler.model.WeightFormat;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.ServiceLoader;

/** The formats that are read, as the services of {@link WeightFormat} name them. */
final class WeightFormats {
    private static final List<WeightFormat> ALL =
            ServiceLoader.load(WeightFormat.class, WeightFormat.class.getClassLoader()).stream()
                    .map(ServiceLoader.Provider::get)
                    .toList();

    private WeightFormats() {}

    /** The format that a file's name announces by itself. */
    static Optional<WeightFormat> named(Path file) {
        return named(file.getFileName().toString());
    }

    /** The same for a name without a folder. */
    static Optional<WeightFormat> named(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return ALL.stream().filter(format -> format.isNamed(lower)).findFirst();
    }

    /** The format of a regular file, empty where it announces none. */
    static Optional<WeightFormat> of(Path file) throws IOException {
        for (WeightFormat format : ALL) {
            if (format.holds(file)) {
                return Optional.of(format);
            }
        }
        return Optional.empty();
    }
}

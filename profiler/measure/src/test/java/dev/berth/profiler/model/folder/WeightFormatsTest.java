package dev.berth.profiler.model.folder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.profiler.model.Fixtures;
import dev.berth.profiler.model.Model;
import dev.berth.profiler.model.WeightFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WeightFormatsTest {
    @TempDir
    private Path folder;

    /** {@link MadeUpFormat} is a class and a line of the services file, and no more. */
    @Test
    void aFormatThatIsAddedIsListedWithOthersAndItsDamageIsOneLine() throws IOException {
        Fixtures.Kind.SAFETENSORS.write(Files.createDirectories(folder.resolve("other")));
        Path own = Files.createDirectories(folder.resolve("own"));
        Files.write(own.resolve("w.made-up"), Fixtures.concat(new byte[] {4, 0, 0, 0}, Fixtures.B));
        Files.write(own.resolve("broken.made-up"), new byte[] {4, 0, 0, 0, 1});

        ModelCatalog.Scan scan = ModelCatalog.scan(List.of(folder));

        assertEquals(
                List.of("other/m safetensors 40", "own/w made-up 16"),
                scan.models().stream()
                        .map(Model::record)
                        .map(it -> it.name() + " " + it.format() + " " + it.weightBytes())
                        .toList());
        assertEquals(1, scan.faults().size());
        assertTrue(scan.faults().get(0).message().contains("broken.made-up: count: "));
    }

    /** What a format's fixture says is what every contract test and the fuzzer say of it. */
    @Test
    void everyFormatHasAFixtureAndNoFileHasTwoFormats() throws IOException {
        List<WeightFormat> formats = ServiceLoader.load(WeightFormat.class).stream()
                .map(ServiceLoader.Provider::get)
                .toList();
        assertEquals(formats.size(), Set.copyOf(formats).size());
        Set<WeightFormat> found = new HashSet<>(Set.of(new MadeUpFormat()));
        for (Fixtures.Kind kind : Fixtures.Kind.values()) {
            Path home = Files.createDirectories(folder.resolve(kind.name()));
            kind.write(home);
            for (Path file : files(home)) {
                Set<WeightFormat> holding = new HashSet<>();
                for (WeightFormat format : formats) {
                    if (format.holds(file)) {
                        holding.add(format);
                    }
                }
                assertTrue(holding.size() <= 1, file + " is " + holding);
                found.addAll(holding);
            }
        }
        Set<WeightFormat> without =
                formats.stream().filter(format -> !found.contains(format)).collect(Collectors.toSet());
        assertEquals(Set.of(), without);
    }

    private static List<Path> files(Path home) throws IOException {
        try (Stream<Path> all = Files.walk(home)) {
            return all.filter(Files::isRegularFile).toList();
        }
    }
}

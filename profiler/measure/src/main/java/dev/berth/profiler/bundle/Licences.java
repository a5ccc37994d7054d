package dev.berth.profiler.bundle;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Collects the licence of each jar: from the jar itself, or from here where its makers left it out. */
final class Licences {
    private static final String APACHE = "LICENSE";

    /** Name a jar begins with, and its licence: a file of this package, or Berth's own Apache licence. */
    private static final Map<String, String> LEFT_OUT = Map.of(
            "encog-core",
            APACHE,
            "berth-",
            APACHE,
            "jcuda-",
            "jcuda-licence.txt",
            "oshi-",
            "oshi-licence.txt",
            "picocli-",
            APACHE,
            "rhino-",
            "mozilla-licence.txt",
            "snakeyaml-",
            APACHE);

    private final Path apache;
    private final Path folder;

    /**
     * @param apache text of the Apache License 2.0
     * @param folder where each jar gets a folder of its own
     */
    Licences(Path apache, Path folder) {
        this.apache = apache;
        this.folder = folder;
    }

    /** @throws IllegalStateException where no licence is known: such a jar must not be passed on */
    void collect(List<Path> jars) throws IOException {
        for (Path jar : jars) {
            String name = jar.getFileName().toString().replaceFirst("\\.jar$", "");
            if (new PackedJar(jar).copyLicences(folder.resolve(name)) == 0) {
                addLeftOut(name);
            }
        }
        copyResource("libffi-licence.txt", folder.resolve("libffi (in libjnidispatch.so)"));
        copyResource("echarts-licence.txt", folder.resolve("echarts (in berth-optimizer.jar)"));
    }

    private void addLeftOut(String name) throws IOException {
        String file = LEFT_OUT.entrySet().stream()
                .filter(it -> name.startsWith(it.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(
                        name + ".jar carries no licence and none is known for it, expected one in Licences"));
        if (file.equals(APACHE)) {
            Files.createDirectories(folder.resolve(name));
            Files.copy(apache, folder.resolve(name).resolve(APACHE));
        } else {
            copyResource(file, folder.resolve(name));
        }
    }

    private static void copyResource(String name, Path into) throws IOException {
        Files.createDirectories(into);
        try (InputStream text = Licences.class.getResourceAsStream(name)) {
            Files.copy(text, into.resolve("LICENSE"));
        }
    }
}

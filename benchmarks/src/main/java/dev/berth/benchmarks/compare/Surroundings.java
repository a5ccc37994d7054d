package dev.berth.benchmarks.compare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.stream.Stream;

/** Where and how a comparison ran. */
final class Surroundings {
    private Surroundings() {}

    static String describe(Rules rules) throws IOException {
        return String.join(
                "\n",
                "begun: " + Instant.now(),
                "processor: " + firstValue(Path.of("/proc/cpuinfo"), "model name"),
                "processors: " + Runtime.getRuntime().availableProcessors(),
                "memory: " + firstValue(Path.of("/proc/meminfo"), "MemTotal"),
                "load when begun: " + firstLine(Path.of("/proc/loadavg")),
                "kernel: " + System.getProperty("os.name") + " " + System.getProperty("os.version") + " "
                        + System.getProperty("os.arch"),
                "jvm: " + System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"),
                "rules: " + rules,
                "");
    }

    private static String firstValue(Path file, String key) throws IOException {
        if (!Files.isReadable(file)) {
            return "unknown: no " + file;
        }
        try (Stream<String> lines = Files.lines(file)) {
            return lines.filter(line -> line.startsWith(key))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse("unknown: no " + key + " in " + file);
        }
    }

    private static String firstLine(Path file) throws IOException {
        return Files.isReadable(file) ? Files.readString(file).strip() : "unknown: no " + file;
    }
}

package dev.berth.profiler.model.folder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.berth.command.Main;
import dev.berth.profiler.model.Fixtures;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.LongSummaryStatistics;
import java.util.OptionalLong;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Files that want more than they may have, beside good models, in a process with the launcher's heap: one line each,
 * and the good models are found and measured.
 */
class HostileScanTest {
    private static final long PEAK_BYTES = 512L << 20;

    @TempDir
    private Path folder;

    /** A run of the profiler in a process of its own. */
    private record Run(int status, String out, String faults, long peakBytes) {}

    /** Runs the profiler, and tells in a file how much memory the process had at most. */
    static final class Watched {
        private Watched() {}

        public static void main(String[] arguments) {
            Path file = Path.of(arguments[0]);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                try {
                    Files.copy(Path.of("/proc/self/status"), file);
                } catch (IOException notLinux) {
                    // No file, no figure.
                }
            }));
            Main.main(Stream.of(arguments).skip(1).toArray(String[]::new));
        }
    }

    @Test
    void bombsBesideGoodModelsCostOneLineEach() throws Exception {
        Path models = Files.createDirectories(folder.resolve("models"));
        Fixtures.Kind.SAFETENSORS.write(Files.createDirectories(models.resolve("good")));
        Fixtures.Kind.ONNX.write(Files.createDirectories(models.resolve("too")));
        for (Bombs bomb : Bombs.values()) {
            bomb.write(models);
        }

        // It scans as models does, which the other attacks are listed by, and goes on.
        Run profiled = run(
                "profile",
                models.toString(),
                "--device",
                "host",
                "--runs",
                "2",
                "--cache",
                "warm",
                "--out",
                folder.resolve("out").toString());

        assertEquals(3, profiled.status(), profiled.faults());
        assertTrue(profiled.peakBytes() < PEAK_BYTES, profiled.peakBytes() + " bytes");
        assertTrue(profiled.out().contains("good/m") && profiled.out().contains("too/m"), profiled.out());
        assertOneLineEach(profiled);
    }

    /** Each opens, and all of them together would fill the heap: the largest give way, the small ones stay. */
    @Test
    void modelsEachUnderItsBudgetFitTogether() throws Exception {
        Path models = Files.createDirectories(folder.resolve("models"));
        Fixtures.Kind.SAFETENSORS.write(Files.createDirectories(models.resolve("good")));
        for (int i = 0; i < 4; i++) {
            try (OutputStream out =
                    new BufferedOutputStream(Files.newOutputStream(models.resolve("m" + i + ".onnx")))) {
                Bombs.onnx(out, 300_000);
            }
        }
        Fixtures.Kind.ONNX.write(Files.createDirectories(models.resolve("too")));

        Run listed = run("models", "--json", models.toString());

        assertEquals(3, listed.status(), listed.faults());
        assertTrue(listed.out().contains("\"good/m\"") && listed.out().contains("\"too/m\""), listed.out());
        assertEquals(
                2,
                listed.faults()
                        .lines()
                        .filter(line -> line.contains("300000 separate pieces, more than the memory of a scan holds"))
                        .count(),
                listed.faults());
        assertTrue(listed.peakBytes() < PEAK_BYTES, listed.peakBytes() + " bytes");
    }

    @Test
    void attacksCostOneLineOrCountWhatTheirBytesBack() throws Exception {
        Path models = Files.createDirectories(folder.resolve("models"));
        Fixtures.Kind.SAFETENSORS.write(Files.createDirectories(models.resolve("a")));
        for (Attacks attack : Attacks.values()) {
            attack.write(Files.createDirectories(place(models, attack)));
        }
        Fixtures.Kind.ONNX.write(Files.createDirectories(models.resolve("z")));

        Run listed = run("models", "--json", models.toString());

        removeLinks(models);
        assertEquals(3, listed.status(), listed.faults());
        assertTrue(listed.out().contains("\"a/m\"") && listed.out().contains("\"z/m\""), listed.out());
        assertTrue(listed.peakBytes() < PEAK_BYTES, listed.peakBytes() + " bytes");
        JsonNode found = JsonMapper.builder().build().readTree(listed.out()).path("models");
        for (Attacks attack : Attacks.values()) {
            String place = place(models, attack).toString();
            List<String> lines = listed.faults()
                    .lines()
                    .filter(line -> line.startsWith("berth: ") && line.contains(place))
                    .toList();
            assertEquals(attack.fault().isEmpty() ? 0 : 1, lines.size(), attack + ": " + lines);
            assertTrue(lines.isEmpty() || lines.get(0).contains(attack.fault()), attack + ": " + lines);
            LongSummaryStatistics parameters = StreamSupport.stream(found.spliterator(), false)
                    .filter(model -> model.path("source").asText().startsWith(place))
                    .mapToLong(model -> model.path("parameters").asLong())
                    .summaryStatistics();
            assertEquals(
                    attack.parameters(),
                    parameters.getCount() == 0 ? OptionalLong.empty() : OptionalLong.of(parameters.getSum()),
                    attack.toString());
        }
    }

    /** So that nothing that cleans up comes near what they lead to. */
    private static void removeLinks(Path models) throws IOException {
        try (Stream<Path> paths = Files.walk(models)) {
            for (Path link : paths.filter(Files::isSymbolicLink).toList()) {
                Files.delete(link);
            }
        }
    }

    private static Path place(Path models, Attacks attack) {
        return models.resolve(attack.name().toLowerCase(Locale.ROOT) + "-folder");
    }

    private static void assertOneLineEach(Run run) {
        for (Bombs bomb : Bombs.values()) {
            List<String> lines = run.faults()
                    .lines()
                    .filter(line -> line.contains(bomb.fileName()))
                    .toList();
            assertEquals(1, lines.size(), bomb + ": " + run.faults());
            assertTrue(lines.get(0).contains("needs more than 134 MB of headers in memory"), lines.get(0));
        }
    }

    /** Options of the Java machine as the launcher gives them, of memory and its care. */
    private static List<String> launcherOptions() throws IOException {
        String launcher = Files.readString(Path.of("..", "..", "berth"));
        List<String> options = Stream.of(launcher.split("\\s+", -1))
                .filter(word -> word.matches("-X\\S+"))
                .toList();
        assertTrue(options.contains("-XX:+UseSerialGC"), options.toString());
        return options;
    }

    private Run run(String... arguments) throws IOException, InterruptedException {
        Path out = folder.resolve("stdout");
        Path err = folder.resolve("stderr");
        Path status = folder.resolve("status");
        Files.deleteIfExists(status);
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(launcherOptions());
        command.addAll(
                List.of("-cp", System.getProperty("java.class.path"), Watched.class.getName(), status.toString()));
        command.addAll(List.of(arguments));
        int code = new ProcessBuilder(command)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start()
                .waitFor();
        return new Run(
                code,
                Files.readString(out, StandardCharsets.UTF_8),
                Files.readString(err, StandardCharsets.UTF_8),
                peakBytes(status));
    }

    /** Most resident memory in bytes; 0 where the system does not tell. */
    private static long peakBytes(Path status) throws IOException {
        if (!Files.exists(status)) {
            return 0;
        }
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
                .findFirst()
                .orElse(0);
    }
}

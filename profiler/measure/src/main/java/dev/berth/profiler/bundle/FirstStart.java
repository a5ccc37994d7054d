package dev.berth.profiler.bundle;

import dev.berth.command.ChildProcess;
import dev.berth.record.BadInputException;
import java.io.File;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What is packed is started once, as it will be elsewhere: here, or where it cannot run here by qemu's user mode. */
final class FirstStart {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    /** Every instruction is translated, several tens of times as slow. */
    private static final Duration TRANSLATED_PATIENCE = Duration.ofMinutes(20);

    private FirstStart() {}

    /**
     * Starts the launcher of a bundle for this kind of machine.
     *
     * @param work an empty folder
     * @return how it went, one line
     * @throws BadInputException where it does not start
     */
    static String here(Path folder, Path work) throws IOException {
        run(List.of(folder.resolve("berth").toString(), "--version"), work, PATIENCE, "does not start");
        return "started here";
    }

    /**
     * Runs the self-test of a bundle for another kind of machine, where qemu is installed.
     *
     * @param work an empty folder
     * @return how it went, or why it was not tried, one line
     * @throws BadInputException where a check of it fails
     */
    static String translated(Path folder, Platform platform, Path work) throws IOException {
        Optional<Path> qemu = qemu(platform);
        if (qemu.isEmpty()) {
            return "not started: no qemu-" + platform.label() + " on the PATH";
        }
        Path system = PinnedJdk.fetchSystem(work, "or pack without qemu on the PATH");
        Path natives = folder.resolve("lib").resolve("native");
        String said = run(
                List.of(
                        qemu.get().toString(),
                        "-L",
                        system.toString(),
                        folder.resolve("runtime").resolve("bin").resolve("java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Djna.boot.library.path=" + natives,
                        "-Djna.nounpack=true",
                        "-Djava.library.path=" + natives,
                        "-cp",
                        folder.resolve("lib") + "/*",
                        "dev.berth.command.Main",
                        "self-test"),
                work,
                TRANSLATED_PATIENCE,
                "fails its self-test under " + qemu.get().getFileName());
        List<String> lines = said.lines().filter(line -> !line.isBlank()).toList();
        return "self-test under " + qemu.get().getFileName() + ": "
                + lines.get(lines.size() - 1).strip();
    }

    private static Optional<Path> qemu(Platform platform) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .filter(entry -> !entry.isBlank())
                .flatMap(entry ->
                        Stream.of("", "-static").map(ending -> Path.of(entry, "qemu-" + platform.label() + ending)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static String run(List<String> words, Path work, Duration patience, String fault) throws IOException {
        Path log = work.resolve("start.log");
        Process process = new ProcessBuilder(words)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            int status = ChildProcess.await(process, patience).orElse(-1);
            String said = Files.readString(log, StandardCharsets.UTF_8);
            if (status != 0) {
                throw new BadInputException("bundle: what was packed " + fault + ": "
                        + said.lines()
                                .filter(line -> line.contains("FAIL"))
                                .findFirst()
                                .or(() -> said.lines().findFirst())
                                .orElse("nothing said"));
            }
            return said;
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
    }
}

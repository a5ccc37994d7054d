package dev.berth.optimizer.cli;

import dev.berth.command.ChildProcess;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Makes a PNG of an SVG by a browser that is installed: Berth brings none. */
final class Picture {
    private static final List<String> BROWSERS = List.of("chromium", "chromium-browser", "google-chrome");
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    /** Points of the picture for each of the drawing: sharp on paper. */
    private static final int SCALE = 2;

    private static final Pattern SIZE = Pattern.compile("<svg width=\"(\\d+)\" height=\"(\\d+)\"");

    private Picture() {}

    /** The browser's program; empty where none is on the PATH. */
    static Optional<Path> browser() {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .filter(folder -> !folder.isEmpty())
                .flatMap(folder -> BROWSERS.stream().map(name -> Path.of(folder).resolve(name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /**
     * Draws.
     *
     * @param svg a drawing that says how large it is
     * @return whether it was made
     */
    static boolean draw(Path browser, Path svg, Path png) throws IOException, InterruptedException {
        Matcher size = SIZE.matcher(Files.readString(svg));
        if (!size.find()) {
            return false;
        }
        Files.deleteIfExists(png);
        Process process = new ProcessBuilder(
                        browser.toString(),
                        "--headless=new",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--hide-scrollbars",
                        "--force-device-scale-factor=" + SCALE,
                        "--window-size=" + size.group(1) + "," + size.group(2),
                        "--screenshot=" + png.toAbsolutePath(),
                        svg.toUri().toString())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        OptionalInt status = ChildProcess.await(process, PATIENCE);
        return status.isPresent() && status.getAsInt() == 0 && Files.exists(png);
    }
}

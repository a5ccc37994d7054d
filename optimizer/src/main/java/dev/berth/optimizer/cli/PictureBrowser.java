package dev.berth.optimizer.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.command.ChildProcess;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Makes PNGs of SVGs by one start of a browser that is installed: Berth brings none. It is told what to draw by the
 * Chrome DevTools Protocol, over a pipe that nobody else can write into and whose end ends the browser.
 */
final class PictureBrowser implements AutoCloseable {
    private static final List<String> BROWSERS = List.of("chromium", "chromium-browser", "google-chrome");

    /** The browser reads from file 3 and answers on file 4; Java gives a program files 0 to 2 alone. */
    private static final String PIPE = "exec \"$0\" \"$@\" 3<&0 4>&1 </dev/null >/dev/null";

    /** Points of the picture for each of the drawing: sharp on paper. */
    private static final int SCALE = 2;

    private static final Pattern SIZE = Pattern.compile("<svg width=\"(\\d+)\" height=\"(\\d+)\"");

    private static final int END_SECONDS = 1;

    private static final String ENDED = "ended before the picture was drawn";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path program;
    private final Duration patience;
    private final Keep keep;
    private final Process process;
    private final ChildProcess child;
    private final OutputStream commands;
    private final InputStream answers;
    private final ExecutorService drawing = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "draw pictures");
        thread.setDaemon(true);
        return thread;
    });

    /** Told since the picture was begun. */
    private final List<JsonNode> events = new ArrayList<>();

    private int lastId;
    private String session;

    private Path file;
    private Future<byte[]> picture;
    private String fault;

    /** Where pictures go. */
    @FunctionalInterface
    interface Keep {
        /** Writes one: the bytes of a PNG. */
        void accept(Path png, byte[] picture) throws IOException;
    }

    /**
     * Starts it.
     *
     * @param program that {@link #installed()} found
     * @param patience how long a picture may take, > 0
     * @param keep gets each picture that is made
     */
    PictureBrowser(Path program, Duration patience, Keep keep) throws IOException {
        this.program = program;
        this.patience = patience;
        this.keep = keep;
        process = new ProcessBuilder(
                        "sh",
                        "-c",
                        PIPE,
                        program.toString(),
                        "--headless=new",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--hide-scrollbars",
                        "--force-device-scale-factor=" + SCALE,
                        "--remote-debugging-pipe")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        child = new ChildProcess(process);
        commands = process.getOutputStream();
        answers = new BufferedInputStream(process.getInputStream());
    }

    /** The browser's program; empty where none is on the PATH. */
    static Optional<Path> installed() {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .filter(folder -> !folder.isEmpty())
                .flatMap(folder -> BROWSERS.stream().map(name -> Path.of(folder).resolve(name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /**
     * Begins a picture, once the one before is made. Where one was not made, none is any more.
     *
     * @param svg a drawing that says how large it is
     * @param png its file, for whoever keeps it
     * @throws IOException where the picture before cannot be kept
     */
    void draw(Path svg, Path png) throws IOException, InterruptedException {
        finish();
        if (fault == null) {
            file = png;
            picture = drawing.submit(() -> picture(svg));
        }
    }

    /**
     * Waits for the last picture.
     *
     * @throws IOException where it cannot be kept
     */
    void finish() throws IOException, InterruptedException {
        if (picture == null) {
            return;
        }
        byte[] made = null;
        try {
            made = picture.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            fault = "took longer than " + patience.toSeconds() + " s";
        } catch (ExecutionException failed) {
            fault = failed.getCause().getMessage();
        }
        picture = null;
        if (made == null) {
            close();
        } else {
            keep.accept(file, made);
        }
    }

    /** Why pictures are missing: the browser, what it did and the file that it was to write; empty where none is. */
    Optional<String> fault() {
        return Optional.ofNullable(fault).map(what -> program + " " + what + ", at " + file);
    }

    private byte[] picture(Path svg) throws IOException {
        Matcher size = SIZE.matcher(Files.readString(svg));
        if (!size.find()) {
            throw new IOException("is not told how large " + svg + " is");
        }
        if (session == null) {
            open();
        }
        events.clear();
        ObjectNode metrics = JSON.createObjectNode()
                .put("width", Integer.parseInt(size.group(1)))
                .put("height", Integer.parseInt(size.group(2)))
                .put("deviceScaleFactor", SCALE)
                .put("mobile", false);
        ask("Emulation.setDeviceMetricsOverride", metrics);
        JsonNode page = ask(
                "Page.navigate", JSON.createObjectNode().put("url", svg.toUri().toString()));
        if (page.has("errorText")) {
            throw new IOException(
                    "cannot open " + svg + ": " + page.get("errorText").asText());
        }
        await(event -> event.path("method").asText().equals("Page.lifecycleEvent")
                && event.at("/params/loaderId").equals(page.get("loaderId"))
                && event.at("/params/name").asText().equals("load"));
        return ask("Page.captureScreenshot", JSON.createObjectNode().put("format", "png"))
                .get("data")
                .binaryValue();
    }

    private void open() throws IOException {
        JsonNode page = ask("Target.createTarget", JSON.createObjectNode().put("url", "about:blank"));
        ObjectNode flat = JSON.createObjectNode().put("flatten", true);
        flat.set("targetId", page.get("targetId"));
        session = ask("Target.attachToTarget", flat).get("sessionId").asText();
        ask("Page.enable", JSON.createObjectNode());
        ask("Page.setLifecycleEventsEnabled", JSON.createObjectNode().put("enabled", true));
    }

    /** What a command of the protocol gives. */
    private JsonNode ask(String method, ObjectNode parameters) throws IOException {
        int id = ++lastId;
        ObjectNode command = JSON.createObjectNode().put("id", id).put("method", method);
        command.set("params", parameters);
        if (session != null) {
            command.put("sessionId", session);
        }
        try {
            commands.write((command + "\0").getBytes(StandardCharsets.UTF_8));
            commands.flush();
        } catch (IOException noReader) {
            throw new IOException(ENDED, noReader);
        }
        JsonNode answer = await(message -> message.path("id").asInt() == id);
        if (!answer.has("result")) {
            throw new IOException(
                    "refuses " + method + ": " + answer.at("/error/message").asText());
        }
        return answer.get("result");
    }

    /** The first message of a kind since the picture was begun. */
    private JsonNode await(Predicate<JsonNode> kind) throws IOException {
        for (JsonNode event : events) {
            if (kind.test(event)) {
                return event;
            }
        }
        while (true) {
            JsonNode message = JSON.readTree(message());
            if (kind.test(message)) {
                return message;
            }
            events.add(message);
        }
    }

    private byte[] message() throws IOException {
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        int next = answers.read();
        for (; next > 0; next = answers.read()) {
            message.write(next);
        }
        if (next < 0) {
            throw new IOException(ENDED);
        }
        return message.toByteArray();
    }

    /** Ends it, by its pipe where it listens: ended by a signal, it leaves files of its own behind. */
    @Override
    public void close() {
        drawing.shutdownNow();
        try (child) {
            commands.close();
            process.waitFor(END_SECONDS, TimeUnit.SECONDS);
        } catch (IOException endedAlready) {
            // It wrote what it could.
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }
}

package dev.berth.profiler.engine.onnxruntime.worker;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Loads one model with ONNX Runtime, runs it, and waits to be ended. Tells what it did on stdout, a line each, after
 * {@code berth} and the moment in nanoseconds of the monotonic clock, which all processes of a machine share:
 *
 * <pre>
 * java                  the Java machine runs
 * library VERSION       the library is loaded
 * ready READ BUILD      the session is there; nanoseconds of reading the model and of building the graph, by the library's own clock
 * input NAME SHAPE      what it is asked with, where a dimension was not fixed
 * run NANOS             one run, the first one first
 * done                  all runs were made
 * fault MESSAGE         it cannot go on
 * </pre>
 */
public final class OrtWorker {
    private static final Pattern EVENT = Pattern.compile("\"name\"\\s*:\\s*\"([a-z_]+)\"[^{}]*");
    private static final Pattern MICROSECONDS = Pattern.compile("\"dur\"\\s*:\\s*(\\d+)");

    private final Path model;
    private final int threads;
    private final int cudaDevice;
    private final int runs;
    private final List<String> inputs;

    private OrtWorker(String... words) {
        model = Path.of(words[0]);
        threads = Integer.parseInt(words[1]);
        cudaDevice = Integer.parseInt(words[2]);
        runs = Integer.parseInt(words[3]);
        inputs = List.of(words).subList(4, words.length);
    }

    /**
     * The process.
     *
     * @param words model file, threads, number of a GPU or -1, runs, then {@code NAME=1x128} for inputs
     */
    public static void main(String... words) throws Exception {
        tell("java", "");
        try {
            new OrtWorker(words).work();
        } catch (OrtFault | LinkageError | OutOfMemoryError fault) {
            tell("fault", OrtFault.line(fault));
            System.exit(1);
        }
        tell("done", "");
        new CountDownLatch(1).await();
    }

    private void work() throws OrtFault, IOException {
        OrtLibrary library = new OrtLibrary();
        tell("library", library.version());
        Object options = library.options(threads, cudaDevice, Optional.of(Path.of("session")));
        Object session = library.session(model, options);
        Path profile = OrtLibrary.endProfiling(session);
        tell("ready", creation(Files.readString(profile)));
        Files.delete(profile);
        MadeUpRequest request = new MadeUpRequest(library, session, inputs, input -> tell("input", input));
        for (int i = 0; i < runs; i++) {
            tell("run", Long.toString(request.run()));
        }
    }

    /** What the library's profile says that loading and initialising took; the word is 0 where it says nothing. */
    static String creation(String profile) {
        long read = 0;
        long build = 0;
        Matcher events = EVENT.matcher(profile);
        while (events.find()) {
            String name = events.group(1);
            Matcher duration = MICROSECONDS.matcher(around(profile, events.start()));
            long nanos = duration.find() ? 1000 * Long.parseLong(duration.group(1)) : 0;
            read += name.startsWith("model_loading") ? nanos : 0;
            build += name.equals("session_initialization") ? nanos : 0;
        }
        return read + " " + build;
    }

    /** The event's object. */
    private static String around(String profile, int place) {
        return profile.substring(profile.lastIndexOf('{', place), profile.indexOf('}', place));
    }

    private static void tell(String what, String more) {
        byte[] line = ("berth " + System.nanoTime() + " " + what + (more.isEmpty() ? "" : " " + more) + "\n")
                .getBytes(StandardCharsets.UTF_8);
        System.out.write(line, 0, line.length);
        System.out.flush();
    }
}

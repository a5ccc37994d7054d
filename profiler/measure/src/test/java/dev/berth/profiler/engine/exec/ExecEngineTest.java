package dev.berth.profiler.engine.exec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.dataset.raw.EngineRow.RequestTime;
import dev.berth.dataset.raw.EngineRow.StageTime;
import dev.berth.profiler.engine.Engine;
import dev.berth.profiler.engine.Served;
import dev.berth.profiler.engine.recipe.FoundRecipe;
import dev.berth.profiler.engine.recipe.Recipe;
import dev.berth.profiler.model.Model;
import dev.berth.profiler.run.SessionFixture;
import dev.berth.record.Yaml;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExecEngineTest {
    @TempDir
    Path folder;

    /** Stands in the command line of whatever is started, so that it is found wherever it went. */
    private final String token = "86399." + Math.abs(UUID.randomUUID().getLeastSignificantBits() % 1_000_000_000);

    private Served serve(String script, String rest) throws IOException {
        String text = String.join(
                "\n",
                "schemaVersion: 1",
                "name: example",
                "about: an example",
                "command: [sh, -c, '" + script.replace("TOKEN", token).replace("'", "''") + "', '{model}', '{port}']",
                "threads: 2",
                rest);
        Recipe recipe = Yaml.parse("example", text, Recipe.class);
        return serve(recipe);
    }

    private Served serve(Recipe recipe) throws IOException {
        FoundRecipe found = new FoundRecipe(recipe, "example.yaml", name -> {
            throw new FileNotFoundException(name);
        });
        Model model = SessionFixture.model(folder, "model", 100_000);
        try (ExecEngine engine = new ExecEngine(found, folder)) {
            engine.prepare(line -> {});
            assertEquals(Optional.empty(), engine.whyNot());
            return engine.serve(model, new Engine.Witness() {
                @Override
                public void starts() {}

                @Override
                public void reached(Engine.Moment moment) {
                    moments.add(moment);
                }

                @Override
                public void answered(Set<Long> pids) {}
            });
        }
    }

    private final List<Engine.Moment> moments = new ArrayList<>();

    @AfterEach
    void nothingIsLeft() throws IOException {
        assertEquals(List.of(), running());
    }

    private List<String> running() throws IOException {
        List<String> found = new ArrayList<>();
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (Path process : processes) {
                try {
                    String command = Files.readString(process.resolve("cmdline"), StandardCharsets.ISO_8859_1);
                    if (command.contains(token)) {
                        found.add(process + " " + command.replace('\0', ' '));
                    }
                } catch (IOException gone) {
                    // It ended meanwhile.
                }
            }
        }
        return found;
    }

    @Test
    void stagesRequestsAndTokensAreToldInTheirOrder() throws IOException {
        Served served = serve("echo model read; echo model built; echo listening; exec sleep TOKEN", """
                stages: [{name: reading, output: ^model read}, {name: building, output: ^model built}]
                ready: {output: ^listening}
                probe: {command: [sh, -c, 'echo "{\\"n\\": {steps}}"'], tokens: /n, steps: 4, requests: 2, otherSteps: [1, 16]}""");

        assertEquals(Optional.empty(), served.failure());
        assertEquals(List.of(Engine.Moment.values()), moments);
        assertEquals(
                List.of("reading", "building", "ready"),
                served.stages().stream().map(StageTime::name).toList());
        assertEquals(
                served.readyNanos(),
                served.stages().stream().mapToLong(StageTime::nanos).sum());
        assertEquals(
                List.of(4, 4, 1, 16, 4, 1, 16),
                served.requests().stream().map(RequestTime::steps).toList());
        assertEquals(
                List.of(4L, 4L, 1L, 16L, 4L, 1L, 16L),
                served.requests().stream()
                        .map(request -> request.tokens().optional().orElseThrow())
                        .toList());
        assertEquals(
                served.totalNanos(),
                served.readyNanos()
                        + served.requests().stream()
                                .mapToLong(RequestTime::nanos)
                                .sum()
                        + served.unaccountedNanos());
        assertEquals("stopped", served.ending().how());
        assertEquals(1, served.memory().processes());
        assertTrue(served.memory().residentBytes().optional().orElseThrow() > 100_000);
        assertTrue(served.memory().peakResidentBytes().optional().orElseThrow()
                >= served.memory().residentBytes().optional().orElseThrow());
        assertEquals(List.of(), served.warnings());
    }

    @Test
    void aServerIsAskedByHttpAndItsAnswersAreHeldAgainstWhatIsExpected() throws IOException {
        String java = ProcessHandle.current().info().command().orElseThrow();
        Recipe recipe = Yaml.parse(
                "example",
                """
                schemaVersion: 1
                name: example
                about: an example
                command: [%s, -cp, "%s", %s, "{port}", "%s"]
                threads: 1
                ready: {http: {path: /health}}
                probe:
                  http: {method: POST, path: /answer, body: '{"n": {steps}, "model": "{model}"}'}
                  tokens: /tokens
                  steps: 3
                  requests: 2
                """.formatted(java, System.getProperty("java.class.path"), ExampleServer.class.getName(), token),
                Recipe.class);

        Served served = serve(recipe);

        assertEquals(Optional.empty(), served.failure());
        assertEquals(3, served.requests().size());
        served.requests()
                .forEach(request -> assertEquals(3L, request.tokens().optional().orElseThrow()));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            echo no such model >&2; exit 3 # TOKEN | not ready: it ended with status 3; its last line: no such model
            exit 0 # TOKEN | not ready: it ended with status 0; it wrote nothing
            sleep TOKEN & exit 0 | not ready: it went to the background: its first process ended with status 0 and left some running; start it so that it stays in the foreground
            (env -i setsid sleep TOKEN > /dev/null 2>&1 &); exit 0 | not ready: it went to the background: its first process ended with status 0 and left some running; start it so that it stays in the foreground
            kill -9 $$ # TOKEN | not ready: it ended with status 137; it wrote nothing
            """)
    void whatEndsBeforeItIsReadyIsToldInALine(String script, String failure) throws IOException {
        Served served = serve(script, "ready: {output: ^listening}");

        // What was forked may not yet be the program that it becomes.
        assertEquals(
                Optional.of(failure),
                served.failure().map(told -> told.replaceFirst("left \\d+ running \\([^)]*\\)", "left some running")));
        assertEquals(List.of(), served.requests());
    }

    @Test
    void whatDoesNotBecomeReadyIsEndedInTime() throws IOException {
        Served served = serve("echo still loading; exec sleep TOKEN", "ready: {output: ^listening, timeoutSeconds: 1}");

        assertEquals(
                Optional.of("not ready within 1 s (ready.timeoutSeconds): no line like \"^listening\"; its last line:"
                        + " still loading"),
                served.failure());
        assertEquals("stopped", served.ending().how());
    }

    @ParameterizedTest
    @CsvSource({"yes TOKEN", "tr '\\0' x < /dev/zero # TOKEN"})
    void whatWritesWithoutEndFillsNothing(String script) throws IOException {
        Served served = serve(script, "ready: {output: ^listening}");

        assertTrue(
                served.failure().orElseThrow().startsWith("not ready: it wrote more than 16777216 bytes of output; "),
                served.failure()::orElseThrow);
    }

    @Test
    void whatIgnoresTheSignalIsEndedByForce() throws IOException {
        Served served = serve("trap \"\" TERM; echo listening; while :; do sleep TOKEN; done", """
                ready: {output: ^listening}
                stop: {graceSeconds: 0}""");

        assertEquals(Optional.empty(), served.failure());
        assertEquals("killed", served.ending().how());
        assertTrue(
                served.warnings().get(0).endsWith("did not end on TERM within 0 s and was ended by force"),
                () -> served.warnings().toString());
    }

    @Test
    void childrenThatOutliveItAreCountedAndEnded() throws IOException {
        Served served = serve(
                "(trap \"\" TERM; echo > trapped; exec setsid sleep TOKEN) & while [ ! -e trapped ]; do sleep 0.01; done;"
                        + " echo listening; wait",
                "ready: {output: ^listening}");

        assertEquals(Optional.empty(), served.failure());
        assertEquals("stopped", served.ending().how());
        assertEquals(1, served.ending().leftProcesses());
        assertTrue(
                served.warnings().get(0).endsWith(" outlived the process that was started and was ended by force"),
                () -> served.warnings().toString());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {command: [sh, -c, 'echo no; exit 4']} | probe sh: status 4: no
            {command: [sh, -c, 'sleep TOKEN'], timeoutSeconds: 1} | probe sh: no answer within 1 s (probe.timeoutSeconds)
            {command: [sh, -c, 'kill $PPID_OF; exit 0']} | it ended
            """)
    void aProbeThatFailsIsToldInALine(String probe, String failure) throws IOException {
        Served served = serve(
                "echo $$ > pid; echo listening; exec sleep TOKEN",
                "ready: {output: ^listening}\nprobe: "
                        + probe.replace("TOKEN", token).replace("$PPID_OF", "$(cat pid)"));

        assertTrue(served.failure().orElseThrow().contains(failure), served.failure()::orElseThrow);
    }

    @Test
    void bytesReadByChildrenThatEndedCount() throws IOException {
        Served served =
                serve("cat \"$0\" > /dev/null; echo listening; exec sleep TOKEN", "ready: {output: ^listening}");

        assertEquals(Optional.empty(), served.failure());
        assertTrue(
                served.readBytes().optional().isPresent(),
                () -> served.readBytes().toString());
    }
}

package dev.berth.profiler.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.command.ExitCode;
import dev.berth.command.Main;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The self-test as a user starts it; the plan is a stand-in's, since the planner is in the optimizer's jar. */
class SelfTestCommandTest {
    private static final Path TARGET = Path.of("target").toAbsolutePath();

    @TempDir
    private Path folder;

    @Test
    void passesInAFreshProcess() throws Exception {
        List<String> words = new ArrayList<>();
        words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> argument.startsWith("--enable-native-access"))
                .forEach(words::add);
        words.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
        words.addAll(List.of("self-test", "--dir", TARGET.toString()));
        ProcessBuilder builder = new ProcessBuilder(words).redirectErrorStream(true);
        // Without the tests' stand-in driver.
        builder.environment().remove("LD_LIBRARY_PATH");
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), said);
        assertTrue(said.contains("ok    validate "), said);
        assertTrue(said.contains("ok    plan "), said);
        assertTrue(said.endsWith("self-test passed\n"), said);
    }

    /** The stand-in driver answers as a GPU, is measured end to end, and its dataset refused. */
    @Test
    void aFailingCheckIsTheOnlyOneAndDecidesTheStatus() throws IOException {
        CommandRun run = CommandRun.of("self-test", "--dir", TARGET);
        assertEquals(1, run.status(), run.out());
        List<String> failed =
                run.out().lines().filter(line -> line.startsWith("FAIL ")).toList();
        assertEquals(1, failed.size(), run.out());
        assertTrue(failed.get(0).startsWith("FAIL  profile cuda  exit status 3:"), failed.get(0));
        // Long lines are wrapped.
        String said = run.out().replaceAll("\\s+", " ");
        assertTrue(said.contains("stand-in driver made for tests"), said);
        assertTrue(run.out().contains("ok    CUDA          cuda:0: Berth stand-in driver 0"), run.out());
        assertTrue(run.out().endsWith("self-test FAILED" + System.lineSeparator()), run.out());
        try (Stream<Path> left = Files.list(TARGET)) {
            assertTrue(left.noneMatch(path -> path.getFileName().toString().startsWith("berth-self-test")));
        }
    }

    @Test
    void aPlanThatCannotBeMadeIsAFailureWithItsReason() {
        StandInPlanner.outcome = ExitCode.INFEASIBLE;
        try {
            CommandRun run = CommandRun.of("self-test", "--json", "--dir", TARGET);
            assertEquals(1, run.status());
            assertTrue(run.err().contains("FAIL  plan          berth: no plan"), run.err());
            assertTrue(run.out().contains("\"passed\": false"), run.out());
        } finally {
            StandInPlanner.outcome = ExitCode.OK;
        }
    }

    @Test
    void aFolderThatIsNoneIsNamed() {
        CommandRun run = CommandRun.of("self-test", "--dir", folder.resolve("absent"));
        assertEquals(3, run.status());
        assertEquals(
                "berth: --dir " + folder.resolve("absent") + ": expected a folder that may be written to",
                run.err().strip());
    }
}

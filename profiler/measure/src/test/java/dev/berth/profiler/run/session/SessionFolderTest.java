package dev.berth.profiler.run.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.profiler.machine.MemoryKills;
import dev.berth.record.BadInputException;
import dev.berth.record.Reading;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SessionFolderTest {
    private static final List<String> RESULTS = List.of("profiles.json", "scenario.yaml", "plan.json");

    /** What a run leaves, with the beginning that tells each to be Berth's. */
    private static final Map<String, String> OURS = Map.of(
            "raw/session.json", "{}",
            "raw/runs.jsonl", "{}\n",
            "raw/total.hlog", "#",
            "plan.json", "{\n  \"schemaVersion\": 1,\n  \"tool\": \"berth 0.1.0\"}",
            "plan.schema.json", "{\n  \"title\": \"Berth plan\"}",
            "scenario.yaml", "# Scenario derived from out/profiles.json.\n",
            "profiles.schema.json", "{\n  \"title\": \"Berth profile dataset\"}",
            "profiles.json", "{\n  \"schemaVersion\": 1,\n  \"tool\": \"berth 0.1.0\"}");

    /** What lies in a project's own folder. */
    private static final Map<String, String> OTHERS = Map.of(
            ".git/HEAD", "ref: refs/heads/main",
            "models/a.safetensors", "weights",
            "raw/photo.raw", "light",
            "earlier-notes.txt", "notes",
            "package.json", "{}");

    @TempDir
    private Path folder;

    @BeforeEach
    void files() throws IOException {
        for (Map<String, String> files : List.of(OURS, OTHERS)) {
            for (Map.Entry<String, String> file : files.entrySet()) {
                Path path = folder.resolve(file.getKey());
                Files.createDirectories(path.getParent());
                Files.writeString(path, file.getValue());
            }
        }
    }

    @Test
    void onlyTheFilesOfASessionArePutAside() throws IOException {
        Path aside;
        try (SessionFolder session = SessionFolder.open(folder, RESULTS)) {
            assertTrue(session.isFinished());
            aside = session.putAside();
        }

        assertEquals(OURS, content(aside));
        Map<String, String> left = content(folder);
        left.keySet().removeIf(name -> name.startsWith(aside.getFileName() + "/") || name.equals("raw/session.lock"));
        assertEquals(OTHERS, left);
    }

    @Test
    void filesOfTheSameNamesThatAreNotBerthsStayWhereTheyAre() throws IOException {
        Files.writeString(folder.resolve("scenario.yaml"), "server: mine\n");
        Files.writeString(folder.resolve("plan.json"), "{\"plan\": \"mine\"}");

        try (SessionFolder session = SessionFolder.open(folder, List.of("profiles.json"))) {
            session.putAside();
        }

        assertEquals("server: mine\n", Files.readString(folder.resolve("scenario.yaml")));
        assertEquals("{\"plan\": \"mine\"}", Files.readString(folder.resolve("plan.json")));
    }

    @Test
    void aFileThatWouldBeReplacedAndIsNotBerthsIsToldBeforeAnythingIsTouched() throws IOException {
        Files.writeString(folder.resolve("profiles.json"), "{\"profiles\": \"of users\"}");
        Map<String, String> before = content(folder);

        BadInputException refused = assertThrows(BadInputException.class, () -> SessionFolder.open(folder, RESULTS));

        assertEquals(
                folder.resolve("profiles.json")
                        + ": was not written by Berth and would be replaced; choose another folder with --out",
                refused.getMessage());
        assertEquals(before, content(folder));
    }

    @Test
    void aFolderThatIsInUseIsNotTouched() throws IOException {
        try (SessionFolder live = SessionFolder.open(folder, RESULTS)) {
            Map<String, String> before = content(folder);
            assertThrows(BadInputException.class, () -> SessionFolder.open(folder, RESULTS));
            assertEquals(before, content(folder));
            assertTrue(live.isFinished());
        }
    }

    @Test
    void whatAKillLeftBetweenTwoMovesIsPutAsideByTheNextStart() throws IOException {
        List<String> names = OURS.keySet().stream().sorted().toList();
        for (int moved = 0; moved <= names.size(); moved++) {
            Path out = folder.resolve("killed-after-" + moved);
            Path aside = out.resolve("earlier-x");
            for (String name : names) {
                Path path = (names.indexOf(name) < moved ? aside : out).resolve(name);
                Files.createDirectories(path.getParent());
                Files.writeString(path, OURS.get(name));
            }
            try (SessionLock killed = SessionLock.take(out.resolve("raw"))) {
                killed.state(SessionState.moving("earlier-x"));
            }

            try (SessionFolder session = SessionFolder.open(out, RESULTS)) {
                assertTrue(session.isFinished(), out::toString);
                assertEquals(aside, session.putAside());
            }

            assertEquals(OURS, content(aside));
            assertEquals(OURS.size() + 1, content(out).size(), "the lock, and nothing twice: " + moved);
        }
    }

    @Test
    void theDatasetIsTheLastToBeMoved() throws IOException {
        Path out = folder.resolve("stuck");
        Files.createDirectories(out.resolve("raw"));
        Files.writeString(out.resolve("profiles.json"), OURS.get("profiles.json"));
        Files.writeString(out.resolve("plan.json"), OURS.get("plan.json"));
        Path aside = Files.createDirectory(out.resolve("earlier-x"));
        Files.writeString(aside.resolve("plan.json"), "another");
        try (SessionLock killed = SessionLock.take(out.resolve("raw"))) {
            killed.state(SessionState.moving("earlier-x"));
        }

        try (SessionFolder session = SessionFolder.open(out, RESULTS)) {
            assertThrows(IOException.class, session::putAside);
        }

        assertEquals("another", Files.readString(aside.resolve("plan.json")));
        assertTrue(Files.exists(out.resolve("profiles.json")));
    }

    @Test
    void aProcessThatWasKilledIsToldOfAndOneThatWasNotIsNot() throws IOException {
        Path raw = folder.resolve("raw");
        try (SessionLock killed = SessionLock.take(raw)) {
            killed.state(new SessionState(
                    SessionState.Phase.RUNNING, "", Reading.measured(new MemoryKills("another boot", 7))));
        }
        try (SessionFolder session = SessionFolder.open(folder, RESULTS)) {
            assertEquals("was killed from outside", session.killed().orElseThrow());
        }
        Optional<MemoryKills> now = MemoryKills.now().optional();
        Assumptions.assumeTrue(now.isPresent(), "this kernel does not count what it ends for lack of memory");
        try (SessionLock killed = SessionLock.take(raw)) {
            killed.state(new SessionState(
                    SessionState.Phase.RUNNING,
                    "",
                    Reading.measured(new MemoryKills(now.get().boot(), now.get().count() - 1))));
        }
        try (SessionFolder session = SessionFolder.open(folder, RESULTS)) {
            String told = session.killed().orElseThrow();
            assertTrue(told.startsWith("was ended by the kernel for lack of memory"), told);
        }
    }

    @Test
    void aSessionThatEndedEarlyIsGoneOnWithWhetherOrNotThereIsADataset() throws IOException {
        try (SessionFolder session = SessionFolder.open(folder, RESULTS)) {
            session.begin();
        }
        try (SessionFolder session = SessionFolder.open(folder, RESULTS)) {
            assertFalse(session.isFinished());
            assertTrue(session.hasDataset());
            assertTrue(session.killed().isEmpty(), "closed, not killed");
            session.begin();
            session.complete();
        }
        try (SessionFolder session = SessionFolder.open(folder, RESULTS)) {
            assertTrue(session.isFinished());
        }
    }

    private static Map<String, String> content(Path folder) throws IOException {
        Map<String, String> content = new TreeMap<>();
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.filter(Files::isRegularFile).toList()) {
                content.put(folder.relativize(path).toString(), Files.readString(path));
            }
        }
        return content;
    }
}

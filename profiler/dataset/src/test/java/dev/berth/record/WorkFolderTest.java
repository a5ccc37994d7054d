package dev.berth.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkFolderTest {
    @TempDir
    private Path parent;

    private List<Path> left() throws IOException {
        try (Stream<Path> children = Files.list(parent)) {
            return children.toList();
        }
    }

    @Test
    void nothingIsLeftOnceItIsClosed() throws IOException {
        try (WorkFolder work = WorkFolder.in(parent, ".work-")) {
            Files.writeString(
                    Files.createDirectories(work.path().resolve("a/b")).resolve("c"), "d");
        }

        assertEquals(List.of(), left());
    }

    @Test
    void whatKilledProcessesLeftIsRemovedAndWhatIsInUseOrNotBerthsStays() throws IOException {
        Path killed = Files.createDirectories(parent.resolve(".work-0123456789ab/sub"));
        Files.createFile(parent.resolve(".work-0123456789ab.lock"));
        Files.createDirectory(parent.resolve(".work-ba9876543210"));
        Path ofUser = Files.createDirectory(parent.resolve(".work-of-mine"));
        try (WorkFolder living = WorkFolder.in(parent, ".work-");
                WorkFolder next = WorkFolder.in(parent, ".work-")) {
            assertTrue(Files.notExists(killed));
            assertTrue(Files.exists(living.path()) && Files.exists(next.path()));
        }

        assertEquals(List.of(ofUser), left());
    }
}

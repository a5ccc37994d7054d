package dev.berth.record;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.berth.dataset.Datasets;
import dev.berth.dataset.LockHolder;
import dev.berth.dataset.ProfileDatasets;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {
    @TempDir
    private Path folder;

    @Test
    void aFailedWriteLeavesTheOldFileAndNothingElse() throws IOException {
        Path file = folder.resolve("profiles.json");
        ProfileDatasets.write(Datasets.dataset(), file);
        byte[] old = Files.readAllBytes(file);
        Path notAFolder = file.resolve("inside");

        assertThrows(IOException.class, () -> AtomicFile.write(notAFolder, new byte[] {1}));

        assertArrayEquals(old, Files.readAllBytes(file));
    }

    @Test
    void aLinkStaysAndWhatItLeadsToIsWritten() throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("link.csv"), Path.of("behind/real.csv"));

        AtomicFile.write(link, new byte[] {1});
        AtomicFile.write(link, new byte[] {2});

        assertTrue(Files.isSymbolicLink(link));
        assertArrayEquals(new byte[] {2}, Files.readAllBytes(folder.resolve("behind/real.csv")));
    }

    @Test
    void aPipeIsWrittenIntoAndStays() throws Exception {
        Path pipe = folder.resolve("pipe");
        assumeTrue(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor() == 0, "no mkfifo here");
        Process reader = new ProcessBuilder("cat", pipe.toString()).start();

        AtomicFile.write(pipe, "whole".getBytes(UTF_8));

        assertEquals("whole", new String(reader.getInputStream().readAllBytes(), UTF_8));
        assertFalse(AtomicFile.isReplaced(pipe), "still no regular file");
    }

    @Test
    void whatHindersIsToldOfTheFileThatWasNamed() throws IOException {
        Path inAFile = Files.createFile(folder.resolve("file")).resolve("inside.csv");
        Path loop = folder.resolve("loop");
        Files.createSymbolicLink(loop, loop);

        assertEquals(folder + ": is a folder, expected the name of a file", faultOf(folder));
        assertEquals(inAFile + ": cannot be written: Not a directory", faultOf(inAFile));
        assertTrue(faultOf(loop).startsWith(loop + ": cannot be written: Too many levels"), faultOf(loop));
        assertEquals("/proc/no-such: cannot be written here", faultOf(Path.of("/proc/no-such")));
    }

    private static String faultOf(Path file) {
        return assertThrows(FileSystemException.class, () -> AtomicFile.write(file, new byte[] {1}))
                .getMessage();
    }

    @Test
    void whatKilledWritersLeftIsRemovedByTheNextAndWhatOthersHaveIsNot() throws IOException {
        Path file = folder.resolve("profiles.json");
        Path left = Files.createFile(folder.resolve(".profiles.json.0123abcd-7.tmp"));
        Path older = Files.createFile(folder.resolve(".profiles.json.4711-1.tmp"));
        Path ofAnother = Files.createFile(folder.resolve(".plan.json.0123abcd-7.tmp"));
        Path noBerths = Files.createFile(folder.resolve(".profiles.json.swp"));

        AtomicFile.write(file, new byte[] {1});

        assertTrue(Files.notExists(left) && Files.notExists(older), "of writers that are gone");
        assertTrue(Files.exists(ofAnother) && Files.exists(noBerths), "not of this file");
    }

    @Test
    void theTemporaryFileOfALivingWriterStays() throws Exception {
        Path file = folder.resolve("profiles.json");
        Path held = Files.createFile(folder.resolve(".profiles.json.0123abcd-7.tmp"));
        Process writer = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        LockHolder.class.getName(),
                        held.toString())
                .start();
        try (var said = writer.inputReader()) {
            assertEquals("locked", said.readLine());

            AtomicFile.write(file, new byte[] {1});
            assertTrue(Files.exists(held));

            writer.destroyForcibly().waitFor();
            AtomicFile.write(file, new byte[] {1});
            assertTrue(Files.notExists(held));
        } finally {
            writer.destroyForcibly();
        }
    }

    @Test
    void readersSeeTheOldFileOrTheNewWhileWritersReplaceIt() throws Exception {
        Path file = folder.resolve("profiles.json");
        byte[][] contents = {
            "a".repeat(100_000).getBytes(UTF_8), "b".repeat(200_000).getBytes(UTF_8)
        };
        AtomicFile.write(file, contents[0]);
        List<Thread> writers = new ArrayList<>();
        AtomicInteger written = new AtomicInteger();
        for (byte[] content : contents) {
            Thread writer = new Thread(() -> {
                for (int i = 0; i < 20; i++) {
                    try {
                        AtomicFile.write(file, content);
                        written.incrementAndGet();
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                }
            });
            writer.start();
            writers.add(writer);
        }
        do {
            byte[] seen = Files.readAllBytes(file);
            assertTrue(Arrays.equals(seen, contents[0]) || Arrays.equals(seen, contents[1]), "a part: " + seen.length);
        } while (writers.stream().anyMatch(Thread::isAlive));
        assertEquals(40, written.get());
        try (Stream<Path> left = Files.list(folder)) {
            assertTrue(left.noneMatch(path -> path.toString().endsWith(".tmp")));
        }
    }
}

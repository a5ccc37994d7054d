package dev.berth.profiler.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

class PageCacheTest {
    /** Not a multiple of any page size. */
    private static final int FILE_BYTES = 3 * 1024 * 1024 + 123;

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void write() throws IOException {
        byte[] content = new byte[FILE_BYTES];
        new Random(1).nextBytes(content);
        file = Files.write(folder.resolve("weights"), content);
    }

    /** Whoever replaces a file of weights by a device must not keep a session for ever. */
    @Test
    void whatIsNoFileIsNeitherFilledNorLookedAt() throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("turned"), Path.of("/dev/zero"));
        for (Path path : List.of(link, Path.of("/dev/zero"))) {
            for (Executable attempt : List.<Executable>of(
                    () -> PageCache.fill(path),
                    () -> PageCache.evict(path),
                    () -> PageCache.residency(path),
                    () -> ReaderKind.DIRECT.open(List.of(path)),
                    () -> ReaderKind.BUFFERED.open(List.of(path)),
                    () -> ReaderKind.MMAP.open(List.of(path)))) {
                IOException refused = assertThrows(IOException.class, attempt);
                assertEquals(path + ": is no file any more, though it was one before", refused.getMessage());
            }
        }
    }

    @Test
    void evictedFileHasNoPageAndFilledFileHasAll() throws IOException {
        PageCache.evict(file);
        assertEquals(0, resident(file));

        PageCache.fill(file);
        assertEquals(FILE_BYTES, resident(file));
    }

    @Test
    void partOfAFileIsCounted() throws IOException {
        PageCache.evict(file);
        try (FileChannel channel = FileChannel.open(file)) {
            channel.map(FileChannel.MapMode.READ_ONLY, 1 << 20, 4096).get(0);
        }
        long resident = resident(file);
        assertTrue(resident > 0 && resident <= FILE_BYTES, () -> "resident " + resident);
    }

    @Test
    void emptyFileHasNothingResident() throws IOException {
        Path empty = Files.createFile(folder.resolve("empty"));
        PageCache.evict(empty);
        assertEquals(0, resident(empty));
    }

    /** On a machine where every file may be written, as by root, there is none to ask about. */
    @Test
    void whatTheKernelHidesIsNotGuessed() throws IOException {
        Path others = Path.of(System.getProperty("java.home"), "lib", "modules");
        assumeFalse(Files.isWritable(others), "this user may write every file");
        PageCache.Residency residency = PageCache.residency(others);
        // Older kernels tell by cachestat.
        if (residency.method() != PageCache.Method.CACHESTAT) {
            assertEquals(PageCache.Method.NONE, residency.method());
            String why = residency.residentBytes().whyAbsent().orElseThrow();
            assertTrue(why.startsWith(others + ": what of it is in the page cache cannot be told on "), why);
        }
    }

    private static long resident(Path file) throws IOException {
        return PageCache.residency(file).residentBytes().optional().orElseThrow();
    }

    @Test
    void missingFileIsNamed() {
        Path missing = folder.resolve("missing");
        IOException e = assertThrows(IOException.class, () -> PageCache.residency(missing));
        assertEquals(missing + ": no such file, though it was there before", e.getMessage());
        assertThrows(IOException.class, () -> PageCache.evict(missing));
    }
}

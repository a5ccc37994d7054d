package dev.berth.profiler.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
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

    @Test
    void evictedFileHasNoPageAndFilledFileHasAll() throws IOException {
        PageCache.evict(file);
        assertEquals(0, PageCache.residency(file).residentBytes());
        assertEquals(0, PageCache.residencyByMincore(file).residentBytes());

        PageCache.fill(file);
        assertEquals(FILE_BYTES, PageCache.residency(file).residentBytes());
        assertEquals(FILE_BYTES, PageCache.residencyByMincore(file).residentBytes());
    }

    @Test
    void partOfAFileIsCountedAlikeByBothMethods() throws IOException, InterruptedException {
        PageCache.evict(file);
        try (FileChannel channel = FileChannel.open(file)) {
            channel.map(FileChannel.MapMode.READ_ONLY, 1 << 20, 4096).get(0);
        }
        // Pages of a read-ahead that is under way are counted by the one and not yet by the other.
        for (int i = 0; i < 1000 && !alike(); i++) {
            Thread.sleep(1);
        }
        long resident = PageCache.residency(file).residentBytes();
        assertTrue(resident > 0 && resident <= FILE_BYTES, () -> "resident " + resident);
        assertEquals(resident, PageCache.residencyByMincore(file).residentBytes());
    }

    private boolean alike() throws IOException {
        return PageCache.residency(file).residentBytes()
                == PageCache.residencyByMincore(file).residentBytes();
    }

    @Test
    void emptyFileHasNothingResident() throws IOException {
        Path empty = Files.createFile(folder.resolve("empty"));
        PageCache.evict(empty);
        assertEquals(0, PageCache.residency(empty).residentBytes());
        assertEquals(0, PageCache.residencyByMincore(empty).residentBytes());
    }

    @Test
    void missingFileIsNamed() {
        Path missing = folder.resolve("missing");
        IOException e = assertThrows(IOException.class, () -> PageCache.residency(missing));
        assertEquals(missing + ": cannot be opened: No such file or directory", e.getMessage());
        assertThrows(IOException.class, () -> PageCache.evict(missing));
    }
}

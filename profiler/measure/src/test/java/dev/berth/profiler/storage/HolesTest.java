package dev.berth.profiler.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HolesTest {
    private static final long MIB = 1 << 20;

    @TempDir
    Path folder;

    @Test
    void holesAreCountedWithinTheRange() throws IOException {
        Path file = folder.resolve("sparse");
        try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.setLength(10 * MIB);
            sparse.seek(4 * MIB);
            sparse.write(new byte[(int) MIB]);
        }

        assertEquals(9 * MIB, Holes.bytes(file, 0, 10 * MIB));
        assertEquals(0, Holes.bytes(file, 4 * MIB, MIB));
        assertEquals(MIB / 2, Holes.bytes(file, 4 * MIB + MIB / 2, MIB));
        assertEquals(3 * MIB, Holes.bytes(file, 6 * MIB, 3 * MIB));
        assertEquals(0, Holes.bytes(file, 0, 0));
    }

    @Test
    void aWholeFileHasNone() throws IOException {
        Path file = Files.write(folder.resolve("whole"), new byte[(int) MIB + 1]);

        assertEquals(0, Holes.bytes(file, 0, MIB + 1));
    }

    @Test
    void aMissingFileIsNamed() {
        Path gone = folder.resolve("gone");

        String message =
                assertThrows(IOException.class, () -> Holes.bytes(gone, 0, 1)).getMessage();
        assertTrue(message.startsWith(gone.toString()), message);
    }
}

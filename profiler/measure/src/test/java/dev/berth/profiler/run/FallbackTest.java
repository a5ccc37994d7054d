package dev.berth.profiler.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.profiler.storage.DirectReadRefusedException;
import dev.berth.profiler.storage.ReaderKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of {@code /proc} take no direct reads on any Linux. */
class FallbackTest {
    private static final List<Path> REFUSING = List.of(Path.of("/proc/version"));

    private final List<String> fallbacks = new ArrayList<>();

    @Test
    void refusalIsOneLineThatSaysWhatToDo() {
        String message = assertThrows(DirectReadRefusedException.class, () -> ReaderKind.DIRECT.open(REFUSING))
                .getMessage();
        assertEquals(
                "/proc/version: its file system takes no direct reads; use --reader buffered, or --allow-fallback",
                message);
    }

    @Test
    void allowedFallbackIsTold() throws IOException {
        assertEquals(ReaderKind.BUFFERED, RunPreparation.reader(ReaderKind.DIRECT, REFUSING, true, fallbacks));
        assertEquals(1, fallbacks.size());
        assertTrue(fallbacks.get(0).startsWith("read buffered instead of direct: /proc/version: "), fallbacks.get(0));
    }

    @Test
    void withoutLeaveTheReaderStaysAndTheRunFails() throws IOException {
        assertEquals(ReaderKind.DIRECT, RunPreparation.reader(ReaderKind.DIRECT, REFUSING, false, fallbacks));
        assertEquals(List.of(), fallbacks);
    }

    @Test
    void nothingToTellWhereDirectReadsAreTaken(@TempDir Path folder) throws IOException {
        Path file = Files.write(folder.resolve("file"), new byte[4096]);
        assertEquals(ReaderKind.DIRECT, RunPreparation.reader(ReaderKind.DIRECT, List.of(file), true, fallbacks));
        assertEquals(List.of(), fallbacks);
    }
}

package dev.berth.profiler.storage;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.profiler.model.Extent;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** File systems that deliver less than they are asked for, and files cut under a reader. */
class ShortReadsTest {
    private static final int CHUNK_BYTES = 64 << 10;

    @TempDir
    Path folder;

    private Path write(int bytes) throws IOException {
        byte[] content = new byte[bytes];
        new Random(bytes).nextBytes(content);
        return Files.write(folder.resolve("weights"), content);
    }

    private static byte[] read(Path file, ShortChannel channel, boolean direct, int bytes) throws IOException {
        ChunkPlan plan = ChunkPlan.of(List.of(new Extent(file, 0, bytes)), CHUNK_BYTES);
        ByteBuffer buffer =
                ByteBuffer.allocateDirect(CHUNK_BYTES + ChunkPlan.BLOCK_BYTES).alignedSlice(ChunkPlan.BLOCK_BYTES);
        byte[] all = new byte[bytes];
        try (ExtentReader reader = new ChannelReader(List.of(file), List.of(channel), direct)) {
            for (int i = 0; i < plan.size(); i++) {
                ChunkPlan.Chunk chunk = plan.chunk(i);
                reader.read(chunk, buffer);
                buffer.get(0, all, (int) chunk.offset(), chunk.length());
            }
        }
        return all;
    }

    private static ShortChannel shortChannel(Path file, int mostBytes, boolean wholeBlocks) throws IOException {
        return new ShortChannel(FileChannel.open(file, StandardOpenOption.READ), mostBytes, wholeBlocks);
    }

    @ParameterizedTest
    @ValueSource(ints = {1000, 4096, 5000, 10_000, 65_535})
    void bufferedReadsGoOnWhereTheyStopped(int mostBytes) throws IOException {
        Path file = write(200_001);

        assertArrayEquals(Files.readAllBytes(file), read(file, shortChannel(file, mostBytes, false), false, 200_001));
    }

    @ParameterizedTest
    @ValueSource(ints = {4096, 5000, 10_000, 65_535})
    void directReadsGoOnAtTheLastWholeBlock(int mostBytes) throws IOException {
        Path file = write(200_001);

        assertArrayEquals(Files.readAllBytes(file), read(file, shortChannel(file, mostBytes, true), true, 200_001));
    }

    @Test
    void directReadsOfLessThanABlockEndInOneLineAndNotInALoop() throws IOException {
        Path file = write(200_001);

        IOException e =
                assertThrows(IOException.class, () -> read(file, shortChannel(file, 1000, true), true, 200_001));
        assertEquals(
                file + ": a direct read at 0 delivered less than a block of 4096 bytes within the file;"
                        + " use --reader buffered",
                e.getMessage());
    }

    @Test
    void aMappedFileThatIsCutWhileItIsCopiedFailsAtThatReadAndNotLater() throws Exception {
        int bytes = 8 << 20;
        Path file = write(bytes);
        ChunkPlan plan = ChunkPlan.of(List.of(new Extent(file, 0, bytes)), bytes);
        ByteBuffer buffer = ByteBuffer.allocateDirect(bytes);
        AtomicBoolean stop = new AtomicBoolean();
        Thread cutter = new Thread(() -> cutAndGrow(file, bytes, stop));
        cutter.start();
        int failed = 0;
        try (ExtentReader reader = ReaderKind.MMAP.open(plan.files())) {
            for (int i = 0; i < 2000 && failed < 20; i++) {
                try {
                    reader.read(plan.chunk(0), buffer);
                } catch (IOException cut) {
                    failed++;
                    assertTrue(cut.getMessage().contains("was shortened"), cut.getMessage());
                }
            }
        } finally {
            stop.set(true);
            cutter.join();
        }
        assertTrue(failed > 0, "the file was cut all the time");
    }

    private static void cutAndGrow(Path file, int bytes, AtomicBoolean stop) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            while (!stop.get()) {
                channel.truncate(4096);
                channel.write(ByteBuffer.wrap(new byte[1]), bytes - 1L);
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}

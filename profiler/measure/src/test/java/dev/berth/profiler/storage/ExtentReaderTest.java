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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ExtentReaderTest {
    @TempDir
    Path folder;

    /** What a preload makes of the plan: each chunk read, its pieces copied to where they go. */
    private static byte[] deliver(ReaderKind kind, ChunkPlan plan) throws IOException {
        byte[] memory = new byte[Math.toIntExact(plan.totalBytes())];
        boolean[] delivered = new boolean[memory.length];
        ByteBuffer buffer = ByteBuffer.allocateDirect(plan.chunkBytes() + ChunkPlan.BLOCK_BYTES)
                .alignedSlice(ChunkPlan.BLOCK_BYTES);
        try (ExtentReader reader = kind.open(plan.files())) {
            for (int i = 0; i < plan.size(); i++) {
                ChunkPlan.Chunk chunk = plan.chunk(i);
                reader.read(chunk, buffer);
                for (int p = chunk.firstPiece(); p < chunk.endPiece(); p++) {
                    ChunkPlan.Piece piece = plan.piece(p);
                    int at = Math.toIntExact(piece.targetOffset());
                    buffer.get(piece.bufferOffset(), memory, at, piece.length());
                    for (int b = at; b < at + piece.length(); b++) {
                        assertTrue(!delivered[b], "byte delivered twice");
                        delivered[b] = true;
                    }
                }
            }
        }
        return memory;
    }

    private static byte[] expected(List<Extent> extents) throws IOException {
        ByteBuffer all = ByteBuffer.allocate(
                (int) extents.stream().mapToLong(Extent::length).sum());
        for (Extent extent : extents) {
            byte[] content = Files.readAllBytes(extent.file());
            all.put(content, (int) extent.offset(), (int) extent.length());
        }
        return all.array();
    }

    private Path write(String name, int bytes, Random random) throws IOException {
        byte[] content = new byte[bytes];
        random.nextBytes(content);
        return Files.write(folder.resolve(name), content);
    }

    private static List<Extent> extents(Path file, int bytes, Random random) {
        List<Extent> extents = new ArrayList<>();
        int offset = random.nextInt(9000);
        while (offset < bytes) {
            int most = random.nextInt(5) == 0 ? 300_000 : 1 + random.nextInt(9000);
            int length = Math.min(bytes - offset, 1 + random.nextInt(most));
            extents.add(new Extent(file, offset, length));
            // Adjacent ones, small gaps, and gaps that are not read over.
            offset += length + (random.nextBoolean() ? random.nextInt(40) : random.nextInt(2 * ChunkPlan.GAP_BYTES));
        }
        return extents;
    }

    @ParameterizedTest
    @EnumSource
    void everyByteOfEveryExtentArrivesOnce(ReaderKind kind) throws IOException {
        for (int seed = 0; seed < 60; seed++) {
            Random random = new Random(seed);
            List<Extent> extents = new ArrayList<>();
            for (int f = 0; f <= random.nextInt(3); f++) {
                int bytes = 1 + random.nextInt(1_000_000);
                extents.addAll(extents(write("f" + f, bytes, random), bytes, random));
            }
            int chunkBytes = ChunkPlan.BLOCK_BYTES * (1 + random.nextInt(64));
            ChunkPlan plan = ChunkPlan.of(extents, chunkBytes);
            assertArrayEquals(expected(extents), deliver(kind, plan), () -> "extents " + extents);
        }
    }

    @Test
    void chunksKeepTheirBoundsAndSkipLargeGaps() {
        Random random = new Random(7);
        Path file = Path.of("any");
        for (int round = 0; round < 200; round++) {
            List<Extent> extents = extents(file, 2_000_000, random);
            int chunkBytes = ChunkPlan.BLOCK_BYTES * (1 + random.nextInt(64));
            ChunkPlan plan = ChunkPlan.of(extents, chunkBytes);
            long slack = 0;
            for (int i = 0; i < plan.size(); i++) {
                ChunkPlan.Chunk chunk = plan.chunk(i);
                assertEquals(0, chunk.offset() % ChunkPlan.BLOCK_BYTES);
                assertTrue(chunk.length() > 0 && chunk.length() <= chunkBytes);
                assertTrue(chunk.endPiece() - chunk.firstPiece() <= ChunkPlan.MAX_PIECES);
                slack += ChunkPlan.BLOCK_BYTES
                        + (long) ChunkPlan.GAP_BYTES * (chunk.endPiece() - chunk.firstPiece() - 1);
            }
            assertEquals(extents.stream().mapToLong(Extent::length).sum(), plan.totalBytes());
            assertTrue(plan.readBytes() <= plan.totalBytes() + slack);
        }
    }

    @Test
    void alignedExtentIsCutIntoWholeChunksAndATail() {
        ChunkPlan plan = ChunkPlan.of(List.of(new Extent(Path.of("any"), 8192, 10_000)), 4096);
        assertEquals(3, plan.size());
        assertEquals(new ChunkPlan.Chunk(0, 8192 + 8192, 10_000 - 8192, 2, 3), plan.chunk(2));
        assertEquals(new ChunkPlan.Piece(0, 8192, 10_000 - 8192), plan.piece(2));
        assertEquals(10_000, plan.readBytes());
    }

    @Test
    void chunkSizeThatIsNoMultipleOfABlockIsRefused() {
        for (int bytes : new int[] {0, -4096, 4095, 6000}) {
            IllegalArgumentException e =
                    assertThrows(IllegalArgumentException.class, () -> ChunkPlan.of(List.of(), bytes));
            assertTrue(e.getMessage().contains("chunkBytes=" + bytes), e.getMessage());
        }
    }

    @ParameterizedTest
    @EnumSource
    void shortenedFileIsNamedWithWhereItEnds(ReaderKind kind) throws IOException {
        Path file = write("weights", 100_000, new Random(1));
        ChunkPlan plan = ChunkPlan.of(List.of(new Extent(file, 10, 99_990)), 16384);
        ByteBuffer buffer = ByteBuffer.allocateDirect(32768).alignedSlice(ChunkPlan.BLOCK_BYTES);
        try (ExtentReader reader = kind.open(plan.files());
                FileChannel cutter = FileChannel.open(file, StandardOpenOption.WRITE)) {
            reader.read(plan.chunk(0), buffer);
            cutter.truncate(50_000);
            int last = plan.size() - 1;
            IOException e = assertThrows(IOException.class, () -> reader.read(plan.chunk(last), buffer));
            assertTrue(
                    e.getMessage().startsWith(file + ": ") && e.getMessage().contains("ends at 50000"), e.getMessage());
        }
        IOException e = assertThrows(IOException.class, () -> deliver(kind, plan));
        assertEquals(
                file + ": ends at 50000 while it is read, expected at least 65536 bytes: it was shortened since it was"
                        + " opened",
                e.getMessage());
    }

    @ParameterizedTest
    @EnumSource
    void missingFileIsNamed(ReaderKind kind) throws IOException {
        Path present = write("present", 10, new Random(1));
        Path missing = folder.resolve("missing");
        IOException e = assertThrows(IOException.class, () -> kind.open(Arrays.asList(present, missing)));
        assertTrue(e.getMessage().startsWith(missing + ": "), e.getMessage());
    }

    @Test
    void mappingIsGivenBackSoThatTheFileCanBeEvicted() throws IOException {
        Path file = write("weights", 1_000_000, new Random(1));
        ChunkPlan plan = ChunkPlan.of(List.of(new Extent(file, 0, 1_000_000)), 1 << 20);
        deliver(ReaderKind.MMAP, plan);
        PageCache.evict(file);
        assertEquals(0, PageCache.residency(file).residentBytes().optional().orElseThrow());
    }
}

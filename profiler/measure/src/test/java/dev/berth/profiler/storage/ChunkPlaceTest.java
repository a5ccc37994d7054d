package dev.berth.profiler.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.profiler.model.Extent;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Plans whose chunks are read straight to where they stay. */
class ChunkPlaceTest {
    private static final Path A = Path.of("a");
    private static final int CHUNK_BYTES = 3 * ChunkPlan.BLOCK_BYTES;

    private static List<Extent> random(long seed) {
        Random random = new Random(seed);
        List<Extent> extents = new ArrayList<>();
        for (Path file : List.of(A, Path.of("b"))) {
            long offset = random.nextInt(10_000);
            for (int i = 0; i < 1 + random.nextInt(300); i++) {
                int length = 1 + random.nextInt(1 << random.nextInt(17));
                extents.add(new Extent(file, offset, length));
                offset += length + (random.nextBoolean() ? 0 : random.nextInt(200));
            }
        }
        return extents;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void placesAreBlocksOfTheirOwnAndKeepEveryTensorInOnePiece(long seed) {
        List<Extent> extents = random(seed);
        ChunkPlan plan = ChunkPlan.inPlace(extents, CHUNK_BYTES);
        assertTrue(plan.isInPlace());
        long end = 0;
        int piece = 0;
        for (int i = 0; i < plan.size(); i++) {
            ChunkPlan.Chunk chunk = plan.chunk(i);
            assertEquals(end, plan.place(chunk));
            assertEquals(0, plan.place(chunk) % ChunkPlan.BLOCK_BYTES);
            assertEquals(0, chunk.offset() % ChunkPlan.BLOCK_BYTES);
            assertEquals(piece, chunk.firstPiece());
            for (; piece < chunk.endPiece(); piece++) {
                assertEquals(
                        plan.place(chunk) + plan.piece(piece).bufferOffset(),
                        plan.piece(piece).targetOffset());
                assertTrue(plan.piece(piece).bufferOffset() + plan.piece(piece).length() <= chunk.length());
            }
            end += ChunkPlan.wholeBlocks(chunk.length());
        }
        assertEquals(end, plan.targetBytes());
        assertEquals(extents.stream().mapToLong(Extent::length).sum(), plan.totalBytes());
        assertContiguous(plan, extents);
    }

    private static void assertContiguous(ChunkPlan plan, List<Extent> extents) {
        int piece = 0;
        for (Extent extent : extents) {
            long begin = plan.piece(piece).targetOffset();
            long length = 0;
            while (length < extent.length()) {
                assertEquals(begin + length, plan.piece(piece).targetOffset());
                length += plan.piece(piece++).length();
            }
            assertEquals(extent.length(), length);
        }
        assertEquals(plan.pieces(), piece);
    }

    @Test
    void manyTensorsShareOneRead() {
        List<Extent> extents = new ArrayList<>();
        for (int i = 0; i < 2 * ChunkPlan.MAX_PIECES; i++) {
            extents.add(new Extent(A, 20L * i, 10));
        }
        assertEquals(1, ChunkPlan.inPlace(extents, CHUNK_BYTES).size());
        assertEquals(2, ChunkPlan.of(extents, CHUNK_BYTES).size());
    }

    @Test
    void gapsThatWouldTakeMuchMemoryAreNotTakenAlong() {
        List<Extent> extents = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            extents.add(new Extent(A, 100_000L * i, 50_000));
        }
        ChunkPlan plan = ChunkPlan.inPlace(extents, 1 << 20);
        assertFalse(plan.isInPlace());
        assertEquals(5_000_000, plan.targetBytes());
    }
}

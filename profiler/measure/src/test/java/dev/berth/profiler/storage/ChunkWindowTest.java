package dev.berth.profiler.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.profiler.model.Extent;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ChunkWindowTest {
    private static final int CHUNK_BYTES = 16 << 10;

    private static List<Extent> extents(Random random) {
        List<Extent> extents = new ArrayList<>();
        long offset = random.nextInt(5000);
        for (int i = 0; i < 1 + random.nextInt(40); i++) {
            long length = 1L + random.nextInt(100_000);
            extents.add(new Extent(Path.of("/file"), offset, length));
            offset += length + random.nextInt(200_000);
        }
        return extents;
    }

    @Test
    void everyByteGoesIntoTheWindowInOrderAndOnlyAWrapOverwrites() {
        for (int seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            List<Extent> extents = extents(random);
            long window = (long) CHUNK_BYTES + random.nextInt(500_000);
            ChunkPlan whole = ChunkPlan.of(extents, CHUNK_BYTES);
            ChunkPlan plan = ChunkPlan.of(extents, CHUNK_BYTES, window);

            assertEquals(whole.totalBytes(), plan.totalBytes());
            assertEquals(whole.readBytes(), plan.readBytes());
            assertEquals(Math.min(window, whole.totalBytes()), plan.targetBytes());
            assertEquals(whole.size(), plan.size());
            long end = 0;
            int pieces = plan.chunk(plan.size() - 1).endPiece();
            for (int i = 0; i < pieces; i++) {
                ChunkPlan.Piece piece = plan.piece(i);
                assertEquals(whole.piece(i).length(), piece.length());
                boolean wraps = piece.targetOffset() == 0 && end + piece.length() > window;
                assertTrue(wraps || piece.targetOffset() == end, "seed=" + seed + ", piece=" + i);
                end = piece.targetOffset() + piece.length();
                assertTrue(end <= plan.targetBytes(), "seed=" + seed + ", piece=" + i);
            }
        }
    }

    @Test
    void aWindowMustHoldAChunk() {
        assertThrows(IllegalArgumentException.class, () -> ChunkPlan.of(List.of(), CHUNK_BYTES, CHUNK_BYTES - 1));
    }
}

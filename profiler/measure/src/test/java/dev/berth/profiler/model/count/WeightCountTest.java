package dev.berth.profiler.model.count;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.profiler.model.ElementType;
import dev.berth.profiler.model.HeaderSource;
import dev.berth.profiler.model.ModelFaultException;
import dev.berth.profiler.model.Part;
import dev.berth.profiler.model.Tensor;
import dev.berth.profiler.model.header.Extents;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every byte and every stored element once. */
class WeightCountTest {
    private static final ElementType F32 = ElementType.plain("F32", 4);
    private static final ElementType U8 = ElementType.plain("U8", 1);
    private static final ElementType Q4_0 = new ElementType("Q4_0", 32, 18);

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void write() throws IOException {
        file = Files.write(folder.resolve("m"), new byte[4000]).toRealPath();
    }

    @Test
    void tiedTensorsCountOnce() throws IOException {
        assertSums(2, 100, 400, dense("embed", 0, 100), dense("head", 0, 100));
    }

    @Test
    void aViewOfAPartAddsNothingAndOneBeyondAddsTheRest() throws IOException {
        assertSums(2, 100, 400, dense("base", 0, 100), dense("row", 40, 10));
        assertSums(2, 100, 400, dense("row", 40, 10), dense("base", 0, 100));
        assertSums(2, 100, 400, dense("a", 0, 60), dense("b", 160, 60));
        assertSums(3, 100, 400, dense("a", 0, 60), dense("b", 160, 60), dense("c", 100, 50));
    }

    @Test
    void neighboursAreStrangers() throws IOException {
        assertSums(2, 200, 800, dense("a", 0, 100), dense("b", 400, 100));
    }

    @Test
    void columnsOfOneMatrixInterleaveWithoutSharingAnElement() throws IOException {
        // Two halves of a 10 x 10 matrix: each from its first element to its last.
        assertSums(2, 100, 400, strided("left", 0, 50, 380), strided("right", 20, 50, 380));
        assertSums(2, 50, 380, strided("left", 0, 50, 380), strided("tied", 0, 50, 380));
        assertSums(3, 100, 400, strided("left", 0, 50, 380), dense("all", 0, 100), strided("right", 20, 50, 380));
    }

    @Test
    void repeatedElementsAreAllThere() throws IOException {
        assertSums(1, 1_000_000, 4, strided("expanded", 0, 1_000_000, 4));
        assertSums(2, 1_000_000, 4, strided("expanded", 0, 1_000_000, 4), strided("tied", 0, 1_000_000, 4));
    }

    @Test
    void aTypeOfBlocksCountsItsElements() throws IOException {
        assertSums(2, 640, 360, tensor("a", Q4_0, 0, 640, 360), tensor("b", Q4_0, 180, 320, 180));
    }

    @Test
    void bytesOfTwoTypesCountForTheOneThatReachesThemFirst() throws IOException {
        WeightCount count = count(List.of(dense("a", 0, 100)), List.of(tensor("b", U8, 300, 200, 200)));
        assertEquals(Map.of("F32", 400L, "U8", 100L), count.bytesByType());
        assertEquals(400, count.components().get(0).bytes());
        assertEquals(100, count.components().get(1).bytes());
        assertEquals(500, count.total().bytes());
    }

    @Test
    void aPartThatSharesAllOfAnotherAddsNothing() throws IOException {
        Files.createSymbolicLink(folder.resolve("link"), file);
        Files.createLink(folder.resolve("hard"), file);
        WeightCount count = count(
                List.of(dense("w", 0, 100)),
                List.of(new Tensor("w", F32, List.of(100L), 100, Extents.of(folder.resolve("link"), 0, 400))),
                List.of(new Tensor("w", F32, List.of(100L), 100, Extents.of(folder.resolve("hard"), 0, 400))));
        assertEquals(new WeightCount.Component(3, 100, 100, 400), count.total());
        assertEquals(new WeightCount.Component(1, 0, 0, 0), count.components().get(1));
        assertEquals(1, count.extents().size());
    }

    @Test
    void equalBytesOfTwoFilesAreBothStored() throws IOException {
        Path other = Files.copy(file, folder.resolve("copy"));
        Tensor copy = new Tensor("w", F32, List.of(100L), 100, Extents.of(other, 0, 400));
        assertSums(2, 200, 800, dense("w", 0, 100), copy);
    }

    @Test
    void sumsBeyondSixtyThreeBitsAreRefused() {
        assertThrows(
                ArithmeticException.class,
                () -> count(List.of(
                        strided("a", 0, Long.MAX_VALUE, 4), strided("b", 4, Long.MAX_VALUE, 4), dense("c", 8, 1))));
    }

    /** Against a map of elements, for dense tensors at random places. */
    @Test
    void randomViewsCountAsAMapOfElementsDoes() throws IOException {
        SplittableRandom random = new SplittableRandom(13);
        for (int round = 0; round < 500; round++) {
            boolean[] touched = new boolean[40];
            List<Tensor> tensors = new ArrayList<>();
            for (int i = random.nextInt(1, 7); i > 0; i--) {
                int from = random.nextInt(40);
                int elements = random.nextInt(1, 41 - from);
                tensors.add(dense("t" + i, from * 4L, elements));
                java.util.Arrays.fill(touched, from, from + elements, true);
            }
            int wanted = 0;
            for (boolean element : touched) {
                wanted += element ? 1 : 0;
            }
            WeightCount count = count(tensors);
            assertEquals(wanted, count.total().parameters(), tensors.toString());
            assertEquals(4L * wanted, count.total().bytes(), tensors.toString());
            assertEquals(count.extents(), WeightCount.extents(List.of(part(tensors))));
        }
    }

    private void assertSums(long names, long elements, long bytes, Tensor... tensors) throws IOException {
        WeightCount count = count(List.of(tensors));
        assertEquals(new WeightCount.Component(names, elements, elements, bytes), count.total());
        assertEquals(
                bytes,
                count.bytesByType().values().stream().mapToLong(Long::longValue).sum());
        assertEquals(bytes, count.storedBytes());
    }

    private Tensor dense(String name, long offset, long elements) {
        return tensor(name, F32, offset, elements, elements * 4);
    }

    private Tensor strided(String name, long offset, long elements, long bytes) {
        return tensor(name, F32, offset, elements, bytes);
    }

    private Tensor tensor(String name, ElementType type, long offset, long elements, long bytes) {
        return new Tensor(name, type, List.of(elements), elements, Extents.of(file, offset, bytes));
    }

    @SafeVarargs
    private WeightCount count(List<Tensor>... parts) throws IOException {
        List<Part> all = new ArrayList<>();
        List<PackedWeights> packed = new ArrayList<>();
        for (List<Tensor> tensors : parts) {
            all.add(part(tensors));
            try {
                packed.add(PackedWeights.of(part(tensors), folder, HeaderSource.FILES));
            } catch (ModelFaultException fault) {
                throw new AssertionError(fault);
            }
        }
        WeightCount count = WeightCount.of(all, packed);
        assertTrue(count.total().elements() >= count.total().parameters());
        return count;
    }

    private Part part(List<Tensor> tensors) {
        return new Part("test", tensors, List.of(file), List.of());
    }
}

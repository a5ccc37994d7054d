package dev.berth.profiler.model.count;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.berth.profiler.model.ElementType;
import dev.berth.profiler.model.Extent;
import dev.berth.profiler.model.Part;
import dev.berth.profiler.model.Tensor;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class TensorRangeTest {
    private static final Path A = Path.of("a");
    private static final Path B = Path.of("b");

    private static Tensor tensor(String name, Extent... extents) {
        return new Tensor(name, ElementType.plain("F32", 4), List.of(), 1, Arrays.asList(extents));
    }

    private static Extent at(Path file, long from, long to) {
        return new Extent(file, from, to - from);
    }

    private static List<String> ranges(Part... parts) {
        return TensorRange.of(List.of(parts)).stream()
                .map(range -> range.path() + " " + range.extent().offset() + "-" + range.end() + " "
                        + range.tensor().name() + "+" + range.from())
                .toList();
    }

    private static Part part(List<Tensor> tensors, Part.NotLoaded... beside) {
        return new Part("test", tensors, List.of(A), List.of(), List.of(beside));
    }

    @Test
    void neighboursStayApartAndWhatSharesBytesIsOne() {
        assertEquals(
                List.of("a 0-10 x+0", "a 10-30 long+0", "a 30-50 y+0", "b 5-9 z+0"),
                ranges(
                        part(List.of(
                                tensor("y", at(A, 30, 40)),
                                tensor("x", at(A, 0, 10)),
                                tensor("view", at(A, 12, 14)),
                                tensor("short", at(A, 10, 12)),
                                tensor("long", at(A, 10, 30)))),
                        part(List.of(tensor("z", at(B, 5, 9)), tensor("over", at(A, 39, 50))))));
    }

    @Test
    void aTensorGoesOnInTheNextFile() {
        assertEquals(List.of("a 8-10 w+0", "b 0-6 w+2"), ranges(part(List.of(tensor("w", at(A, 8, 10), at(B, 0, 6))))));
    }

    /** They lie in the file as the others do, and are somebody's values as these are. */
    @Test
    void whatIsNotLoadedIsThereToo() {
        assertEquals(
                List.of("a 0-4 w+0", "a 4-8 m+0"),
                ranges(part(
                        List.of(tensor("w", at(A, 0, 4))),
                        new Part.NotLoaded("optimizer", 4, "state", List.of(tensor("m", at(A, 4, 8)))))));
    }
}

package dev.berth.profiler.model.count;

import dev.berth.profiler.model.Extent;
import dev.berth.profiler.model.Part;
import dev.berth.profiler.model.Tensor;
import dev.berth.profiler.model.header.Extents;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Bytes of a file that are tensors' and no header's: those of one tensor, or of several that share bytes.
 *
 * @param extent where they lie, by the name that the model's files give
 * @param tensor the one that begins first; the longest of those
 * @param from bytes of that tensor that lie before these, in other files, >= 0
 */
public record TensorRange(Extent extent, Tensor tensor, long from) {
    private static final Comparator<TensorRange> BY_PLACE = Comparator.comparing(TensorRange::extent, Extents.BY_PLACE)
            .thenComparing(range -> range.extent().length(), Comparator.reverseOrder());

    /** The ranges of all parts, what of them is not loaded too: ordered by file and offset, disjoint. */
    public static List<TensorRange> of(Collection<Part> parts) {
        List<TensorRange> pieces = new ArrayList<>();
        List<Tensor> tensors = parts.stream()
                .flatMap(part -> Stream.concat(
                        part.tensors().stream(),
                        part.notLoaded().stream().flatMap(beside -> beside.tensors().stream())))
                .toList();
        for (Tensor tensor : tensors) {
            long from = 0;
            for (Extent extent : tensor.extents()) {
                pieces.add(new TensorRange(extent, tensor, from));
                from += extent.length();
            }
        }
        pieces.sort(BY_PLACE);
        List<TensorRange> ranges = new ArrayList<>();
        for (TensorRange piece : pieces) {
            TensorRange last = ranges.isEmpty() ? null : ranges.get(ranges.size() - 1);
            if (last != null
                    && last.path().equals(piece.path())
                    && piece.extent().offset() < last.end()) {
                ranges.set(ranges.size() - 1, last.upTo(Math.max(last.end(), piece.end())));
            } else {
                ranges.add(piece);
            }
        }
        return ranges;
    }

    /** The file. */
    public Path path() {
        return extent.file();
    }

    /** Offset of the first byte behind it. */
    public long end() {
        return extent.offset() + extent.length();
    }

    private TensorRange upTo(long end) {
        return new TensorRange(new Extent(path(), extent.offset(), end - extent.offset()), tensor, from);
    }
}

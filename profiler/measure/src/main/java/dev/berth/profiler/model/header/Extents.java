package dev.berth.profiler.model.header;

import dev.berth.profiler.model.Extent;
import dev.berth.profiler.model.ModelFaultException;
import dev.berth.profiler.model.Tensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Sets of extents. */
public final class Extents {
    public static final Comparator<Extent> BY_PLACE =
            Comparator.comparing(Extent::file).thenComparingLong(Extent::offset);

    private Extents() {}

    /** One extent, or none for no bytes. */
    public static List<Extent> of(Path file, long offset, long length) {
        return length == 0 ? List.of() : List.of(new Extent(file, offset, length));
    }

    /** Refuses tensors that share bytes, in formats that do not allow it. */
    public static void requireDisjoint(HeaderFile in, List<Tensor> tensors) throws ModelFaultException {
        record Piece(Tensor tensor, Extent extent) {}
        List<Piece> pieces = new ArrayList<>();
        tensors.forEach(tensor -> tensor.extents().forEach(extent -> pieces.add(new Piece(tensor, extent))));
        pieces.sort(Comparator.comparing(Piece::extent, BY_PLACE));
        for (int i = 1; i < pieces.size(); i++) {
            Extent before = pieces.get(i - 1).extent();
            Extent extent = pieces.get(i).extent();
            if (before.file().equals(extent.file()) && extent.offset() < before.offset() + before.length()) {
                throw in.at("tensor", pieces.get(i).tensor().name())
                        .fault(
                                "shares bytes with tensor '"
                                        + pieces.get(i - 1).tensor().name() + "'",
                                "disjoint tensors");
            }
        }
    }

    /**
     * The same bytes as few extents as possible: ordered by file and offset, disjoint, adjacent and overlapping ones
     * merged.
     */
    public static List<Extent> merge(List<Extent> extents) {
        List<Extent> ordered = new ArrayList<>(extents);
        ordered.sort(BY_PLACE);
        List<Extent> merged = new ArrayList<>();
        for (Extent extent : ordered) {
            Extent last = merged.isEmpty() ? null : merged.get(merged.size() - 1);
            if (last != null && last.file().equals(extent.file()) && extent.offset() <= last.offset() + last.length()) {
                long end = Math.max(last.offset() + last.length(), extent.offset() + extent.length());
                merged.set(merged.size() - 1, new Extent(last.file(), last.offset(), end - last.offset()));
            } else {
                merged.add(extent);
            }
        }
        return merged;
    }
}

package dev.berth.profiler.model.count;

import dev.berth.profiler.model.Extent;
import dev.berth.profiler.model.Part;
import dev.berth.profiler.model.Tensor;
import dev.berth.profiler.model.header.Extents;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the tensors of a model add up to. Every byte of a file and every element stored in it counts once, whatever
 * number of tensors, components or names of files lead to it, so that the sums by type and by component are the whole:
 *
 * <ul>
 *   <li>Tensors that share no byte count as they are. One that repeats elements with a stride of zero has all of them,
 *       though fewer bytes.
 *   <li>Tensors that share bytes are one group. A byte counts for the type and the component of the tensor that reaches
 *       it first in the file. Of tensors over the very same bytes (tied weights) one counts. A group counts no more
 *       elements than its bytes hold, or than the largest of its tensors has.
 *   <li>Equal bytes in two files are stored, read and counted twice.
 * </ul>
 *
 * @param components sums of the parts, in their order
 * @param bytesByType bytes once loaded for each element type that any tensor has; their sum is that of the components
 * @param extents where the weights lie, symbolic and hard links resolved: ordered by file and offset, disjoint,
 *     adjacent ones merged
 */
public record WeightCount(List<Component> components, SortedMap<String, Long> bytesByType, List<Extent> extents) {
    private static final Comparator<Piece> BY_PLACE = Comparator.comparing(Piece::extent, Extents.BY_PLACE)
            .thenComparing(piece -> piece.extent().length(), Comparator.reverseOrder())
            .thenComparing(piece -> piece.tensor().elements(), Comparator.reverseOrder());

    /**
     * Sums of one part.
     *
     * @param tensors names of tensors, each counted
     * @param elements stored elements
     * @param parameters elements unpacked, as {@link PackedWeights} says
     * @param bytes bytes once loaded
     */
    public record Component(long tensors, long elements, long parameters, long bytes) {
        private static final Component NONE = new Component(0, 0, 0, 0);

        private Component with(long moreElements, long moreParameters, long moreBytes) {
            return new Component(
                    tensors,
                    Math.addExact(elements, moreElements),
                    Math.addExact(parameters, moreParameters),
                    Math.addExact(bytes, moreBytes));
        }

        private Component plus(Component other) {
            return new Component(tensors + other.tensors, elements, parameters, bytes)
                    .with(other.elements, other.parameters, other.bytes);
        }
    }

    /** One extent of a tensor; its elements count with the first. */
    private record Piece(int part, Tensor tensor, Extent extent, boolean first) {
        long end() {
            return extent.offset() + extent.length();
        }

        boolean overlaps(Extent next) {
            return extent.file().equals(next.file()) && next.offset() < end();
        }
    }

    /**
     * Counts.
     *
     * @param packed how each part's elements are packed
     * @throws ArithmeticException where a sum exceeds 2^63-1
     */
    public static WeightCount of(List<Part> parts, List<PackedWeights> packed) throws IOException {
        List<Piece> pieces = new ArrayList<>();
        List<Component> components = new ArrayList<>();
        SortedMap<String, Long> byType = new TreeMap<>();
        Files files = new Files();
        for (int i = 0; i < parts.size(); i++) {
            for (Tensor tensor : parts.get(i).tensors()) {
                byType.putIfAbsent(tensor.type().name(), 0L);
                for (int k = 0; k < tensor.extents().size(); k++) {
                    pieces.add(
                            new Piece(i, tensor, files.resolved(tensor.extents().get(k)), k == 0));
                }
            }
            components.add(
                    Component.NONE.plus(new Component(parts.get(i).tensors().size(), 0, 0, 0)));
        }
        pieces.sort(BY_PLACE);
        for (int from = 0; from < pieces.size(); ) {
            int to = endOfGroup(pieces, from);
            new Group(pieces.subList(from, to)).count(packed, components, byType);
            from = to;
        }
        return new WeightCount(
                List.copyOf(components),
                byType,
                Extents.merge(pieces.stream().map(Piece::extent).toList()));
    }

    /** Where the weights of the parts lie, as {@link #extents}. */
    public static List<Extent> extents(Collection<Part> parts) throws IOException {
        List<Extent> extents = new ArrayList<>();
        Files files = new Files();
        for (Part part : parts) {
            for (Tensor tensor : part.tensors()) {
                for (Extent extent : tensor.extents()) {
                    extents.add(files.resolved(extent));
                }
            }
        }
        return Extents.merge(extents);
    }

    /** Sums of all parts. */
    public Component total() {
        return components.stream().reduce(Component.NONE, Component::plus);
    }

    /** Bytes of the files that hold the weights, which loading reads. */
    public long storedBytes() {
        return extents.stream().mapToLong(Extent::length).sum();
    }

    private static int endOfGroup(List<Piece> pieces, int from) {
        Piece furthest = pieces.get(from);
        int to = from + 1;
        while (to < pieces.size() && furthest.overlaps(pieces.get(to).extent())) {
            if (pieces.get(to).end() > furthest.end()) {
                furthest = pieces.get(to);
            }
            to++;
        }
        return to;
    }

    /** Pieces that share bytes, by place; most often one alone. */
    private record Group(List<Piece> pieces) {
        void count(List<PackedWeights> packed, List<Component> components, SortedMap<String, Long> byType) {
            long reached = pieces.get(0).extent().offset();
            long left = pieces.size() == 1 ? pieces.get(0).tensor().elements() : capacity();
            Extent before = null;
            for (Piece piece : pieces) {
                boolean again = piece.extent().equals(before);
                before = piece.extent();
                long elements =
                        again || !piece.first() ? 0 : Math.min(piece.tensor().elements(), left);
                left -= elements;
                long bytes = piece.tensor().coded()
                        ? piece.tensor().loadedBytes(piece.extent())
                        : Math.max(0, piece.end() - reached);
                reached = Math.max(reached, piece.end());
                byType.merge(piece.tensor().type().name(), bytes, Math::addExact);
                long parameters = packed.get(piece.part()).parameters(piece.tensor(), elements);
                components.set(piece.part(), components.get(piece.part()).with(elements, parameters, bytes));
            }
        }

        private long capacity() {
            long begin = pieces.get(0).extent().offset();
            long end = pieces.stream().mapToLong(Piece::end).max().orElseThrow();
            return pieces.stream()
                    .map(Piece::tensor)
                    .mapToLong(
                            tensor -> Math.max(tensor.elements(), tensor.type().elementsIn(end - begin)))
                    .max()
                    .orElseThrow();
        }
    }

    /** One path for each file, whichever of its names an extent has. */
    private static final class Files {
        private final Map<Path, Path> real = new HashMap<>();
        private final Map<Object, Path> byIdentity = new HashMap<>();

        Extent resolved(Extent extent) throws IOException {
            Path target = real.get(extent.file());
            if (target == null) {
                target = extent.file().toRealPath();
                Path first = byIdentity.putIfAbsent(Storage.identity(target), target);
                target = first == null ? target : first;
                real.put(extent.file(), target);
            }
            return new Extent(target, extent.offset(), extent.length());
        }
    }
}

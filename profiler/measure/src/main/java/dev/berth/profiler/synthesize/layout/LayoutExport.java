package dev.berth.profiler.synthesize.layout;

import dev.berth.command.Commands;
import dev.berth.dataset.ModelRecord;
import dev.berth.profiler.model.Extent;
import dev.berth.profiler.model.Model;
import dev.berth.profiler.model.Part;
import dev.berth.profiler.model.Tensor;
import dev.berth.profiler.model.WeightFile;
import dev.berth.profiler.model.count.Storage;
import dev.berth.profiler.model.count.TensorRange;
import dev.berth.profiler.model.torch.ZipChecksums;
import dev.berth.profiler.synthesize.layout.LayoutDocument.ModelSummary;
import dev.berth.profiler.synthesize.layout.Segment.TensorPart;
import dev.berth.record.BadInputException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Takes the layout of models on storage. Of weights only name, type, shape and place are taken; everything between them
 * is, byte for byte: headers, graphs, padding, and the configuration, tokenizers and code that their loaders read.
 * Small tensors that say how a graph computes, and not what it has learned, are kept too: integers of at most
 * {@value #MOST_STRUCTURE_ELEMENTS} elements, single numbers, and numbers that protobuf codes in a varying length.
 */
public final class LayoutExport {
    private static final int MOST_STRUCTURE_ELEMENTS = 16;

    /** Weights coded in a varying length cannot be made up in place. */
    private static final long MOST_CODED_BYTES = 1 << 20;

    private static final Pattern INDICES = Pattern.compile("BOOL|[IU]64");

    /** Of graphs; elsewhere weights are packed in the shorter ones. */
    private static final Pattern GRAPH_INDICES = Pattern.compile("BOOL|[IU](16|32|64)|bool|int32");

    private static final Pattern GRAPH = Pattern.compile("onnx|tf.*|saved.*");

    private final Path base;
    private final Map<Path, List<TensorRange>> ranges = new HashMap<>();
    private final Set<Path> graphs = new HashSet<>();
    private final Map<Object, LayoutFile> byIdentity = new HashMap<>();
    private long literalBytes;

    private LayoutExport(Path base) {
        this.base = base;
    }

    /**
     * Takes the layout of all models found under a path; files lie relative to the folder of that path.
     *
     * @param root what was looked through
     * @param models what was found there, at least one
     * @throws BadInputException where the models' headers and side files are longer than layouts hold, or where many
     *     weights lie coded
     * @throws IOException where a file cannot be read
     */
    public static LayoutDocument of(Path root, List<Model> models) throws IOException {
        Set<Path> files = new LinkedHashSet<>();
        List<Part> parts = new ArrayList<>();
        for (Model model : models) {
            Model.Contents contents = model.headers().contents();
            contents.files().forEach(file -> files.add(named(file)));
            parts.addAll(contents.parts());
        }
        LayoutExport export = new LayoutExport(base(named(root), files));
        export.addRanges(parts);
        List<LayoutFile> layouts = new ArrayList<>();
        for (Path file : files) {
            layouts.add(export.file(file));
        }
        return new LayoutDocument(
                LayoutDocument.SCHEMA_VERSION,
                Commands.TOOL,
                models.stream().map(model -> summary(model.record())).toList(),
                layouts);
    }

    private static Path named(Path file) {
        return file.toAbsolutePath().normalize();
    }

    /**
     * The folder that the path lies in; where the models have files above it, the one that their common folder lies in.
     */
    private static Path base(Path root, Set<Path> files) {
        Path own = root.getParent() == null ? root : root.getParent();
        Path common = own;
        for (Path file : files) {
            while (!file.startsWith(common)) {
                common = common.getParent();
            }
        }
        return common.equals(own) || common.getParent() == null ? common : common.getParent();
    }

    private static ModelSummary summary(ModelRecord model) {
        return new ModelSummary(model.name(), model.format(), model.tensors(), model.parameters(), model.weightBytes());
    }

    private void addRanges(List<Part> parts) {
        for (TensorRange range : TensorRange.of(parts)) {
            ranges.computeIfAbsent(named(range.path()), file -> new ArrayList<>())
                    .add(range);
        }
        parts.stream()
                .filter(part -> GRAPH.matcher(part.format()).matches())
                .forEach(part -> part.weightFiles().forEach(file -> graphs.add(named(file))));
    }

    private LayoutFile file(Path file) throws IOException {
        String path = base.relativize(file).toString();
        LayoutFile same = byIdentity.get(Storage.identity(file));
        if (same != null) {
            return LayoutFile.link(path, same);
        }
        List<Segment> segments = new ArrayList<>();
        long literalFrom = 0;
        try (FileChannel in = WeightFile.open(file)) {
            for (TensorRange range : ranges.getOrDefault(file, List.of())) {
                if (!isStructure(range, graphs.contains(file))) {
                    segments.addAll(
                            literal(in, file, literalFrom, range.extent().offset()));
                    segments.add(Segment.of(range.extent().length(), tensor(range, graphs.contains(file))));
                    literalFrom = range.end();
                }
            }
            segments.addAll(literal(in, file, literalFrom, in.size()));
        }
        LayoutFile layout = LayoutFile.of(path, segments, checksums(file, segments));
        byIdentity.put(Storage.identity(file), layout);
        return layout;
    }

    private List<Segment> literal(FileChannel in, Path file, long from, long to) throws IOException {
        literalBytes += to - from;
        if (literalBytes > LayoutDocument.MAX_LITERAL_BYTES) {
            throw new BadInputException(file + ": " + (to - from) + " bytes at " + from
                    + " are no tensors', with those before them more than the " + LayoutDocument.MAX_LITERAL_BYTES
                    + " that a layout holds; name fewer models at once");
        }
        ByteBuffer content = ByteBuffer.allocate((int) (to - from));
        while (content.hasRemaining()) {
            if (in.read(content, from + content.position()) < 0) {
                throw new BadInputException(file + ": became shorter while it was read; export it again");
            }
        }
        return Segment.literal(content.array());
    }

    private static boolean isStructure(TensorRange range, boolean graph) {
        Tensor tensor = range.tensor();
        if (tensor.coded()) {
            if (range.extent().length() > MOST_CODED_BYTES) {
                throw new BadInputException(range.path() + ": tensor '" + tensor.name() + "': "
                        + range.extent().length() + " bytes of values that are coded in a varying length (typed data of"
                        + " ONNX), expected raw data; save the model with raw data");
            }
            return true;
        }
        if (tensor.elements() == 1 && graph) {
            return true;
        }
        return tensor.elements() <= MOST_STRUCTURE_ELEMENTS && isIndices(tensor, graph);
    }

    private static boolean isIndices(Tensor tensor, boolean graph) {
        return (graph ? GRAPH_INDICES : INDICES).matcher(tensor.type().name()).matches();
    }

    private static TensorPart tensor(TensorRange range, boolean graph) {
        Tensor tensor = range.tensor();
        return new TensorPart(
                tensor.name(),
                tensor.type().name(),
                tensor.shape(),
                isIndices(tensor, graph) ? Values.INDICES : Values.WEIGHTS,
                range.from());
    }

    /** Those that made-up weights change. */
    private List<Checksum> checksums(Path file, List<Segment> segments) throws IOException {
        if (!ranges.containsKey(file) || graphs.contains(file)) {
            return List.of();
        }
        NavigableMap<Long, Long> madeUp = new TreeMap<>();
        long offset = 0;
        for (Segment segment : segments) {
            if (segment.tensor() != null) {
                madeUp.put(offset, offset + segment.bytes());
            }
            offset += segment.bytes();
        }
        List<Checksum> checksums = new ArrayList<>();
        for (ZipChecksums.Entry entry : ZipChecksums.of(file)) {
            Extent bytes = entry.bytes();
            Map.Entry<Long, Long> last = madeUp.lowerEntry(bytes.offset() + bytes.length());
            if (last != null && last.getValue() > bytes.offset()) {
                checksums.add(new Checksum(bytes.offset(), bytes.length(), entry.places()));
            }
        }
        checksums.sort(Comparator.comparingLong(Checksum::offset));
        return checksums;
    }
}

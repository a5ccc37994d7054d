package dev.berth.profiler.synthesize.format;

import dev.berth.profiler.synthesize.catalogue.Component;
import dev.berth.profiler.synthesize.layout.LayoutFile;
import dev.berth.profiler.synthesize.layout.Segment;
import dev.berth.profiler.synthesize.layout.Segment.TensorPart;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** TensorFlow.js: a manifest without topology, tensors end to end over shards of 4 MiB as its converter cuts them. */
final class TfjsLayout {
    private static final long SHARD_BYTES = 4 << 20;

    private static final Map<String, String> TYPES = Map.of("F32", "float32", "F16", "float16", "I64", "int32");

    private TfjsLayout() {}

    static List<LayoutFile> of(String folder, Component component, WeightType type) {
        List<Segment> tensors = new ArrayList<>();
        List<String> weights = new ArrayList<>();
        for (StoredTensor tensor : StoredTensor.of(component.tensors(), type)) {
            String stored = TYPES.get(tensor.type());
            // TensorFlow.js has no integers of 64 bits.
            long bytes = stored.equals("int32") ? tensor.spec().elements() * Integer.BYTES : tensor.bytes();
            TensorPart part = tensor.segment().tensor();
            tensors.add(Segment.of(bytes, new TensorPart(part.name(), stored, part.shape(), part.values(), 0)));
            weights.add(weight(tensor, stored));
        }
        long bytes = tensors.stream().mapToLong(Segment::bytes).sum();
        int count = Math.toIntExact((bytes + SHARD_BYTES - 1) / SHARD_BYTES);
        List<LayoutFile> files = new ArrayList<>();
        files.add(TextFile.of(folder + "model.json", manifest(count, weights)));
        files.addAll(shards(folder, tensors, count));
        return files;
    }

    private static List<LayoutFile> shards(String folder, List<Segment> tensors, int count) {
        List<LayoutFile> files = new ArrayList<>();
        List<Segment> segments = new ArrayList<>();
        long room = SHARD_BYTES;
        for (Segment tensor : tensors) {
            TensorPart part = tensor.tensor();
            for (long from = 0; from < tensor.bytes(); ) {
                long bytes = Math.min(room, tensor.bytes() - from);
                segments.add(
                        Segment.of(bytes, new TensorPart(part.name(), part.type(), part.shape(), part.values(), from)));
                from += bytes;
                room -= bytes;
                if (room == 0) {
                    files.add(LayoutFile.of(folder + name(files.size(), count), segments, List.of()));
                    segments = new ArrayList<>();
                    room = SHARD_BYTES;
                }
            }
        }
        if (!segments.isEmpty()) {
            files.add(LayoutFile.of(folder + name(files.size(), count), segments, List.of()));
        }
        return files;
    }

    private static String name(int index, int count) {
        return "group1-shard" + (index + 1) + "of" + count + ".bin";
    }

    private static String weight(StoredTensor tensor, String stored) {
        String shape = tensor.spec().shape().stream().map(String::valueOf).collect(Collectors.joining(","));
        String quantized = stored.equals("float16") ? ",\"quantization\":{\"dtype\":\"float16\"}" : "";
        String type = stored.equals("float16") ? "float32" : stored;
        return "{\"name\":\"" + tensor.name() + "\",\"shape\":[" + shape + "],\"dtype\":\"" + type + "\"" + quantized
                + "}";
    }

    private static String manifest(int count, List<String> weights) {
        List<String> paths = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            paths.add("\"" + name(i, count) + "\"");
        }
        return "{\"format\":\"layers-model\",\"generatedBy\":\"berth synthesize\",\"convertedBy\":null,"
                + "\"modelTopology\":{},\"weightsManifest\":[{\"paths\":[" + String.join(",", paths)
                + "],\"weights\":[" + String.join(",", weights) + "]}]}\n";
    }
}

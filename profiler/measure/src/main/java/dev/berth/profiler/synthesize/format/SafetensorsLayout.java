package dev.berth.profiler.synthesize.format;

import dev.berth.profiler.synthesize.catalogue.Component;
import dev.berth.profiler.synthesize.catalogue.Component.PublishedHeader;
import dev.berth.profiler.synthesize.layout.LayoutFile;
import dev.berth.profiler.synthesize.layout.Segment;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** Safetensors: the length of a header, the header in JSON, tensors without gaps. */
final class SafetensorsLayout {
    private static final Comparator<StoredTensor> USUAL_ORDER =
            Comparator.comparing(StoredTensor::elementBytes).reversed().thenComparing(StoredTensor::name);

    private SafetensorsLayout() {}

    static List<LayoutFile> of(String folder, Component component, WeightType type, long shardBytes) {
        List<List<StoredTensor>> shards = Shards.of(StoredTensor.of(component.tensors(), type), shardBytes);
        List<LayoutFile> files = new ArrayList<>();
        for (int i = 0; i < shards.size(); i++) {
            String name = Shards.name(component.stem(), i, shards.size()) + ".safetensors";
            // Only files in one piece are known by their sizes.
            PublishedHeader header = component.published();
            files.add(file(folder + name, shards.get(i), header, shards.size() == 1));
        }
        if (shards.size() > 1) {
            String index = Shards.index(shards, i -> Shards.name(component.stem(), i, shards.size()) + ".safetensors");
            files.add(TextFile.of(folder + component.stem() + ".safetensors.index.json", index));
        }
        return files;
    }

    private static LayoutFile file(String path, List<StoredTensor> tensors, PublishedHeader published, boolean whole) {
        List<StoredTensor> ordered = new ArrayList<>(tensors);
        if (!published.listed()) {
            ordered.sort(USUAL_ORDER);
        }
        byte[] header = header(ordered, published, whole ? published.bytes() : 0);
        List<Segment> segments = new ArrayList<>(
                Segment.literal(new ByteList().u64(header.length).add(header).toArray()));
        ordered.forEach(tensor -> segments.add(tensor.segment()));
        return LayoutFile.of(path, segments, List.of());
    }

    private static byte[] header(List<StoredTensor> tensors, PublishedHeader published, int bytes) {
        StringBuilder json = new StringBuilder("{\"__metadata__\":{\"format\":\"pt\"}");
        long begin = 0;
        for (StoredTensor tensor : tensors) {
            String shape = tensor.spec().shape().stream().map(String::valueOf).collect(Collectors.joining(","));
            long end = begin + tensor.bytes();
            json.append(",\"")
                    .append(tensor.name())
                    .append("\":{\"dtype\":\"")
                    .append(tensor.type())
                    .append("\",\"shape\":[")
                    .append(shape)
                    .append("],\"data_offsets\":[")
                    .append(begin)
                    .append(',')
                    .append(end)
                    .append("]}");
            begin = end;
        }
        json.append('}');
        while (json.length() < bytes || json.length() % published.multiple() != 0) {
            json.append(' ');
        }
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }
}

package dev.berth.profiler.synthesize.format;

import dev.berth.profiler.synthesize.catalogue.Component;
import dev.berth.profiler.synthesize.layout.LayoutFile;
import dev.berth.profiler.synthesize.layout.Segment;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;

/**
 * TensorFlow's SavedModel: a bundle of variables, one data file end to end and a sorted table (LevelDB's format, blocks
 * of 4 KiB without shared prefixes) that names them. Field numbers are those of tensor_bundle.proto. The checksums of
 * the weights are left out, so that TensorFlow refuses to restore them, and there is no graph.
 */
final class SavedModelLayout {
    private static final Map<String, Integer> TYPES = Map.of("F32", 1, "I64", 9, "BF16", 14, "F16", 19);

    private static final long MAGIC = 0xdb4775248b80fb57L;
    private static final int FOOTER_HANDLE_BYTES = 40;
    private static final int BLOCK_BYTES = 4096;
    private static final long CRC_MASK = 0xa282ead8L;
    private static final int CRC_ROTATION = 15;

    private static final int HEADER_SHARDS = 1;
    private static final int ENTRY_TYPE = 1;
    private static final int ENTRY_SHAPE = 2;
    private static final int ENTRY_OFFSET = 4;
    private static final int ENTRY_SIZE = 5;
    private static final int SHAPE_DIMENSION = 2;

    private SavedModelLayout() {}

    static List<LayoutFile> of(String folder, Component component, WeightType type) {
        List<StoredTensor> tensors = StoredTensor.of(component.tensors(), type).stream()
                .sorted(Comparator.comparing(StoredTensor::name))
                .toList();
        List<Row> rows = new ArrayList<>(List.of(new Row("", new Protobuf().number(HEADER_SHARDS, 1))));
        List<Segment> segments = new ArrayList<>();
        long offset = 0;
        for (StoredTensor tensor : tensors) {
            rows.add(new Row(tensor.name(), entry(tensor, offset)));
            segments.add(tensor.segment());
            offset += tensor.bytes();
        }
        byte[] model = new Protobuf().number(1, 1).toArray();
        return List.of(
                LayoutFile.of(folder + "saved_model.pb", Segment.literal(model), List.of()),
                LayoutFile.of(folder + "variables/variables.index", Segment.literal(table(rows)), List.of()),
                LayoutFile.of(folder + "variables/variables.data-00000-of-00001", segments, List.of()));
    }

    private record Row(String key, Protobuf value) {}

    private static Protobuf entry(StoredTensor tensor, long offset) {
        Protobuf shape = new Protobuf();
        tensor.spec().shape().forEach(length -> shape.message(SHAPE_DIMENSION, new Protobuf().number(1, length)));
        return new Protobuf()
                .number(ENTRY_TYPE, TYPES.get(tensor.type()))
                .message(ENTRY_SHAPE, shape)
                .number(ENTRY_OFFSET, offset)
                .number(ENTRY_SIZE, tensor.bytes());
    }

    private static byte[] table(List<Row> rows) {
        ByteList table = new ByteList();
        List<Row> blocks = new ArrayList<>();
        List<Row> block = new ArrayList<>();
        int bytes = 0;
        for (Row row : rows) {
            block.add(row);
            bytes += row.key().length() + row.value().size();
            if (bytes >= BLOCK_BYTES) {
                blocks.add(new Row(row.key(), block(table, block)));
                block = new ArrayList<>();
                bytes = 0;
            }
        }
        if (!block.isEmpty()) {
            blocks.add(new Row(block.get(block.size() - 1).key(), block(table, block)));
        }
        Protobuf meta = block(table, List.of());
        Protobuf index = block(table, blocks);
        ByteList handles = new ByteList().add(meta.toArray()).add(index.toArray());
        return table.add(handles.fill(FOOTER_HANDLE_BYTES).toArray()).u64(MAGIC).toArray();
    }

    /** Appends a block, each entry of it with its whole key, and gives the handle of where it lies. */
    private static Protobuf block(ByteList table, List<Row> rows) {
        ByteList block = new ByteList();
        for (Row row : rows) {
            byte[] key = row.key().getBytes(StandardCharsets.UTF_8);
            byte[] value = row.value().toArray();
            block.add(new Protobuf()
                            .varint(0)
                            .varint(key.length)
                            .varint(value.length)
                            .toArray())
                    .add(key)
                    .add(value);
        }
        // One restart, at the begin.
        block.u32(0).u32(1);
        long begin = table.size();
        CRC32C crc = new CRC32C();
        byte[] content = block.toArray();
        crc.update(content);
        crc.update(0);
        long value = crc.getValue();
        long masked = ((value >>> CRC_ROTATION) | (value << (Integer.SIZE - CRC_ROTATION))) + CRC_MASK;
        table.add(content).u8(0).u32(masked);
        return new Protobuf().varint(begin).varint(content.length);
    }
}

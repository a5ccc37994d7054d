package dev.berth.profiler.synthesize.format;

import dev.berth.profiler.synthesize.catalogue.Component;
import dev.berth.profiler.synthesize.layout.Checksum;
import dev.berth.profiler.synthesize.layout.LayoutFile;
import dev.berth.profiler.synthesize.layout.Segment;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;

/**
 * PyTorch checkpoints: a zip whose entries are stored, a pickle of a dictionary of tensors first, then each tensor's
 * storage at a multiple of 64 bytes (torch/serialization.py; PKWARE's APPNOTE 6.3.10).
 */
final class TorchLayout {
    private static final String TRANSFORMERS_STEM = "model";

    private static final int ALIGNMENT = 64;
    private static final long LOCAL = 0x04034b50L;
    private static final long CENTRAL = 0x02014b50L;
    private static final long END = 0x06054b50L;
    private static final long END_64 = 0x06064b50L;
    private static final long END_64_LOCATOR = 0x07064b50L;

    private static final int VERSION = 20;
    private static final int VERSION_64 = 45;
    private static final int LOCAL_BYTES = 30;
    private static final int LOCAL_CHECKSUM = 14;
    private static final int CENTRAL_CHECKSUM = 16;
    private static final int EXTRA_64 = 1;

    /** Of the extra field that PyTorch fills up to the alignment with. */
    private static final int EXTRA_FILL = 0x4246;

    private static final int EXTRA_HEAD_BYTES = 4;
    private static final int DATE_1980 = 0x21;
    private static final long IN_EXTRA = 0xffffffffL;
    private static final int IN_EXTRA_COUNT = 0xffff;

    private static final Map<String, String> STORAGES =
            Map.of("F32", "FloatStorage", "F16", "HalfStorage", "BF16", "BFloat16Storage", "I64", "LongStorage");

    private final List<Segment> segments = new ArrayList<>();
    private final List<Checksum> checksums = new ArrayList<>();
    private final List<Entry> entries = new ArrayList<>();
    private ByteList literal = new ByteList();
    private long flushed;

    /** An entry that was written; its checksum is not known yet where it is of weights. */
    private record Entry(String name, long header, long begin, long bytes, long crc, boolean weights) {}

    private TorchLayout() {}

    static List<LayoutFile> of(String folder, Component component, WeightType type, long shardBytes) {
        String stem = component.stem().equals(TRANSFORMERS_STEM) ? "pytorch_model" : component.stem();
        List<List<StoredTensor>> shards = Shards.of(StoredTensor.of(component.tensors(), type), shardBytes);
        List<LayoutFile> files = new ArrayList<>();
        for (int i = 0; i < shards.size(); i++) {
            files.add(new TorchLayout().file(folder + Shards.name(stem, i, shards.size()) + ".bin", shards.get(i)));
        }
        if (shards.size() > 1) {
            String index = Shards.index(shards, i -> Shards.name(stem, i, shards.size()) + ".bin");
            files.add(TextFile.of(folder + stem + ".bin.index.json", index));
        }
        return files;
    }

    private LayoutFile file(String path, List<StoredTensor> tensors) {
        put("archive/data.pkl", pickle(tensors));
        for (int i = 0; i < tensors.size(); i++) {
            put("archive/data/" + i, tensors.get(i));
        }
        put("archive/version", "3\n".getBytes(StandardCharsets.US_ASCII));
        putDirectory();
        flush();
        return LayoutFile.of(path, segments, checksums);
    }

    private long position() {
        return flushed + literal.size();
    }

    private void flush() {
        segments.addAll(Segment.literal(literal.toArray()));
        flushed += literal.size();
        literal = new ByteList();
    }

    private void put(String name, byte[] content) {
        CRC32 crc = new CRC32();
        crc.update(content);
        putHeader(name, content.length, crc.getValue(), false);
        literal.add(content);
    }

    private void put(String name, StoredTensor tensor) {
        putHeader(name, tensor.bytes(), 0, true);
        flush();
        segments.add(tensor.segment());
        flushed += tensor.bytes();
    }

    private void putHeader(String name, long bytes, long crc, boolean weights) {
        long header = position();
        boolean large = bytes >= IN_EXTRA;
        ByteList extra = new ByteList();
        if (large) {
            extra.u16(EXTRA_64).u16(2 * Long.BYTES).u64(bytes).u64(bytes);
        }
        long unfilled = header + LOCAL_BYTES + name.length() + extra.size() + EXTRA_HEAD_BYTES;
        int fill = (int) (ALIGNMENT - unfilled % ALIGNMENT) % ALIGNMENT;
        extra.u16(EXTRA_FILL).u16(fill).add(new byte[fill]);
        literal.u32(LOCAL)
                .u16(large ? VERSION_64 : VERSION)
                .u16(0)
                .u16(0)
                .u16(0)
                .u16(DATE_1980);
        literal.u32(crc).u32(large ? IN_EXTRA : bytes).u32(large ? IN_EXTRA : bytes);
        literal.u16(name.length()).u16(extra.size()).text(name).add(extra.toArray());
        entries.add(new Entry(name, header, position(), bytes, crc, weights));
    }

    private void putDirectory() {
        long start = position();
        for (Entry entry : entries) {
            long place = position() + CENTRAL_CHECKSUM;
            putCentral(entry);
            if (entry.weights()) {
                checksums.add(
                        new Checksum(entry.begin(), entry.bytes(), List.of(entry.header() + LOCAL_CHECKSUM, place)));
            }
        }
        putEnd(start, position() - start);
    }

    private void putCentral(Entry entry) {
        boolean large = entry.bytes() >= IN_EXTRA;
        boolean far = entry.header() >= IN_EXTRA;
        ByteList fields = new ByteList();
        if (large) {
            fields.u64(entry.bytes()).u64(entry.bytes());
        }
        if (far) {
            fields.u64(entry.header());
        }
        ByteList extra = new ByteList();
        if (large || far) {
            extra.u16(EXTRA_64).u16(fields.size()).add(fields.toArray());
        }
        int version = large || far ? VERSION_64 : VERSION;
        literal.u32(CENTRAL).u16(version).u16(version).u16(0).u16(0).u16(0).u16(DATE_1980);
        literal.u32(entry.crc()).u32(large ? IN_EXTRA : entry.bytes()).u32(large ? IN_EXTRA : entry.bytes());
        literal.u16(entry.name().length())
                .u16(extra.size())
                .u16(0)
                .u16(0)
                .u16(0)
                .u32(0);
        literal.u32(far ? IN_EXTRA : entry.header()).text(entry.name()).add(extra.toArray());
    }

    private void putEnd(long start, long bytes) {
        int count = entries.size();
        boolean large = start >= IN_EXTRA || count >= IN_EXTRA_COUNT;
        if (large) {
            long end64 = position();
            literal.u32(END_64).u64(44).u16(VERSION_64).u16(VERSION_64).u32(0).u32(0);
            literal.u64(count).u64(count).u64(bytes).u64(start);
            literal.u32(END_64_LOCATOR).u32(0).u64(end64).u32(1);
        }
        int shownCount = Math.min(count, IN_EXTRA_COUNT);
        literal.u32(END).u16(0).u16(0).u16(shownCount).u16(shownCount).u32(bytes);
        literal.u32(large ? IN_EXTRA : start).u16(0);
    }

    /** An ordered dictionary of names and tensors, as pickle's protocol 2 writes it. */
    private static byte[] pickle(List<StoredTensor> tensors) {
        Pickler pickler = new Pickler();
        pickler.orderedDictionary();
        pickler.mark();
        for (int i = 0; i < tensors.size(); i++) {
            StoredTensor tensor = tensors.get(i);
            pickler.text(tensor.name());
            pickler.tensor(
                    STORAGES.get(tensor.type()),
                    i,
                    tensor.spec().elements(),
                    tensor.spec().shape());
        }
        return pickler.setItemsAndStop();
    }
}

package dev.berth.profiler.model.tensorflow;

import dev.berth.profiler.model.ElementType;
import dev.berth.profiler.model.Extent;
import dev.berth.profiler.model.HeaderSource;
import dev.berth.profiler.model.ModelFaultException;
import dev.berth.profiler.model.Part;
import dev.berth.profiler.model.Tensor;
import dev.berth.profiler.model.header.Extents;
import dev.berth.profiler.model.header.HeaderBudget;
import dev.berth.profiler.model.header.HeaderFile;
import dev.berth.profiler.model.header.ProtobufReader;
import dev.berth.profiler.model.header.Shapes;
import dev.berth.profiler.model.header.Siblings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * TensorFlow SavedModel: the weights are a tensor bundle, {@code variables/variables.index} (a sorted table of protobuf
 * entries) and data shards beside it. Field numbers are those of tensor_bundle.proto.
 */
final class SavedModelReader {
    static final String LABEL = "tf-savedmodel";

    private static final int DT_STRING = 7;
    private static final int DT_RESOURCE = 20;
    private static final int DT_VARIANT = 21;

    /** Asking a file for its size, in steps of reading. */
    private static final int STEPS_PER_SIZE = 100;

    private static final int MAX_SHARDS = 99_999;

    private static final Map<Integer, ElementType> TYPES = Map.ofEntries(
            type(1, "F32", 4),
            type(2, "F64", 8),
            type(3, "I32", 4),
            type(4, "U8", 1),
            type(5, "I16", 2),
            type(6, "I8", 1),
            type(8, "C64", 8),
            type(9, "I64", 8),
            type(10, "BOOL", 1),
            type(11, "QI8", 1),
            type(12, "QU8", 1),
            type(13, "QI32", 4),
            type(14, "BF16", 2),
            type(15, "QI16", 2),
            type(16, "QU16", 2),
            type(17, "U16", 2),
            type(18, "C128", 16),
            type(19, "F16", 2),
            type(22, "U32", 4),
            type(23, "U64", 8),
            type(24, "F8_E5M2", 1),
            type(25, "F8_E4M3FN", 1));

    private final HeaderFile in;
    private final List<Path> shards = new ArrayList<>();
    private final List<Tensor> tensors = new ArrayList<>();

    private SavedModelReader(HeaderFile in) {
        this.in = in;
    }

    /**
     * Reads the bundle of a saved model.
     *
     * @param file {@code saved_model.pb}
     */
    static Part read(Path file, HeaderSource source) throws IOException, ModelFaultException {
        HeaderSource budget = HeaderBudget.of(source);
        Path index;
        try (HeaderFile in = HeaderFile.open(file, budget)) {
            index = Siblings.requireInside(in, "weights", "variables/variables.index");
        }
        try (HeaderFile in = HeaderFile.open(index, budget)) {
            SavedModelReader reader = new SavedModelReader(in);
            for (SortedTable.Entry entry : SortedTable.entries(in)) {
                reader.readEntry(entry.key(), entry.value());
            }
            Extents.requireDisjoint(in, reader.tensors);
            return new Part(LABEL, reader.tensors, reader.shards, List.of(file, index));
        }
    }

    private void readEntry(String key, Extent value) throws IOException, ModelFaultException {
        in.seek(value.offset());
        if (key.isEmpty()) {
            readHeader(new ProtobufReader(in.at("bundle header"), value.length()));
        } else {
            readTensor(key, new ProtobufReader(in.at("tensor", key), value.length()));
        }
    }

    private void readHeader(ProtobufReader header) throws IOException, ModelFaultException {
        long count = 0;
        while (header.next()) {
            if (header.is(1, ProtobufReader.VARINT)) {
                count = header.varint();
            } else if (header.is(2, ProtobufReader.VARINT) && header.varint() != 0) {
                throw in.fault("big-endian weights", "little-endian");
            } else if (!header.is(2, ProtobufReader.VARINT)) {
                header.skip();
            }
        }
        if (count < 1 || count > MAX_SHARDS) {
            throw in.fault(Long.toUnsignedString(count) + " shards", "1 to " + MAX_SHARDS);
        }
        for (int i = 0; i < count; i++) {
            in.step(HeaderBudget.STEPS_PER_FILE);
            String name = String.format(Locale.ROOT, "variables.data-%05d-of-%05d", i, count);
            shards.add(Siblings.requireInside(in, "shards", name));
        }
    }

    private void readTensor(String name, ProtobufReader entry) throws IOException, ModelFaultException {
        int typeNumber = 0;
        List<Long> shape = List.of();
        long shard = 0;
        long offset = 0;
        long size = 0;
        boolean sliced = false;
        while (entry.next()) {
            switch (entry.field()) {
                case 1 -> typeNumber = (int) number(entry);
                case 2 -> shape = shape(entry);
                case 3 -> shard = number(entry);
                case 4 -> offset = number(entry);
                case 5 -> size = number(entry);
                case 7 -> {
                    sliced = true;
                    entry.skip();
                }
                default -> entry.skip();
            }
        }
        // Strings are bookkeeping of the checkpoint; a sliced tensor's parts have entries of their own.
        if (sliced || typeNumber == DT_STRING || typeNumber == DT_RESOURCE || typeNumber == DT_VARIANT) {
            return;
        }
        add(name, typeNumber, shape, shard, offset, size);
    }

    private void add(String name, int typeNumber, List<Long> shape, long shard, long offset, long size)
            throws IOException, ModelFaultException {
        ElementType type = TYPES.get(typeNumber);
        if (type == null) {
            throw in.fault("data type " + typeNumber, "a type of TensorFlow with a fixed size");
        }
        if (shard < 0 || shard >= shards.size()) {
            throw in.fault("shard " + Long.toUnsignedString(shard), "0 to " + (shards.size() - 1));
        }
        Path file = shards.get((int) shard);
        in.step(STEPS_PER_SIZE);
        long available = Files.size(file);
        if (offset < 0 || size < 0 || offset > available || size > available - offset) {
            throw in.fault(
                    Long.toUnsignedString(size) + " bytes at offset " + Long.toUnsignedString(offset),
                    "a range inside the " + available + " bytes of " + file.getFileName());
        }
        long elements = Shapes.elements(in, shape);
        if (Shapes.bytes(in, type, elements) != size) {
            throw in.fault(size + " bytes", Shapes.bytes(in, type, elements) + " for shape " + shape);
        }
        tensors.add(in.keep(new Tensor(name, type, shape, elements, Extents.of(file, offset, size))));
    }

    private long number(ProtobufReader entry) throws IOException, ModelFaultException {
        if (entry.wireType() != ProtobufReader.VARINT) {
            throw in.fault("field " + entry.field() + " of wire type " + entry.wireType(), "a varint");
        }
        return entry.varint();
    }

    private List<Long> shape(ProtobufReader entry) throws IOException, ModelFaultException {
        if (entry.wireType() != ProtobufReader.BYTES) {
            throw in.fault("shape of wire type " + entry.wireType(), "a message");
        }
        List<Long> lengths = new ArrayList<>();
        ProtobufReader shape = entry.message();
        while (shape.next()) {
            if (shape.is(2, ProtobufReader.BYTES) && lengths.size() < 255) {
                lengths.add(dimension(shape.message()));
            } else {
                shape.skip();
            }
        }
        return List.copyOf(lengths);
    }

    private long dimension(ProtobufReader dimension) throws IOException, ModelFaultException {
        long size = 0;
        while (dimension.next()) {
            if (dimension.is(1, ProtobufReader.VARINT)) {
                size = dimension.varint();
            } else {
                dimension.skip();
            }
        }
        if (size < 0) {
            throw in.fault("length " + size, "a length >= 0");
        }
        return size;
    }

    private static Map.Entry<Integer, ElementType> type(int number, String name, int bytes) {
        return Map.entry(number, ElementType.plain(name, bytes));
    }

    /** The sorted string table TensorFlow took over from LevelDB, read in place. */
    private static final class SortedTable {
        private static final long MAGIC = 0xdb4775248b80fb57L;
        private static final int FOOTER_BYTES = 48;
        private static final int BLOCK_TRAILER_BYTES = 5;
        private static final int MAX_KEY_BYTES = 1 << 12;

        private static final int SNAPPY = 1;

        private final HeaderFile in;
        private byte[] key = new byte[0];
        private boolean first = true;

        private SortedTable(HeaderFile in) {
            this.in = in;
        }

        /**
         * An entry.
         *
         * @param key as text; those of slices are no text, and serve as names all the same
         * @param value where it lies in the file
         */
        record Entry(String key, Extent value) {}

        /** All entries in key order. Blocks lie in order too: one that is named again would be read again. */
        static List<Entry> entries(HeaderFile in) throws IOException, ModelFaultException {
            SortedTable table = new SortedTable(in.at("table footer"));
            in.seek(Math.max(0, in.size() - FOOTER_BYTES));
            table.handle();
            Extent index = table.handle();
            in.seek(in.size() - 8);
            if (in.i64() != MAGIC) {
                throw in.fault("no table magic at its end", "a tensor bundle's index");
            }
            List<Entry> blocks = new ArrayList<>();
            table.readBlock(index, blocks);
            List<Entry> entries = new ArrayList<>();
            table.key = new byte[0];
            table.first = true;
            long end = 0;
            for (Entry entry : blocks) {
                in.seek(entry.value().offset());
                Extent block = table.handle();
                if (block.offset() < end) {
                    throw in.at("table index")
                            .fault(
                                    "a block at offset " + block.offset() + " after one that ends at " + end,
                                    "blocks in order");
                }
                end = block.offset() + block.length();
                table.readBlock(block, entries);
            }
            return entries;
        }

        private Extent handle() throws IOException, ModelFaultException {
            long offset = in.varint();
            long length = in.varint();
            if (offset < 0 || length <= 0 || offset > in.size() || length > in.size() - offset - BLOCK_TRAILER_BYTES) {
                throw in.fault(
                        "a block of " + Long.toUnsignedString(length) + " bytes at " + Long.toUnsignedString(offset),
                        "a range inside the file's " + in.size() + " bytes");
            }
            return new Extent(in.path(), offset, length);
        }

        /**
         * Entries share the head of their key with the entry before; the restart points at the end are not needed to
         * read in order.
         */
        private void readBlock(Extent block, List<Entry> entries) throws IOException, ModelFaultException {
            long end = block.offset() + block.length();
            in.at("table block at " + block.offset()).seek(end);
            int compression = in.u8();
            if (compression != 0) {
                throw in.fault(
                        compression == SNAPPY ? "compressed by Snappy" : "compression " + compression,
                        "none, as TensorFlow writes a bundle's index",
                        "write the checkpoint again");
            }
            in.seek(end - 4);
            long entriesEnd = end - 4 - in.u32() * 4;
            if (entriesEnd < block.offset()) {
                throw in.fault("more restart points than the block holds", "fewer");
            }
            in.seek(block.offset());
            int before = 0;
            while (in.position() < entriesEnd) {
                long shared = in.varint();
                long own = in.varint();
                long value = in.varint();
                if (shared < 0
                        || shared > before
                        || own < 0
                        || own > MAX_KEY_BYTES - shared
                        || value < 0
                        || value > entriesEnd - in.position() - own) {
                    throw in.fault("an entry that passes the block", "entries inside the block");
                }
                in.step(1 + shared / HeaderBudget.BYTES_PER_STEP);
                byte[] next = Arrays.copyOf(key, (int) (shared + own));
                System.arraycopy(in.bytes(own), 0, next, (int) shared, (int) own);
                if (!first && Arrays.compareUnsigned(key, next) >= 0) {
                    throw in.fault("keys out of order", "each key once, in order");
                }
                first = false;
                key = next;
                before = next.length;
                if (value > 0) {
                    String name = new String(key, StandardCharsets.UTF_8);
                    in.keep(88 + HeaderBudget.bytesOf(name));
                    entries.add(new Entry(name, new Extent(in.path(), in.position(), value)));
                }
                in.skip(value);
            }
        }
    }
}

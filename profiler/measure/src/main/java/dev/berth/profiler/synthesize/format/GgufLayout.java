package dev.berth.profiler.synthesize.format;

import dev.berth.profiler.synthesize.catalogue.GgufModel;
import dev.berth.profiler.synthesize.catalogue.GgufModel.Kind;
import dev.berth.profiler.synthesize.catalogue.GgufModel.Vocabulary;
import dev.berth.profiler.synthesize.catalogue.TensorSpec;
import dev.berth.profiler.synthesize.layout.LayoutFile;
import dev.berth.profiler.synthesize.layout.Segment;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * GGUF version 3, as llama.cpp's converter writes it: tensors of one dimension and the positions of GPT-2 stay F32;
 * where rows are no whole blocks a tensor is F16. The vocabulary is made up: bytes, then numbered words.
 */
final class GgufLayout {
    private static final long MAGIC = 0x46554747L;
    private static final int VERSION = 3;
    private static final int ALIGNMENT = 32;

    private static final int U16 = 2;
    private static final int U32 = 4;
    private static final int I32 = 5;
    private static final int F32 = 6;
    private static final int TEXT = 8;
    private static final int ARRAY = 9;

    /** Of tokens, as llama.cpp numbers them. */
    private static final int NORMAL = 1;

    private static final int UNKNOWN = 2;
    private static final int CONTROL = 3;
    private static final int BYTE = 6;

    private static final int BYTES = 256;

    private static final String POSITIONS = "position_embd.weight";

    private final String name;
    private final GgufModel model;
    private final WeightType type;

    private GgufLayout(String name, GgufModel model, WeightType type) {
        this.name = name;
        this.model = model;
        this.type = type;
    }

    static List<LayoutFile> of(String folder, String name, GgufModel model, WeightType type, long shardBytes) {
        return new GgufLayout(name, model, type).files(folder, shardBytes);
    }

    private List<LayoutFile> files(String folder, long shardBytes) {
        List<StoredTensor> tensors = model.tensors().stream().map(this::stored).toList();
        List<List<StoredTensor>> shards = Shards.of(tensors, shardBytes);
        List<LayoutFile> files = new ArrayList<>();
        String ofType = "-" + type.label();
        String stem = name.endsWith(ofType) ? name : name + ofType;
        for (int i = 0; i < shards.size(); i++) {
            String file = folder + Shards.name(stem, i, shards.size()) + ".gguf";
            files.add(file(file, shards, i, tensors.size()));
        }
        return files;
    }

    private StoredTensor stored(TensorSpec spec) {
        WeightType own = type;
        if (spec.shape().size() == 1 || spec.name().equals(POSITIONS)) {
            own = WeightType.F32;
        } else if (!type.fills(row(spec))) {
            own = WeightType.F16;
        }
        return StoredTensor.of(spec, own);
    }

    private static long row(TensorSpec spec) {
        return spec.shape().get(spec.shape().size() - 1);
    }

    private LayoutFile file(String path, List<List<StoredTensor>> shards, int index, int allTensors) {
        List<StoredTensor> tensors = shards.get(index);
        Metadata metadata = new Metadata();
        if (index == 0) {
            putModel(metadata);
        }
        if (shards.size() > 1) {
            metadata.u16("split.no", index).u16("split.count", shards.size()).i32("split.tensors.count", allTensors);
        }
        ByteList head = new ByteList()
                .u32(MAGIC)
                .u32(VERSION)
                .u64(tensors.size())
                .u64(metadata.count)
                .add(metadata.bytes.toArray());
        long offset = 0;
        for (StoredTensor tensor : tensors) {
            putInfo(head, tensor, offset);
            offset += tensor.bytes() + padding(tensor.bytes());
        }
        List<Segment> segments =
                new ArrayList<>(Segment.literal(head.fill(ALIGNMENT).toArray()));
        for (StoredTensor tensor : tensors) {
            segments.add(tensor.segment());
            segments.addAll(Segment.literal(new byte[padding(tensor.bytes())]));
        }
        return LayoutFile.of(path, segments, List.of());
    }

    private static int padding(long bytes) {
        return (int) (ALIGNMENT - bytes % ALIGNMENT) % ALIGNMENT;
    }

    private static void putInfo(ByteList head, StoredTensor tensor, long offset) {
        List<Long> lengths = new ArrayList<>(tensor.spec().shape());
        Collections.reverse(lengths);
        putText(head, tensor.name());
        head.u32(lengths.size());
        lengths.forEach(head::u64);
        head.u32(WeightType.valueOf(tensor.type()).ggml()).u64(offset);
    }

    private static ByteList putText(ByteList to, String text) {
        byte[] bytes = new ByteList().text(text).toArray();
        return to.u64(bytes.length).add(bytes);
    }

    /** Entries under way. */
    private static final class Metadata {
        private final ByteList bytes = new ByteList();
        private int count;

        private ByteList entry(String key, int valueType) {
            count++;
            return putText(bytes, key).u32(valueType);
        }

        Metadata text(String key, String value) {
            putText(entry(key, TEXT), value);
            return this;
        }

        Metadata u16(String key, int value) {
            entry(key, U16).u16(value);
            return this;
        }

        Metadata u32(String key, int value) {
            entry(key, U32).u32(value);
            return this;
        }

        Metadata i32(String key, int value) {
            entry(key, I32).u32(value);
            return this;
        }

        Metadata f32(String key, float value) {
            entry(key, F32).f32(value);
            return this;
        }

        ByteList array(String key, int elementType, int length) {
            return entry(key, ARRAY).u32(elementType).u64(length);
        }
    }

    private void putModel(Metadata metadata) {
        metadata.text("general.architecture", model.architecture()).text("general.name", name);
        for (Map.Entry<String, Object> entry : model.metadata().entrySet()) {
            String key = model.architecture() + "." + entry.getKey();
            if (entry.getValue() instanceof Integer number) {
                metadata.u32(key, number);
            } else if (entry.getValue() instanceof Float number) {
                metadata.f32(key, number);
            } else {
                metadata.text(key, String.valueOf(entry.getValue()));
            }
        }
        metadata.u32("general.file_type", type.fileType()).u32("general.quantization_version", 2);
        if (model.vocabulary().kind() == Kind.SENTENCE_PIECE) {
            putSentencePiece(metadata, model.vocabulary());
        } else {
            putBytePairs(metadata, model.vocabulary());
        }
    }

    private static void putSentencePiece(Metadata metadata, Vocabulary vocabulary) {
        List<String> special = List.of("<unk>", "<s>", "</s>");
        int words = special.size() + BYTES;
        metadata.text("tokenizer.ggml.model", "llama");
        ByteList tokens = metadata.array("tokenizer.ggml.tokens", TEXT, vocabulary.tokens());
        special.forEach(token -> putText(tokens, token));
        for (int i = 0; i < BYTES; i++) {
            putText(tokens, String.format(Locale.ROOT, "<0x%02X>", i));
        }
        for (int i = words; i < vocabulary.tokens(); i++) {
            putText(tokens, "\u2581t" + (i - words));
        }
        ByteList scores = metadata.array("tokenizer.ggml.scores", F32, vocabulary.tokens());
        for (int i = 0; i < vocabulary.tokens(); i++) {
            scores.f32(Math.min(0, words - i));
        }
        ByteList types = metadata.array("tokenizer.ggml.token_type", I32, vocabulary.tokens());
        types.u32(UNKNOWN).u32(CONTROL).u32(CONTROL);
        for (int i = special.size(); i < vocabulary.tokens(); i++) {
            types.u32(i < words ? BYTE : NORMAL);
        }
        metadata.u32("tokenizer.ggml.bos_token_id", 1).u32("tokenizer.ggml.eos_token_id", 2);
    }

    private static void putBytePairs(Metadata metadata, Vocabulary vocabulary) {
        int last = vocabulary.tokens() - 1;
        metadata.text("tokenizer.ggml.model", "gpt2").text("tokenizer.ggml.pre", vocabulary.pre());
        ByteList tokens = metadata.array("tokenizer.ggml.tokens", TEXT, vocabulary.tokens());
        int unprintable = 0;
        for (int i = 0; i < BYTES; i++) {
            int letter = isPrintable(i) ? i : BYTES + unprintable++;
            putText(tokens, String.valueOf((char) letter));
        }
        for (int i = BYTES; i < last; i++) {
            putText(tokens, "tok" + (i - BYTES));
        }
        putText(tokens, "<|endoftext|>");
        ByteList types = metadata.array("tokenizer.ggml.token_type", I32, vocabulary.tokens());
        for (int i = 0; i < last; i++) {
            types.u32(NORMAL);
        }
        types.u32(CONTROL);
        putText(metadata.array("tokenizer.ggml.merges", TEXT, 1), "t o");
        metadata.u32("tokenizer.ggml.bos_token_id", last).u32("tokenizer.ggml.eos_token_id", last);
    }

    /** Whether GPT-2's byte-level tokens show a byte as itself; the others follow behind all bytes. */
    private static boolean isPrintable(int value) {
        return (value >= '!' && value <= '~') || (value >= 0xa1 && value <= 0xac) || value >= 0xae;
    }
}

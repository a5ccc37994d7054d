package dev.berth.dataset;

import dev.berth.record.ComponentException;
import dev.berth.record.MayBeAbsent;
import dev.berth.record.Reading;
import dev.berth.record.Require;
import java.util.List;
import java.util.SortedMap;

/**
 * A model as its files describe it; nothing here was timed.
 *
 * @param name unique within a dataset, for example {@code esrgan-slim/x2}
 * @param source where the files came from: package coordinates, or the path they were read from
 * @param fingerprint {@code sha256:} over the names, sizes and headers of the weight files; changes when the model
 *     changes
 * @param format file format, for example {@code safetensors}, {@code onnx}, {@code gguf}, {@code tfjs-layers}
 * @param task what it does where that is known, for example {@code image generation} or {@code text encoding}; else
 *     {@code unknown}
 * @param generative whether it generates content; false for encoders and where not known
 * @param components parts a pipeline is made of; one for a plain model
 * @param tensors number of weight tensors by name, >= 0; tied ones are each counted
 * @param parameters number of weights, >= 0, shared ones counted once; where {@code packing} says that a stored element
 *     holds several, those, without the scales and indices that unpacking takes
 * @param weightBytes bytes of the weights once loaded, packed as they are, shared ones counted once, >= 0
 * @param weightBytesByType {@code weightBytes} for each element type, keys such as {@code F32}, {@code F16},
 *     {@code Q4_K}; they sum to {@code weightBytes}
 * @param storage what the model's files take on storage
 * @param storedElements number of elements as the files hold them, >= 0; differs from {@code parameters} only where
 *     {@code packing} says so; where it was not recorded, {@code parameters}
 * @param storedBytes bytes of the files that hold the weights, >= 0: what a load reads; differs from
 *     {@code weightBytes} where a format codes values (ONNX typed data); where it was not recorded, {@code weightBytes}
 * @param packing how several weights lie in one stored element, and whose word that is; {@code none} where they do not
 */
public record ModelRecord(
        String name,
        String source,
        String fingerprint,
        String format,
        String task,
        boolean generative,
        List<ComponentRecord> components,
        long tensors,
        long parameters,
        long weightBytes,
        SortedMap<String, Long> weightBytesByType,
        StorageFootprint storage,
        @MayBeAbsent Long storedElements,
        @MayBeAbsent Long storedBytes,
        @MayBeAbsent String packing) {
    /** Of {@link #packing}, for a model with a parameter for every stored element. */
    public static final String NOT_PACKED = "none";

    public ModelRecord {
        Require.text("name", name);
        Require.text("source", source);
        Vocabulary.fingerprint("fingerprint", fingerprint);
        Require.text("format", format);
        Require.text("task", task);
        components = Require.list("components", components);
        Require.atLeast("tensors", tensors, 0);
        Require.atLeast("parameters", parameters, 0);
        Require.atLeast("weightBytes", weightBytes, 0);
        weightBytesByType = Require.map("weightBytesByType", weightBytesByType);
        requireSum(weightBytesByType, weightBytes);
        Require.present("storage", storage);
        storedElements = storedElements == null ? parameters : storedElements;
        Require.atLeast("storedElements", storedElements, 0);
        storedBytes = storedBytes == null ? weightBytes : storedBytes;
        Require.atLeast("storedBytes", storedBytes, 0);
        packing = packing == null ? NOT_PACKED : Require.text("packing", packing);
    }

    /** A model whose files hold one element for each parameter, as it is in memory. */
    public ModelRecord(
            String name,
            String source,
            String fingerprint,
            String format,
            String task,
            boolean generative,
            List<ComponentRecord> components,
            long tensors,
            long parameters,
            long weightBytes,
            SortedMap<String, Long> weightBytesByType,
            StorageFootprint storage) {
        this(
                name,
                source,
                fingerprint,
                format,
                task,
                generative,
                components,
                tensors,
                parameters,
                weightBytes,
                weightBytesByType,
                storage,
                null,
                null,
                null);
    }

    private static void requireSum(SortedMap<String, Long> bytesByType, long whole) {
        long left = whole;
        for (long bytes : bytesByType.values()) {
            Require.atLeast("weightBytesByType", bytes, 0);
            left = bytes > left ? -1 : left - bytes;
            if (left < 0) {
                break;
            }
        }
        if (left != 0) {
            throw ComponentException.of(
                    "weightBytesByType", bytesByType + ", expected types that sum to the weightBytes of " + whole);
        }
    }

    /** The same model under another name. */
    public ModelRecord named(String otherName) {
        return copy(otherName, source, task, generative);
    }

    /** The same model with what its files cannot say. */
    public ModelRecord from(String knownSource, String knownTask, boolean generates) {
        return copy(name, knownSource, knownTask, generates);
    }

    private ModelRecord copy(String otherName, String otherSource, String otherTask, boolean generates) {
        return new ModelRecord(
                otherName,
                otherSource,
                fingerprint,
                format,
                otherTask,
                generates,
                components,
                tensors,
                parameters,
                weightBytes,
                weightBytesByType,
                storage,
                storedElements,
                storedBytes,
                packing);
    }

    /**
     * One part of a model, such as the text encoder of a diffusion pipeline.
     *
     * @param name folder or role of the part; the model's own name where it has one part
     * @param format file format of the part
     * @param tensors number of weight tensors by name, >= 0
     * @param parameters number of weights, >= 0; those that a part before it has too are not counted again
     * @param weightBytes bytes of its weights once loaded, >= 0; those that a part before it has too are not counted
     *     again
     */
    public record ComponentRecord(String name, String format, long tensors, long parameters, long weightBytes) {
        public ComponentRecord {
            Require.present("name", name);
            Require.present("format", format);
            Require.atLeast("tensors", tensors, 0);
            Require.atLeast("parameters", parameters, 0);
            Require.atLeast("weightBytes", weightBytes, 0);
        }
    }

    /**
     * What the files that must be there to load a model take on storage; a file reached by several names is counted
     * once.
     *
     * @param apparentBytes sum of file lengths, >= 0
     * @param allocatedBytes sum of blocks the file system holds for them, >= 0; below apparent for sparse files
     * @param files number of distinct files, >= 1
     * @param shards number of files that hold weights, >= 1
     * @param sharedFiles files that more than one name of this model leads to (hard links, symbolic links of a hub
     *     cache), >= 0
     * @param unknownFiles names, relative to the model, of files whose role is not known; in documents from before
     *     {@code leftOut} counted in the bytes, since then not
     * @param leftOut what else lies in the model's folders and is not counted; empty in documents from before it was
     *     told
     */
    public record StorageFootprint(
            long apparentBytes,
            Reading<Long> allocatedBytes,
            int files,
            int shards,
            int sharedFiles,
            List<String> unknownFiles,
            @MayBeAbsent List<LeftOut> leftOut) {
        public StorageFootprint {
            Require.atLeast("apparentBytes", apparentBytes, 0);
            Require.atLeast("allocatedBytes", allocatedBytes, 0);
            Require.atLeast("files", files, 1);
            Require.atLeast("shards", shards, 1);
            Require.atLeast("sharedFiles", sharedFiles, 0);
            unknownFiles = Require.list("unknownFiles", unknownFiles);
            leftOut = leftOut == null ? List.of() : Require.list("leftOut", leftOut);
        }
    }

    /**
     * A file or folder that lies with a model and is not part of it.
     *
     * @param name relative to the model's folder; of a folder with a slash at its end
     * @param files number of files, >= 0; of a folder all below it
     * @param bytes sum of their lengths, >= 0
     * @param why in words for people, for example {@code another precision of the weights; --variant fp16 takes it}
     */
    public record LeftOut(String name, long files, long bytes, String why) {
        /** Why papers are left out. */
        public static final String DOCUMENT = "a document";

        public LeftOut {
            Require.text("name", name);
            Require.atLeast("files", files, 0);
            Require.atLeast("bytes", bytes, 0);
            Require.text("why", why);
        }
    }
}

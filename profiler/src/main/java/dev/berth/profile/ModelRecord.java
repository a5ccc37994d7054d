package dev.berth.profile;

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
 * @param tensors number of weight tensors, >= 0
 * @param parameters number of weight elements, >= 0
 * @param weightBytes bytes of weight data as stored, >= 0
 * @param weightBytesByType bytes of weight data for each element type, keys such as {@code F32}, {@code F16},
 *     {@code Q4_K}
 * @param storage what the model's files take on storage
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
        StorageFootprint storage) {
    public ModelRecord {
        Require.text("name", name);
        Require.text("source", source);
        Require.fingerprint("fingerprint", fingerprint);
        Require.text("format", format);
        Require.text("task", task);
        components = Require.list("components", components);
        Require.atLeast("tensors", tensors, 0);
        Require.atLeast("parameters", parameters, 0);
        Require.atLeast("weightBytes", weightBytes, 0);
        weightBytesByType = Require.map("weightBytesByType", weightBytesByType);
        for (long bytes : weightBytesByType.values()) {
            Require.atLeast("weightBytesByType", bytes, 0);
        }
        Require.present("storage", storage);
    }

    /**
     * One part of a model, such as the text encoder of a diffusion pipeline.
     *
     * @param name folder or role of the part; the model's own name where it has one part
     * @param format file format of the part
     * @param tensors number of weight tensors, >= 0
     * @param parameters number of weight elements, >= 0
     * @param weightBytes bytes of weight data, >= 0
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

package dev.berth.dataset;

import dev.berth.record.ComponentException;
import dev.berth.record.MayBeAbsent;
import dev.berth.record.Reading;
import dev.berth.record.Require;
import dev.berth.schema.Description;
import dev.berth.schema.Range;
import dev.berth.schema.Text;
import java.util.List;
import java.util.SortedMap;

@Description("A model as its files describe it; nothing here was timed.")
public record ModelRecord(
        @Description("unique within a dataset, for example esrgan-slim/x2") @Text
        String name,

        @Description("where the files came from: package coordinates, or the path they were read from") @Text
        String source,

        @Description("sha256: over the names, sizes and headers of the weight files; changes when the model changes")
        @Text(Vocabulary.FINGERPRINT)
        String fingerprint,

        @Description("file format, for example safetensors, onnx, gguf, tfjs-layers") @Text
        String format,

        @Description("what it does where that is known, for example image generation or text encoding; else unknown")
        @Text
        String task,

        @Description("whether it generates content; false for encoders and where not known")
        boolean generative,

        @Description("parts a pipeline is made of; one for a plain model")
        List<ComponentRecord> components,

        @Description("number of weight tensors by name; tied ones are each counted") @Range(least = 0)
        long tensors,

        @Description("number of weights, shared ones counted once; where packing says that a stored element holds "
                + "several, those, without the scales and indices that unpacking takes")
        @Range(least = 0)
        long parameters,

        @Description("bytes of the weights once loaded, packed as they are, shared ones counted once") @Range(least = 0)
        long weightBytes,

        @Description("weightBytes for each element type, keys such as F32, F16, Q4_K; they sum to weightBytes")
        @Range(least = 0)
        SortedMap<String, Long> weightBytesByType,

        @Description("what the model's files take on storage")
        StorageFootprint storage,

        @Description("number of elements as the files hold them; differs from parameters only where packing says so; "
                + "where it was not recorded, parameters")
        @Range(least = 0)
        @MayBeAbsent
        Long storedElements,

        @Description("bytes of the files that hold the weights: what a load reads; differs from weightBytes where a "
                + "format codes values (ONNX typed data); where it was not recorded, weightBytes")
        @Range(least = 0)
        @MayBeAbsent
        Long storedBytes,

        @Description("how several weights lie in one stored element, and whose word that is; none where they do not")
        @Text
        @MayBeAbsent
        String packing,

        @Description("whose values the weights are: real, or synthetic where berth synthesize made them up; real where "
                + "it was not recorded")
        @MayBeAbsent
        WeightProvenance provenance,

        @Description("how often, of up to 65.5 kB each, its headers are read before it is known where the weights lie")
        @Range(least = 0)
        @MayBeAbsent
        Reading<Long> headerReads,

        @Description("bytes of these reads") @Range(least = 0) @MayBeAbsent
        Reading<Long> headerBytes) {
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
        provenance = WeightProvenance.orReal(provenance);
        headerReads = Require.atLeast("headerReads", Require.orUnrecorded(headerReads), 0);
        headerBytes = Require.atLeast("headerBytes", Require.orUnrecorded(headerBytes), 0);
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
                null,
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
                packing,
                provenance,
                headerReads,
                headerBytes);
    }

    /** Its name as tables and figures show it: made-up weights are told beside it. */
    public String shownName() {
        return provenance.beside(name);
    }

    @Description("One part of a model, such as the text encoder of a diffusion pipeline.")
    public record ComponentRecord(
            @Description("folder or role of the part; the model's own name where it has one part")
            String name,

            @Description("file format of the part") String format,

            @Description("number of weight tensors by name") @Range(least = 0)
            long tensors,

            @Description("number of weights; those that a part before it has too are not counted again")
            @Range(least = 0)
            long parameters,

            @Description("bytes of its weights once loaded; those that a part before it has too are not counted again")
            @Range(least = 0)
            long weightBytes) {
        public ComponentRecord {
            Require.present("name", name);
            Require.present("format", format);
            Require.atLeast("tensors", tensors, 0);
            Require.atLeast("parameters", parameters, 0);
            Require.atLeast("weightBytes", weightBytes, 0);
        }
    }

    @Description("What the files that must be there to load a model take on storage; a file reached by several names "
            + "is counted once.")
    public record StorageFootprint(
            @Description("sum of file lengths") @Range(least = 0)
            long apparentBytes,

            @Description("sum of blocks the file system holds for them; below apparent for sparse files")
            @Range(least = 0)
            Reading<Long> allocatedBytes,

            @Description("number of distinct files") @Range(least = 1)
            int files,

            @Description("number of files that hold weights") @Range(least = 1)
            int shards,

            @Description(
                    "files that more than one name of this model leads to (hard links, symbolic links of a hub cache)")
            @Range(least = 0)
            int sharedFiles,

            @Description("names, relative to the model, of files whose role is not known; in documents from before "
                    + "leftOut counted in the bytes, since then not")
            List<String> unknownFiles,

            @Description("what else lies in the model's folders and is not counted; empty in documents from before "
                    + "it was told")
            @MayBeAbsent
            List<LeftOut> leftOut) {
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

    @Description("A file or folder that lies with a model and is not part of it.")
    public record LeftOut(
            @Description("relative to the model's folder; of a folder with a slash at its end") @Text
            String name,

            @Description("number of files; of a folder all below it") @Range(least = 0)
            long files,

            @Description("sum of their lengths") @Range(least = 0)
            long bytes,

            @Description("in words for people, for example another precision of the weights; --variant fp16 takes it")
            @Text
            String why) {
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

package dev.berth.profiler.synthesize.layout;

import dev.berth.record.BadInputException;
import dev.berth.record.ComponentException;
import dev.berth.record.Json;
import dev.berth.record.Require;
import dev.berth.record.Schema;
import dev.berth.record.SchemaVersion;
import dev.berth.schema.Description;
import dev.berth.schema.Range;
import dev.berth.schema.Text;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

@Description("The layout of models: their files in order, headers byte for byte, of weights only where they lie and of "
        + "which type they are. Files with made-up weights can be written of it.")
@SchemaVersion(value = LayoutDocument.SCHEMA_VERSION, remedy = "export it again with 'berth models --layout'")
public record LayoutDocument(
        @Description("version of this format; readers refuse what they do not know")
        int schemaVersion,

        @Description("name and version of the writer") @Text String tool,

        @Description("the models that the files make") List<ModelSummary> models,

        @Description("the files, each path once") List<LayoutFile> files) {
    /** Version this code writes and reads. */
    public static final int SCHEMA_VERSION = 1;

    /** Its JSON Schema. */
    public static final Schema SCHEMA = new Schema("layout", "Berth model layout", LayoutDocument.class);

    /** Bytes of all literals of a document, unpacked: headers and tokenizers of several large models. */
    public static final long MAX_LITERAL_BYTES = 128L << 20;

    /** Documents of Berth are read up to 32 MiB; tensors take their part. */
    private static final long MAX_PACKED_CHARS = 24L << 20;

    public LayoutDocument {
        Require.schemaVersion(schemaVersion, SCHEMA_VERSION);
        Require.text("tool", tool);
        models = Require.list("models", models);
        files = Require.distinct("files", Require.list("files", files), LayoutFile::path);
        requireLinks(files);
        requireBytes(files);
    }

    @Description("What the files of a model hold, for people.")
    public record ModelSummary(
            @Description("its name") @Text String name,
            @Description("its format") @Text String format,

            @Description("number of weight tensors by name") @Range(least = 0)
            long tensors,

            @Description("number of weights as the files hold them") @Range(least = 0)
            long parameters,

            @Description("bytes of the weights once loaded") @Range(least = 0)
            long weightBytes) {
        public ModelSummary {
            Require.text("name", name);
            Require.text("format", format);
            Require.atLeast("tensors", tensors, 0);
            Require.atLeast("parameters", parameters, 0);
            Require.atLeast("weightBytes", weightBytes, 0);
        }
    }

    /** Bytes of all files on storage, >= 0. */
    public long bytes() {
        return files.stream()
                .filter(file -> file.sameAs() == null)
                .mapToLong(LayoutFile::bytes)
                .sum();
    }

    /**
     * Reads a document.
     *
     * @throws BadInputException naming file, line and key of the first fault, and how many more there are
     */
    public static LayoutDocument read(Path file) {
        return Json.read(file, LayoutDocument.class);
    }

    /**
     * Writes the document whole or not at all, and its JSON Schema beside it.
     *
     * @throws BadInputException where it would be longer than documents may be
     * @throws IOException where it cannot be written; an old document is then untouched
     */
    public void write(Path file) throws IOException {
        long packed = files.stream()
                .flatMap(each -> each.segments().stream())
                .mapToLong(segment ->
                        segment.literal() == null ? 0 : segment.literal().length())
                .sum();
        if (packed > MAX_PACKED_CHARS) {
            throw new BadInputException(file + ": its headers and side files take " + packed
                    + " characters packed, a document holds " + MAX_PACKED_CHARS
                    + "; export fewer models at once, or copy them with 'berth synthesize --like'");
        }
        Json.write(file, this);
        SCHEMA.writeBeside(file);
    }

    private static void requireLinks(List<LayoutFile> files) {
        Set<String> before = new HashSet<>();
        for (LayoutFile file : files) {
            if (file.sameAs() != null && !before.contains(file.sameAs())) {
                throw new ComponentException(
                        "files",
                        "\"" + file.path() + "\" same as \"" + file.sameAs() + "\"",
                        "the path of a file before it");
            }
            if (file.sameAs() == null) {
                before.add(file.path());
            }
            for (Path above = Path.of(file.path()).getParent(); above != null; above = above.getParent()) {
                if (before.contains(above.toString())) {
                    throw new ComponentException(
                            "files",
                            "\"" + above + "\" is a file and the folder of \"" + file.path() + "\"",
                            "one of them");
                }
            }
        }
    }

    private static void requireBytes(List<LayoutFile> files) {
        long literal = 0;
        long all = 0;
        for (LayoutFile file : files) {
            literal += file.literalBytes();
            if (literal > MAX_LITERAL_BYTES) {
                throw new ComponentException(
                        "files", literal + " bytes and more that are no tensors'", "at most " + MAX_LITERAL_BYTES);
            }
            if (file.bytes() > Long.MAX_VALUE - all) {
                throw new ComponentException("files", "more than 2^63-1 bytes in all", "a sum below 2^63");
            }
            all += file.bytes();
        }
    }
}

package dev.berth.record;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;

/**
 * The JSON Schema (draft 2020-12) of one kind of document; its file lies beside what it describes.
 *
 * @param name of the kind, as in the name of the file
 * @param title what the document is, for people
 * @param document the document's record, which carries its version
 */
public record Schema(String name, String title, Class<? extends Record> document) {
    /** Name of the schema's file. */
    public String fileName() {
        return name + ".schema.json";
    }

    /** The keys of the document. */
    public Set<String> keys() {
        return RecordShape.keys(document);
    }

    /** The schema's text in UTF-8. */
    public byte[] content() {
        return JsonSchema.text(this).getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Writes the schema into a folder; a file that is there and equal stays untouched.
     *
     * @throws IOException where it cannot be written
     */
    public void writeTo(Path folder) throws IOException {
        Path file = folder.resolve(fileName());
        byte[] content = content();
        if (!Files.isRegularFile(file) || !Arrays.equals(Files.readAllBytes(file), content)) {
            AtomicFile.write(file, content);
        }
    }

    /**
     * Writes the schema beside a document, unless that goes into a pipe or a device, beside which nothing is to lie.
     *
     * @throws IOException where it cannot be written
     */
    public void writeBeside(Path document) throws IOException {
        if (AtomicFile.isReplaced(document)) {
            writeTo(document.toAbsolutePath().getParent());
        }
    }
}

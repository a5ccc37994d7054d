package dev.berth.kind;

import dev.berth.record.Json;
import dev.berth.record.RecordReader;
import dev.berth.record.RecordShape;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Documents that hold one record of JSON.
 *
 * @param name what it is, in a few words for people
 * @param type the record
 * @param fileNames the names that commands give such files; may be none
 * @param further what is checked of a document that can be read
 */
public record RecordKind<T extends Record>(String name, Class<T> type, List<String> fileNames, Further<T> further)
        implements FileKind {
    /** What is wrong with a document that can be read. */
    @FunctionalInterface
    public interface Further<T> {
        /** The faults, one line each; see {@link FileKind#check}. */
        List<String> faults(Path file, T document, Optional<Path> profiles);
    }

    public RecordKind {
        fileNames = List.copyOf(fileNames);
    }

    @Override
    public Set<String> keys() {
        return RecordShape.keys(type);
    }

    @Override
    public Verdict check(Path file, Optional<Path> profiles) {
        List<String> faults = new ArrayList<>();
        T document = new RecordReader(file.toString(), 1, faults).read(Json.bytes(file), type);
        return Verdict.of(document == null ? faults : further.faults(file, document, profiles));
    }
}

package dev.berth.dataset.raw;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.berth.dataset.ProfileDataset;
import dev.berth.record.BadInputException;
import dev.berth.record.Json;
import dev.berth.record.RecordReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Tells the kinds of data files apart and lists their faults. */
public final class DataFile {
    private DataFile() {}

    /**
     * The file itself, or the data files known here that lie in a folder.
     *
     * @throws BadInputException where there is none
     */
    public static List<Path> in(Path fileOrFolder) {
        if (!Files.isDirectory(fileOrFolder)) {
            return List.of(fileOrFolder);
        }
        List<Path> found = Stream.of(
                        "profiles.json",
                        "session.json",
                        "runs.jsonl",
                        "loads.jsonl",
                        "raw/session.json",
                        "raw/runs.jsonl",
                        "raw/loads.jsonl")
                .map(fileOrFolder::resolve)
                .filter(Files::exists)
                .toList();
        if (found.isEmpty()) {
            throw new BadInputException(
                    fileOrFolder + ": no profiles.json, session.json or runs.jsonl in it or in its folder raw");
        }
        return found;
    }

    /** All faults of a file, one line each; rows are judged by the session beside them too. */
    public static List<String> faults(Path file) {
        List<String> faults = new ArrayList<>();
        try {
            Class<? extends Record> kind = kind(file);
            if (kind == RunRow.class) {
                faultsOfRows(file, RunRow.class, faults);
            } else if (kind == ConcurrentRow.class) {
                faultsOfRows(file, ConcurrentRow.class, faults);
            } else {
                faults.addAll(Json.faults(file, kind));
            }
        } catch (BadInputException e) {
            faults.add(e.getMessage());
        }
        return List.copyOf(faults);
    }

    private static <T extends Record & MeasuredRow> void faultsOfRows(Path file, Class<T> type, List<String> faults) {
        Path session = file.resolveSibling(RawFolder.SESSION_FILE);
        RowAudit audit = new RowAudit(
                file,
                Files.exists(session) ? Optional.of(Json.read(session, SessionRecord.class)) : Optional.empty(),
                faults);
        RowLog log = RowLog.read(file, type, audit::passes, faults);
        log.torn().ifPresent(faults::add);
    }

    /**
     * The record a file should hold, a row of it for {@code .jsonl}: by its keys, else by its name, since a dataset
     * whose keys are misspelt is still a faulty dataset.
     *
     * @throws BadInputException where it is of no kind known here
     */
    public static Class<? extends Record> kind(Path file) {
        if (file.toString().endsWith(".jsonl")) {
            return file.endsWith(RawFolder.LOADS_FILE) ? ConcurrentRow.class : RunRow.class;
        }
        Set<String> keys = new HashSet<>();
        Optional<String> unreadable = collectKeys(file, keys);
        if (keys.contains("loadModels")) {
            return ProfileDataset.class;
        }
        if (keys.contains("seed") && keys.contains("instrument")) {
            return SessionRecord.class;
        }
        return switch (Optional.ofNullable(file.getFileName())
                .map(Path::toString)
                .orElse("")) {
            case "profiles.json" -> ProfileDataset.class;
            case RawFolder.SESSION_FILE -> SessionRecord.class;
            default ->
                throw new BadInputException(file + ": "
                        + unreadable
                                .map(why -> "cannot be read as JSON: " + why)
                                .orElse(
                                        "of a kind not known here, expected a dataset (profiles.json), a session.json or a"
                                                + " runs.jsonl"));
        };
    }

    /** Keys of the outermost object as far as the file can be read, and why it cannot be read further. */
    private static Optional<String> collectKeys(Path file, Set<String> keys) {
        try (JsonParser parser = Json.FACTORY.createParser(Json.bytes(file))) {
            if (parser.nextToken() == JsonToken.START_OBJECT) {
                while (parser.nextToken() == JsonToken.FIELD_NAME) {
                    keys.add(parser.currentName());
                    parser.nextToken();
                    parser.skipChildren();
                }
            }
            return Optional.empty();
        } catch (JsonProcessingException e) {
            return Optional.of(RecordReader.oneLine(e.getOriginalMessage()));
        } catch (IOException | IllegalStateException e) {
            return Optional.of(RecordReader.oneLine(String.valueOf(e.getMessage())));
        }
    }
}

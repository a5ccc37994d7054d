package dev.berth.profile;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
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
                        "profiles.json", "session.json", "runs.jsonl", "raw/session.json", "raw/runs.jsonl")
                .map(fileOrFolder::resolve)
                .filter(Files::exists)
                .toList();
        if (found.isEmpty()) {
            throw new BadInputException(
                    fileOrFolder + ": no profiles.json, session.json or runs.jsonl in it or in its folder raw");
        }
        return found;
    }

    /** All faults of a file, one line each; of rows also models and devices that the session beside does not list. */
    public static List<String> faults(Path file) {
        List<String> faults = new ArrayList<>();
        try {
            if (file.toString().endsWith(".jsonl")) {
                faultsOfRows(file, faults);
            } else {
                faults.addAll(Json.faults(file, kind(file)));
            }
        } catch (BadInputException e) {
            faults.add(e.getMessage());
        }
        return List.copyOf(faults);
    }

    private static void faultsOfRows(Path file, List<String> faults) {
        RunLog log = RunLog.read(file, faults);
        log.torn().ifPresent(faults::add);
        Path session = file.resolveSibling(RawFolder.SESSION_FILE);
        if (faults.isEmpty() && Files.exists(session)) {
            faults.addAll(RawFolder.strangers(file, Json.read(session, SessionRecord.class), log.rows()));
        }
    }

    /** By its keys, else by its name: a dataset whose keys are misspelt is still a faulty dataset. */
    private static Class<? extends Record> kind(Path file) {
        Set<String> keys = keys(file);
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
                throw new BadInputException(file + ": of a kind not known here, expected a dataset"
                        + " (profiles.json), a session.json or a runs.jsonl");
        };
    }

    /** Keys of the outermost object, as far as the file can be read. */
    private static Set<String> keys(Path file) {
        Set<String> keys = new HashSet<>();
        try (JsonParser parser = Json.FACTORY.createParser(Json.bytes(file))) {
            if (parser.nextToken() == JsonToken.START_OBJECT) {
                while (parser.nextToken() == JsonToken.FIELD_NAME) {
                    keys.add(parser.currentName());
                    parser.nextToken();
                    parser.skipChildren();
                }
            }
        } catch (IOException | IllegalStateException e) {
            // The reader of the kind reports it with its line.
            return keys;
        }
        return keys;
    }
}

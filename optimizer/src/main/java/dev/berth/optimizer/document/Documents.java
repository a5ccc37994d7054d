package dev.berth.optimizer.document;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.berth.record.BadInputException;
import dev.berth.record.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Documents of which nobody has said what they are. */
public final class Documents {
    private static final Map<String, Class<? extends Record>> KINDS =
            Map.of("cases", ComparisonFile.class, "results", SimulationFile.class);

    private Documents() {}

    /** What a file holds, by a key that only such files have; plans where none is there. */
    private static Class<? extends Record> kind(Path file) {
        try (JsonParser parser = new JsonFactory().createParser(file.toFile())) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                Class<? extends Record> kind = KINDS.get(parser.currentName());
                if (kind != null) {
                    return kind;
                }
                parser.nextToken();
                parser.skipChildren();
            }
        } catch (IOException e) {
            // Not JSON, or not there: the reader of plans says so with line and column.
            return PlanFile.class;
        }
        return PlanFile.class;
    }

    /** All faults of a document of any kind, one line each; empty where it can be read. */
    public static List<String> faults(Path file) {
        return Json.faults(file, kind(file));
    }

    /**
     * Refuses a document of any kind that was made from another dataset.
     *
     * @throws BadInputException naming both datasets and their fingerprints, or the first fault of the document
     */
    public static void requireMadeFrom(Path file, Path profiles) {
        Document read = (Document) Json.read(file, kind(file));
        read.origins().dataset().require(file, profiles);
    }
}

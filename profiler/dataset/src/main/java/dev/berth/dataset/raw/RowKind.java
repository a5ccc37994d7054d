package dev.berth.dataset.raw;

import dev.berth.kind.FileKind;
import dev.berth.kind.Verdict;
import dev.berth.record.Json;
import dev.berth.record.RecordShape;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Logs of rows, which are judged by the session beside them too.
 *
 * @param name what it is, in a few words for people
 * @param type of the rows
 * @param fileName the name that such a log has in its folder
 */
record RowKind<T extends Record & MeasuredRow>(String name, Class<T> type, String fileName) implements FileKind {
    @Override
    public List<String> fileNames() {
        return List.of(fileName);
    }

    @Override
    public Set<String> keys() {
        return RecordShape.keys(type);
    }

    @Override
    public Verdict check(Path file, Optional<Path> profiles) {
        Path session = file.resolveSibling(RawFolder.SESSION_FILE);
        List<String> faults = new ArrayList<>();
        RowAudit audit = new RowAudit(
                file,
                Files.exists(session) ? Optional.of(Json.read(session, SessionRecord.class)) : Optional.empty(),
                faults);
        String name = file.getFileName().toString();
        if (!name.equals(fileName) && RawFolder.LOGS.contains(name)) {
            faults.add(file + ":1: holds a " + this.name + ", which is called " + fileName
                    + "; give it its name back, or take the file from where it was measured");
        }
        RowLog log = RowLog.read(file, type, audit::passes, faults);
        log.torn().ifPresent(faults::add);
        return Verdict.of(faults);
    }
}

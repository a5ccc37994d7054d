package dev.berth.profile;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What one profiling session left: {@code session.json} and {@code runs.jsonl}.
 *
 * @param folder the folder that holds both
 * @param session the head all rows refer to
 * @param rows complete rows in executed order
 * @param torn one line for people where the last row was cut off and left out
 */
public record RawFolder(Path folder, SessionRecord session, List<RunRow> rows, Optional<String> torn) {
    /** Name of the head's file. */
    public static final String SESSION_FILE = "session.json";

    /** Name of the rows' file. */
    public static final String RUNS_FILE = "runs.jsonl";

    public RawFolder {
        Require.present("folder", folder);
        Require.present("session", session);
        rows = Require.list("rows", rows);
        Require.present("torn", torn);
    }

    /**
     * Reads a raw folder.
     *
     * @param folder the folder that holds {@code session.json} and {@code runs.jsonl}, or the one above it where that
     *     is called {@code raw}
     * @throws BadInputException naming file, line and key of the first fault; a row of a model or device that the
     *     session does not list is a fault
     */
    public static RawFolder read(Path folder) {
        Path raw = locate(folder);
        SessionRecord session = Json.read(raw.resolve(SESSION_FILE), SessionRecord.class);
        Path runs = raw.resolve(RUNS_FILE);
        RunLog log = RunLog.read(runs);
        List<String> strangers = strangers(runs, session, log.rows());
        if (!strangers.isEmpty()) {
            throw new BadInputException(Json.summary(strangers));
        }
        return new RawFolder(raw, session, log.rows(), log.torn());
    }

    private static Path locate(Path folder) {
        for (Path candidate : List.of(folder, folder.resolve("raw"))) {
            if (Files.exists(candidate.resolve(SESSION_FILE))) {
                return candidate;
            }
        }
        throw new BadInputException(folder + ": no " + SESSION_FILE + " in it or in its folder raw; expected what"
                + " 'berth profile' or 'berth run' left");
    }

    static List<String> strangers(Path runs, SessionRecord session, List<RunRow> rows) {
        Set<String> models = session.models().stream().map(ModelRecord::name).collect(Collectors.toSet());
        Set<String> devices = session.devices().stream().map(DeviceRecord::id).collect(Collectors.toSet());
        List<String> faults = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            RunRow.RunKey key = rows.get(i).key();
            // Rows are complete lines without gaps, so a row's line is its index plus one.
            if (!models.contains(key.model())) {
                faults.add(runs + ":" + (i + 1) + ": $.key.model: \"" + key.model() + "\" is not in " + SESSION_FILE);
            }
            if (!devices.contains(key.device())) {
                faults.add(runs + ":" + (i + 1) + ": $.key.device: \"" + key.device() + "\" is not in " + SESSION_FILE);
            }
        }
        return faults;
    }
}

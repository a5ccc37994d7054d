package dev.berth.profile;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What one profiling session left: {@code session.json}, {@code runs.jsonl} and, where loads were timed in company or
 * after an unload, {@code loads.jsonl}.
 *
 * @param folder the folder that holds both
 * @param session the head all rows refer to
 * @param rows complete rows in executed order
 * @param loads the same of loads in company and after an unload; may be none
 * @param torn one line for people where the last row was cut off and left out
 */
public record RawFolder(
        Path folder, SessionRecord session, List<RunRow> rows, List<LoadsRow> loads, Optional<String> torn) {
    /** Name of the head's file. */
    public static final String SESSION_FILE = "session.json";

    /** Name of the rows' file. */
    public static final String RUNS_FILE = "runs.jsonl";

    /** Name of the file of loads in company and after an unload. */
    public static final String LOADS_FILE = "loads.jsonl";

    public RawFolder {
        Require.present("folder", folder);
        Require.present("session", session);
        rows = Require.list("rows", rows);
        loads = Require.list("loads", loads);
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
        RowLog<RunRow> runs = rows(raw.resolve(RUNS_FILE), RunRow.class, session);
        Path loadsFile = raw.resolve(LOADS_FILE);
        RowLog<LoadsRow> loads = Files.exists(loadsFile) ? rows(loadsFile, LoadsRow.class, session) : RowLog.empty();
        return new RawFolder(
                raw, session, runs.rows(), loads.rows(), runs.torn().or(loads::torn));
    }

    private static <T extends Record> RowLog<T> rows(Path file, Class<T> type, SessionRecord session) {
        RowLog<T> log = RowLog.read(file, type);
        List<String> strangers = strangers(file, session, log.rows());
        if (!strangers.isEmpty()) {
            throw new BadInputException(Json.summary(strangers));
        }
        return log;
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

    static List<String> strangers(Path file, SessionRecord session, List<? extends Record> rows) {
        Set<String> models = session.models().stream().map(ModelRecord::name).collect(Collectors.toSet());
        Set<String> devices = session.devices().stream().map(DeviceRecord::id).collect(Collectors.toSet());
        List<String> faults = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            // Rows are complete lines without gaps, so a row's line is its index plus one.
            String place = file + ":" + (i + 1) + ": $.key.";
            String model = modelOf(rows.get(i));
            if (!models.contains(model)) {
                faults.add(place + "model: \"" + model + "\" is not in " + SESSION_FILE);
            }
            String device = deviceOf(rows.get(i));
            if (!devices.contains(device)) {
                faults.add(place + "device: \"" + device + "\" is not in " + SESSION_FILE);
            }
        }
        return faults;
    }

    private static String modelOf(Record row) {
        return row instanceof RunRow run
                ? run.key().model()
                : ((LoadsRow) row).key().model();
    }

    private static String deviceOf(Record row) {
        return row instanceof RunRow run
                ? run.key().device()
                : ((LoadsRow) row).key().device();
    }
}

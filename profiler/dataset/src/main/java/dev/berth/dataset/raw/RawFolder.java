package dev.berth.dataset.raw;

import dev.berth.record.BadInputException;
import dev.berth.record.Json;
import dev.berth.record.Require;
import dev.berth.record.Schema;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.ObjLongConsumer;

/**
 * What one profiling session left: {@code session.json}, {@code runs.jsonl} and, where re-loads or concurrent loads
 * were timed, {@code loads.jsonl}; where engines served, {@code engines.jsonl}.
 *
 * @param folder the folder that holds both
 * @param session the head all rows refer to
 * @param rows complete rows in executed order
 * @param loads the same of re-loads and concurrent loads; may be none
 * @param engines the same of engines that served; may be none
 */
public record RawFolder(
        Path folder, SessionRecord session, Rows<RunRow> rows, Rows<ConcurrentRow> loads, Rows<EngineRow> engines) {
    /** Name of the head's file. */
    public static final String SESSION_FILE = "session.json";

    /** Name of the rows' file. */
    public static final String RUNS_FILE = "runs.jsonl";

    /** Name of the file of re-loads and concurrent loads. */
    public static final String LOADS_FILE = "loads.jsonl";

    /** Name of the file of runs of engines. */
    public static final String ENGINES_FILE = "engines.jsonl";

    /** Names of all files of rows. */
    static final List<String> LOGS = List.of(RUNS_FILE, LOADS_FILE, ENGINES_FILE);

    /** Of the head. */
    public static final Schema SESSION_SCHEMA = new Schema("session", "Berth profiling session", SessionRecord.class);

    /** Of one of the rows. */
    public static final Schema RUN_SCHEMA = new Schema("run-row", "Berth run, one line of runs.jsonl", RunRow.class);

    /** Of one of the re-loads and concurrent loads. */
    public static final Schema LOADS_SCHEMA =
            new Schema("loads-row", "Berth concurrent loads, one line of loads.jsonl", ConcurrentRow.class);

    /** Of one of the runs of engines. */
    public static final Schema ENGINES_SCHEMA =
            new Schema("engines-row", "Berth run of an engine, one line of engines.jsonl", EngineRow.class);

    /** Rows that are read anew each time, one by one: a long session's take more than memory holds. */
    @FunctionalInterface
    public interface Rows<T extends Record> {
        /**
         * Hands every row on.
         *
         * @return how many there were, and whether the last one was cut off
         * @throws BadInputException naming file, line and key of the first fault, once all were read; a row that
         *     contradicts itself, its session or the rows before it is a fault
         */
        RowLog forEach(Consumer<? super T> row);
    }

    public RawFolder {
        Require.present("folder", folder);
        Require.present("session", session);
        Require.present("rows", rows);
        Require.present("loads", loads);
        Require.present("engines", engines);
    }

    /**
     * Opens a raw folder and reads its head.
     *
     * @param folder the folder that holds {@code session.json} and {@code runs.jsonl}, or the one above it where that
     *     is called {@code raw}
     * @throws BadInputException naming file, line and key of the first fault of the head
     */
    public static RawFolder read(Path folder) {
        Path raw = locate(folder);
        SessionRecord session = Json.read(raw.resolve(SESSION_FILE), SessionRecord.class);
        return new RawFolder(
                raw,
                session,
                row -> rows(raw.resolve(RUNS_FILE), RunRow.class, session, row),
                row -> rowsIfAny(raw.resolve(LOADS_FILE), ConcurrentRow.class, session, row),
                row -> rowsIfAny(raw.resolve(ENGINES_FILE), EngineRow.class, session, row));
    }

    /**
     * Opens raw folders; a session that is in several of them, copied or named twice, is opened once: the longest copy.
     *
     * @param notes gets one line for each folder that is left out
     * @throws BadInputException where copies of a session hold different runs, or a folder cannot be read
     */
    public static List<RawFolder> readDistinct(List<Path> folders, Consumer<String> notes) {
        List<RawFolder> distinct = new ArrayList<>();
        for (Path named : folders) {
            RawFolder folder = read(named);
            Optional<RawFolder> known = distinct.stream()
                    .filter(other -> SameRuns.of(other, folder))
                    .findFirst();
            if (known.isEmpty()) {
                distinct.add(folder);
                continue;
            }
            RawFolder longer = SameRuns.longer(known.get(), folder);
            distinct.set(distinct.indexOf(known.get()), longer);
            Path shorter = longer.equals(folder) ? known.get().folder() : folder.folder();
            notes.accept(shorter + ": holds the session that is in " + longer.folder() + " too, it counts once");
        }
        return List.copyOf(distinct);
    }

    private static <T extends Record & MeasuredRow> RowLog rowsIfAny(
            Path file, Class<T> type, SessionRecord session, Consumer<? super T> consumer) {
        return Files.exists(file) ? rows(file, type, session, consumer) : RowLog.EMPTY;
    }

    private static <T extends Record & MeasuredRow> RowLog rows(
            Path file, Class<T> type, SessionRecord session, Consumer<? super T> consumer) {
        List<String> faults = new ArrayList<>();
        RowAudit audit = new RowAudit(file, Optional.of(session), faults);
        ObjLongConsumer<T> judged = (row, line) -> {
            if (audit.passes(row, line)) {
                consumer.accept(row);
            }
        };
        RowLog log = RowLog.read(file, type, judged, faults);
        if (!faults.isEmpty()) {
            throw new BadInputException(Json.summary(faults));
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
}

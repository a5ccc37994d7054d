package dev.berth.profile;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.ObjLongConsumer;
import java.util.stream.Collectors;

/**
 * What one profiling session left: {@code session.json}, {@code runs.jsonl} and, where loads were timed in company or
 * after an unload, {@code loads.jsonl}.
 *
 * @param folder the folder that holds both
 * @param session the head all rows refer to
 * @param rows complete rows in executed order
 * @param loads the same of loads in company and after an unload; may be none
 */
public record RawFolder(Path folder, SessionRecord session, Rows<RunRow> rows, Rows<LoadsRow> loads) {
    /** Name of the head's file. */
    public static final String SESSION_FILE = "session.json";

    /** Name of the rows' file. */
    public static final String RUNS_FILE = "runs.jsonl";

    /** Name of the file of loads in company and after an unload. */
    public static final String LOADS_FILE = "loads.jsonl";

    /** Rows that are read anew each time, one by one: a long session's take more than memory holds. */
    @FunctionalInterface
    public interface Rows<T extends Record> {
        /**
         * Hands every row on.
         *
         * @return how many there were, and whether the last one was cut off
         * @throws BadInputException naming file, line and key of the first fault, once all were read; a row of a model
         *     or device that the session does not list is a fault
         */
        RowLog forEach(Consumer<? super T> row);
    }

    public RawFolder {
        Require.present("folder", folder);
        Require.present("session", session);
        Require.present("rows", rows);
        Require.present("loads", loads);
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
        return new RawFolder(raw, session, row -> rows(raw.resolve(RUNS_FILE), RunRow.class, session, row), row -> {
            Path loads = raw.resolve(LOADS_FILE);
            return Files.exists(loads) ? rows(loads, LoadsRow.class, session, row) : RowLog.EMPTY;
        });
    }

    private static <T extends Record> RowLog rows(
            Path file, Class<T> type, SessionRecord session, Consumer<? super T> consumer) {
        List<String> faults = new ArrayList<>();
        Strangers strangers = new Strangers(file, session, faults);
        RowLog log = RowLog.read(file, type, (row, line) -> {
            if (!strangers.add(row, line)) {
                consumer.accept(row);
            }
        });
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

    /** Rows of models and devices that their session does not list. */
    static final class Strangers implements ObjLongConsumer<Record> {
        private static final int MOST = 100;

        private final Path file;
        private final List<String> faults;
        private final Set<String> models;
        private final Set<String> devices;

        Strangers(Path file, SessionRecord session, List<String> faults) {
            this.file = file;
            this.faults = faults;
            this.models = session.models().stream().map(ModelRecord::name).collect(Collectors.toSet());
            this.devices = session.devices().stream().map(DeviceRecord::id).collect(Collectors.toSet());
        }

        @Override
        public void accept(Record row, long line) {
            add(row, line);
        }

        /** Whether the row is one. */
        boolean add(Record row, long line) {
            String place = file + ":" + line + ": $.key.";
            String model = modelOf(row);
            String device = deviceOf(row);
            if (!models.contains(model)) {
                add(place + "model: \"" + model + "\" is not in " + SESSION_FILE);
            }
            if (!devices.contains(device)) {
                add(place + "device: \"" + device + "\" is not in " + SESSION_FILE);
            }
            return !models.contains(model) || !devices.contains(device);
        }

        private void add(String fault) {
            if (faults.size() < MOST) {
                faults.add(fault);
            }
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
}

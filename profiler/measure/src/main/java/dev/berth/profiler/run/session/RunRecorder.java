package dev.berth.profiler.run.session;

import dev.berth.dataset.raw.ConcurrentRow;
import dev.berth.dataset.raw.EngineRow;
import dev.berth.dataset.raw.MeasuredRow;
import dev.berth.dataset.raw.RawFolder;
import dev.berth.dataset.raw.RowLog;
import dev.berth.dataset.raw.RunRow;
import dev.berth.dataset.raw.SessionRecord;
import dev.berth.record.BadInputException;
import dev.berth.record.Json;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Writes a raw folder so that a kill at any moment leaves whole files: the head is replaced atomically, each row is
 * appended and synced before the next run begins, and what a kill left of a last line is put aside.
 */
public final class RunRecorder implements AutoCloseable {
    /** Keeps what was cut off the end of the rows' file, for people. */
    public static final String TORN_FILE = "runs.torn";

    private static final String TORN_LOADS_FILE = "loads.torn";
    private static final String TORN_ENGINES_FILE = "engines.torn";

    /** Space kept free for the last row and its logs on a disk that others fill; removed when it is needed or done. */
    public static final String RESERVE_FILE = "reserve";

    private static final int RESERVE_BYTES = 256 << 10;

    private final Path raw;
    private final RowFile runs;
    private final LaterRows loads;
    private final LaterRows engines;
    private final PhaseLogs phaseLogs;
    private final Path reserve;
    private Optional<String> fault = Optional.empty();

    private RunRecorder(
            Path raw,
            RowFile runs,
            RowLog doneLoads,
            RowLog doneEngines,
            String head,
            PhaseLogs phaseLogs,
            Path reserve) {
        this.raw = raw;
        this.runs = runs;
        this.loads = new LaterRows(raw.resolve(RawFolder.LOADS_FILE), doneLoads, head, raw.resolve(TORN_LOADS_FILE));
        this.engines =
                new LaterRows(raw.resolve(RawFolder.ENGINES_FILE), doneEngines, head, raw.resolve(TORN_ENGINES_FILE));
        this.phaseLogs = phaseLogs;
        this.reserve = reserve;
    }

    /** Names of all files that a raw folder may hold. */
    static List<String> fileNames() {
        List<String> names = new ArrayList<>(List.of(
                RawFolder.SESSION_FILE,
                RawFolder.RUNS_FILE,
                RawFolder.LOADS_FILE,
                RawFolder.ENGINES_FILE,
                TORN_FILE,
                TORN_LOADS_FILE,
                TORN_ENGINES_FILE,
                RESERVE_FILE));
        names.addAll(PhaseLogs.fileNames());
        return names;
    }

    /**
     * Begins a raw folder that holds no rows.
     *
     * @param head what {@code session.json} shall hold
     * @throws IOException where it cannot be written
     */
    public static RunRecorder begin(Path raw, SessionRecord head) throws IOException {
        String text = Json.pretty(head);
        RowFile runs = runs(raw, RowLog.EMPTY, text);
        return orClosed(runs, () -> {
            Json.write(raw.resolve(RawFolder.SESSION_FILE), head);
            PhaseLogs logs = PhaseLogs.open(raw, row -> RowLog.EMPTY);
            return new RunRecorder(raw, runs, RowLog.EMPTY, RowLog.EMPTY, text, logs, reserve(raw));
        });
    }

    /**
     * Resumes a raw folder; its head stays as it is.
     *
     * @param done what it holds of single loads
     * @param doneLoads what it holds of concurrent loads
     * @param doneEngines what it holds of engines
     * @param rows the single loads themselves, for the logs
     * @throws IOException where it cannot be written
     */
    public static RunRecorder resume(
            Path raw, RowLog done, RowLog doneLoads, RowLog doneEngines, RawFolder.Rows<RunRow> rows)
            throws IOException {
        String text = Files.readString(raw.resolve(RawFolder.SESSION_FILE));
        RowFile runs = runs(raw, done, text);
        return orClosed(
                runs,
                () -> new RunRecorder(
                        raw, runs, doneLoads, doneEngines, text, PhaseLogs.open(raw, rows), reserve(raw)));
    }

    private static RowFile runs(Path raw, RowLog done, String head) throws IOException {
        return RowFile.open(raw.resolve(RawFolder.RUNS_FILE), done, head, raw.resolve(TORN_FILE));
    }

    /** What is opened once the rows' file is. */
    private interface Opening {
        RunRecorder finish() throws IOException;
    }

    private static RunRecorder orClosed(RowFile runs, Opening rest) throws IOException {
        try {
            return rest.finish();
        } catch (IOException | RuntimeException e) {
            runs.close();
            throw e;
        }
    }

    /** Filled with bytes: a hole would reserve nothing. */
    private static Path reserve(Path raw) throws IOException {
        Path reserve = raw.resolve(RESERVE_FILE);
        try (FileChannel channel = FileChannel.open(
                reserve, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            ByteBuffer bytes = ByteBuffer.allocate(RESERVE_BYTES);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        return reserve;
    }

    /**
     * Appends a row; on storage when this returns. Where that is refused, for example because the disk is full, the
     * reserve is given up for it and {@link #fault} says that no further run should be made.
     *
     * @throws IOException where it cannot be written even so; rows written before stay whole
     * @throws BadInputException where the folder is not there any more
     */
    public void append(MeasuredRow row) throws IOException {
        if (row instanceof RunRow run) {
            append(runs, run);
            appendToLogs(run);
        } else if (row instanceof ConcurrentRow load) {
            append(loads.opened(), load);
        } else {
            append(engines.opened(), (EngineRow) row);
        }
    }

    /** A file that is begun with its first row; no histogram log holds its rows. */
    private static final class LaterRows {
        private final Path file;
        private final RowLog done;
        private final String head;
        private final Path aside;
        private Optional<RowFile> rows = Optional.empty();

        LaterRows(Path file, RowLog done, String head, Path aside) {
            this.file = file;
            this.done = done;
            this.head = head;
            this.aside = aside;
        }

        RowFile opened() throws IOException {
            if (rows.isEmpty()) {
                rows = Optional.of(RowFile.open(file, done, head, aside));
            }
            return rows.get();
        }

        void close() throws IOException {
            if (rows.isPresent()) {
                rows.get().close();
            }
        }
    }

    private void append(RowFile rows, Record row) throws IOException {
        try {
            rows.append(row);
        } catch (IOException first) {
            fault = Optional.of("rows cannot be written: " + first.getMessage());
            Files.deleteIfExists(reserve);
            rows.append(row);
        }
        if (!rows.isThere()) {
            throw new BadInputException(
                    raw + ": was removed, moved or replaced while runs were recorded in it; move it back"
                            + " and the same command goes on, else it begins anew");
        }
    }

    /** Logs follow from the rows and are rewritten when the session is resumed: no run is lost with them. */
    private void appendToLogs(RunRow row) {
        try {
            phaseLogs.append(List.of(row));
        } catch (IOException e) {
            fault = fault.or(() -> Optional.of("histogram logs cannot be written: " + e.getMessage()));
        }
    }

    /**
     * Replaces the head.
     *
     * @throws IOException where it cannot be written; the one before stays
     */
    public void head(SessionRecord head) throws IOException {
        Json.write(raw.resolve(RawFolder.SESSION_FILE), head);
    }

    /** Why no further run should be made; empty while all is well. */
    public Optional<String> fault() {
        return fault;
    }

    @Override
    public void close() throws IOException {
        try (runs) {
            loads.close();
            engines.close();
            phaseLogs.close();
        } finally {
            Files.deleteIfExists(reserve);
        }
    }
}

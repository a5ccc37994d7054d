package dev.berth.profiler.run.session;

import dev.berth.dataset.raw.LoadsRow;
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

    /** Space kept free for the last row and its logs on a disk that others fill; removed when it is needed or done. */
    public static final String RESERVE_FILE = "reserve";

    private static final int RESERVE_BYTES = 256 << 10;

    private final Path raw;
    private final RowFile runs;
    private final RowLog doneLoads;
    private final String head;
    private final PhaseLogs phaseLogs;
    private final Path reserve;
    private Optional<String> fault = Optional.empty();
    /** Begun with its first row. */
    private Optional<RowFile> loads = Optional.empty();

    private RunRecorder(Path raw, RowFile runs, RowLog doneLoads, String head, PhaseLogs phaseLogs, Path reserve) {
        this.raw = raw;
        this.runs = runs;
        this.doneLoads = doneLoads;
        this.head = head;
        this.phaseLogs = phaseLogs;
        this.reserve = reserve;
    }

    /** Names of all files that a raw folder may hold. */
    static List<String> fileNames() {
        List<String> names = new ArrayList<>(List.of(
                RawFolder.SESSION_FILE,
                RawFolder.RUNS_FILE,
                RawFolder.LOADS_FILE,
                TORN_FILE,
                TORN_LOADS_FILE,
                RESERVE_FILE));
        names.addAll(PhaseLogs.fileNames());
        return names;
    }

    /**
     * Begins a raw folder, or goes on with it.
     *
     * @param raw the folder
     * @param head what {@code session.json} shall hold; null to keep the one that is there
     * @param done what the folder already holds of single loads
     * @param doneLoads what it already holds of loads in company
     * @param rows the single loads themselves, for the logs
     * @throws IOException where it cannot be written
     */
    public static RunRecorder open(
            Path raw, SessionRecord head, RowLog done, RowLog doneLoads, RawFolder.Rows<RunRow> rows)
            throws IOException {
        String headText = head == null ? Files.readString(raw.resolve(RawFolder.SESSION_FILE)) : Json.pretty(head);
        RowFile runs = RowFile.open(raw.resolve(RawFolder.RUNS_FILE), done, headText, raw.resolve(TORN_FILE));
        try {
            if (head != null) {
                Json.write(raw.resolve(RawFolder.SESSION_FILE), head);
            }
            PhaseLogs phaseLogs = PhaseLogs.open(raw, rows);
            return new RunRecorder(raw, runs, doneLoads, headText, phaseLogs, reserve(raw));
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
    public void append(RunRow row) throws IOException {
        append(runs, row);
        appendToLogs(row);
    }

    /** The same for loads in company, which no histogram log holds. */
    public void append(LoadsRow row) throws IOException {
        if (loads.isEmpty()) {
            loads = Optional.of(
                    RowFile.open(raw.resolve(RawFolder.LOADS_FILE), doneLoads, head, raw.resolve(TORN_LOADS_FILE)));
        }
        append(loads.get(), row);
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

    /** Logs follow from the rows and are written anew when the session is gone on with: no run is lost with them. */
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
            if (loads.isPresent()) {
                loads.get().close();
            }
            phaseLogs.close();
        } finally {
            Files.deleteIfExists(reserve);
        }
    }
}

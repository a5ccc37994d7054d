package dev.berth.profiler.run;

import dev.berth.profile.Json;
import dev.berth.profile.RawFolder;
import dev.berth.profile.RowLog;
import dev.berth.profile.RunRow;
import dev.berth.profile.SessionRecord;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;

/**
 * Writes a raw folder so that a kill at any moment leaves whole files: the head is replaced atomically, each row is
 * appended and synced before the next run begins, and what a kill left of a last line is put aside.
 */
final class RunRecorder implements AutoCloseable {
    /** Keeps what was cut off the end of the rows' file, for people. */
    static final String TORN_FILE = "runs.torn";

    /** Space kept free for the last row and its logs on a disk that others fill; removed when it is needed or done. */
    static final String RESERVE_FILE = "reserve";

    private static final int RESERVE_BYTES = 256 << 10;

    private final FileChannel runs;
    private final PhaseLogs phaseLogs;
    private final Path reserve;
    private Optional<String> fault = Optional.empty();

    private RunRecorder(FileChannel runs, PhaseLogs phaseLogs, Path reserve) {
        this.runs = runs;
        this.phaseLogs = phaseLogs;
        this.reserve = reserve;
    }

    /**
     * Begins a raw folder, or goes on with it.
     *
     * @param raw the folder; made where there is none
     * @param head what {@code session.json} shall hold; null to keep the one that is there
     * @param done rows that the folder already holds
     * @throws IOException where it cannot be written
     */
    static RunRecorder open(Path raw, SessionRecord head, RowLog<RunRow> done) throws IOException {
        Files.createDirectories(raw);
        FileChannel runs = FileChannel.open(
                raw.resolve(RawFolder.RUNS_FILE),
                StandardOpenOption.CREATE,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE);
        try {
            if (head != null) {
                Json.write(raw.resolve(RawFolder.SESSION_FILE), head);
            }
            putTornAside(raw, runs, done.wholeBytes());
            PhaseLogs phaseLogs = PhaseLogs.open(raw, done.rows());
            return new RunRecorder(runs, phaseLogs, reserve(raw));
        } catch (IOException | RuntimeException e) {
            runs.close();
            throw e;
        }
    }

    private static void putTornAside(Path raw, FileChannel runs, long wholeBytes) throws IOException {
        long torn = runs.size() - wholeBytes;
        if (torn > 0) {
            try (FileChannel aside =
                    FileChannel.open(raw.resolve(TORN_FILE), StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
                for (long moved = 0; moved < torn; ) {
                    moved += runs.transferTo(wholeBytes + moved, torn - moved, aside);
                }
                write(aside, "\n");
                aside.force(true);
            }
            runs.truncate(wholeBytes);
            runs.force(true);
        }
        runs.position(wholeBytes);
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
     */
    void append(RunRow row) throws IOException {
        long whole = runs.position();
        try {
            appendOnce(row);
        } catch (IOException first) {
            fault = Optional.of("rows cannot be written: " + first.getMessage());
            Files.deleteIfExists(reserve);
            cutTo(whole);
            try {
                appendOnce(row);
            } catch (IOException again) {
                cutTo(whole);
                throw again;
            }
        }
        appendToLogs(row);
    }

    private void appendOnce(RunRow row) throws IOException {
        write(runs, Json.line(row) + "\n");
        runs.force(true);
    }

    private void cutTo(long bytes) throws IOException {
        runs.truncate(bytes);
        runs.position(bytes);
    }

    /** Logs follow from the rows and are written anew when the session is gone on with: no run is lost with them. */
    private void appendToLogs(RunRow row) {
        try {
            phaseLogs.append(List.of(row));
        } catch (IOException e) {
            fault = fault.or(() -> Optional.of("histogram logs cannot be written: " + e.getMessage()));
        }
    }

    /** Why no further run should be made; empty while all is well. */
    Optional<String> fault() {
        return fault;
    }

    static void write(FileChannel channel, String text) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    @Override
    public void close() throws IOException {
        try (runs) {
            phaseLogs.close();
        } finally {
            Files.deleteIfExists(reserve);
        }
    }
}

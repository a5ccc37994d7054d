package dev.berth.profiler.run;

import dev.berth.profile.Json;
import dev.berth.profile.RawFolder;
import dev.berth.profile.RunLog;
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

/**
 * Writes a raw folder so that a kill at any moment leaves whole files: the head is replaced atomically, each row is
 * appended and synced before the next run begins, and what a kill left of a last line is put aside.
 */
final class RunRecorder implements AutoCloseable {
    /** Keeps what was cut off the end of the rows' file, for people. */
    static final String TORN_FILE = "runs.torn";

    private final FileChannel runs;
    private final PhaseLogs phaseLogs;

    private RunRecorder(FileChannel runs, PhaseLogs phaseLogs) {
        this.runs = runs;
        this.phaseLogs = phaseLogs;
    }

    /**
     * Begins a raw folder, or goes on with it.
     *
     * @param raw the folder; made where there is none
     * @param head what {@code session.json} shall hold; null to keep the one that is there
     * @param done rows that the folder already holds
     * @throws IOException where it cannot be written
     */
    static RunRecorder open(Path raw, SessionRecord head, RunLog done) throws IOException {
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
            return new RunRecorder(runs, PhaseLogs.open(raw, done.rows()));
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

    /**
     * Appends a row; on storage when this returns.
     *
     * @throws IOException where it cannot be written, for example because the disk is full
     */
    void append(RunRow row) throws IOException {
        write(runs, Json.line(row) + "\n");
        runs.force(true);
        phaseLogs.append(List.of(row));
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
        }
    }
}

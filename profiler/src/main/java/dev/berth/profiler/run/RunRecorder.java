package dev.berth.profiler.run;

import dev.berth.profile.BadInputException;
import dev.berth.profile.Json;
import dev.berth.profile.ModelRecord;
import dev.berth.profile.RawFolder;
import dev.berth.profile.RunLog;
import dev.berth.profile.RunRow;
import dev.berth.profile.Schema;
import dev.berth.profile.SessionRecord;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The raw folder of a session as it grows: {@code session.json}, a line of {@code runs.jsonl} a run, and one
 * {@code .hlog} a phase. A row is on storage when {@link #append} returns; a process killed later loses nothing of it.
 */
final class RunRecorder implements AutoCloseable {
    private static final String TORN_FILE = "runs.torn";

    private final Path raw;
    private final List<RunRow> earlierRows;
    private final FileChannel rows;
    private final PhaseLogs logs;

    private RunRecorder(Path raw, List<RunRow> earlierRows, FileChannel rows, PhaseLogs logs) {
        this.raw = raw;
        this.earlierRows = List.copyOf(earlierRows);
        this.rows = rows;
        this.logs = logs;
    }

    /**
     * Begins a raw folder, or goes on in one.
     *
     * @param folder its parent; the files lie in {@code folder/raw}
     * @param session what the rows will refer to
     * @throws BadInputException where a session is already there that measured something else
     */
    static RunRecorder open(Path folder, SessionRecord session) throws IOException {
        Path raw = folder.resolve("raw");
        Files.createDirectories(raw);
        Path head = raw.resolve(RawFolder.SESSION_FILE);
        Path log = raw.resolve(RawFolder.RUNS_FILE);
        List<RunRow> earlier = List.of();
        if (Files.exists(head)) {
            requireSame(head, Json.read(head, SessionRecord.class), session);
            earlier = Files.exists(log) ? recover(raw, log) : List.of();
        } else {
            Json.write(head, session);
            Schema.SESSION.writeTo(raw);
            Schema.RUN_ROW.writeTo(raw);
        }
        FileChannel rows =
                FileChannel.open(log, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
        try {
            return new RunRecorder(raw, earlier, rows, PhaseLogs.rebuild(raw, earlier));
        } catch (IOException | RuntimeException fault) {
            rows.close();
            throw fault;
        }
    }

    /** Rows that were there when the folder was opened, in executed order. */
    List<RunRow> earlierRows() {
        return earlierRows;
    }

    /** Replaces the head, for what is known only after the runs began. */
    void updateSession(SessionRecord session) throws IOException {
        Json.write(raw.resolve(RawFolder.SESSION_FILE), session);
    }

    /** Appends a row and waits until it is on storage. */
    void append(RunRow row) throws IOException {
        ByteBuffer line = ByteBuffer.wrap((Json.line(row) + "\n").getBytes(StandardCharsets.UTF_8));
        while (line.hasRemaining()) {
            rows.write(line);
        }
        rows.force(true);
        logs.append(row);
    }

    @Override
    public void close() throws IOException {
        try (rows) {
            logs.close();
        }
    }

    /** Reads the complete rows; what a killed writer left of the next one is moved aside, not deleted. */
    private static List<RunRow> recover(Path raw, Path log) throws IOException {
        RunLog found = RunLog.read(log);
        try (FileChannel channel = FileChannel.open(log, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            long torn = channel.size() - found.wholeBytes();
            if (torn > 0) {
                try (FileChannel aside = FileChannel.open(
                        raw.resolve(TORN_FILE),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.APPEND)) {
                    channel.transferTo(found.wholeBytes(), torn, aside);
                    aside.write(ByteBuffer.wrap(new byte[] {'\n'}));
                    aside.force(true);
                }
                channel.truncate(found.wholeBytes());
                channel.force(true);
            }
        }
        return found.rows();
    }

    private static void requireSame(Path head, SessionRecord before, SessionRecord now) {
        List<String> differences = new ArrayList<>();
        if (!before.machine().fingerprint().equals(now.machine().fingerprint())) {
            differences.add("the machine's fingerprint");
        }
        if (!before.devices().equals(now.devices())) {
            differences.add("the devices");
        }
        if (!fingerprints(before).equals(fingerprints(now))) {
            differences.add("the models");
        }
        if (before.seed() != now.seed()) {
            differences.add("the seed (" + before.seed() + ", now " + now.seed() + ")");
        }
        if (!differences.isEmpty()) {
            throw new BadInputException(head + ": another session's: " + String.join(" and ", differences)
                    + " differ; name another folder with --out");
        }
    }

    private static Map<String, String> fingerprints(SessionRecord session) {
        Map<String, String> fingerprints = new TreeMap<>();
        for (ModelRecord model : session.models()) {
            fingerprints.put(model.name(), model.fingerprint());
        }
        return fingerprints;
    }
}

package dev.berth.profiler.run.session;

import dev.berth.record.BadInputException;
import dev.berth.record.Json;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * Keeps a raw folder to one process, from before its rows are read until the dataset is written, and tells the next one
 * how far this one came. The kernel gives the lock back when the process dies, however it dies.
 */
final class SessionLock implements AutoCloseable {
    static final String FILE = "session.lock";

    private static final int MAX_STATE_BYTES = 4096;

    private final Path file;
    private final FileChannel channel;

    private SessionLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /**
     * Takes the lock.
     *
     * @param raw the folder; made where there is none
     * @throws BadInputException where another process holds it
     */
    static SessionLock take(Path raw) throws IOException {
        Files.createDirectories(raw);
        Path file = raw.resolve(FILE);
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return new SessionLock(file, channel);
            }
        } catch (OverlappingFileLockException e) {
            channel.close();
            throw inUse(raw, e);
        }
        channel.close();
        throw inUse(raw, null);
    }

    private static BadInputException inUse(Path raw, Throwable cause) {
        return new BadInputException(
                raw + ": another run writes to this folder; wait for it, or choose another with --out", cause);
    }

    /** What the holder of a folder said last, whether or not it still has it. */
    static Optional<SessionState> stateIn(Path raw) throws IOException {
        Path file = raw.resolve(FILE);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return state(file, channel);
        }
    }

    /** What the last holder said; empty where none said anything, as before there were states. */
    Optional<SessionState> state() throws IOException {
        return state(file, channel);
    }

    private static Optional<SessionState> state(Path file, FileChannel channel) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(channel.size(), MAX_STATE_BYTES));
        while (bytes.hasRemaining() && channel.read(bytes, bytes.position()) >= 0) {
            // A read may be short.
        }
        if (bytes.position() == 0) {
            return Optional.empty();
        }
        try {
            return Optional.of(Json.parse(file.toString(), 1, bytes.array(), SessionState.class));
        } catch (BadInputException damaged) {
            // Whatever it was, it did not end well.
            return Optional.of(SessionState.of(SessionState.Phase.ENDED_EARLY));
        }
    }

    /** Says how far this process came; on storage when this returns. */
    void state(SessionState state) throws IOException {
        byte[] bytes = (Json.line(state) + "\n").getBytes(StandardCharsets.UTF_8);
        // In place and not longer than before, where it can be: a full disk must not keep the end from being told.
        channel.write(ByteBuffer.wrap(bytes), 0);
        channel.truncate(bytes.length);
        channel.force(true);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}

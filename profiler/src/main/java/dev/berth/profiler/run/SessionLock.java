package dev.berth.profiler.run;

import dev.berth.profile.BadInputException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Keeps a raw folder to one process, from before its rows are read until the last is written. The kernel gives the lock
 * back when the process dies, however it dies.
 */
final class SessionLock implements AutoCloseable {
    private static final String FILE = "session.lock";

    private final FileChannel channel;

    private SessionLock(FileChannel channel) {
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
        FileChannel channel = FileChannel.open(raw.resolve(FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return new SessionLock(channel);
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

    @Override
    public void close() throws IOException {
        channel.close();
    }
}

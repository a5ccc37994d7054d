package dev.berth.record;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;

/**
 * Replaces files whole: temporary file in the same folder, sync, rename, sync of the folder. A temporary file is locked
 * while its writer lives; what a killed one left is removed by the next that writes the same file.
 */
public final class AtomicFile {
    /** Keeps processes apart, those of other containers and machines too, where process numbers are the same. */
    private static final String PROCESS = UUID.randomUUID().toString().substring(0, 8);

    /** Keeps writers of one process apart. */
    private static final AtomicLong SEQUENCE = new AtomicLong();

    private static final int BUFFER_BYTES = 1 << 16;

    private AtomicFile() {}

    /** What a file will hold. */
    @FunctionalInterface
    public interface Content {
        /**
         * Writes it.
         *
         * @param file is not closed
         */
        void writeTo(OutputStream file) throws IOException;
    }

    /** The same as {@link #write(Path, Content)} of bytes in memory. */
    public static void write(Path file, byte[] content) throws IOException {
        write(file, out -> out.write(content));
    }

    /**
     * Writes a file so that readers, and a machine that loses power, see the old content or the new, never a part.
     *
     * @throws IOException where it cannot be written; the old content is then untouched
     */
    public static void write(Path file, Content content) throws IOException {
        Path target = file.toAbsolutePath();
        Path folder = target.getParent();
        if (folder == null) {
            throw new IOException(file + ": is a folder");
        }
        Files.createDirectories(folder);
        sweep(target);
        Path temporary =
                folder.resolve("." + target.getFileName() + "." + PROCESS + "-" + SEQUENCE.incrementAndGet() + ".tmp");
        try (FileChannel channel = FileChannel.open(
                temporary, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            if (!isOwn(channel, temporary)) {
                write(file, content);
                return;
            }
            OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER_BYTES);
            content.writeTo(out);
            out.flush();
            channel.force(true);
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(temporary);
        }
        syncFolder(folder);
    }

    /**
     * Removes temporary files that killed writers of a file left beside it; those of living writers stay.
     *
     * @param file the file that was written, whether or not it is there
     */
    public static void sweep(Path file) throws IOException {
        Path target = file.toAbsolutePath();
        Path folder = target.getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            return;
        }
        Pattern temporary = Pattern.compile("\\." + Pattern.quote(target.getFileName() + ".") + "[0-9a-f]+-\\d+\\.tmp");
        try (DirectoryStream<Path> found = Files.newDirectoryStream(
                folder, it -> temporary.matcher(it.getFileName().toString()).matches())) {
            for (Path left : found) {
                // Opening one of this process and closing it again would give its lock back.
                if (!left.getFileName().toString().contains("." + PROCESS + "-")) {
                    removeAbandoned(left);
                }
            }
        }
    }

    /** Locks a file that was just made; false where a sweeper came between and removed it. */
    private static boolean isOwn(FileChannel channel, Path temporary) {
        try {
            FileLock lock = channel.lock();
            return lock.isValid() && Files.exists(temporary);
        } catch (IOException noLocks) {
            return true;
        }
    }

    private static void removeAbandoned(Path temporary) {
        try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
            if (channel.tryLock() != null) {
                Files.deleteIfExists(temporary);
            }
        } catch (IOException notOurs) {
            // Gone meanwhile, or on a file system without locks, where nobody can say whether its writer lives.
        }
    }

    /** Makes renames in a folder durable. */
    public static void syncFolder(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}

package dev.berth.record;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;

/**
 * Replaces regular files whole: temporary file in the same folder, sync, rename, sync of the folder. A temporary file
 * is locked while its writer lives; what a killed one left is removed by the next that writes the same file.
 */
public final class AtomicFile {
    /** Keeps processes apart, those of other containers and machines too, where process numbers are the same. */
    private static final String PROCESS = UUID.randomUUID().toString().substring(0, 8);

    /** Keeps writers of one process apart. */
    private static final AtomicLong SEQUENCE = new AtomicLong();

    private static final int BUFFER_BYTES = 1 << 16;

    /** As many as Linux follows. */
    private static final int MOST_LINKS = 40;

    private static final Path PROCESSES = Path.of("/proc");

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
     * Writes a file so that readers, and a machine that loses power, see the old content or the new, never a part. A
     * symbolic link stays, and the file that it leads to is written; into what is no regular file, such as a pipe or a
     * device, the content is written as it comes.
     *
     * @throws FileSystemException naming the file where it cannot be written; the old content is then untouched
     */
    public static void write(Path file, Content content) throws IOException {
        try {
            if (isReplaced(file)) {
                replace(behindLinks(file), content);
            } else {
                writeThrough(file, content);
            }
        } catch (IOException fault) {
            throw named(file, fault);
        }
    }

    /** Whether a file is a regular one, or not there yet: what else is there must not be replaced by one. */
    public static boolean isReplaced(Path file) {
        // Links of /proc lead to what a process has open, which may have no name any more.
        return !isOpenFile(file) && (Files.isRegularFile(file) || Files.notExists(file) || Files.isDirectory(file));
    }

    private static boolean isOpenFile(Path file) {
        Path target = file.toAbsolutePath();
        for (int links = 0; links < MOST_LINKS && Files.isSymbolicLink(target); links++) {
            if (target.startsWith(PROCESSES)) {
                return true;
            }
            try {
                target = target.resolveSibling(Files.readSymbolicLink(target));
            } catch (IOException gone) {
                return false;
            }
        }
        return false;
    }

    private static Path behindLinks(Path file) throws IOException {
        Path target = file.toAbsolutePath();
        for (int links = 0; Files.isSymbolicLink(target); links++) {
            if (links == MOST_LINKS) {
                throw new FileSystemLoopException(file.toString());
            }
            target = target.resolveSibling(Files.readSymbolicLink(target));
        }
        return target;
    }

    private static void writeThrough(Path file, Content content) throws IOException {
        try (OutputStream out = new BufferedOutputStream(
                Files.newOutputStream(file, StandardOpenOption.WRITE, StandardOpenOption.APPEND), BUFFER_BYTES)) {
            content.writeTo(out);
        }
    }

    /** Faults of the temporary file, which nobody knows, are told of the file. */
    private static FileSystemException named(Path file, IOException fault) {
        String reason;
        if (Files.isDirectory(file)) {
            reason = "is a folder, expected the name of a file";
        } else if (fault instanceof AccessDeniedException) {
            reason = "not permitted to write here, choose another place";
        } else if (fault instanceof FileAlreadyExistsException) {
            reason = "cannot be written: " + fault.getMessage() + " is no folder";
        } else if (fault instanceof FileSystemException told) {
            reason = told.getReason() == null ? "cannot be written here" : "cannot be written: " + told.getReason();
        } else {
            reason = "cannot be written: " + fault.getMessage();
        }
        FileSystemException named = new FileSystemException(file.toString(), null, reason);
        named.initCause(fault);
        return named;
    }

    private static void replace(Path target, Content content) throws IOException {
        Path folder = target.getParent();
        if (folder == null) {
            throw new FileSystemException(target.toString());
        }
        if (Files.isDirectory(target)) {
            throw new FileSystemException(target.toString());
        }
        Files.createDirectories(folder);
        sweep(target);
        Path temporary =
                folder.resolve("." + target.getFileName() + "." + PROCESS + "-" + SEQUENCE.incrementAndGet() + ".tmp");
        try (FileChannel channel = FileChannel.open(
                temporary, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            if (!isOwn(channel, temporary)) {
                replace(target, content);
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

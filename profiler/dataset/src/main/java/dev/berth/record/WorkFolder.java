package dev.berth.record;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * A folder for work that is under way. It is gone when it is closed or a signal ends this process; where the process is
 * killed, the next one that makes a folder of the same prefix at the same place removes it.
 */
public final class WorkFolder implements AutoCloseable {
    private static final String LOCK_SUFFIX = ".lock";
    private static final Pattern OWN_NAME = Pattern.compile("[0-9a-f]{12}(\\.lock)?");

    /** Of this process: opening one of their locks and closing it again would give it back. */
    private static final Set<Path> OWN = ConcurrentHashMap.newKeySet();

    /** Another thread may still write where this one removes. */
    private static final int REMOVALS = 20;

    private static final long BETWEEN_REMOVALS_MILLIS = 20;

    private final Path folder;
    private final Path lockFile;
    private final FileChannel lock;
    private final Thread hook = new Thread(this::removeAtExit, "remove work folder");

    private WorkFolder(Path folder, Path lockFile, FileChannel lock) {
        this.folder = folder;
        this.lockFile = lockFile;
        this.lock = lock;
    }

    /**
     * Makes a folder, and removes those of killed processes.
     *
     * @param parent an existing folder
     * @param prefix of the name, for this kind of work alone
     * @throws IOException where it cannot be made
     */
    public static WorkFolder in(Path parent, String prefix) throws IOException {
        sweep(parent, prefix);
        while (true) {
            Path folder = parent.resolve(
                    prefix + UUID.randomUUID().toString().replace("-", "").substring(0, 12));
            Path lockFile = folder.resolveSibling(folder.getFileName() + LOCK_SUFFIX);
            FileChannel lock = FileChannel.open(lockFile, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            OWN.add(folder);
            // Locked before the folder is there; a sweeper that came between has removed the file.
            if (lock.tryLock() != null && Files.exists(lockFile)) {
                WorkFolder work = new WorkFolder(Files.createDirectory(folder), lockFile, lock);
                Runtime.getRuntime().addShutdownHook(work.hook);
                return work;
            }
            OWN.remove(folder);
            lock.close();
        }
    }

    private static void sweep(Path parent, String prefix) throws IOException {
        try (DirectoryStream<Path> found = Files.newDirectoryStream(parent, path -> {
            String name = path.getFileName().toString();
            return name.startsWith(prefix)
                    && OWN_NAME.matcher(name.substring(prefix.length())).matches();
        })) {
            for (Path left : found) {
                sweep(left);
            }
        }
    }

    private static void sweep(Path left) {
        Path folder = left.toString().endsWith(LOCK_SUFFIX)
                ? left.resolveSibling(left.getFileName().toString().replace(LOCK_SUFFIX, ""))
                : left;
        Path lockFile = folder.resolveSibling(folder.getFileName() + LOCK_SUFFIX);
        if (OWN.contains(folder)) {
            return;
        }
        // There before the folder is made, and until it is removed: without it nobody works there.
        try (FileChannel lock = FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            if (lock.tryLock() != null) {
                remove(folder);
                Files.deleteIfExists(lockFile);
            }
        } catch (IOException inUse) {
            // Of a process that lives, or of another user.
        }
    }

    /** The folder. */
    public Path path() {
        return folder;
    }

    private void removeAtExit() {
        try {
            // Whatever is still at work here finds its folder gone, or makes it anew for a moment.
            for (int i = 0; i < REMOVALS; i++) {
                remove(folder);
                Thread.sleep(BETWEEN_REMOVALS_MILLIS);
            }
            Files.deleteIfExists(lockFile);
        } catch (IOException | InterruptedException left) {
            // The next process removes it.
        }
    }

    /** Removes a folder with all that is in it. */
    public static void remove(Path folder) throws IOException {
        for (int i = 0; i < REMOVALS && Files.exists(folder); i++) {
            try {
                Files.walkFileTree(folder, new Removal());
            } catch (DirectoryNotEmptyException | NoSuchFileException changedMeanwhile) {
                Thread.onSpinWait();
            }
        }
    }

    private static final class Removal extends SimpleFileVisitor<Path> {
        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path folder, IOException fault) throws IOException {
            Files.deleteIfExists(folder);
            return FileVisitResult.CONTINUE;
        }
    }

    @Override
    public void close() {
        try (lock) {
            remove(folder);
            Files.deleteIfExists(lockFile);
            OWN.remove(folder);
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IOException left) {
            // Costs space and nothing else; the next process removes it.
        } catch (IllegalStateException thisProcessEnds) {
            // The hook removes it too.
        }
    }
}

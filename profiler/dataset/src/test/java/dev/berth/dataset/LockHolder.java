package dev.berth.dataset;

import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Holds the lock of a file, as a living writer does, until it is killed. */
public final class LockHolder {
    private LockHolder() {}

    /**
     * Says so once it has the lock.
     *
     * @param arguments the file
     */
    public static void main(String[] arguments) throws Exception {
        try (FileChannel channel = FileChannel.open(Path.of(arguments[0]), StandardOpenOption.WRITE)) {
            channel.lock();
            System.out.println("locked");
            Thread.currentThread().join();
        }
    }
}

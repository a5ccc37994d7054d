package dev.berth.profiler.synthesize.write;

import dev.berth.profiler.storage.DirectOption;
import dev.berth.profiler.synthesize.layout.LayoutFile;
import dev.berth.record.AtomicFile;
import dev.berth.record.BadInputException;
import dev.berth.record.Json;
import dev.berth.record.Sha256;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.LongConsumer;
import java.util.regex.Pattern;

/**
 * Writes files of a layout, one at a time: under a hidden name beside the place where each goes, and moved there when
 * it is whole. Bytes are made while those before them go to storage, past the page cache where the file system allows.
 * What a killed process left of a file is gone on with; what a signal or a fault interrupts is removed.
 */
final class FileWriter implements AutoCloseable {
    private static final int CHUNK_BYTES = 8 << 20;
    private static final int CHUNKS = 3;
    private static final int PAGE_BYTES = 4096;

    /** Of what lies in an unfinished file, so much at its end may not have reached storage when power went. */
    private static final long UNSURE_BYTES = 64L << 20;

    private static final String SUFFIX = ".part";
    private static final int IDENTITY_DIGITS = 12;

    private final ExecutorService storage = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "write made-up weights");
        thread.setDaemon(true);
        return thread;
    });

    private final ByteBuffer[] chunks = new ByteBuffer[CHUNKS];
    private final Thread hook = new Thread(this::removeAtExit, "remove unfinished file");
    private final long seed;

    /** Under way; guarded by this. */
    private Path unfinished;

    private boolean ended;

    FileWriter(long seed) {
        this.seed = seed;
        for (int i = 0; i < CHUNKS; i++) {
            chunks[i] = ByteBuffer.allocateDirect(CHUNK_BYTES + PAGE_BYTES)
                    .alignedSlice(PAGE_BYTES)
                    .order(ByteOrder.LITTLE_ENDIAN);
        }
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** Bytes of a file that an earlier process left unfinished and that need not be written again. */
    static long resumable(LayoutFile file, Path target, long seed) throws IOException {
        Path part = part(file, target, seed);
        long there = Files.isRegularFile(part) ? Files.size(part) : 0;
        return Math.max(0, (Math.min(there, file.bytes()) - UNSURE_BYTES) / CHUNK_BYTES * CHUNK_BYTES);
    }

    /** The name that a file has until it is whole: another layout or seed has another. */
    static Path part(LayoutFile file, Path target, long seed) {
        MessageDigest digest = Sha256.digest();
        digest.update((seed + "\n" + Json.line(file)).getBytes(StandardCharsets.UTF_8));
        String identity = Sha256.hex(digest).substring(0, IDENTITY_DIGITS);
        return target.resolveSibling("." + target.getFileName() + "." + identity + SUFFIX);
    }

    /**
     * Writes a file.
     *
     * @param progress is told of bytes as they reach storage
     * @throws BadInputException where another process writes the same file
     * @throws IOException where it cannot be written; nothing of it is left then
     */
    void write(LayoutFile file, Path target, LongConsumer progress) throws IOException {
        Path part = part(file, target, seed);
        sweep(target, part);
        long from = resumable(file, target, seed);
        try (FileChannel channel = begin(part, target)) {
            boolean whole = false;
            try {
                stream(new Stream(file, part, channel, from, progress));
                channel.force(true);
                Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
                whole = true;
            } finally {
                end(whole ? Optional.empty() : Optional.of(part));
            }
        }
        AtomicFile.syncFolder(target.toAbsolutePath().getParent());
    }

    /** A file under way. */
    private record Stream(LayoutFile file, Path part, FileChannel channel, long from, LongConsumer progress) {}

    private void stream(Stream stream) throws IOException {
        LayoutFile file = stream.file();
        FileBytes bytes = new FileBytes(file, seed);
        Checksums checksums = new Checksums(file.checksums());
        long position = checksums.isEmpty() ? stream.from() : 0;
        try (FileChannel direct = direct(stream.part())) {
            Future<?>[] written = new Future<?>[CHUNKS];
            for (int slot = 0; position < file.bytes(); slot = (slot + 1) % CHUNKS) {
                await(written[slot]);
                int count = (int) Math.min(CHUNK_BYTES, file.bytes() - position);
                ByteBuffer chunk = chunks[slot];
                bytes.put(chunk, position, count);
                checksums.pass(chunk, position, count);
                if (position >= stream.from()) {
                    long at = position;
                    written[slot] = storage.submit(() -> {
                        put(direct, stream.channel(), chunk, at, count);
                        stream.progress().accept(count);
                        return null;
                    });
                }
                position += count;
            }
            for (Future<?> each : written) {
                await(each);
            }
        }
        for (Map.Entry<Long, Integer> checksum : checksums.values().entrySet()) {
            ByteBuffer value = ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            value.putInt(checksum.getValue()).flip();
            putAll(stream.channel(), value, checksum.getKey());
        }
        stream.channel().truncate(file.bytes());
    }

    /** Whole pages directly, the rest of the last one through the page cache. */
    private static void put(FileChannel direct, FileChannel channel, ByteBuffer chunk, long at, int count)
            throws IOException {
        int pages = direct.equals(channel) ? count : count / PAGE_BYTES * PAGE_BYTES;
        putAll(direct, chunk.duplicate().position(0).limit(pages), at);
        putAll(channel, chunk.duplicate().limit(count).position(pages), at + pages);
    }

    private static void putAll(FileChannel channel, ByteBuffer bytes, long at) throws IOException {
        long first = at - bytes.position();
        while (bytes.hasRemaining()) {
            channel.write(bytes, first + bytes.position());
        }
    }

    private static void await(Future<?> written) throws IOException {
        try {
            if (written != null) {
                written.get();
            }
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof IOException fault) {
                throw fault;
            }
            throw new IllegalStateException(failed.getCause());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", interrupted);
        }
    }

    /** Past the page cache, or through it where the file system does not allow that. */
    private static FileChannel direct(Path part) throws IOException {
        try {
            return FileChannel.open(part, StandardOpenOption.WRITE, DirectOption.DIRECT);
        } catch (UnsupportedOperationException | IOException notHere) {
            return FileChannel.open(part, StandardOpenOption.WRITE);
        }
    }

    /** Opens and locks the unfinished file; the lock goes when it is closed. */
    private synchronized FileChannel begin(Path part, Path target) throws IOException {
        if (ended) {
            throw new IOException("this process ends");
        }
        FileChannel channel =
                FileChannel.open(part, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        if (!isLocked(channel)) {
            channel.close();
            throw new BadInputException(
                    target + ": another process writes it; wait until that has ended, or name another --out");
        }
        unfinished = part;
        return channel;
    }

    private static boolean isLocked(FileChannel channel) {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException inThisProcess) {
            return false;
        } catch (IOException noLocks) {
            return true;
        }
    }

    private synchronized void end(Optional<Path> left) {
        unfinished = null;
        left.ifPresent(FileWriter::remove);
    }

    private synchronized void removeAtExit() {
        ended = true;
        if (unfinished != null) {
            remove(unfinished);
        }
    }

    private static void remove(Path part) {
        try {
            Files.deleteIfExists(part);
        } catch (IOException left) {
            throw new UncheckedIOException(left);
        }
    }

    /** Removes what killed processes left of the file with another layout or seed. */
    private static void sweep(Path target, Path own) throws IOException {
        Pattern name = Pattern.compile(
                "\\." + Pattern.quote(target.getFileName().toString()) + "\\.[0-9a-f]{12}" + Pattern.quote(SUFFIX));
        try (DirectoryStream<Path> found = Files.newDirectoryStream(
                target.toAbsolutePath().getParent(),
                it -> name.matcher(it.getFileName().toString()).matches())) {
            for (Path left : found) {
                if (!left.getFileName().equals(own.getFileName())) {
                    removeAbandoned(left);
                }
            }
        }
    }

    private static void removeAbandoned(Path part) {
        try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
            if (isLocked(channel)) {
                Files.deleteIfExists(part);
            }
        } catch (IOException gone) {
            // Removed meanwhile.
        }
    }

    @Override
    public void close() {
        storage.shutdown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException thisProcessEnds) {
            // The hook runs, and finds nothing under way.
        }
    }
}

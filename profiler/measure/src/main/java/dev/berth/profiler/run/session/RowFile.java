package dev.berth.profiler.run.session;

import dev.berth.dataset.raw.RowLog;
import dev.berth.dataset.raw.RowSeal;
import dev.berth.record.Json;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.Optional;

/** A file of one row a line that is appended to and synced row by row. */
final class RowFile implements AutoCloseable {
    private final Path file;
    private final FileChannel channel;
    private final Object key;
    /** Of the last row; empty where the rows before have none. */
    private Optional<String> seal;

    private RowFile(Path file, FileChannel channel, Optional<String> seal) throws IOException {
        this.file = file;
        this.channel = channel;
        this.seal = seal;
        this.key = keyOf(file);
    }

    private static Object keyOf(Path file) throws IOException {
        return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
    }

    /** Whether the rows still lie where they are looked for: false where the file was removed, moved or replaced. */
    boolean isThere() {
        try {
            return Objects.equals(key, keyOf(file));
        } catch (IOException gone) {
            return false;
        }
    }

    /**
     * Begins a file, or goes on with it; what a kill left of a last line is put aside.
     *
     * @param done its whole lines
     * @param head text of the session's head, which the seal of a first row goes on from
     * @param aside gets what is cut off, for people
     * @throws IOException where it cannot be written
     */
    static RowFile open(Path file, RowLog done, String head, Path aside) throws IOException {
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            putTornAside(channel, done.wholeBytes(), aside);
            return new RowFile(file, channel, done.rows() == 0 ? Optional.of(RowSeal.of(head)) : done.seal());
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static void putTornAside(FileChannel rows, long wholeBytes, Path aside) throws IOException {
        long torn = rows.size() - wholeBytes;
        if (torn > 0) {
            try (FileChannel target = FileChannel.open(aside, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
                for (long moved = 0; moved < torn; ) {
                    moved += rows.transferTo(wholeBytes + moved, torn - moved, target);
                }
                write(target, "\n");
                target.force(true);
            }
            rows.truncate(wholeBytes);
            rows.force(true);
        }
        rows.position(wholeBytes);
    }

    /**
     * Appends a row with its seal; on storage when this returns.
     *
     * @throws IOException where it cannot be written; the rows before it stay whole
     */
    void append(Record row) throws IOException {
        long whole = channel.position();
        String line = Json.line(row);
        Optional<String> next = seal.map(before -> RowSeal.of(before, line.getBytes(StandardCharsets.UTF_8)));
        try {
            write(channel, next.map(sealing -> RowSeal.sealed(line, sealing)).orElse(line) + "\n");
            channel.force(true);
            seal = next;
        } catch (IOException e) {
            channel.truncate(whole);
            channel.position(whole);
            throw e;
        }
    }

    static void write(FileChannel channel, String text) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}

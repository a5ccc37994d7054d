package dev.berth.profiler.synthesize.write;

import dev.berth.dataset.WeightProvenance;
import dev.berth.profiler.model.folder.ModelCatalog;
import dev.berth.profiler.synthesize.layout.Checksum;
import dev.berth.profiler.synthesize.layout.LayoutDocument;
import dev.berth.profiler.synthesize.layout.LayoutFile;
import dev.berth.record.BadInputException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes the files of a layout with made-up weights into a folder. Files that are there and as they would be written
 * stay; others are replaced only where all models beside them are made up too.
 */
public final class Synthesis {
    private static final int WINDOW_BYTES = 64 << 10;

    /** Windows of a long file that are held against what would be written, evenly spaced. */
    private static final int WINDOWS = 32;

    private final LayoutDocument layout;
    private final Path out;
    private final long seed;

    /** Hears what becomes of the files. */
    public interface Listener {
        /**
         * Writing begins.
         *
         * @param bytes that will be written, >= 0
         */
        void begin(long bytes);

        /**
         * A file is begun.
         *
         * @param path as the layout has it
         */
        void file(String path);

        /**
         * Bytes reached storage; called by another thread.
         *
         * @param bytes since the last call, > 0
         */
        void written(long bytes);
    }

    /**
     * What was done.
     *
     * @param files files of the layout, >= 0
     * @param present those that were there and stay, >= 0
     * @param bytes bytes of all, each file once, >= 0
     * @param writtenBytes bytes written now, >= 0
     */
    public record Outcome(int files, int present, long bytes, long writtenBytes) {}

    /**
     * @param layout what is written
     * @param out folder that its paths are relative to; made where it is not there
     * @param seed of the made-up weights: the same layout and seed give the same bytes
     */
    public Synthesis(LayoutDocument layout, Path out, long seed) {
        this.layout = layout;
        this.out = out.toAbsolutePath().normalize();
        this.seed = seed;
    }

    /**
     * Writes.
     *
     * @throws BadInputException where there is not the room, where other files are in the way, or another process
     *     writes the same
     * @throws IOException where a file cannot be written; those that were finished stay
     */
    public Outcome write(Listener listener) throws IOException {
        Files.createDirectories(out);
        List<LayoutFile> wanted = new ArrayList<>();
        for (LayoutFile file : layout.files()) {
            if (!isThere(file)) {
                wanted.add(file);
            }
        }
        requireNothingInTheWay(wanted);
        long needed = needed(wanted);
        requireRoom(needed);
        listener.begin(needed);
        try (FileWriter writer = new FileWriter(seed)) {
            for (LayoutFile file : wanted) {
                listener.file(file.path());
                Path target = out.resolve(file.path());
                Files.createDirectories(target.getParent());
                if (file.sameAs() == null) {
                    writer.write(file, target, listener::written);
                } else {
                    link(out.resolve(file.sameAs()), target);
                }
            }
        }
        return new Outcome(layout.files().size(), layout.files().size() - wanted.size(), layout.bytes(), needed);
    }

    /** Bytes that are not there yet. */
    private long needed(List<LayoutFile> wanted) throws IOException {
        long needed = 0;
        for (LayoutFile file : wanted) {
            if (file.sameAs() == null) {
                needed += file.bytes() - FileWriter.resumable(file, out.resolve(file.path()), seed);
            }
        }
        return needed;
    }

    private void requireRoom(long needed) throws IOException {
        long free = Files.getFileStore(out).getUsableSpace();
        if (needed > free) {
            throw new BadInputException(out + ": " + needed + " bytes are to be written, " + free
                    + " are free; make room there, or name another folder with --out");
        }
    }

    private static void link(Path file, Path target) throws IOException {
        Files.deleteIfExists(target);
        try {
            Files.createLink(target, file);
        } catch (UnsupportedOperationException | IOException noLinks) {
            Files.copy(file, target);
        }
    }

    private boolean isThere(LayoutFile file) throws IOException {
        Path target = out.resolve(file.path());
        if (!Files.isRegularFile(target, LinkOption.NOFOLLOW_LINKS) || Files.size(target) != file.bytes()) {
            return false;
        }
        if (file.sameAs() != null) {
            Path other = out.resolve(file.sameAs());
            return Files.exists(other) && Files.isSameFile(target, other);
        }
        FileBytes bytes = new FileBytes(file, seed);
        try (FileChannel in = FileChannel.open(target, StandardOpenOption.READ)) {
            long step = Math.max(WINDOW_BYTES, (file.bytes() - WINDOW_BYTES) / WINDOWS);
            for (long first = 0; first < file.bytes(); first += step) {
                int count = (int) Math.min(WINDOW_BYTES, file.bytes() - first);
                if (!isAsWritten(file, bytes, in, first, count)) {
                    return false;
                }
            }
        }
        return true;
    }

    private static boolean isAsWritten(LayoutFile file, FileBytes bytes, FileChannel in, long first, int count)
            throws IOException {
        ByteBuffer expected = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put(expected, first, count);
        ByteBuffer found = ByteBuffer.allocate(count);
        while (found.hasRemaining()) {
            if (in.read(found, first + found.position()) < 0) {
                return false;
            }
        }
        for (Checksum checksum : file.checksums()) {
            for (long place : checksum.places()) {
                for (int i = 0; i < Integer.BYTES; i++) {
                    long at = place + i - first;
                    if (at >= 0 && at < count) {
                        expected.put((int) at, found.get((int) at));
                    }
                }
            }
        }
        return expected.equals(found.flip());
    }

    /** What is there and would be replaced must be made up as all that lies beside it. */
    private void requireNothingInTheWay(List<LayoutFile> wanted) throws IOException {
        for (LayoutFile file : wanted) {
            Path target = out.resolve(file.path());
            if (Files.exists(target, LinkOption.NOFOLLOW_LINKS) && !isMadeUp(target)) {
                throw new BadInputException(
                        target + ": is there, and is not what berth synthesize would write; remove it,"
                                + " or name another folder with --out");
            }
        }
    }

    private static boolean isMadeUp(Path file) {
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        ModelCatalog.Scan beside = ModelCatalog.scan(List.of(file.getParent()));
        return !beside.models().isEmpty()
                && beside.models().stream()
                        .allMatch(model -> model.record().provenance() == WeightProvenance.SYNTHETIC);
    }
}

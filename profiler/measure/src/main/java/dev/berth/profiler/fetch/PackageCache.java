package dev.berth.profiler.fetch;

import dev.berth.record.BadInputException;
import dev.berth.record.Sha256;
import dev.berth.record.WorkFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The folder that packages are unpacked into, once. A package's folder appears only when it is whole: the package's sum
 * was checked and every file is on storage. Before each use its files are checked against the pinned sum again.
 */
public final class PackageCache {
    private final Path folder;
    private final PackageClients clients;

    /**
     * A cache.
     *
     * @param folder where packages are kept; created when needed
     * @param clients how packages are obtained
     */
    public PackageCache(Path folder, PackageClients clients) {
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
        Path caches = shared != null && !shared.isBlank() ? Path.of(shared) : home().resolve(".cache");
        return caches.toAbsolutePath().resolve("berth");
    }

    /** As shells know it: {@code $HOME}, which Java does not ask for. */
    public static Path home() {
        String home = System.getenv("HOME");
        return Path.of(home != null && !home.isBlank() ? home : System.getProperty("user.home"));
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
    public record Present(PublishedPackage published, Path folder) {}

    /**
     * Makes packages present; those already unpacked are read once, and fetched again where they were altered.
     *
     * @param packages what is wanted
     * @param progress told one line before each download, and of each folder that was altered
     * @return what is present, and why the rest is not
     */
    public Fetched fetch(List<PublishedPackage> packages, Consumer<String> progress) {
        List<Present> present = new ArrayList<>();
        List<String> skipped = new ArrayList<>();
        boolean corrupted = false;
        for (PublishedPackage wanted : packages) {
            try {
                present.add(new Present(wanted, fetch(wanted, progress)));
            } catch (FetchException fault) {
                skipped.add(wanted.name() + " skipped: " + fault.getMessage());
                corrupted |= fault.corrupted();
            }
        }
        return new Fetched(List.copyOf(present), List.copyOf(skipped), corrupted);
    }

    /**
     * Makes a package present that a command cannot do without.
     *
     * @param progress told as by {@link #fetch(List, Consumer)}
     * @return the folder it is unpacked in
     * @throws BadInputException where it cannot be had
     */
    public Path require(PublishedPackage wanted, Consumer<String> progress) {
        try {
            return fetch(wanted, progress);
        } catch (FetchException cannotBeHad) {
            throw new BadInputException(wanted.name() + ": " + cannotBeHad.getMessage(), cannotBeHad);
        }
    }

    /** What of a list of packages is unpacked already; fetches nothing, and says of the rest what fetching it takes. */
    public Fetched unpacked(List<PublishedPackage> packages) {
        List<Present> present = new ArrayList<>();
        List<String> skipped = new ArrayList<>();
        for (PublishedPackage wanted : packages) {
            Path target = target(wanted);
            String why;
            try {
                if (isWhole(wanted, target)) {
                    present.add(new Present(wanted, target));
                    continue;
                }
                why = Files.exists(target) ? altered(target) : "not here yet";
            } catch (IOException | UncheckedIOException fault) {
                why = "cannot be read: " + fault.getMessage();
            }
            skipped.add(wanted.name() + ": " + why + "; " + wanted.downloadBytes() / 1_000_000
                    + " MB would be fetched with " + wanted.client().command());
        }
        return new Fetched(List.copyOf(present), List.copyOf(skipped), false);
    }

    /** The sum is part of the name, so that a newly pinned package never meets an old folder. */
    private Path target(PublishedPackage wanted) {
        return folder.resolve(wanted.sha256().substring(0, 12)).resolve(wanted.name());
    }

    private Path fetch(PublishedPackage wanted, Consumer<String> progress) throws FetchException {
        Path target = target(wanted);
        try {
            if (isWhole(wanted, target)) {
                return target;
            }
            Files.createDirectories(target.getParent());
        } catch (IOException | UncheckedIOException fault) {
            throw new FetchException("cannot unpack into " + folder + ": " + fault.getMessage(), false);
        }
        try (WorkFolder work = WorkFolder.in(folder, "fetch-")) {
            if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
                progress.accept(altered(target));
                Files.move(target, work.path().resolve("altered"), StandardCopyOption.ATOMIC_MOVE);
            }
            progress.accept("fetching " + wanted.coordinates() + " (" + wanted.downloadBytes() / 1_000_000
                    + " MB) with " + wanted.client().command());
            Path file =
                    clients.download(wanted, Files.createDirectory(work.path().resolve("download")));
            requireSum(wanted, file);
            Path unpacked = Files.createDirectory(work.path().resolve(wanted.name()));
            PackageArchive.unpack(wanted, file, unpacked);
            if (!isWhole(wanted, unpacked)) {
                throw new FetchException(
                        wanted.coordinates() + " unpacks to sha256=" + sumOf(unpacked) + ", expected "
                                + wanted.unpackedSha256() + "; check the storage below " + folder,
                        true);
            }
            syncFiles(unpacked);
            Files.move(unpacked, target, StandardCopyOption.ATOMIC_MOVE);
            return target;
        } catch (IOException | UncheckedIOException fault) {
            throw new FetchException("cannot unpack into " + folder + ": " + fault.getMessage(), false);
        }
    }

    private static void requireSum(PublishedPackage wanted, Path file) throws IOException, FetchException {
        String sum = Sha256.of(file);
        if (!sum.equals(wanted.sha256())) {
            throw new FetchException(
                    "checksum of " + wanted.coordinates() + " is sha256=" + sum + ", expected " + wanted.sha256()
                            + "; the package was altered on its way, remove it from the client's own cache and try again",
                    true);
        }
    }

    private static String altered(Path target) {
        return target + ": altered since it was fetched";
    }

    private static boolean isWhole(PublishedPackage wanted, Path unpacked) throws IOException {
        return Files.isDirectory(unpacked, LinkOption.NOFOLLOW_LINKS)
                && sumOf(unpacked).equals(wanted.unpackedSha256());
    }

    /**
     * Of a folder's files, as {@link PublishedPackage#unpackedSha256} has it; what is no file, a link too, adds its
     * name.
     */
    private static String sumOf(Path unpacked) throws IOException {
        MessageDigest sum = Sha256.digest();
        try (Stream<Path> all = Files.walk(unpacked)) {
            for (Path path : (Iterable<Path>) all.sorted()::iterator) {
                if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
                    String ofFile = Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS) ? Sha256.of(path) : "no file";
                    sum.update((ofFile + "  " + unpacked.relativize(path) + "\n").getBytes(StandardCharsets.UTF_8));
                }
            }
        }
        return Sha256.hex(sum);
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
}

package dev.berth.profiler.bundle;

import dev.berth.command.ChildProcess;
import dev.berth.record.BadInputException;
import dev.berth.record.WorkFolder;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipFile;

/** Berth, its libraries and a Java runtime in one archive; the same jars and JDK give the same bytes. */
public final class Bundle {
    /** The archive is refused above this many bytes. */
    public static final long LIMIT_BYTES = 60_000_000;

    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final String PLATFORM = "linux-x86_64";
    private static final List<String> MODULES = List.of("profiler/dataset", "profiler/measure", "optimizer");

    private final Path home;
    private final String name;

    /**
     * @param home folder of a built source tree: the launcher, and the jars below each module's {@code target}
     * @param version of Berth, part of the archive's folder name
     * @throws BadInputException where this machine's Java cannot be packed
     */
    public Bundle(Path home, String version) {
        if (!System.getProperty("os.name").equals("Linux")
                || !System.getProperty("os.arch").equals("amd64")) {
            throw new BadInputException("bundle: this is " + System.getProperty("os.name") + " "
                    + System.getProperty("os.arch") + "; the Java runtime is packed as it is here, so build it on"
                    + " x86-64 Linux");
        }
        this.home = home;
        this.name = "berth-" + version + "-" + PLATFORM;
    }

    /** File name of the archive, unless the user chose another. */
    public String fileName() {
        return name + ".tar.gz";
    }

    /**
     * What was packed.
     *
     * @param archive the file
     * @param archiveBytes its size
     * @param unpackedBytes sum of the files in it
     * @param java version and maker of the runtime
     * @param needs what the machine must have: newest versions of glibc and other libraries
     */
    public record Packed(String archive, long archiveBytes, long unpackedBytes, String java, List<String> needs) {}

    /**
     * Packs; the archive appears whole or not at all.
     *
     * @throws BadInputException where a jar is missing, jlink fails, or the archive would be above {@link #LIMIT_BYTES}
     * @throws IOException where the archive cannot be written
     */
    public Packed pack(Path archive) throws IOException {
        try (WorkFolder work = WorkFolder.in(archive.toAbsolutePath().getParent(), ".berth-bundle-")) {
            Path folder = Files.createDirectory(work.path().resolve(name));
            List<String> needs = stage(folder);
            long unpackedBytes = sizeOf(folder);
            Path whole = work.path().resolve("whole.tar.gz");
            TarGz.write(folder, whole, buildTime());
            long archiveBytes = Files.size(whole);
            if (archiveBytes > LIMIT_BYTES) {
                throw new BadInputException("bundle: would be " + archiveBytes + " bytes, expected at most "
                        + LIMIT_BYTES + "; which library grew?");
            }
            Files.move(whole, archive, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
            return new Packed(archive.toString(), archiveBytes, unpackedBytes, java(), needs);
        }
    }

    private List<String> stage(Path folder) throws IOException {
        Path libraries = Files.createDirectory(folder.resolve("lib"));
        Path natives = Files.createDirectory(libraries.resolve("native"));
        Path runtime = folder.resolve("runtime");
        List<Path> own = MODULES.stream().map(this::ownJar).toList();
        List<Path> others = libraries();
        List<Path> all = new ArrayList<>(own);
        all.addAll(others);
        for (Path jar : all) {
            new PackedJar(jar).unpackInto(libraries, natives);
        }
        RuntimeImage.link(own, others, runtime);
        Licences licences = new Licences(home.resolve("LICENSE"), folder.resolve("licences"));
        licences.collect(all);
        Path bills = Files.createDirectory(folder.resolve("sbom"));
        for (String module : MODULES) {
            Path bill = built(module, ".cdx.json");
            Files.copy(bill, bills.resolve(bill.getFileName()));
        }
        Files.copy(home.resolve("LICENSE"), folder.resolve("LICENSE"));
        Files.copy(home.resolve("berth"), folder.resolve("berth"), StandardCopyOption.COPY_ATTRIBUTES);
        List<String> needs = RuntimeImage.needs(List.of(runtime, natives));
        Files.writeString(folder.resolve("README.txt"), readme(needs), StandardCharsets.UTF_8);
        requireStarts(folder.resolve("berth"));
        return needs;
    }

    /** What is packed is started once, as it will be elsewhere. */
    private static void requireStarts(Path launcher) throws IOException {
        Process process = new ProcessBuilder(launcher.toString(), "--version")
                .redirectErrorStream(true)
                .start();
        try {
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (ChildProcess.await(process, PATIENCE).orElse(-1) != 0) {
                throw new BadInputException("bundle: what was packed does not start: "
                        + said.lines().findFirst().orElse("nothing said"));
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
    }

    private Path ownJar(String module) {
        return built(module, ".jar");
    }

    private Path built(String module, String ending) {
        Path file = home.resolve(module)
                .resolve("target")
                .resolve("berth-" + Path.of(module).getFileName() + ending);
        if (!Files.isRegularFile(file)) {
            throw new BadInputException(file + ": no such file, expected it after a build; run ./berth bundle");
        }
        return file;
    }

    /** Libraries of all modules, each once. */
    private List<Path> libraries() throws IOException {
        Map<String, Path> byName = new TreeMap<>();
        for (String module : MODULES) {
            Path folder = home.resolve(module).resolve("target").resolve("lib");
            if (!Files.exists(folder)) {
                // What others build upon has its libraries beside theirs.
                continue;
            }
            try (Stream<Path> jars = Files.list(folder)) {
                jars.filter(jar -> !jar.getFileName().toString().startsWith("berth-"))
                        .forEach(jar -> byName.putIfAbsent(jar.getFileName().toString(), jar));
            }
        }
        return List.copyOf(byName.values());
    }

    /** What the build wrote into its jars, the same for the same sources. */
    private Instant buildTime() throws IOException {
        try (ZipFile jar = new ZipFile(ownJar(MODULES.get(0)).toFile())) {
            return jar.stream()
                    .map(entry -> entry.getTimeLocal().toInstant(ZoneOffset.UTC))
                    .max(Comparator.naturalOrder())
                    .orElseThrow();
        }
    }

    private static String java() throws IOException {
        Properties release = new Properties();
        try (var lines = Files.newBufferedReader(Path.of(System.getProperty("java.home"), "release"))) {
            release.load(lines);
        }
        return "OpenJDK " + System.getProperty("java.runtime.version") + " ("
                + release.getProperty("IMPLEMENTOR", System.getProperty("java.vendor"))
                        .replace("\"", "") + ")";
    }

    private static String readme(List<String> needs) throws IOException {
        return """
                Berth for x86-64 Linux, with the Java runtime it needs.

                  ./berth self-test    checks that it works on this machine
                  ./berth help         the commands

                Needs of the machine: bash, and %s.
                Runtime: %s, under the GNU General Public License 2 with the Classpath exception
                (runtime/legal); its makers offer its source. Licences of everything else: licences/.
                All libraries with their sums, as CycloneDX: sbom/.
                """.formatted(String.join(", ", needs), java());
    }

    private static long sizeOf(Path folder) throws IOException {
        try (Stream<Path> paths = Files.walk(folder)) {
            long bytes = 0;
            for (Path path : (Iterable<Path>) paths::iterator) {
                if (Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
                    bytes += Files.size(path);
                }
            }
            return bytes;
        }
    }
}

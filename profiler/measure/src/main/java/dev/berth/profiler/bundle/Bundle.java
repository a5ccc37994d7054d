package dev.berth.profiler.bundle;

import dev.berth.command.shell.ShellFiles;
import dev.berth.record.AtomicFile;
import dev.berth.record.BadInputException;
import dev.berth.record.WorkFolder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.zip.ZipFile;

/** Berth, its libraries and a Java runtime in one archive; the same jars and JDK give the same bytes. */
public final class Bundle {
    /** The archive is refused above this many bytes. */
    public static final long LIMIT_BYTES = 60_000_000;

    private static final List<String> MODULES = List.of("profiler/dataset", "profiler/measure", "optimizer");

    private static final String REMEDY = "name the folder of an unpacked JDK for it, which has jmods, with --jdk DIR";

    private final Path home;
    private final String name;
    private final Platform platform;
    private final Optional<Path> jdk;

    /**
     * A bundle to be packed.
     *
     * @param home folder of a built source tree: the launcher, and the jars below each module's {@code target}
     * @param version of Berth, part of the archive's folder name
     * @param platform the kind of machine it is for
     * @param jdk folder of a JDK for it, with its {@code jmods}; empty to take the one that runs this, or Debian's for
     *     another kind of machine
     * @throws BadInputException where there is no such JDK
     */
    public Bundle(Path home, String version, Platform platform, Optional<Path> jdk) {
        this.home = home;
        this.name = "berth-" + version + "-linux-" + platform.label();
        this.platform = platform;
        this.jdk = jdk;
        jdk.filter(folder -> !Files.isRegularFile(folder.resolve("jmods").resolve("java.base.jmod")))
                .ifPresent(folder -> {
                    throw new BadInputException("--jdk " + folder
                            + ": no jmods/java.base.jmod in it, expected the folder of a whole JDK for "
                            + platform.people());
                });
        if (jdk.isEmpty() && !isForHere() && platform != PinnedJdk.PLATFORM) {
            throw new BadInputException("--arch " + platform.label() + ": this is " + System.getProperty("os.name")
                    + " " + System.getProperty("os.arch") + ", and no JDK of another kind of machine is pinned; "
                    + REMEDY);
        }
    }

    private boolean isForHere() {
        return Platform.here().filter(platform::equals).isPresent();
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
     * @param started how a start of it went, or why it was not started
     */
    public record Packed(
            String archive, long archiveBytes, long unpackedBytes, String java, List<String> needs, String started) {}

    /** What lies in the folder that is packed. */
    private record Staged(String java, List<String> needs, String started) {}

    /**
     * Packs; the archive appears whole or not at all.
     *
     * @throws BadInputException where a jar is missing, jlink fails, or the archive would be above {@link #LIMIT_BYTES}
     * @throws IOException where the archive cannot be written
     */
    public Packed pack(Path archive) throws IOException {
        Path place = AtomicFile.isReplaced(archive)
                ? archive.toAbsolutePath().getParent()
                : Path.of(System.getProperty("java.io.tmpdir"));
        try (WorkFolder work = WorkFolder.in(place, ".berth-bundle-")) {
            Path folder = Files.createDirectory(work.path().resolve(name));
            Staged staged = stage(folder, work.path());
            long unpackedBytes = sizeOf(folder);
            Path whole = work.path().resolve("whole.tar.gz");
            TarGz.write(folder, whole, buildTime());
            long archiveBytes = Files.size(whole);
            if (archiveBytes > LIMIT_BYTES) {
                throw new BadInputException("bundle: would be " + archiveBytes + " bytes, expected at most "
                        + LIMIT_BYTES + "; which library grew?");
            }
            AtomicFile.write(archive, out -> Files.copy(whole, out));
            return new Packed(
                    archive.toString(), archiveBytes, unpackedBytes, staged.java, staged.needs, staged.started);
        }
    }

    private Staged stage(Path folder, Path work) throws IOException {
        Path libraries = Files.createDirectory(folder.resolve("lib"));
        Path natives = Files.createDirectory(libraries.resolve("native"));
        Path runtime = folder.resolve("runtime");
        List<Path> own = MODULES.stream().map(this::ownJar).toList();
        List<Path> others = libraries();
        List<Path> all = new ArrayList<>(own);
        all.addAll(others);
        for (Path jar : all) {
            new PackedJar(jar).unpackInto(platform, libraries, natives);
        }
        Optional<Path> other = jdk.isPresent() || isForHere()
                ? jdk
                : Optional.of(PinnedJdk.fetch(Files.createDirectory(work.resolve("jdk")), REMEDY));
        RuntimeImage.link(other, own, others, runtime);
        requireRunsThere(runtime.resolve("bin").resolve("java"));
        String java = java(other);
        Licences licences = new Licences(home.resolve("LICENSE"), folder.resolve("licences"));
        licences.collect(all);
        List<Path> bills =
                MODULES.stream().map(module -> built(module, ".cdx.json")).toList();
        Path bom = Files.createDirectory(folder.resolve("sbom"));
        for (Path bill : bills) {
            Files.copy(bill, bom.resolve(bill.getFileName()));
        }
        Files.writeString(folder.resolve("licences").resolve("THIRD-PARTY.txt"), ThirdParties.list(bills));
        Manual.copy(home, folder);
        Files.copy(home.resolve("LICENSE"), folder.resolve("LICENSE"));
        Files.copy(home.resolve("berth"), folder.resolve("berth"), StandardCopyOption.COPY_ATTRIBUTES);
        Manual.unlink(folder);
        ShellFiles.write(folder, packed(own));
        List<String> needs = RuntimeImage.needs(List.of(runtime, natives));
        Files.writeString(folder.resolve("README.txt"), readme(java, needs), StandardCharsets.UTF_8);
        Path trial = Files.createDirectory(work.resolve("trial"));
        String started = isForHere() ? FirstStart.here(folder, trial) : FirstStart.translated(folder, platform, trial);
        return new Staged(java, needs, started);
    }

    /** Which commands the jars have. */
    private static Predicate<Class<?>> packed(List<Path> jars) throws IOException {
        Set<String> entries = new HashSet<>();
        for (Path jar : jars) {
            try (ZipFile file = new ZipFile(jar.toFile())) {
                file.stream().forEach(entry -> entries.add(entry.getName()));
            }
        }
        return command -> entries.contains(command.getName().replace('.', '/') + ".class");
    }

    private void requireRunsThere(Path java) throws IOException {
        int machine = ElfNeeds.machine(java);
        if (machine != platform.elfMachine()) {
            throw new BadInputException("--jdk " + jdk.map(Path::toString).orElse("") + ": its Java is for ELF machine "
                    + machine + ", expected " + platform.elfMachine() + " for " + platform.people());
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

    /** Version and maker, as the JDK's own folder has it. */
    private String java(Optional<Path> other) throws IOException {
        Path file = other.orElse(Path.of(System.getProperty("java.home"))).resolve("release");
        Properties release = new Properties();
        if (Files.exists(file)) {
            try (var lines = Files.newBufferedReader(file)) {
                release.load(lines);
            }
        }
        String maker = release.getProperty("IMPLEMENTOR", other.isEmpty() ? System.getProperty("java.vendor") : "");
        if (other.isEmpty()) {
            return "OpenJDK " + System.getProperty("java.runtime.version") + " (" + maker.replace("\"", "") + ")";
        }
        return jdk.isEmpty()
                ? PinnedJdk.JAVA
                : "OpenJDK "
                        + (release.getProperty("JAVA_VERSION", "of unknown version") + " " + maker)
                                .replace("\"", "")
                                .strip();
    }

    private String readme(String java, List<String> needs) throws IOException {
        try (InputStream text = Bundle.class.getResourceAsStream("readme.txt")) {
            return new String(text.readAllBytes(), StandardCharsets.UTF_8)
                    .replace("@platform", platform.people())
                    .replace("@needs", String.join(", ", needs))
                    .replace("@java", java)
                    .replace("@dataset", Manual.DATASET)
                    .replace("@plan", Manual.PLAN);
        }
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

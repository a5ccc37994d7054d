package dev.berth.profiler.bundle;

import dev.berth.record.BadInputException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The Java runtime in the bundle, cut by jlink to what Berth needs. */
final class RuntimeImage {
    /**
     * java.logging: JCuda; java.management and jdk.management: limits of the process and of its container;
     * jdk.unsupported: direct I/O.
     */
    private static final Set<String> MODULES =
            Set.of("java.base", "java.logging", "java.management", "jdk.management", "jdk.unsupported");

    private static final Pattern GLIBC_VERSION = Pattern.compile("GLIBC_(\\d+\\.\\d+)(\\.\\d+)?");
    private static final Pattern GLIBC_FILE =
            Pattern.compile("(libc|libm|libdl|libpthread|librt|ld-linux-[^.]*)\\.so\\.\\d");

    private RuntimeImage() {}

    /**
     * Cuts the runtime out of a JDK.
     *
     * @param jdk folder of another one than that which runs this, with its {@code jmods}; for another kind of machine
     * @param ownJars Berth's jars; modules they need beyond {@link #MODULES} are added
     * @param libraries what they are compiled against
     * @param folder is made
     */
    static void link(Optional<Path> jdk, List<Path> ownJars, List<Path> libraries, Path folder) {
        Set<String> modules = new TreeSet<>(MODULES);
        modules.addAll(neededBy(ownJars, libraries));
        List<String> words = new ArrayList<>(List.of(
                "--add-modules",
                String.join(",", modules),
                // Symbols of libraries are stripped by a tool of this machine, which knows no other's.
                jdk.isEmpty() ? "--strip-debug" : "--strip-java-debug-attributes",
                "--no-header-files",
                "--no-man-pages",
                // The bundle's own compression finds more in modules that are not compressed by themselves,
                // and classes that are not compressed load faster.
                Runtime.version().feature() < 21 ? "--compress=0" : "--compress=zip-0",
                "--output",
                folder.toString()));
        jdk.ifPresent(other ->
                words.addAll(List.of("--module-path", other.resolve("jmods").toString())));
        run("jlink", words);
    }

    private static Set<String> neededBy(List<Path> ownJars, List<Path> libraries) {
        List<String> words = new ArrayList<>(List.of(
                "--ignore-missing-deps",
                "--multi-release",
                "17",
                "--print-module-deps",
                "--no-recursive",
                "--class-path",
                libraries.stream().map(Path::toString).collect(Collectors.joining(":"))));
        ownJars.forEach(jar -> words.add(jar.toString()));
        List<String> lines = run("jdeps", words).lines().toList();
        // Warnings come first.
        return Set.copyOf(Arrays.asList(lines.get(lines.size() - 1).strip().split(",")));
    }

    private static String run(String name, List<String> words) {
        ToolProvider tool = ToolProvider.findFirst(name)
                .orElseThrow(() -> new BadInputException("no " + name + " in the Java that runs this ("
                        + System.getProperty("java.home") + "); set JAVA_HOME to a whole JDK, 17 or later"));
        StringWriter out = new StringWriter();
        StringWriter errors = new StringWriter();
        int status = tool.run(new PrintWriter(out), new PrintWriter(errors), words.toArray(String[]::new));
        if (status != 0) {
            throw new BadInputException(name + " of " + System.getProperty("java.home") + " failed: "
                    + (errors.toString() + out).strip().lines().findFirst().orElse("no reason given"));
        }
        return out.toString();
    }

    /** What the files of some folders ask of the machine: the newest version of each library, else its file name. */
    static List<String> needs(List<Path> folders) throws IOException {
        Set<String> libraries = new TreeSet<>();
        Map<String, Runtime.Version> newest = new TreeMap<>();
        Set<String> own = new TreeSet<>();
        for (Path folder : folders) {
            for (Path file : files(folder)) {
                own.add(file.getFileName().toString());
                if (ElfNeeds.isElf(file)) {
                    ElfNeeds needs = ElfNeeds.of(file);
                    libraries.addAll(needs.libraries());
                    needs.versions().forEach(version -> keepNewest(newest, version));
                }
            }
        }
        libraries.removeAll(own);
        // Only where there is a GPU; without it JCuda's library is never loaded.
        libraries.remove("libcuda.so.1");
        List<String> needs = new ArrayList<>();
        newest.forEach((name, version) -> needs.add(name + " " + version + " or later"));
        libraries.stream()
                .filter(library -> !GLIBC_FILE.matcher(library).matches())
                .forEach(needs::add);
        return needs;
    }

    private static void keepNewest(Map<String, Runtime.Version> newest, String symbolVersion) {
        Matcher glibc = GLIBC_VERSION.matcher(symbolVersion);
        if (glibc.matches()) {
            newest.merge("glibc", Runtime.Version.parse(glibc.group(1)), (a, b) -> a.compareTo(b) >= 0 ? a : b);
        }
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> paths = Files.walk(folder)) {
            return paths.filter(Files::isRegularFile).toList();
        }
    }
}

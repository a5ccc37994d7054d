package dev.berth.profiler.bundle;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.record.BadInputException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The parts of a bundle; the whole takes jlink half a minute and is tried by {@code ./berth bundle} and its self-test.
 */
class BundleTest {
    private static final Instant TIME = Instant.parse("2026-01-02T03:04:06Z");

    @TempDir
    private Path folder;

    @Test
    void theSameFolderGivesTheSameBytesWhateverItsTimes() throws IOException {
        Path first = tree(folder.resolve("a"), List.of("one", "two", "three"));
        Path second = tree(folder.resolve("b"), List.of("three", "one", "two"));
        Files.setLastModifiedTime(second.resolve("one"), FileTime.from(TIME.minusSeconds(1000)));
        TarGz.write(first, folder.resolve("first.tar.gz"), TIME);
        TarGz.write(second, folder.resolve("second.tar.gz"), TIME);
        assertArrayEquals(
                Files.readAllBytes(folder.resolve("first.tar.gz")),
                Files.readAllBytes(folder.resolve("second.tar.gz")));
    }

    @Test
    void aLinkToWhatIsNotPackedIsItsWords() throws IOException {
        Path page = Files.createDirectory(folder.resolve("profiler")).resolve("PAGE.md");
        Files.writeString(folder.resolve("README.md"), "[there](profiler/PAGE.md#part) ![a picture](figures/none.png)");
        Files.writeString(
                page, "[up](../README.md), [sources](src/test/java/), [out](https://example.org/a), [here](#part)");

        Manual.unlink(folder);

        assertEquals("[there](profiler/PAGE.md#part) a picture", Files.readString(folder.resolve("README.md")));
        assertEquals(
                "[up](../README.md), sources, [out](https://example.org/a), [here](#part)", Files.readString(page));
    }

    @Test
    void modesAndLinksAreKept() throws IOException {
        Path tree = tree(folder.resolve("a"), List.of("one"));
        assertTrue(tree.resolve("one").toFile().setExecutable(true));
        Files.writeString(tree.resolve("plain"), "text");
        Files.createSymbolicLink(tree.resolve("link"), Path.of("../tree/plain"));
        TarGz.write(tree, folder.resolve("a.tar.gz"), TIME);
        List<String> entries = new ArrayList<>();
        try (TarArchiveInputStream in =
                new TarArchiveInputStream(new GZIPInputStream(Files.newInputStream(folder.resolve("a.tar.gz"))))) {
            for (TarArchiveEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                assertEquals(TIME, entry.getLastModifiedTime().toInstant());
                entries.add(Integer.toOctalString(entry.getMode() & 0777) + " " + entry.getName()
                        + (entry.isSymbolicLink() ? " > " + entry.getLinkName() : ""));
            }
        }
        assertEquals(List.of("755 tree/", "755 tree/link > ../tree/plain", "755 tree/one", "644 tree/plain"), entries);
    }

    @Test
    void onlyNativeLibrariesThatAreCalledArePackedAndAsFiles() throws IOException {
        Path jar = jar(
                "jna-1.jar",
                "com/sun/jna/Native.class",
                "com/sun/jna/linux-x86-64/libjnidispatch.so",
                "com/sun/jna/darwin/libjnidispatch.jnilib",
                "com/sun/jna/win32-x86/jnidispatch.dll");
        Path natives = jar(
                "jcuda-natives-1.jar",
                "lib/libJCudaDriver-1-linux-x86_64.so",
                "lib/libJNvPTXCompiler-1-linux-x86_64.so");
        Path libraries = Files.createDirectory(folder.resolve("lib"));
        Path files = Files.createDirectory(libraries.resolve("native"));
        new PackedJar(jar).unpackInto(Platform.X86_64, libraries, files);
        new PackedJar(natives).unpackInto(Platform.X86_64, libraries, files);
        assertEquals(List.of("libJCudaDriver-1-linux-x86_64.so", "libjnidispatch.so"), names(files));
        assertEquals(List.of("jna-1.jar", "native"), names(libraries));
        try (ZipFile packed = new ZipFile(libraries.resolve("jna-1.jar").toFile())) {
            assertEquals(
                    List.of("com/sun/jna/Native.class"),
                    packed.stream().map(ZipEntry::getName).toList());
        }
    }

    /** JNA has a library for 64-bit ARM, JCuda has none: its classes stay, its library for another machine does not. */
    @Test
    void ofAnotherMachineItsOwnNativeLibrariesArePacked() throws IOException {
        Path jar = jar(
                "jna-1.jar",
                "com/sun/jna/Native.class",
                "com/sun/jna/linux-x86-64/libjnidispatch.so",
                "com/sun/jna/linux-aarch64/libjnidispatch.so");
        Path natives = jar("jcuda-natives-1.jar", "lib/libJCudaDriver-1-linux-x86_64.so");
        Path libraries = Files.createDirectory(folder.resolve("lib"));
        Path files = Files.createDirectory(libraries.resolve("native"));
        new PackedJar(jar).unpackInto(Platform.AARCH64, libraries, files);
        new PackedJar(natives).unpackInto(Platform.AARCH64, libraries, files);
        assertEquals(List.of("libjnidispatch.so"), names(files));
        assertEquals(List.of("jna-1.jar", "native"), names(libraries));
    }

    @Test
    void anUnknownKindOfMachineIsToldWhichThereAre() {
        BadInputException fault = assertThrows(BadInputException.class, () -> Platform.of("riscv64"));
        assertEquals("--arch riscv64: expected x86_64 or aarch64", fault.getMessage());
    }

    @Test
    void aFolderThatIsNoJdkIsRefused() {
        BadInputException fault = assertThrows(
                BadInputException.class, () -> new Bundle(folder, "1", Platform.AARCH64, Optional.of(folder)));
        assertEquals(
                "--jdk " + folder + ": no jmods/java.base.jmod in it, expected the folder of a whole JDK for 64-bit ARM"
                        + " Linux",
                fault.getMessage());
    }

    @Test
    void aJarWithoutKnownLicenceIsNotPassedOn() throws IOException {
        Path apache = Files.writeString(folder.resolve("LICENSE"), "apache");
        Licences licences = new Licences(apache, folder.resolve("licences"));
        Path own = jar("widget-1.jar", "META-INF/LICENSE.txt");
        Path known = jar("picocli-1.jar", "picocli/CommandLine.class");
        licences.collect(List.of(own, known));
        assertEquals("apache", Files.readString(folder.resolve("licences/picocli-1/LICENSE")));
        assertEquals(List.of("LICENSE.txt"), names(folder.resolve("licences/widget-1")));
        Path unknown = jar("gadget-1.jar", "gadget/Gadget.class");
        IllegalStateException refused =
                assertThrows(IllegalStateException.class, () -> licences.collect(List.of(unknown)));
        assertTrue(refused.getMessage().startsWith("gadget-1.jar carries no licence"), refused.getMessage());
    }

    @Test
    void everyLibraryIsListedWithItsLicence() throws IOException {
        Path bill = bill("""
                {"group": "org.a", "name": "widget", "version": "1", "purl": "pkg:maven/org.a/widget@1",
                 "licenses": [{"license": {"id": "MIT"}}, {"license": {"name": "Their own"}}]},
                {"group": "dev.berth", "name": "berth-dataset", "version": "1"},
                {"group": "org.b", "name": "gadget", "version": "2", "purl": "pkg:maven/org.b/gadget@2",
                 "licenses": [{"expression": "Apache-2.0 OR MIT"}]}""");
        assertEquals("""
                gadget 2: Apache-2.0 OR MIT; pkg:maven/org.b/gadget@2
                widget 1: MIT or Their own; pkg:maven/org.a/widget@1
                """, ThirdParties.list(List.of(bill, bill)));
    }

    @Test
    void aLibraryWithoutLicenceIsNotPassedOn() throws IOException {
        Path bill = bill("{\"group\": \"org.a\", \"name\": \"widget\", \"version\": \"1\"}");
        IllegalStateException refused =
                assertThrows(IllegalStateException.class, () -> ThirdParties.list(List.of(bill)));
        assertTrue(refused.getMessage().startsWith("widget: no licence"), refused.getMessage());
    }

    private Path bill(String components) throws IOException {
        return Files.writeString(folder.resolve("bill.cdx.json"), "{\"components\": [" + components + "]}");
    }

    /** Pages lie as in the source tree, and nothing lies beside them that is no page and read by no command of one. */
    @Test
    void theManualLiesAsInTheSourceTree() throws IOException {
        Manual.copy(Path.of("../.."), folder.resolve("bundle"));
        for (String file : List.of(
                "README.md",
                "CHANGELOG.md",
                "profiler/TUTORIAL.md",
                "optimizer/SCENARIOS.md",
                "benchmarks/README.md",
                "results/scenarios/example.yaml",
                "results/run-plans/edge.yaml",
                Manual.DATASET + "/profiles.json",
                Manual.DATASET + "/raw/runs.jsonl",
                Manual.PLAN + "/scenario.yaml")) {
            assertTrue(Files.size(folder.resolve("bundle").resolve(file)) > 0, file);
        }
        try (Stream<Path> files = Files.walk(folder.resolve("bundle"))) {
            List<String> others = files.filter(Files::isRegularFile)
                    .map(file -> folder.resolve("bundle").relativize(file).toString())
                    .filter(file -> !file.endsWith(".md") && !file.startsWith("results/") && !file.endsWith(".cff"))
                    .toList();
            assertEquals(List.of(), others);
        }
    }

    /** The JVM's own launcher is an ELF file on every machine the tests run on. */
    @Test
    void whatAnElfFileNeedsIsRead() throws IOException {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        assertTrue(ElfNeeds.isElf(java));
        assertEquals(Platform.here().orElseThrow().elfMachine(), ElfNeeds.machine(java));
        ElfNeeds needs = ElfNeeds.of(java);
        assertTrue(needs.libraries().contains("libc.so.6"), needs.toString());
        assertTrue(needs.versions().stream().anyMatch(it -> it.matches("GLIBC_2\\.\\d+(\\.\\d+)?")), needs.toString());
        assertFalse(ElfNeeds.isElf(Files.writeString(folder.resolve("script"), "#!/bin/sh\n")));
    }

    @Test
    void aTreeThatIsNotBuiltIsNamed() {
        Bundle bundle = new Bundle(folder, "1", Platform.here().orElseThrow(), Optional.empty());
        BadInputException fault = assertThrows(BadInputException.class, () -> bundle.pack(folder.resolve("x.tar.gz")));
        assertEquals(
                folder.resolve("profiler/dataset/target/berth-dataset.jar")
                        + ": no such file, expected it after a build; run ./berth bundle",
                fault.getMessage());
        assertFalse(Files.exists(folder.resolve("x.tar.gz")));
    }

    private static Path tree(Path parent, List<String> names) throws IOException {
        Path tree = Files.createDirectories(parent.resolve("tree"));
        for (String name : names) {
            Files.writeString(tree.resolve(name), name);
        }
        return tree;
    }

    private Path jar(String name, String... entries) throws IOException {
        Path jar = folder.resolve(name);
        try (OutputStream file = Files.newOutputStream(jar);
                ZipOutputStream out = new ZipOutputStream(file)) {
            for (String entry : entries) {
                out.putNextEntry(new ZipEntry(entry));
                out.closeEntry();
            }
        }
        return jar;
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}

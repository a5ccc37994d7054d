package dev.berth.profiler.fetch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.record.BadInputException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Packages come through a client executable, as in life; here it is a script that hands out a prepared package. */
class PackageCacheTest {
    /** {@code sha256sum x2/model.json | sha256sum}, of a file that says weights. */
    private static final String UNPACKED_SHA256 = "c007bb517c72f6ccf66704f6ce2cf85b3cdf08026d86d75a6a0982ed8f31bddd";

    @TempDir
    Path temporary;

    private Path bin;
    private Path published;
    private Path cache;

    @BeforeEach
    void folders() throws IOException {
        bin = Files.createDirectory(temporary.resolve("bin"));
        published = temporary.resolve("published.tgz");
        cache = temporary.resolve("cache");
    }

    @Test
    void unpacksTheModelFilesOfAPackageOnce() throws Exception {
        publish(new Entry("package/package.json", "{}"), new Entry("package/models/x2/model.json", "weights"));
        npm("cp '" + published + "' \"$dest/esrgan-1.0.0.tgz\"; echo called >> '" + temporary.resolve("calls") + "'");
        List<String> progress = new ArrayList<>();

        PackageCache.Fetched first = cache().fetch(List.of(wanted(sum())), progress::add);
        PackageCache.Fetched second = cache().fetch(List.of(wanted(sum())), progress::add);

        assertEquals(List.of(), first.skipped());
        assertEquals(first, second);
        Path folder = first.present().get(0).folder();
        assertEquals("weights", Files.readString(folder.resolve("x2/model.json")));
        assertFalse(Files.exists(folder.resolve("package.json")));
        assertEquals(List.of("called"), Files.readAllLines(temporary.resolve("calls")));
        assertEquals(1, progress.size());
    }

    @Test
    void whatWasAlteredSinceIsFetchedAgain() throws Exception {
        publish(new Entry("package/models/x2/model.json", "weights"));
        npm("cp '" + published + "' \"$dest/esrgan-1.0.0.tgz\"");
        Path folder = cache().fetch(List.of(wanted(sum())), line -> {})
                .present()
                .get(0)
                .folder();
        Path model = folder.resolve("x2/model.json");

        for (Alteration alteration : List.<Alteration>of(
                () -> Files.writeString(model, "WEIGHTS"),
                () -> Files.writeString(folder.resolve("x2/more.bin"), ""),
                () -> Files.delete(model),
                () -> Files.createSymbolicLink(folder.resolve("link"), Path.of("/etc/passwd")))) {
            alteration.make();
            List<String> progress = new ArrayList<>();
            assertEquals(
                    List.of("esrgan: " + folder + ": altered since it was fetched; 0 MB would be fetched with npm"),
                    cache().unpacked(List.of(wanted(sum()))).skipped());
            assertEquals(
                    List.of(),
                    cache().fetch(List.of(wanted(sum())), progress::add).skipped());
            assertEquals(folder + ": altered since it was fetched", progress.get(0));
            assertEquals("weights", Files.readString(model));
            assertEquals(1, cache().unpacked(List.of(wanted(sum()))).present().size());
        }
    }

    private interface Alteration {
        void make() throws IOException;
    }

    @Test
    void refusesAPackageThatUnpacksToSomethingElse() throws Exception {
        publish(new Entry("package/models/x2/model.json", "others"));
        npm("cp '" + published + "' \"$dest/esrgan-1.0.0.tgz\"");

        PackageCache.Fetched fetched = cache().fetch(List.of(wanted(sum())), line -> {});

        assertTrue(fetched.corrupted());
        assertTrue(fetched.skipped().get(0).startsWith("esrgan skipped: @berth/esrgan@1.0.0 unpacks to sha256="));
        assertNothingLeftIn(cache);
    }

    @Test
    void refusesAPackageWhoseSumDiffers() throws Exception {
        publish(new Entry("package/models/x2/model.json", "altered"));
        npm("cp '" + published + "' \"$dest/esrgan-1.0.0.tgz\"");
        String pinned = "0".repeat(64);

        PackageCache.Fetched fetched = cache().fetch(List.of(wanted(pinned)), line -> {});

        assertTrue(fetched.corrupted());
        assertEquals(
                List.of("esrgan skipped: checksum of @berth/esrgan@1.0.0 is sha256=" + sum() + ", expected " + pinned
                        + "; the package was altered on its way, remove it from the client's own cache and try again"),
                fetched.skipped());
        assertNothingLeftIn(cache);
    }

    @Test
    void anEntryThatLeavesItsFolderIsRefusedAndNotWritten() throws Exception {
        publish(new Entry("package/models/../../../escaped", "out"));
        npm("cp '" + published + "' \"$dest/esrgan-1.0.0.tgz\"");

        PackageCache.Fetched fetched = cache().fetch(List.of(wanted(sum())), line -> {});

        assertEquals(
                List.of(
                        "esrgan skipped: entry 'package/models/../../../escaped' of @berth/esrgan@1.0.0 would be written outside"
                                + " its folder"),
                fetched.skipped());
        try (Stream<Path> all = Files.walk(temporary)) {
            assertEquals(0, all.filter(path -> path.endsWith("escaped")).count());
        }
    }

    @Test
    void saysWhichClientIsMissing() {
        PackageCache.Fetched fetched = cache().fetch(List.of(wanted("0".repeat(64))), line -> {});

        assertEquals(
                List.of("esrgan skipped: npm is not on the PATH; install Node.js with npm, which brings it"),
                fetched.skipped());
        assertFalse(fetched.corrupted());
    }

    @Test
    void whetherThereIsAClientIsToldWithoutAskingIt() throws IOException {
        PackageClients clients = new PackageClients(List.of(bin));
        assertFalse(clients.has(PublishedPackage.Client.NPM));
        npm("exit 7");
        assertTrue(clients.has(PublishedPackage.Client.NPM));
        assertFalse(clients.has(PublishedPackage.Client.MAVEN));
    }

    @Test
    void whatACommandCannotDoWithoutIsRefused() {
        BadInputException refused =
                assertThrows(BadInputException.class, () -> cache().require(wanted("0".repeat(64)), line -> {}));

        assertEquals("esrgan: npm is not on the PATH; install Node.js with npm, which brings it", refused.getMessage());
    }

    @Test
    void saysWhyAClientFailed() throws IOException {
        npm("echo 'npm error code E404' >&2; exit 7");

        PackageCache.Fetched fetched = cache().fetch(List.of(wanted("0".repeat(64))), line -> {});

        assertEquals(
                List.of(
                        "esrgan skipped: npm could not bring @berth/esrgan@1.0.0 (exit 7): npm error code E404; check the network"
                                + " and the client's configuration"),
                fetched.skipped());
        assertFalse(fetched.corrupted());
    }

    private PackageCache cache() {
        return new PackageCache(cache, new PackageClients(List.of(bin)));
    }

    private static PublishedPackage wanted(String sha256) {
        return new PublishedPackage(
                "esrgan",
                PublishedPackage.Client.NPM,
                "@berth/esrgan@1.0.0",
                sha256,
                UNPACKED_SHA256,
                "package/models/(.*)",
                1,
                "MIT");
    }

    /** A client that runs the given shell lines with {@code $dest} set to the folder it was told to write to. */
    private void npm(String lines) throws IOException {
        Path script = bin.resolve("npm");
        Files.writeString(
                script,
                "#!/bin/sh\nwhile [ $# -gt 0 ]; do [ \"$1\" = --pack-destination ] && dest=$2; shift; done\n" + lines
                        + "\n");
        assertTrue(script.toFile().setExecutable(true));
    }

    private record Entry(String name, String text) {}

    private void publish(Entry... entries) throws IOException {
        try (OutputStream file = Files.newOutputStream(published);
                TarArchiveOutputStream tar = new TarArchiveOutputStream(new GzipCompressorOutputStream(file))) {
            for (Entry entry : entries) {
                TarArchiveEntry header = new TarArchiveEntry(entry.name());
                byte[] bytes = entry.text().getBytes(java.nio.charset.StandardCharsets.UTF_8);
                header.setSize(bytes.length);
                tar.putArchiveEntry(header);
                tar.write(bytes);
                tar.closeArchiveEntry();
            }
        }
    }

    private String sum() throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(published)));
    }

    private static void assertNothingLeftIn(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            assertEquals(0, all.filter(Files::isRegularFile).count());
        }
    }
}

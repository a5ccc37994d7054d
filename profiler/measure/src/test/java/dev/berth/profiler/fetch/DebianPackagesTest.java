package dev.berth.profiler.fetch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.profiler.fetch.DebianPackages.DebianPackage;
import dev.berth.record.BadInputException;
import dev.berth.record.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Packages come through apt-get and dpkg-deb, as in life; here they are scripts that copy a prepared file. */
class DebianPackagesTest {
    @TempDir
    private Path temporary;

    private Path bin;
    private Path published;
    private Path calls;

    @BeforeEach
    void folders() throws IOException {
        bin = Files.createDirectory(temporary.resolve("bin"));
        published = Files.writeString(temporary.resolve("published"), "a package");
        calls = temporary.resolve("calls");
        script(
                "apt-get",
                "echo \"$@\" >> " + calls + "\ncase \"$*\" in *download*) cp " + published + " x_1_arm64.deb;; esac");
        script("dpkg-deb", "/bin/cp \"$2\" \"$3/unpacked\"");
    }

    private Path unpack(String sha256) throws IOException {
        return new DebianPackages(
                        new PackageClients(List.of(bin)), Files.createDirectory(temporary.resolve("work")), "arm64")
                .unpack(List.of(new DebianPackage("x", "1", sha256)), "name one with --jdk DIR");
    }

    /** Apt is asked for one version, for the other architecture, with lists of our own. */
    @Test
    void aPinnedVersionIsBroughtCheckedAndUnpacked() throws IOException {
        Path root = unpack(Sha256.of(published));
        assertEquals("a package", Files.readString(root.resolve("unpacked")));
        List<String> asked = Files.readAllLines(calls);
        assertEquals(2, asked.size());
        assertTrue(asked.get(0).endsWith(" update"), asked.get(0));
        assertTrue(asked.get(1).endsWith(" download x=1"), asked.get(1));
        for (String call : asked) {
            assertTrue(call.contains("-o APT::Architectures=arm64"), call);
            assertTrue(call.contains("-o Dir::State::lists=" + temporary.resolve("work/lists")), call);
        }
    }

    @Test
    void otherBytesAreNotUnpacked() {
        String wrong = "0".repeat(64);
        String told = assertThrows(BadInputException.class, () -> unpack(wrong)).getMessage();
        assertTrue(told.startsWith("bundle: checksum of x=1 is sha256="), told);
        assertTrue(told.endsWith(", expected " + wrong + "; name one with --jdk DIR"), told);
    }

    @Test
    void whatAptHasNotIsSaidInALine() throws IOException {
        script("apt-get", "echo Reading lists\necho \"E: Version '1' for 'x' was not found\"\nexit 100");
        String told = assertThrows(BadInputException.class, () -> unpack("0".repeat(64)))
                .getMessage();
        assertEquals(
                "bundle: apt-get could not bring the package lists for arm64 (exit 100): E: Version '1' for 'x' was not"
                        + " found; check the network and the client's configuration; name one with --jdk DIR",
                told);
    }

    @Test
    void withoutAptTheOtherWayIsSaid() throws IOException {
        Files.delete(bin.resolve("apt-get"));
        assertEquals(
                "bundle: apt-get is not on the PATH; it comes with Debian; name one with --jdk DIR",
                assertThrows(BadInputException.class, () -> unpack("0".repeat(64)))
                        .getMessage());
    }

    private void script(String name, String lines) throws IOException {
        Path script = Files.writeString(bin.resolve(name), "#!/bin/sh\n" + lines + "\n");
        assertTrue(script.toFile().setExecutable(true));
    }
}

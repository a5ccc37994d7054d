package dev.berth.profiler.bundle;

import dev.berth.profiler.fetch.DebianPackages;
import dev.berth.profiler.fetch.DebianPackages.DebianPackage;
import dev.berth.profiler.fetch.PackageClients;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Debian 12's JDK for 64-bit ARM, and what its Java needs of a system to start. */
final class PinnedJdk {
    /** The kind of machine it is for. */
    static final Platform PLATFORM = Platform.AARCH64;

    private static final DebianPackage JDK = new DebianPackage(
            "openjdk-17-jdk-headless",
            "17.0.21.1+2-1~deb12u1",
            "51cbad035bfa05a3578bd4a7c74203d5141213b052c47eb0719349fac414a86b");

    private static final List<DebianPackage> SYSTEM = List.of(
            new DebianPackage(
                    "libc6", "2.36-9+deb12u14", "01f4330719fd4f65580e16ea5a0527f372fca750e8f588d26deaf09f2d3b1cf4"),
            new DebianPackage(
                    "libgcc-s1",
                    "12.2.0-14+deb12u1",
                    "576926b283613db80168ddf76380a3bd877602778cf0d226caa7bfbfa71eacf3"),
            new DebianPackage(
                    "libstdc++6",
                    "12.2.0-14+deb12u1",
                    "26e138c677a985775331373828a6c286c551ff397cb735d00e2383cb273d1cb2"),
            new DebianPackage(
                    "zlib1g", "1:1.2.13.dfsg-1", "52b8b8a145bbe1956bba82034f77022cbef0c3d0885c9e32d9817a7932fe1913"));

    /** Java's version and its maker. */
    static final String JAVA = "OpenJDK " + JDK.version() + " (Debian)";

    private PinnedJdk() {}

    /**
     * Fetches the JDK.
     *
     * @param folder an empty one
     * @param remedy what to do where it cannot be had, the end of the message
     * @return its folder, with {@code jmods}
     */
    static Path fetch(Path folder, String remedy) throws IOException {
        return unpacked(folder, List.of(JDK), remedy).resolve("usr/lib/jvm/java-17-openjdk-arm64");
    }

    /**
     * Fetches the libraries its Java starts with.
     *
     * @return the root they lie below
     */
    static Path fetchSystem(Path folder, String remedy) throws IOException {
        return unpacked(folder, SYSTEM, remedy);
    }

    private static Path unpacked(Path folder, List<DebianPackage> packages, String remedy) throws IOException {
        return new DebianPackages(new PackageClients(), folder, "arm64").unpack(packages, remedy);
    }
}

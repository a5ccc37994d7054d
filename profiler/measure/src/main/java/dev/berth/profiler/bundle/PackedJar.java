package dev.berth.profiler.bundle;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * How one jar goes into the bundle: as it is, or without native libraries that cannot run there or are never called.
 */
final class PackedJar {
    private static final Pattern NATIVE = Pattern.compile(".*\\.(so|dll|jnilib|dylib|a)");
    private static final Pattern LICENCE =
            Pattern.compile("META-INF/[^/]*(LICEN[CS]E|NOTICE|COPYING|AL2\\.0|LGPL)[^/]*", Pattern.CASE_INSENSITIVE);

    private final Path jar;

    PackedJar(Path jar) {
        this.jar = jar;
    }

    /**
     * Writes the jar without native libraries, and those that Berth calls as files beside the jars, so that nothing is
     * unpacked at run time.
     *
     * @param platform the machine it will run on
     * @param libraries folder for the jar
     * @param natives folder for native libraries
     */
    void unpackInto(Platform platform, Path libraries, Path natives) throws IOException {
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            List<? extends ZipEntry> entries =
                    zip.stream().sorted(Comparator.comparing(ZipEntry::getName)).toList();
            if (entries.stream().noneMatch(entry -> isNative(entry))) {
                Files.copy(jar, libraries.resolve(jar.getFileName()));
                return;
            }
            if (entries.stream().anyMatch(entry -> entry.getName().endsWith(".class"))) {
                copyWithoutNatives(zip, entries, libraries);
            }
            for (ZipEntry entry : entries) {
                if (platform.nativeLibraries().matcher(entry.getName()).matches()) {
                    try (InputStream in = zip.getInputStream(entry)) {
                        Files.copy(in, natives.resolve(simpleName(entry)));
                    }
                }
            }
        }
    }

    /**
     * Copies the licence texts the jar carries.
     *
     * @return how many there were
     */
    int copyLicences(Path folder) throws IOException {
        int count = 0;
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            for (ZipEntry entry : zip.stream().toList()) {
                if (!entry.isDirectory() && LICENCE.matcher(entry.getName()).matches()) {
                    Files.createDirectories(folder);
                    try (InputStream in = zip.getInputStream(entry)) {
                        Files.copy(in, folder.resolve(simpleName(entry)));
                    }
                    count++;
                }
            }
        }
        return count;
    }

    private void copyWithoutNatives(ZipFile zip, List<? extends ZipEntry> entries, Path libraries) throws IOException {
        try (OutputStream file = Files.newOutputStream(libraries.resolve(jar.getFileName()));
                ZipOutputStream out = new ZipOutputStream(file)) {
            for (ZipEntry entry : entries) {
                if (!isNative(entry)) {
                    ZipEntry copy = new ZipEntry(entry.getName());
                    copy.setTimeLocal(entry.getTimeLocal());
                    out.putNextEntry(copy);
                    zip.getInputStream(entry).transferTo(out);
                    out.closeEntry();
                }
            }
        }
    }

    private static boolean isNative(ZipEntry entry) {
        return NATIVE.matcher(entry.getName()).matches();
    }

    private static String simpleName(ZipEntry entry) {
        return entry.getName().substring(entry.getName().lastIndexOf('/') + 1);
    }
}

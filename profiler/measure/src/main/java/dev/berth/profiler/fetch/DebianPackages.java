package dev.berth.profiler.fetch;

import dev.berth.record.BadInputException;
import dev.berth.record.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Brings Debian's packages of any architecture through apt, from the sources it is configured with; the machine's own
 * lists and packages are left alone, and nothing of a package is executed.
 */
public final class DebianPackages {
    private final PackageClients clients;
    private final Path folder;
    private final String architecture;

    /**
     * A package.
     *
     * @param name as apt has it
     * @param version as apt has it
     * @param sha256 of the package file, lower-case hexadecimal
     */
    public record DebianPackage(String name, String version, String sha256) {
        private String coordinates() {
            return name + "=" + version;
        }
    }

    /**
     * @param folder an empty one, for apt's lists and the packages
     * @param architecture as Debian names it, for example {@code arm64}
     */
    public DebianPackages(PackageClients clients, Path folder, String architecture) {
        this.clients = clients;
        this.folder = folder;
        this.architecture = architecture;
    }

    /**
     * Downloads packages, checks their sums and unpacks them into one tree.
     *
     * @param remedy what to do where they cannot be had, the end of the message
     * @return the tree's root, in the folder
     * @throws BadInputException where apt is missing, has not that version, has no network, or brings other bytes
     */
    public Path unpack(List<DebianPackage> packages, String remedy) throws IOException {
        try {
            Path apt = clients.find("apt-get", "it comes with Debian");
            Path unpacker = clients.find("dpkg-deb", "it comes with Debian");
            for (String needed : List.of("lists/partial", "cache/archives/partial", "state", "packages", "root")) {
                Files.createDirectories(folder.resolve(needed));
            }
            PackageClients.run(words(apt, "update"), "the package lists for " + architecture, folder);
            for (DebianPackage wanted : packages) {
                unpack(wanted, apt, unpacker);
            }
            return folder.resolve("root");
        } catch (FetchException fault) {
            throw new BadInputException("bundle: " + fault.getMessage() + "; " + remedy);
        }
    }

    private void unpack(DebianPackage wanted, Path apt, Path unpacker) throws FetchException, IOException {
        Path into = Files.createDirectory(folder.resolve("packages").resolve(wanted.name()));
        PackageClients.run(words(apt, "download", wanted.coordinates()), wanted.coordinates(), into);
        try (Stream<Path> files = Files.list(into)) {
            Path file = files.filter(path -> path.toString().endsWith(".deb"))
                    .findFirst()
                    .orElseThrow(
                            () -> new FetchException("apt-get brought no file for " + wanted.coordinates(), false));
            String sum = Sha256.of(file);
            if (!sum.equals(wanted.sha256())) {
                throw new FetchException(
                        "checksum of " + wanted.coordinates() + " is sha256=" + sum + ", expected " + wanted.sha256(),
                        true);
            }
            Path root = folder.resolve("root");
            PackageClients.run(
                    List.of(unpacker.toString(), "-x", file.toString(), root.toString()), wanted.coordinates(), into);
            Files.delete(file);
        }
    }

    private List<String> words(Path apt, String... command) {
        List<String> words = new ArrayList<>(List.of(apt.toString(), "-qq"));
        for (String option : List.of(
                "APT::Architecture=" + architecture,
                "APT::Architectures=" + architecture,
                "Dir::State=" + folder.resolve("state"),
                "Dir::State::lists=" + folder.resolve("lists"),
                "Dir::State::status=/dev/null",
                "Dir::Cache=" + folder.resolve("cache"),
                "Debug::NoLocking=1",
                "Acquire::Languages=none",
                // The user that root's apt becomes cannot write into a folder of ours.
                "APT::Sandbox::User=root")) {
            words.addAll(List.of("-o", option));
        }
        words.addAll(List.of(command));
        return words;
    }
}

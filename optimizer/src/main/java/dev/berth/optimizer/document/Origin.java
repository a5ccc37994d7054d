package dev.berth.optimizer.document;

import dev.berth.record.BadInputException;
import dev.berth.record.Sha256;
import java.io.IOException;
import java.nio.file.Path;

/** What tells a file from every other, by its content: written into all that is made from it. */
final class Fingerprint {
    private Fingerprint() {}

    /** {@code sha256:} and the digest of a file's bytes. */
    static String of(Path file) {
        try {
            return "sha256:" + Sha256.of(file);
        } catch (IOException e) {
            throw new BadInputException(file + ": cannot be read: " + e.getMessage(), e);
        }
    }

    /**
     * A file that was made from another.
     *
     * @param source name of the file it was made from
     * @param fingerprint of that one
     */
    record Made(Path file, String source, String fingerprint) {}

    /**
     * Refuses two files that were made from different ones.
     *
     * @param kind what they were made from, in one word
     * @throws BadInputException naming all four
     */
    static void requireSame(String kind, Made one, Made other) {
        if (!one.fingerprint().equals(other.fingerprint())) {
            throw new BadInputException(other.file() + ": made from the " + kind + " " + other.source() + " ("
                    + other.fingerprint() + "), expected the one of " + one.file() + ", " + one.source() + " ("
                    + one.fingerprint() + "); make it again from that one, or take it away");
        }
    }

    /**
     * Refuses what was made from another file than the one at hand.
     *
     * @param made the file that was made
     * @param kind what it was made from, in one word
     * @param source name of that file when it was made
     * @param fingerprint its fingerprint then
     * @param given the file at hand
     * @throws BadInputException naming both files and fingerprints
     */
    static void require(Path made, String kind, String source, String fingerprint, Path given) {
        String found = of(given);
        if (!found.equals(fingerprint)) {
            throw new BadInputException(made + ": made from the " + kind + " " + source + " (" + fingerprint
                    + "), expected one made from " + given + " (" + found + "); name the " + kind
                    + " it was made from, or make it again from this one");
        }
    }
}

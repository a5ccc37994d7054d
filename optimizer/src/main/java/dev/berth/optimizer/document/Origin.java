package dev.berth.optimizer.document;

import dev.berth.record.BadInputException;
import dev.berth.record.Sha256;
import java.io.IOException;
import java.nio.file.Path;

/**
 * A file that a document was made from, told from every other by its content.
 *
 * @param kind what that file is, in one word
 * @param source its name when the document was made
 * @param fingerprint {@code sha256:} and the digest of its bytes then
 */
public record Origin(String kind, String source, String fingerprint) {
    /** A file as it is now. */
    static Origin of(String kind, Path file) {
        return new Origin(kind, file.toString(), fingerprint(file));
    }

    /**
     * {@code sha256:} and the digest of a file's bytes.
     *
     * @throws BadInputException where it cannot be read
     */
    public static String fingerprint(Path file) {
        try {
            return "sha256:" + Sha256.of(file);
        } catch (IOException e) {
            throw new BadInputException(file + ": cannot be read: " + e.getMessage(), e);
        }
    }

    /**
     * Refuses a document that was made from another file than the one at hand.
     *
     * @param document the one that was made from this
     * @param given the file at hand
     * @throws BadInputException naming both files and fingerprints
     */
    public void require(Path document, Path given) {
        String found = fingerprint(given);
        if (!found.equals(fingerprint)) {
            throw new BadInputException(document + ": made from the " + kind + " " + source + " (" + fingerprint
                    + "), expected one made from " + given + " (" + found + "); name the " + kind
                    + " it was made from, or make it again from this one");
        }
    }

    /**
     * Refuses two documents that were made from different files.
     *
     * @param document the one that was made from this
     * @param first the document that it should go with
     * @param expected what that one was made from
     * @throws BadInputException naming all four
     */
    public void requireSame(Path document, Path first, Origin expected) {
        if (!fingerprint.equals(expected.fingerprint)) {
            throw new BadInputException(document + ": made from the " + kind + " " + source + " (" + fingerprint
                    + "), expected the one of " + first + ", " + expected.source + " (" + expected.fingerprint
                    + "); make it again from that one, or take it away");
        }
    }
}

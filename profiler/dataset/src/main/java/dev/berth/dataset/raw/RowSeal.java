package dev.berth.dataset.raw;

import dev.berth.record.Json;
import dev.berth.record.MayBeAbsent;
import dev.berth.record.Sha256;
import dev.berth.schema.Description;
import dev.berth.schema.Text;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;

/**
 * The running checksum of a log: each line ends in {@code "seal"}, the SHA-256 over the seal before it and the line's
 * own other bytes; the first line goes on from the head of the session. A line that was edited, and one before which
 * lines are missing or doubled, does not follow. It has no key: it tells accidents and careless hands, not a forger.
 */
public final class RowSeal {
    private static final byte[] KEY = ",\"seal\":\"".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] END = "\"}".getBytes(StandardCharsets.US_ASCII);
    private static final int DIGITS = 64;
    private static final int BYTES = KEY.length + DIGITS + END.length;

    /**
     * From there on the head is written anew: with ceilings that are measured between runs, and who went on with it.
     */
    private static final String NOT_SEALED = "\n  \"ceilings\"";

    private RowSeal() {}

    /** What lies beside the keys of a row in its line. */
    record Key(
            @Description("SHA-256 over the seal of the line before, for the first line the head of the session, and "
                    + "this line without its seal; older documents have none")
            @Text("^[0-9a-f]{64}$")
            @MayBeAbsent
            String seal) {}

    /**
     * What the first line goes on from.
     *
     * @param head text of {@code session.json}, of which all before the ceilings counts
     */
    public static String of(String head) {
        int end = head.indexOf(NOT_SEALED);
        MessageDigest digest = Sha256.digest();
        digest.update(head.substring(0, end < 0 ? head.length() : end).getBytes(StandardCharsets.UTF_8));
        return Sha256.hex(digest);
    }

    /** What the first line of a log goes on from; empty where no head lies beside it. */
    static Optional<String> beside(Path log) {
        Path head = log.resolveSibling(RawFolder.SESSION_FILE);
        return Files.exists(head)
                ? Optional.of(of(new String(Json.bytes(head), StandardCharsets.UTF_8)))
                : Optional.empty();
    }

    /**
     * The seal of a line.
     *
     * @param before the seal it goes on from
     * @param line a record of JSON, without a seal and without a newline
     */
    public static String of(String before, byte[] line) {
        MessageDigest digest = Sha256.digest();
        digest.update(before.getBytes(StandardCharsets.US_ASCII));
        digest.update(line);
        return Sha256.hex(digest);
    }

    /** The line with its seal as its last key. */
    public static String sealed(String line, String seal) {
        return line.substring(0, line.length() - 1)
                + new String(KEY, StandardCharsets.US_ASCII)
                + seal
                + new String(END, StandardCharsets.US_ASCII);
    }

    /** The seal that a line carries. */
    static Optional<String> in(byte[] line) {
        int key = line.length - BYTES;
        int end = line.length - END.length;
        boolean sealed = key > 0
                && Arrays.equals(line, key, key + KEY.length, KEY, 0, KEY.length)
                && Arrays.equals(line, end, line.length, END, 0, END.length);
        return sealed
                ? Optional.of(new String(line, key + KEY.length, DIGITS, StandardCharsets.ISO_8859_1))
                : Optional.empty();
    }

    /** A sealed line as it was before it was sealed. */
    static byte[] opened(byte[] line) {
        byte[] own = Arrays.copyOf(line, line.length - BYTES + 1);
        own[own.length - 1] = '}';
        return own;
    }
}
